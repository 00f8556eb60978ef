"""SageMaker's SDK is loaded by the commands that need it, and by nothing else."""

import subprocess
import sys

import pytest

SEES = """import sys; {}
print(sorted({{'sagemaker', 'moto'}} & {{name.split('.')[0] for name in sys.modules}}))"""


@pytest.mark.parametrize(
    "imports",
    [
        "import dashboard.api.client, dashboard.api.embedded, dashboard.views.review",
        "import serverless.handler",
        "import model.cloud.command_line",
    ],
)
def test_importing_it_loads_no_sdk(imports: str) -> None:
    environment = {"SAGEMAKER_ENDPOINT_NAME": "any", "AWS_DEFAULT_REGION": "us-east-1"}
    done = subprocess.run(
        [sys.executable, "-c", SEES.format(imports)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "[]\n", done.stderr
