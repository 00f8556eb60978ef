"""Who gets in: API Gateway's throttle, its authorizer, and Lambda's reserved concurrency."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from serverless.deployment import Authorizer, Function, Throttle

Event = dict[str, Any]
Invoke = Callable[[Function, Event], Awaitable[Any]]


class TokenBucket:
    """Admits `burst` requests at once, and `per_second` in the long run."""

    def __init__(self, throttle: Throttle) -> None:
        self._throttle = throttle
        self._tokens = float(throttle.burst)
        self._filled = time.monotonic()

    def admits(self) -> bool:
        now = time.monotonic()
        gained = (now - self._filled) * self._throttle.per_second
        self._tokens = min(self._throttle.burst, self._tokens + gained)
        self._filled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class AuthorizerCache:
    """Asks the authorizer about a key, and remembers what it said for as long as it may."""

    def __init__(self, invoke: Invoke) -> None:
        self._invoke = invoke
        self._verdicts: dict[tuple[str, str], tuple[bool, float]] = {}

    async def admits(self, authorizer: Authorizer, key: str, event: Event) -> bool:
        place = (authorizer.function.name, key)
        verdict, until = self._verdicts.get(place, (False, 0.0))
        if time.monotonic() >= until:
            question = {**event, "type": "REQUEST", "identitySource": [key]}
            answer = await self._invoke(authorizer.function, question)
            verdict = answer["isAuthorized"] is True
            self._verdicts[place] = (verdict, time.monotonic() + authorizer.keep_s)
        return verdict
