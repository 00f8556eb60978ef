"""The environment is read once, and a wrong one says which variable to set."""

import dataclasses

import pytest

from serverless.deployment import Deployment, Function
from serverless.settings import SettingError, Settings


def test_the_endpoints_name_comes_from_the_environment() -> None:
    settings = Settings.from_environment({"SAGEMAKER_ENDPOINT_NAME": "reviews-dev", "OTHER": "x"})
    assert settings.endpoint_name == "reviews-dev"
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.endpoint_name = "other"  # type: ignore[misc]  # that it fails is the point


def test_the_services_name_keeps_the_metrics_of_stages_apart() -> None:
    environment = {"SAGEMAKER_ENDPOINT_NAME": "reviews-dev"}
    assert Settings.from_environment(environment).service == "sentiment-api"
    environment["POWERTOOLS_SERVICE_NAME"] = "reviews-prod"
    assert Settings.from_environment(environment).service == "reviews-prod"


@pytest.mark.parametrize("name", [None, "", "two words", "-dash", "a" * 64, "a/b"])
def test_a_missing_or_wrong_name_is_refused_by_the_variables_name(name: str | None) -> None:
    environment = {} if name is None else {"SAGEMAKER_ENDPOINT_NAME": name}
    with pytest.raises(
        SettingError, match=r"^Set the environment variable SAGEMAKER_ENDPOINT_NAME"
    ):
        Settings.from_environment(environment)


def test_the_endpoint_gives_up_before_the_lambda_does() -> None:
    settings = Settings(endpoint_name="e")
    assert 2 * settings.longest_call_s + 1.5 * settings.pause_s < Function.timeout_s
    assert Function.timeout_s < Deployment.timeout_s
