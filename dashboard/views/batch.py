"""The Batch page: upload a file, check how it was read, score it, take the results home."""

import streamlit as st

from dashboard import connection
from dashboard.views import batch_file, batch_job

connected = connection.show_header("What do all of them say?")
job_id = st.query_params.get("job")
job = connection.jobs().find(job_id) if job_id else None
if job:
    batch_job.show(job)
else:
    if job_id:
        st.warning(
            "The results at this address are gone: they are kept until the dashboard restarts, "
            "and only the last few. Upload the file again."
        )
    batch_file.show(can_start=connected)
