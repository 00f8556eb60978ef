"""The Batch page: upload a file, check how it was read, score it, take the results home."""

import streamlit as st

from dashboard import connection
from dashboard.jobs.journal import JournalError
from dashboard.views import batch_file, batch_job
from dashboard.wording import escaped

connected = connection.show_header("What do all of them say?")
try:
    job_id = st.query_params.get("job")
    job = connection.jobs().find(job_id) if job_id else None
    if job:
        batch_job.show(job)
    else:
        if job_id:
            st.warning("There is no job at this address any more. Upload the file again.")
        batch_file.show(can_start=connected)
except JournalError as error:
    st.error(escaped(str(error)))
