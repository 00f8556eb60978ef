"""Who may call the API, where a key is asked for: API Gateway asks this Lambda about `x-api-key`.

The key is a SecureString parameter, kept for five minutes; API Gateway keeps the verdict as long.
Without the parameter nobody gets in: the failure is a 500 of API Gateway's.
"""

import hmac
import os
from typing import Any

from aws_lambda_powertools.utilities import parameters

_KEEP_S = 300
_PARAMETER = os.environ["API_KEY_PARAMETER"]


def handler(event: dict[str, Any], _context: object) -> dict[str, bool]:
    given: str = event.get("headers", {}).get("x-api-key", "")
    expected = parameters.get_parameter(_PARAMETER, decrypt=True, max_age=_KEEP_S)
    # In constant time: how long a comparison takes must not tell how much of the key is right.
    return {"isAuthorized": hmac.compare_digest(given.encode(), expected.encode())}
