"""What scoring costs on AWS, roughly, and where a large file is better off."""

import math
import shlex

from dashboard.jobs.batches import LARGE

# List prices in US dollars for us-east-1, November 2025: https://aws.amazon.com/api-gateway/pricing,
# .../lambda/pricing and .../sagemaker/pricing. They change, and other regions differ.
_API_REQUEST = 1.00 / 1e6
_LAMBDA_REQUEST = 0.20 / 1e6
_LAMBDA_SECOND = 0.0000166667  # at 1 GB, what serverless.yml gives it
_ENDPOINT_HOUR = 0.204  # ml.c5.xlarge
_SECONDS_PER_CHARACTER = 1e-6  # of Lambda and endpoint together, generously
# As `python -m model.cloud transform` reckons (model/cloud/transform/command.py), with four cores.
_BATCH_BYTES_PER_SECOND, _BATCH_STARTUP_S = 4 * 2_900_000, 240

TRANSFORM_FROM = 200_000  # rows: then a machine of its own is the better place


def api_dollars(n_texts: int, n_characters: int) -> float:
    """Of asking the deployed API; the endpoint's own hours are paid anyway."""
    requests = max(n_texts / LARGE.reviews, n_characters / LARGE.characters)
    seconds = requests * 0.05 + n_characters * _SECONDS_PER_CHARACTER
    return math.ceil(requests) * (_API_REQUEST + _LAMBDA_REQUEST) + seconds * _LAMBDA_SECOND


def batch_dollars(n_characters: int) -> float:
    """Of a Batch Transform job on one machine of its own."""
    seconds = _BATCH_STARTUP_S + n_characters / _BATCH_BYTES_PER_SECOND
    return seconds / 3600 * _ENDPOINT_HOUR


def transform_command(file: str, column: str) -> str:
    """It prints what it will cost; without `--dry-run` it starts."""
    name = shlex.quote(file)
    return f"python -m model.cloud transform {name} --column {shlex.quote(column)} --dry-run"
