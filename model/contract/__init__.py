"""What the dashboard, the Lambda and the model server agree on.

Here: the request and response schema, the error tree, the limits, text cleaning.
Never here: torch, numpy, boto3, streamlit.
"""
