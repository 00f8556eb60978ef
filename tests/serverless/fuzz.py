"""schemathesis against the API on a real port: what its document promises, it keeps."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

# API Gateway answers other methods itself, with 404 and before the Lambda; what the Lambda says
# to them (405 and which are allowed) is in test_app_problems.py.
_NOT_OURS = "unsupported_method"
_SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


def fuzz(url: str, n: int, folder: Path) -> dict[str, Any]:
    """Its report, after `n` generated cases for each operation, by every check but one."""
    report = folder / "report.json"
    command = [str(_SCHEMATHESIS), "run", f"{url}/openapi.json", "--max-examples", str(n)]
    command += ["--checks", "all", "--exclude-checks", _NOT_OURS, "--continue-on-failure"]
    command += ["--request-timeout", "30", "--wait-for-schema", "30", "--generation-database=none"]
    command += ["--report", "json", "--report-json-path", str(report)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert report.exists(), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return {
        "schemathesis": found["schemathesis_version"],
        "seed": found["seed"],
        "cases": found["test_cases"]["generated"],
        "failed": found["test_cases"]["with_failures"],
        "errors": len(found["errors"]),
        "failures": [f"{each['code']} {each['title']}" for each in found["failures"]],
        "status": done.returncode,
        "said": done.stdout,
    }
