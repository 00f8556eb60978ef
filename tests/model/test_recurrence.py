"""The NumPy network against the torch one, which is the oracle."""

from random import Random

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from model import recurrence
from model.network import Network

torch.manual_seed(1)
NETWORK = Network(n_words=30, n_embedding=7, n_hidden=5).eval()
torch.nn.init.normal_(NETWORK.embedding.weight)
WEIGHTS = {name: value.numpy() for name, value in NETWORK.state_dict().items()}
REVIEWS = st.lists(
    st.lists(st.integers(1, 29), min_size=1, max_size=12).map(lambda ids: np.array(ids, np.int32)),
    min_size=1,
    max_size=6,
)


@given(REVIEWS)
def test_states_are_those_of_torch(reviews: list[np.ndarray]) -> None:
    for ids, states in zip(reviews, recurrence.states(WEIGHTS, reviews), strict=True):
        tensor = torch.from_numpy(ids).long()[None]
        with torch.no_grad():
            expected = NETWORK.states(NETWORK.embedding(tensor), tensor != 0)[0].numpy()
        np.testing.assert_allclose(states, expected, atol=2e-6)


@given(REVIEWS, st.randoms())
def test_company_changes_nothing(reviews: list[np.ndarray], random: Random) -> None:
    order = list(range(len(reviews)))
    random.shuffle(order)
    together = recurrence.states(WEIGHTS, [reviews[i] for i in order])
    for i, states in zip(order, together, strict=True):
        np.testing.assert_allclose(states, recurrence.states(WEIGHTS, [reviews[i]])[0], atol=2e-6)
