"""A model that loads when the file `go` is there, and tells what each function was given."""

import json
import time
from pathlib import Path
from typing import Any


def model_fn(model_dir: str) -> Path:
    while not (Path(model_dir) / "go").exists():
        time.sleep(0.01)
    return Path(model_dir)


def input_fn(request_body: str | bytes, request_content_type: str) -> dict[str, str]:
    return {"body": type(request_body).__name__, "content_type": request_content_type}


def predict_fn(input_data: dict[str, str], model: Path) -> dict[str, str]:
    """Takes until the file `answer` is there."""
    while not (model / "answer").exists():
        time.sleep(0.01)
    return input_data


def output_fn(prediction: dict[str, str], accept: str, context: Any) -> bytes:
    return json.dumps(prediction | {"accept": accept, "context": context}).encode()
