"""Scoring a whole file: jobs that outlive the page that started them.

Never here: Streamlit, HTTP, files. A job gets its texts and a function that scores a batch.
"""
