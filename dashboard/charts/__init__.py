"""Charts: functions from a table to an Altair chart. Nothing of Streamlit in here.

Everything is counted before Altair sees it: it would send each row it is given to the browser.
"""
