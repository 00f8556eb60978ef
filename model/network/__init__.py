"""The network: from word numbers to a probability, and each word's share in it.

qrnn.py            the network in torch, which trains and is the reference; scan.py, its recurrence
gate_tables.py     the same made ready to read without torch; recurrence.py reads
ngrams.py          the table of n-grams beside it: the two logits add up
calibration.py     from a logit to a probability and a verdict
explain.py         each word's and each sentence's share in the logit

Files named kernels hold the loops of their neighbours, compiled.
"""
