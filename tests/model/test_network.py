"""The torch network: its scan, its padding, its two directions."""

import torch
from torch import Tensor

from model.network import Network, Scan, pool

SCAN = Scan.apply


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


def test_padding_changes_nothing(network: Network) -> None:
    alone = torch.tensor([[4, 9, 2]])
    padded = torch.tensor([[4, 9, 2, 0, 0, 0], [7, 7, 8, 3, 5, 6]])
    torch.testing.assert_close(network(padded)[0], network(alone)[0])


def test_each_direction_sees_its_own_side(network: Network) -> None:
    def states(*ids: int) -> Tensor:
        tensor = torch.tensor([ids])
        return network.states(network.embedding(tensor), tensor != 0)[0]

    assert (states(1, 2, 3, 4)[0, :6] == states(1, 2, 3, 9)[0, :6]).all()  # forward: not yet read
    assert (states(1, 2, 3, 4)[0, 6:] != states(1, 2, 3, 9)[0, 6:]).any()  # backward: read first


def test_pool_ignores_padding() -> None:
    states = torch.tensor([[[1.0], [3.0], [99.0]]])
    mask = torch.tensor([[True, True, False]])
    assert pool(states, mask).tolist() == [[3.0, 2.0]]


def test_dropout_only_while_training(network: Network) -> None:
    network.dropout = network.word_dropout = 0.5
    ids = torch.randint(1, 15, (4, 10))
    torch.testing.assert_close(network(ids), network(ids))
    network.train()
    assert (network(ids) != network(ids)).any()
