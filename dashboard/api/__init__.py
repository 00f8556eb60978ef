"""The API as the dashboard sees it: the client, the stack on this machine, its speed and model.

Never here: Streamlit, or anything of `model/` but its contract.
"""
