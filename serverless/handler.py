"""The Lambda's entry point: settings, endpoint and logger, made once and put together."""
# ruff: noqa: E402 - the garbage collector rests before anything else is imported

import gc

gc.disable()  # a tenth of a cold start would go to looking for garbage where there is none yet

import os
import sys
from typing import Any

from aws_lambda_powertools import Logger

from serverless.app import App, LambdaContext
from serverless.endpoint import SageMakerEndpoint
from serverless.settings import Settings

_settings = Settings.from_environment(os.environ)
# To stderr, which Lambda keeps just as well: the local stack says its address on stdout.
_logger = Logger(service=_settings.service, stream=sys.stderr)
_app = App(SageMakerEndpoint(_settings), _logger)
gc.freeze()  # nor will it ever be garbage
gc.set_threshold(100_000)  # what a request makes has no cycles, and goes with it
gc.enable()


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return _app(event, context)
