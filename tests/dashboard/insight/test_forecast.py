"""The forecast: a fixed sample, its interval, and what the whole file will take."""

import time

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from dashboard.api.client import Client
from dashboard.insight.forecast import SAMPLE_ROWS, Forecast, forecast
from dashboard.jobs.cost import api_dollars, batch_dollars
from dashboard.jobs.outcome import Outcome
from model.contract.schema import Flag
from tests.dashboard.conftest import Api


def column(n: int) -> pd.Series:
    texts = [f"{'bad' if i % 5 == 0 else 'good'} film {i // 2}" for i in range(n)]
    return pd.Series([*texts, "", " ", "x" * 20_001], dtype="str")


def test_a_sample_is_asked_about_and_the_rest_is_estimated(api: Api, client: Client) -> None:
    seen = forecast(column(1_000), client)
    asked = [review.text for request in api.requests for review in request.reviews]
    assert len(asked) == len(set(asked)) == len(seen.answers)
    assert len(seen.read) == len(seen.outcomes) == SAMPLE_ROWS
    assert seen.n_texts == column(1_000).iloc[:1_000].nunique()
    assert seen.seconds_for_all == pytest.approx(seen.seconds * seen.n_texts / len(asked))
    assert seen.interval == pytest.approx(
        proportion_confint(seen.positive, len(seen.read), method="wilson")
    )
    assert seen.interval[0] < 0.8 < seen.interval[1]


def test_the_seconds_are_those_that_asking_took(client: Client) -> None:
    started = time.perf_counter()
    seen = forecast(column(100), client)
    assert 0 < seen.seconds <= time.perf_counter() - started


def test_what_is_hard_to_tell_is_not_counted_as_positive(client: Client) -> None:
    texts = pd.Series(["good film", "so so film", "bad film", "some film"], dtype="str")
    seen = forecast(texts, client)
    assert (seen.positive, seen.uncertain, len(seen.read)) == (1, 2, 4)


def test_where_all_texts_are_known_the_whole_file_is(api: Api, client: Client) -> None:
    texts = ["good film"] * 500 + ["bad film"] * 300 + ["so so film"] * 200
    seen = forecast(pd.Series(texts, dtype="str"), client)
    assert len(seen.answers) == 3
    assert (seen.positive, seen.uncertain, len(seen.read)) == (500, 200, 1_000)
    assert sum(len(request.reviews) for request in api.requests) == 3


def test_the_same_file_has_the_same_sample(client: Client) -> None:
    assert forecast(column(1_000), client).answers == forecast(column(1_000), client).answers


def test_a_file_of_nothing_to_ask_has_a_forecast_of_nothing(api: Api, client: Client) -> None:
    seen = forecast(pd.Series(["", " "], dtype="str"), client)
    assert (len(seen.read), seen.n_texts, seen.seconds_for_all) == (0, 0, 0)
    assert not api.requests


def test_costs_grow_with_the_file_and_a_machine_of_its_own_pays_for_a_large_one() -> None:
    assert api_dollars(256, 256_000) < api_dollars(6_400, 6_400_000) < 0.05
    assert api_dollars(1_000_000, 1_300_000_000) < 1
    assert 0.01 < batch_dollars(1_300_000_000) < 0.1


def test_what_cannot_be_read_is_counted_as_the_results_do() -> None:
    flags: list[tuple[Flag, ...]] = [("other_language",), ("unknown_words",), ("short",), ()]
    outcomes = tuple(Outcome("scored", flags=each) for each in flags)
    assert Forecast(4, 4, {}, "", outcomes, 1.0).unread == 0.5
