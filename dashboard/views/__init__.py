"""The pages, and the parts of those that have several. A page reads like what it shows.

Not called `pages`: beside `app.py`, Streamlit would run the files of such a folder by themselves,
without `app.py`, when a fresh server is first asked for another page than the default one.
"""
