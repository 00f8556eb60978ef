"""Word vectors to start from: skip-gram (Mikolov et al. 2013, https://arxiv.org/abs/1310.4546).

Learned from the same texts as the network, so that no outside text comes in.
"""

import numpy as np
from gensim.models import Word2Vec
from numpy.typing import NDArray

from model.arrays import F32

_STANDARD_DEVIATION = 0.3  # of the vectors' entries; larger saturates the gates from the start


def word_vectors(texts: list[NDArray[np.int32]], n_words: int, n_embedding: int, seed: int) -> F32:
    """(n_words, n_embedding) vectors from texts of word numbers; zero for words not met."""
    sentences = [[str(i) for i in ids] for ids in texts]
    model = Word2Vec(
        sentences, vector_size=n_embedding, window=5, min_count=1, sg=1, negative=5, sample=1e-4,
        epochs=4, seed=seed, workers=1,  # more than one is not repeatable
    )  # fmt: skip
    vectors = np.zeros((n_words, n_embedding), dtype=np.float32)
    known = [int(word) for word in model.wv.index_to_key]
    vectors[known] = model.wv.vectors
    scaled: F32 = vectors * (_STANDARD_DEVIATION / vectors[known].std())
    return scaled
