"""One judged review on the page: its verdict, words, sentences, curve, and how to ask from code.

Reviews that are quoted, on any page, are in quote_html.py.
"""
