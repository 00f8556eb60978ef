"""The functions of an inference.py: ours, or anybody's, called as SageMaker's toolkit calls them.

    model_fn(model_dir)                  loads the model
    input_fn(request_body, content_type)
    predict_fn(data, model)
    output_fn(prediction, accept)        text or bytes, or a pair of that and its content type

or transform_fn(model, request_body, content_type, accept) in place of the last three. A function
with one parameter more receives the context, which here is None. All but model_fn may be missing:
then formats.py reads and writes, and model.predict(data) is asked.

https://github.com/aws/sagemaker-inference-toolkit/blob/master/src/sagemaker_inference/transformer.py
"""

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from model.contract.errors import MalformedBody
from model.server import formats

_PARAMETERS = {"model_fn": 1, "input_fn": 2, "predict_fn": 2, "output_fn": 2, "transform_fn": 4}
_STEPS = ("input_fn", "predict_fn", "output_fn")


class ProgramError(Exception):
    """The program cannot be run; the message says what is wrong with it."""


def load(file: Path | None) -> "Program":
    """The program in this file, or the one that comes along.

    Raises ProgramError, or whatever the program raises while it is imported.
    """
    return Program(_import(file) if file else importlib.import_module("model.inference"))


class Program:
    """An inference.py's functions, each with what the toolkit does where it is missing."""

    def __init__(self, module: ModuleType) -> None:
        self._name = module.__file__ or module.__name__
        given = {name for name in _PARAMETERS if hasattr(module, name)}
        if "model_fn" not in given:
            raise ProgramError(f"{self._name} has no function model_fn(model_dir).")
        if "transform_fn" in given and given.intersection(_STEPS):
            raise ProgramError(
                f"{self._name} has transform_fn: it can have no {', no '.join(_STEPS)}."
            )
        self.model_fn = self._function(module, "model_fn", _ask)
        self._input = self._function(module, "input_fn", formats.decode)
        self._predict = self._function(module, "predict_fn", _ask)
        self._output = self._function(module, "output_fn", formats.encode)
        self._transform = self._function(module, "transform_fn", self._steps)

    def answer(
        self, model: Any, body: bytes, content_type: str, accept: str
    ) -> tuple[str | bytes, str]:
        """A body and its content type. Raises MalformedBody, or what the program raises."""
        is_text = formats.media_type(content_type) in formats.TEXTS
        with _blaming_the_body():
            request = body.decode() if is_text else body
        result = self._transform(model, request, content_type, accept)
        content, kind = (
            result if isinstance(result, tuple) else (result, formats.media_type(accept))
        )
        if not isinstance(content, str | bytes):
            raise TypeError(f"{self._name} answers {type(content).__name__}, not str or bytes")
        return content, kind

    def _steps(self, model: Any, body: str | bytes, content_type: str, accept: str) -> Any:
        with _blaming_the_body():
            data = self._input(body, content_type)
        prediction = self._predict(data, model)
        with _blaming_the_body():
            return self._output(prediction, accept)

    def _function(
        self, module: ModuleType, name: str, default: Callable[..., Any]
    ) -> Callable[..., Any]:
        """The module's function, to be called without the context whatever it takes."""
        function = getattr(module, name, default)
        n, n_given = len(inspect.signature(function).parameters), _PARAMETERS[name]
        if n == n_given + 1:
            return lambda *arguments: function(*arguments, None)
        if n != n_given:
            raise ProgramError(f"{name} of {self._name} has {n} parameters and is given {n_given}.")
        return function


def _ask(data: Any, model: Any) -> Any:
    return model.predict(data)


@contextmanager
def _blaming_the_body() -> Iterator[None]:
    """What cannot be read, or not be written as the caller wishes, is a ValueError by custom."""
    try:
        yield
    except ValueError as error:
        raise MalformedBody(str(error)) from error


def _import(file: Path) -> ModuleType:
    """Import it with its folder first on the path, as the toolkit does."""
    sys.path.insert(0, str(file.parent.resolve()))
    # Many a program comes with a model.py of its own, which must not meet this package.
    for name in [name for name in sys.modules if name.split(".")[0] == "model"]:
        del sys.modules[name]
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if not spec or not spec.loader:
        raise ProgramError(f"{file} is not a Python file.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module
