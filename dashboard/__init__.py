"""The Streamlit dashboard: pages, charts, file reading, jobs and the API client.

Never here: torch, boto3, or knowledge of where the model runs. The dashboard knows one API URL.
"""
