"""Arrays by what they hold, for signatures. Their shapes stand where they are used."""

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]  # what the network computes with
F64 = NDArray[np.float64]  # logits, shares, probabilities
Ids = NDArray[np.int32]  # word numbers
Keys = NDArray[np.uint64]  # hashes
Labels = NDArray[np.int64]
Bools = NDArray[np.bool_]
