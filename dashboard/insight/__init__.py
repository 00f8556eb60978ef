"""What a scored file says: statistics, and functions from table to table.

Never here: Streamlit, charts, HTTP. All but forecast.py and labels.py starts from the frame that
reviews.py makes; what has to be asked is asked by a function that the caller passes.
"""
