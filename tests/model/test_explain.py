"""Word shares: they add up to torch's own logit, and they say what they claim."""

import numpy as np
import pytest
import torch

from model import explain, recurrence
from model.artifact import Artifact
from model.network import Network

TEXT = "the film was not very good , it's dull dull dull . 8/10 !"


def parts(artifact: Artifact, text: str) -> np.ndarray:
    ids = artifact.tokenizer.encode(text).ids
    return explain.shares(artifact.weights, recurrence.states(artifact.weights, [ids])[0])


def test_shares_and_baseline_are_the_logit(artifact: Artifact, network: Network) -> None:
    network.load_state_dict({k: torch.from_numpy(v) for k, v in artifact.weights.items()})
    ids = torch.from_numpy(artifact.tokenizer.encode(TEXT).ids).long()[None]
    total = explain.baseline(artifact.weights) + parts(artifact, TEXT).sum()
    assert total == pytest.approx(network(ids).item(), abs=1e-5)


def test_one_share_for_each_token(artifact: Artifact) -> None:
    assert len(parts(artifact, TEXT)) == len(artifact.tokenizer.encode(TEXT).ids)


def test_a_word_without_weight_has_no_share(artifact: Artifact) -> None:
    artifact.weights["head.weight"][:] = 0
    assert not parts(artifact, TEXT).any()
