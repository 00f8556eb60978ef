"""The recurrence of the large teacher: gates in, states out, in one kernel on a GPU.

The same cell as the network that ships (model/network.py), a quasi-recurrent one (Bradbury et al.
2017, https://arxiv.org/abs/1611.01576): cell = forget * cell + (1 - forget) * candidate, and the
state is output * cell. Activation, recurrence and product are fused, and computed in float32 from
gates of any precision (as in SRU, Lei et al. 2018, https://arxiv.org/abs/1709.02755).

Shapes: B rows, T words, H hidden units; 3H gates before activation: candidate, forget, output.
"""

from typing import Any

import torch
from torch import Tensor

try:  # comes with torch where torch is for NVIDIA's GPUs
    from model.large_teacher import gated_scan_kernels
except ImportError:
    gated_scan_kernels = None  # type: ignore[assignment]


def gated_scan(gates: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
    """(B, T, 3H) gates, (B, H) cells before -> (B, T, H) states; (B, H) cells after, detached."""
    states, after = _GatedScan.apply(gates, before)  # type: ignore[no-untyped-call]  # torch's own
    return states, after


class _GatedScan(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, gates: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        gates = gates.contiguous()
        (n_rows, n_steps, width), before = gates.shape, before.float().contiguous()
        states = gates.new_empty(n_rows, n_steps, width // 3)
        cells = gates.new_empty(n_rows, n_steps + 1, width // 3)  # the first: before
        after = torch.empty_like(before)
        fill = gated_scan_kernels.forward if gates.is_cuda else _forward
        fill(gates, before, states, cells, after)
        ctx.save_for_backward(gates, cells)
        ctx.mark_non_differentiable(after)
        return states, after

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None]:
        gates, cells = ctx.saved_tensors
        grad = torch.empty_like(gates)
        fill = gated_scan_kernels.backward if gates.is_cuda else _backward
        fill(grads[0].contiguous(), gates, cells, grad)
        return grad, None


def _forward(gates: Tensor, before: Tensor, states: Tensor, cells: Tensor, after: Tensor) -> None:
    candidate, forget, output = _active(gates)
    cell = cells[:, 0] = before
    for t in range(gates.shape[1]):
        cell = cells[:, t + 1] = torch.lerp(candidate[:, t], cell, forget[:, t])
    states.copy_(output * cells[:, 1:])
    after.copy_(cell)


def _backward(grads: Tensor, gates: Tensor, cells: Tensor, grad: Tensor) -> None:
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
