"""The Batch page: upload a file, check how it was read, score it, take the results home."""

import streamlit as st

from dashboard import connection
from dashboard.jobs.journal_error import JournalError
from dashboard.reading.text_encoding import UnreadableFile
from dashboard.views import batch_job, batch_jobs, batch_start, batch_understood, batch_upload
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
        upload = batch_upload.show()
        if upload:
            understood = batch_understood.show(upload)
            batch_start.show(upload, understood, connected)
        else:
            batch_jobs.show()
except (JournalError, UnreadableFile) as error:
    st.error(escaped(str(error)))
