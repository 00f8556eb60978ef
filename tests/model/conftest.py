"""A small random model, and the one that ships."""

import numpy as np
import pytest
import torch

from model.artifact import DEFAULT_ARTIFACT, Artifact, Config, load_artifact
from model.calibration import Calibration
from model.network import Network
from model.predict import Predictor
from model.tokenizer import Tokenizer

WORDS = [
    "the",
    "film",
    "was",
    "good",
    "bad",
    "not",
    "very",
    "dull",
    "fun",
    ",",
    ".",
    "!",
    "it's",
    "8/10",
]


@pytest.fixture
def network() -> Network:
    torch.manual_seed(0)
    network = Network(n_words=len(WORDS) + 2, n_embedding=8, n_hidden=6)
    torch.nn.init.normal_(network.embedding.weight[1:])
    torch.nn.init.normal_(network.head.weight)
    return network.eval()


@pytest.fixture
def artifact(network: Network) -> Artifact:
    # Through float16 first, as an artifact stores them.
    weights = {
        name: value.numpy().astype(np.float16).astype(np.float32)
        for name, value in network.state_dict().items()
    }
    config = Config("tiny", len(WORDS) + 2, 8, 6, max_tokens=40)
    tokenizer = Tokenizer(["<padding>", "<unknown>", *WORDS])
    return Artifact(config, tokenizer, weights, Calibration(1.5, 0.6), {"accuracy": 0.5})


@pytest.fixture(scope="session")
def shipped() -> Predictor:
    return Predictor(load_artifact(DEFAULT_ARTIFACT))
