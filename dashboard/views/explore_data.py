"""What the pages of insight share between reruns: a job's review frame, and a sample explained."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import connection, results
from dashboard.insight import explained, findings
from dashboard.insight.explained import Explained
from dashboard.insight.findings import Findings
from dashboard.insight.reviews import review_frame
from dashboard.jobs.job import Job
from dashboard.views import decisions


def frame(job: Job, corrected: bool = True) -> pd.DataFrame:
    """The job's reviews, with what people decided unless only the model's word is wanted."""
    decided = decisions.verdicts() if corrected else {}
    return _frame(job, decided)


def version(job: Job) -> str:
    """A cache key that changes with every frame(job)."""
    return f"{_read_as(job)} {hash(frozenset(decisions.verdicts().items()))}"


def found(job: Job, known: Explained) -> Findings:
    """What this part of a job's sample says."""
    return _found((_answered(job), *known.weights.index), known)


def explanations(job: Job, shown: pd.DataFrame) -> Explained:
    """A sample of what is looked at: a part has too few reviews in a sample of all. Raises
    ApiError."""
    return _explanations(looked_at(job, shown), shown)


def looked_at(job: Job, shown: pd.DataFrame) -> str:
    """A cache key that changes with every answer, and with the rows."""
    rows = pd.util.hash_array(shown["row"].to_numpy())
    return f"{_answered(job)} {len(rows)} {rows.sum()}"


def forget() -> None:
    """What is kept of any job."""
    for kept in (_frame, _verdicts, _explanations, _found):
        kept.clear()


def _answered(job: Job) -> str:
    """A cache key that changes with every answer: what failed and is scored again counts as done
    both times."""
    progress = job.progress()
    return f"{job.id} {progress.done} {progress.failed}"


def _read_as(job: Job) -> str:
    return f"{_answered(job)} {job.roles}"


# What these return is shared between reruns, not copied: nobody may change it.
@st.cache_resource(ttl="1h", max_entries=4, show_spinner="Counting…", hash_funcs={Job: _read_as})
def _frame(job: Job, decided: dict[str, str]) -> pd.DataFrame:
    return review_frame(job.table, _verdicts(job), job.roles, decided)


@st.cache_resource(ttl="1h", max_entries=2, show_spinner="Counting…", hash_funcs={Job: _answered})
def _verdicts(job: Job) -> pd.DataFrame:
    return results.verdicts(job.outcomes())


@st.cache_resource(ttl="1h", max_entries=32, show_spinner="Reading a sample for the words behind…")
def _explanations(looked_at: str, _shown: pd.DataFrame) -> Explained:  # noqa: ARG001 - the cache's key
    ask = partial(connection.client().predict, explain=True)
    return explained.explain(explained.sample(_shown), ask)


@st.cache_resource(ttl="1h", max_entries=32, show_spinner="Counting words…")
def _found(key: tuple[object, ...], _known: Explained) -> Findings:  # noqa: ARG001 - as above
    return findings.find(_known)
