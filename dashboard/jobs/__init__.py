"""Scoring a whole file: jobs that outlive the page that started them.

    store.py        starts jobs, finds them again by id, deletes them
    engine.py       works through one job: batches.py cuts requests, pace.py says how many run at
                    once, remedy.py what to do about one that failed
    job.py          a file's rows and what became of each (outcome.py); texts.py: each text once
    journal.py      what outlives the process, in SQLite and Parquet (rows.py); what goes wrong with
                    them is a journal_error.py
    output_file.py  the scored file
    private.py      files for their owner alone
    cost.py         what it costs on AWS
    __main__.py     the same from the command line

Never here: Streamlit, or a request sent by hand: a job gets its table, and an API that scores a
batch.
"""
