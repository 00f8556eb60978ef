"""JSON, CSV and NumPy's own format to an array and back, for a program without input_fn, output_fn.

The same formats as the toolkit's, without pickle.
https://github.com/aws/sagemaker-inference-toolkit/blob/master/src/sagemaker_inference/decoder.py
"""

import io
import json
from collections.abc import Callable
from typing import Any

import numpy as np

from model.contract.errors import UnsupportedMedia

JSON, CSV, NPY = "application/json", "text/csv", "application/x-npy"
TEXTS = {JSON, CSV}  # the toolkit hands these over as str, all others as bytes


def media_type(header: str) -> str:
    """The first media type of a Content-Type or Accept header, without its parameters."""
    return header.split(",")[0].split(";")[0].strip().lower()


def decode(body: str | bytes, content_type: str) -> Any:
    """Raises UnsupportedMedia, or ValueError for a body that is not of its type."""
    if not (reader := _READERS.get(media_type(content_type))):
        raise UnsupportedMedia(f"Send one of {', '.join(_READERS)}, not {content_type}.")
    return reader(body)


def encode(prediction: Any, accept: str) -> str | bytes:
    """Raises UnsupportedMedia."""
    if not (writer := _WRITERS.get(media_type(accept))):
        raise UnsupportedMedia(f"Accept one of {', '.join(_WRITERS)}, not {accept}.")
    return writer(prediction)


def _read_csv(body: Any) -> Any:
    return np.genfromtxt(io.StringIO(body), delimiter=",")


def _read_npy(body: Any) -> Any:
    return np.load(io.BytesIO(body), allow_pickle=False)


def _write_json(prediction: Any) -> str:
    return json.dumps(prediction, default=lambda value: value.tolist())


def _write_csv(prediction: Any) -> str:
    text = io.StringIO()
    np.savetxt(text, np.asarray(prediction), delimiter=",", fmt="%s")
    return text.getvalue()


def _write_npy(prediction: Any) -> bytes:
    data = io.BytesIO()
    np.save(data, np.asarray(prediction), allow_pickle=False)
    return data.getvalue()


_READERS: dict[str, Callable[[Any], Any]] = {
    JSON: lambda body: np.array(json.loads(body)),
    CSV: _read_csv,
    NPY: _read_npy,
}
_WRITERS: dict[str, Callable[[Any], str | bytes]] = {
    JSON: _write_json,
    CSV: _write_csv,
    NPY: _write_npy,
}
