"""From a cleaned text to word numbers, and what can be told from the text alone. No torch.

tokenizer.py       words and signs; tokenizer_kernels.py and word_table.py where Numba is
sentences.py       where sentences begin and end
language.py        whether the network can read it
"""
