"""The recurrence of the large teacher: gates in, states out, in one kernel on a GPU.

The same cell as the network that ships (model/network/qrnn.py), a quasi-recurrent one (Bradbury et
al. 2017, https://arxiv.org/abs/1611.01576): cell = forget * cell + (1 - forget) * candidate, and
the state is output * cell. It is computed in float32 from gates of any precision; on a GPU in one
kernel with the activation (as in SRU, Lei et al. 2018, https://arxiv.org/abs/1709.02755).

Shapes: B rows, T words, H hidden units; 3H gates before activation: candidate, forget, output.
"""

from importlib.util import find_spec
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from model.large_teacher import gated_scan_loops


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
        _implementation(gates).forward(gates, before, states, cells, after)
        ctx.save_for_backward(gates, cells)
        ctx.mark_non_differentiable(after)
        return states, after

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, None]:
        gates, cells = ctx.saved_tensors
        grad = torch.empty_like(gates)
        _implementation(gates).backward(grads[0].contiguous(), gates, cells, grad)
        return grad, None


def _implementation(gates: Tensor) -> ModuleType:
    """Triton comes with torch where that is for NVIDIA's GPUs, but not on Windows."""
    if gates.is_cuda and find_spec("triton"):
        from model.large_teacher import gated_scan_kernels

        return gated_scan_kernels
    return gated_scan_loops
