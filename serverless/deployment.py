"""What API Gateway and Lambda are told to do. The defaults are what serverless.yml says for dev.

A test holds them against the template; another runs the gateway with what the template says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from serverless.routes import ROUTES


@dataclass(frozen=True)
class Cors:
    origins: tuple[str, ...] = ("*",)
    methods: tuple[str, ...] = ("GET", "POST")
    headers: tuple[str, ...] = ("Content-Type", "X-Api-Key")
    exposed: tuple[str, ...] = ("x-correlation-id", "retry-after")
    max_age_s: int = 3600


@dataclass(frozen=True)
class Function:
    name: str = "api"
    timeout_s: float = 25
    concurrency: int = 10  # requests at once; one more is refused, not queued


@dataclass(frozen=True)
class Authorizer:
    """A function that is asked about one header, and how long its word holds."""

    function: Function
    header: str
    keep_s: float


@dataclass(frozen=True)
class Route:
    function: Function = field(default_factory=Function)
    authorizer: Authorizer | None = None


@dataclass(frozen=True)
class Throttle:
    """A bucket of `burst` requests that fills at `per_second`."""

    per_second: float
    burst: int


@dataclass(frozen=True)
class Deployment:
    """`throttle` is None on one's own machine: there the number of requests at once is enough."""

    routes: Mapping[str, Route] = field(
        default_factory=lambda: {f"{method} {path}": Route() for method, path in ROUTES}
    )
    cors: Cors = field(default_factory=Cors)
    timeout_s: float = 29
    throttle: Throttle | None = None
