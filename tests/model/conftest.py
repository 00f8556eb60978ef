"""A small random model, and the one that ships."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from model.artifact import DEFAULT_ARTIFACT, Artifact, Config, load_artifact, stored
from model.network import ngrams
from model.network.calibration import Calibration
from model.network.gate_tables import largest_gates
from model.network.qrnn import Network
from model.predict import Predictor
from model.text.tokenizer import Tokenizer

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
    torch.nn.init.normal_(network.embedding.weight)
    torch.nn.init.normal_(network.head.weight)
    return network.eval()


@pytest.fixture
def artifact(network: Network) -> Artifact:
    config = Config("tiny", len(WORDS) + 2, 8, 6)
    tokenizer = Tokenizer(["<padding>", "<unknown>", *WORDS])
    weights = stored({name: value.numpy() for name, value in network.state_dict().items()})
    phrases = ["good", "bad", "not good", "not very good", "it's dull"]
    keys = np.concatenate([ngrams.keys(tokenizer.encode(p).ids, len(p.split())) for p in phrases])
    table = replace(
        ngrams.Ngrams.build(keys, np.array([1.0, -1.0, -2.0, -0.5, -1.27]), 6), power=0.3
    )
    largest = largest_gates(weights)
    return Artifact(
        config, tokenizer, weights, table, largest, Calibration(1.5, 0.6), {"accuracy": 0.5}
    )


@pytest.fixture(scope="session")
def shipped() -> Predictor:
    return Predictor(load_artifact(DEFAULT_ARTIFACT))
