"""Run in an environment that has SageMaker's real toolkit: its own server, or its own Transformer.

    python toolkit.py serve PROPERTIES     the toolkit's model server, which is a Java program
    python toolkit.py answer               reads [[body, content type], ...] as JSON from stdin and
                                           writes [[status, answer, its type], ...]

SAGEMAKER_BASE_DIR holds the model and its code, as /opt/ml does in a container.
"""

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any


def serve(properties: str) -> None:
    from sagemaker_inference import model_server

    model_server.MMS_CONFIG_FILE = properties  # its own is in /etc
    model_server.start_model_server()


def answer() -> None:
    from sagemaker_inference.default_handler_service import DefaultHandlerService

    model = Path(os.environ["SAGEMAKER_BASE_DIR"]) / "model"
    sys.path.insert(0, str(model / "code"))
    service = DefaultHandlerService()
    service.initialize(SimpleNamespace(system_properties={"model_dir": str(model)}))
    asked = json.load(sys.stdin)
    json.dump([_answer(service, model, *each) for each in asked], sys.stdout)


def _answer(service: Any, model: Path, body: str, content_type: str) -> list[Any]:
    """One request, with a context of the few things that the toolkit asks the model server for."""
    told: dict[str, Any] = {"status": 200}
    properties = {"Content-Type": content_type, "Accept": "*/*"}
    context = SimpleNamespace(
        system_properties={"model_dir": str(model)},
        request_processor=[SimpleNamespace(get_request_properties=lambda: properties)],
        set_response_content_type=lambda _, kind: told.update(kind=kind),
        set_response_status=lambda code, phrase: told.update(status=code, phrase=phrase),
    )
    (text,) = service.handle([{"body": body.encode()}], context)
    return [told["status"], text, told.get("kind")]


if __name__ == "__main__":
    serve(sys.argv[2]) if sys.argv[1] == "serve" else answer()
