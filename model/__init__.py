"""The network: data, tokeniser, training, evaluation, artifact, and the server SageMaker runs.

Never here: HTTP clients, Streamlit.
"""
