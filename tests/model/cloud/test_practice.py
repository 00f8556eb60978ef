"""What the stand-in for AWS changes in moto, it takes back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from moto.sagemaker.models import SageMakerModelBackend
from moto.sagemakerruntime.responses import SageMakerRuntimeResponse

from model.cloud.practice.runtime import Runtime
from model.cloud.practice.transform_agent import TransformAgent


@pytest.mark.parametrize(
    ("inside", "changed", "name"),
    [
        (Runtime(None, "no-url").running, SageMakerRuntimeResponse, "invoke_endpoint"),
        (Runtime(None, "no-url").running, SageMakerRuntimeResponse, "invoke_endpoint_async"),
        (
            TransformAgent(None, "no-url").running,
            SageMakerModelBackend,
            "create_transform_job",
        ),
    ],
)
def test_after_an_error_moto_is_as_before(
    inside: Callable[[], AbstractContextManager[None]], changed: type[Any], name: str
) -> None:
    def fail() -> None:
        with inside():
            assert getattr(changed, name) is not before
            raise KeyError(name)

    before = getattr(changed, name)
    with pytest.raises(KeyError):
        fail()
    assert getattr(changed, name) is before
