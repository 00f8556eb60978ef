"""Retries are a share of all calls, whatever happens."""

from hypothesis import given
from hypothesis import strategies as st

from serverless.retry_budget import RetryBudget


def test_a_fresh_process_may_repeat_two_calls_and_then_one_in_ten() -> None:
    budget = RetryBudget()
    assert [budget.spend() for _ in range(3)] == [True, True, False]
    allowed = []
    for _ in range(30):
        budget.earn()
        allowed.append(budget.spend())
    assert allowed == ([False] * 9 + [True]) * 3


@given(st.lists(st.booleans(), min_size=20, max_size=200))
def test_any_twenty_calls_in_a_row_make_at_most_four_retries(wanted: list[bool]) -> None:
    budget = RetryBudget()
    repeated = []
    for failed in wanted:
        budget.earn()
        repeated.append(failed and budget.spend())
    assert all(sum(repeated[i : i + 20]) <= 4 for i in range(len(repeated) - 19))
