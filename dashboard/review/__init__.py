"""One judged review on the page: its verdict, words, sentences, curve, and how to ask from code."""
