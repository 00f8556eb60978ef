"""Scoring a whole file: jobs that outlive the page that started them.

Never here: Streamlit, HTTP. A job gets its table and an API that scores a batch.
"""
