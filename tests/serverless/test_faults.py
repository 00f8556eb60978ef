"""Whatever the endpoint does, the caller gets a problem with its correlation id, and in time.

Here with timeouts shorter; `scripts/prove_faults.py` has the real ones, 100 times.
"""

import pytest

from serverless.settings import Settings
from tests.serverless.faults import EXPECTED, inject

QUICK = Settings("reviews", connect_timeout_s=1, read_timeout_s=1, pause_s=0.05)


@pytest.mark.parametrize("fault", EXPECTED)
def test_each_fault_is_a_problem(fault: str) -> None:
    injection = inject(fault, 4, QUICK)
    assert injection.faults == []
    assert injection.n_good == 4
