"""The API over a stand-in for the model, and a tiny random model for the real server."""

from pathlib import Path

import numpy as np
import pytest

from model.artifact import Artifact, Config
from model.network.calibration import Calibration
from model.network.gate_tables import largest_gates
from model.network.ngrams import Ngrams
from model.text.tokenizer import Tokenizer
from tests.serverless.stand_ins import Api, WordEndpoint


@pytest.fixture
def endpoint() -> WordEndpoint:
    return WordEndpoint()


@pytest.fixture
def api(endpoint: WordEndpoint) -> Api:
    return Api(endpoint)


@pytest.fixture(scope="session")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its verdicts mean nothing; that it loads at once is the point."""
    words = ["<padding>", "<unknown>", "a", "good", "dull", "film", "."]
    n_embedding, n_hidden = 4, 3
    shapes = {
        "embedding.weight": (len(words), n_embedding),
        "own.weight": (6 * n_hidden, n_embedding),
        "own.bias": (6 * n_hidden,),
        "beside.weight": (6 * n_hidden, n_embedding),
        "head.weight": (1, 4 * n_hidden),
        "head.bias": (1,),
    }
    random = np.random.default_rng(0)
    weights = {name: random.normal(size=shape).astype("f4") for name, shape in shapes.items()}
    folder = tmp_path_factory.mktemp("artifact")
    config = Config("tiny", len(words), n_embedding, n_hidden)
    phrases = Ngrams.build(np.array([3, 4], np.uint64), np.array([1.0, -1.0]), log2_slots=2)
    largest = largest_gates(weights)
    tiny = Artifact(config, Tokenizer(words), weights, phrases, largest, Calibration(1.0, 0.6), {})
    tiny.save(folder)
    return folder
