"""The model: text, network, training, evaluation, artifact, and the server that SageMaker runs.

Never here: Streamlit; AWS outside `cloud`; torch in what serves.
"""
