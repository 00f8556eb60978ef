"""The torch network: its scan, its company, its two directions; and the compiled one beside it."""

import numpy as np
import pytest
import torch
from torch import Tensor

from model.network import qrnn as network_module
from model.network.qrnn import Network, ragged
from model.network.scan import Scan

SCAN = Scan.apply
REVIEWS = [np.array(ids, np.int32) for ids in ([4, 9, 2], [7], [7, 7, 8, 3, 5, 6], [1, 2] * 20)]


@pytest.fixture(params=["compiled", "torch"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(network_module, "COMPILED", request.param == "compiled")
    return str(request.param)


def test_scan_is_the_recurrence() -> None:
    forget, new = torch.rand(7, 3, 4), torch.randn(7, 3, 4)
    state, expected = torch.zeros(3, 4), []
    for f, n in zip(forget, new, strict=True):
        state = f * state + n
        expected.append(state)
    found: Tensor = SCAN(forget, new)  # type: ignore[no-untyped-call]  # torch's own
    torch.testing.assert_close(found, torch.stack(expected))


def test_scan_gradient_is_right() -> None:
    inputs = [torch.rand(5, 2, 3, dtype=torch.double, requires_grad=True) for _ in range(2)]
    assert torch.autograd.gradcheck(SCAN, inputs)


@pytest.mark.usefixtures("way")
def test_company_changes_nothing(network: Network) -> None:
    together = network(*ragged(REVIEWS))
    for ids, logit in zip(REVIEWS, together, strict=True):
        torch.testing.assert_close(network(*ragged([ids]))[0], logit)


def results(network: Network) -> tuple[Tensor, dict[str, Tensor]]:
    network.zero_grad()
    logits = network(*ragged(REVIEWS))
    (logits * torch.tensor([1.0, -2.0, 3.0, 0.5])).sum().backward()
    grads = {name: p.grad.clone() for name, p in network.named_parameters() if p.grad is not None}
    return logits.detach(), grads


def test_compiled_gives_what_torch_gives(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    logits, grads = results(network)
    monkeypatch.setattr(network_module, "COMPILED", False)
    expected, expected_grads = results(network)
    torch.testing.assert_close(logits, expected, atol=1e-5, rtol=1e-5)
    assert len(grads) == len(list(network.parameters()))
    for name, grad in expected_grads.items():
        torch.testing.assert_close(grads[name], grad, atol=1e-5, rtol=1e-4)


@pytest.mark.usefixtures("way")
def test_each_direction_sees_its_own_side(network: Network) -> None:
    def gates(*ids: int) -> Tensor:
        return network.gates(*ragged([np.array(ids, np.int32)]))

    forward, backward = (gates(1, 2, 3, 4) != gates(1, 2, 9, 4)).any(dim=2)
    assert forward.tolist() == [False, False, True, True]  # its own gates and its successor's
    assert backward.tolist() == [False, True, True, False]  # its own and its predecessor's


@pytest.mark.usefixtures("way")
def test_dropout_only_while_training(network: Network) -> None:
    network.dropout = network.word_dropout = network.embedding_dropout = 0.5
    batch = ragged(REVIEWS)
    torch.testing.assert_close(network(*batch), network(*batch))
    network.train()
    assert (network(*batch) != network(*batch)).any()


def test_weights_make_the_same_network(network: Network) -> None:
    again = Network.of({name: value.numpy() for name, value in network.state_dict().items()})
    torch.testing.assert_close(again(*ragged(REVIEWS)), network(*ragged(REVIEWS)))
