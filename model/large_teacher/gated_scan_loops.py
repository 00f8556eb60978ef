"""gated_scan.py in torch, a word at a time: on a processor, and what the kernels are tested by."""

import torch
from torch import Tensor


def forward(gates: Tensor, before: Tensor, states: Tensor, cells: Tensor, after: Tensor) -> None:
    """Fill (B, T, H) states, (B, T + 1, H) cells from those before on, (B, H) cells after."""
    candidate, forget, output = _active(gates)
    cell = cells[:, 0] = before
    for t in range(gates.shape[1]):
        cell = cells[:, t + 1] = torch.lerp(candidate[:, t], cell, forget[:, t])
    states.copy_(output * cells[:, 1:])
    after.copy_(cell)


def backward(grads: Tensor, gates: Tensor, cells: Tensor, grad: Tensor) -> None:
    """Fill (B, T, 3H), the gradient of the gates, from that of the states."""
    candidate, forget, output = _active(gates)
    of_cells = grads.float() * output
    for t in range(gates.shape[1] - 2, -1, -1):
        of_cells[:, t] += forget[:, t + 1] * of_cells[:, t + 1]
    parts = (
        of_cells * (1 - forget) * (1 - candidate**2),
        of_cells * (cells[:, :-1] - candidate) * forget * (1 - forget),
        grads * cells[:, 1:] * output * (1 - output),
    )
    grad.copy_(torch.cat(parts, 2))


def _active(gates: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    candidate, forget, output = gates.float().chunk(3, dim=2)
    return torch.tanh(candidate), torch.sigmoid(forget), torch.sigmoid(output)
