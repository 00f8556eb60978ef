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
    return _frame(job.id, job.progress().done, hash(frozenset(decided.items())), job, decided)


def version(job: Job) -> str:
    """Another one with every frame(job) that differs."""
    decided = hash(frozenset(decisions.verdicts().items()))
    return f"{job.id} {job.progress().done} {decided}"


def found(job: Job, known: Explained) -> Findings:
    """What this part of a job's sample says."""
    return _found((job.id, job.progress().done, *known.weights.index), known)


# What these return is shared between reruns, not copied: nobody may change it.
@st.cache_resource(ttl="1h", max_entries=4, show_spinner="Counting…")
def _frame(
    job_id: str,
    n_done: int,
    version: int,  # noqa: ARG001 - the cache's key
    _job: Job,
    _decided: dict[str, str],
) -> pd.DataFrame:
    return review_frame(_job.table, _verdicts(job_id, n_done, _job), _job.roles, _decided)


@st.cache_resource(ttl="1h", max_entries=2, show_spinner="Counting…")
def _verdicts(job_id: str, n_done: int, _job: Job) -> pd.DataFrame:  # noqa: ARG001 - the cache's key
    return results.verdicts(_job.outcomes())


@st.cache_resource(ttl="1h", max_entries=8, show_spinner="Reading a sample for the words behind…")
def explanations(job_id: str, n_done: int, _frame: pd.DataFrame) -> Explained:  # noqa: ARG001
    """Raises ApiError."""
    ask = partial(connection.client().predict, explain=True)
    return explained.explain(explained.sample(_frame), ask)


@st.cache_resource(ttl="1h", max_entries=32, show_spinner="Counting words…")
def _found(key: tuple[object, ...], _known: Explained) -> Findings:  # noqa: ARG001 - for the cache
    return findings.find(_known)
