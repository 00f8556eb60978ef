"""The model: text, network, training, evaluation, artifact, and the server that SageMaker runs.

Never here: HTTP clients, Streamlit.
"""
