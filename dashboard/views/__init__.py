"""The pages, and the parts of those that have several. A page reads like what it shows.

Not called `pages`: beside `main.py`, Streamlit would run the files of such a folder by themselves,
without `main.py`, when a fresh server is first asked for another page than the default one.
"""
