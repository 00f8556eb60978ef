"""The typed client of the API. It repeats nothing by itself: a job does (jobs/remedy.py).

    ApiError
    ├── ApiUnreachable     no connection
    ├── ApiTimeout         a connection, but no answer in time
    ├── ApiRefused         an answer that says no: the problem of RFC 9457, or a bare status
    └── ApiNotUnderstood   an answer that does not follow the contract

The message of each is a sentence for people.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit

import requests
from pydantic import ValidationError
from pydantic_core import to_json
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from urllib3.exceptions import InvalidHeader

from model.contract.schema import Health, PredictionRequest, PredictionResponse, Problem, Review

CONNECT_TIMEOUT_S = 3.0
READ_TIMEOUT_S = 31.0  # API Gateway gives up after 30 s; its answer says more than our timeout
CONCURRENT_REQUESTS = 16

_NO_ENTRY = "The API asks for a key: check SENTIMENT_API_KEY, or ask who runs it for one."
_LATE = "The model did not answer in time. Try again in a moment."
_GATEWAY_SAYS = {
    401: _NO_ENTRY,
    403: _NO_ENTRY,
    **dict.fromkeys((301, 302, 307, 308, 404), "That is not this API. Check SENTIMENT_API_URL."),
    413: "That is too much text at once.",
    429: "Too many requests at once. Try again in a moment.",
    503: _LATE,
    504: _LATE,
}

_Answer = TypeVar("_Answer", Health, PredictionResponse)


class ApiError(Exception):
    """The API did not give what was asked of it."""


class ApiUnreachable(ApiError):
    """There is no connection."""


class ApiTimeout(ApiError):
    """There was a connection, but no answer in time."""


class ApiNotUnderstood(ApiError):
    """What answers at that address does not speak our contract."""


class ApiRefused(ApiError):
    """The API answered with an error."""

    def __init__(self, status: int, detail: str, retry_after_s: float | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.retry_after_s = retry_after_s


class Client:
    """`find_url` is asked for each request, since a restarted embedded stack has a new address."""

    def __init__(
        self,
        find_url: Callable[[], str],
        read_timeout_s: float = READ_TIMEOUT_S,
        api_key: str = "",
    ) -> None:
        self._find_url = find_url
        self._timeout = (CONNECT_TIMEOUT_S, read_timeout_s)
        self._session = _session(api_key)

    def url(self) -> str:
        return self._find_url()

    def predict(self, reviews: list[Review], explain: bool = False) -> PredictionResponse:
        """Judge up to MAX_REVIEWS reviews; the answers come in the order of the reviews."""
        request = PredictionRequest(reviews=reviews, explain=explain)
        body = self._ask("POST", "/v1/predictions", to_json(request))
        response = _understood(PredictionResponse, body)
        if [item.id for item in response.predictions] != [review.id for review in reviews]:
            raise ApiNotUnderstood("The API answered for other reviews than those that were sent.")
        return response

    def health(self) -> Health:
        return _understood(Health, self._ask("GET", "/v1/health"))

    def close(self) -> None:
        self._session.close()

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        url = self._find_url()
        host = urlsplit(url).netloc
        try:
            answer = self._session.request(
                method,
                url + path,
                data=body,
                timeout=self._timeout,
                proxies=_proxies(urlsplit(url).hostname),
                allow_redirects=False,
            )
        except requests.ConnectTimeout:
            raise ApiUnreachable(_unreachable(host)) from None
        except requests.Timeout:
            raise ApiTimeout(
                f"The API at {host} did not answer within {self._timeout[1]:.0f} seconds. "
                "Try again in a moment."
            ) from None
        except requests.RequestException:
            raise ApiUnreachable(_unreachable(host)) from None
        return _accepted(answer)


def _session(api_key: str) -> requests.Session:
    session = requests.Session()
    session.headers["Content-Type"] = "application/json"
    if api_key:
        session.headers["x-api-key"] = api_key
    adapter = HTTPAdapter(pool_maxsize=CONCURRENT_REQUESTS)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def _proxies(host: str | None) -> dict[str, str] | None:
    """A proxy of the environment must not get what is meant for this machine."""
    return {"no_proxy": host} if host in {"127.0.0.1", "localhost", "::1"} else None


def _unreachable(host: str) -> str:
    return f"The API at {host} cannot be reached. Check that it runs and that you are online."


def _accepted(answer: requests.Response) -> bytes:
    if answer.status_code == HTTPStatus.OK:
        return answer.content
    try:
        detail = Problem.model_validate_json(answer.content).detail
    except ValidationError:  # API Gateway's own errors are not problems
        status = answer.status_code
        said = f"The API answered with the error {status} ({answer.reason})."
        detail = f"{_GATEWAY_SAYS.get(status, 'That is all it said.')} {said}"
    raise ApiRefused(answer.status_code, detail, _retry_after_s(answer))


def _retry_after_s(answer: requests.Response) -> float | None:
    """Seconds, or a date; None where there is neither."""
    try:
        return Retry().parse_retry_after(answer.headers["Retry-After"])
    except (KeyError, InvalidHeader):
        return None


def _understood(schema: type[_Answer], body: bytes) -> _Answer:
    try:
        return schema.model_validate_json(body)
    except ValidationError:
        raise ApiNotUnderstood(
            "What answers at the API's address is not this API. Check SENTIMENT_API_URL."
        ) from None
