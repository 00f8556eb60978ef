"""What model/train.py is made of, in the order of its use.

settings.py        checks what was asked for
corpus.py          the reviews as word numbers, with the synthetic texts; passages.py cuts reviews
teacher.py         soft labels: document_vectors.py, ngram_fit.py, verdicts.py of the large teacher
learn.py           the loop that trains the network, from word_vectors.py, on examples.py
assemble.py        network, n-grams and calibration put together
provenance.py      what was done, written down

stage.py and checkpoint.py let a run be stopped and go on.
"""
