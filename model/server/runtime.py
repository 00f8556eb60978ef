"""What InvokeEndpoint makes of the container's answers, so that boto3 can call this server.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
"""

import json

from starlette.responses import Response


def not_ready() -> Response:
    message = "The model is not ready for inference yet."
    return _error(429, "ModelNotReadyException", {"Message": message})


def invoked(answer: Response) -> Response:
    """The runtime's answer for one of the container."""
    if answer.status_code < 400:
        answer.headers["x-amzn-invoked-production-variant"] = "AllTraffic"
        return answer
    side = "client" if answer.status_code < 500 else "server"
    message = bytes(answer.body).decode()
    return _error(
        424,
        "ModelError",
        {
            "ErrorCode": f"{side.upper()}_ERROR_FROM_MODEL",
            "LogStreamArn": "",
            "Message": f"Received {side} error ({answer.status_code}) from primary with "
            f'message "{message}".',
            "OriginalMessage": message,
            "OriginalStatusCode": answer.status_code,
        },
    )


def _error(status: int, kind: str, content: dict[str, str | int]) -> Response:
    headers = {"x-amzn-errortype": kind}
    return Response(json.dumps(content), status, headers, media_type="application/json")
