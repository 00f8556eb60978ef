"""What a scored file says: statistics, and functions from table to table.

Never here: Streamlit, charts, HTTP. Everything starts from the frame that reviews.py makes.
"""
