"""The recurrence of qrnn.py, twice: in torch, which is the reference and runs on a GPU,
and compiled for a CPU (training_kernels.py), where it takes a tenth of the time.

Shapes as in qrnn.py.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from model.network import training_kernels

_DIRECTIONS = ThreadPoolExecutor(2, thread_name_prefix="direction")


def squashed(x: Tensor) -> Tensor:
    """What tanh is for other networks: a cubic from -1 at -2 to 1 at 2, flat from there on, which
    takes a third of the time."""
    u = (x / 2).clamp(-1, 1)
    return u * (3 - u * u) / 2


def opened(x: Tensor) -> Tensor:
    """What sigmoid is for others, from 0 at -4 to 1 at 4: smoothstep."""
    return (1 + squashed(x / 2)) / 2


class Scan(torch.autograd.Function):
    """c[t] = forget[t] * c[t-1] + new[t] over the first axis, with c[-1] = 0."""

    @staticmethod
    def forward(ctx: Any, forget: Tensor, new: Tensor) -> Tensor:
        states = torch.empty_like(new)
        state = torch.zeros_like(new[0])
        for t in range(len(new)):
            state = torch.addcmul(new[t], forget[t], state, out=states[t])
        ctx.save_for_backward(forget, states)
        return states

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor]:
        forget, states = ctx.saved_tensors
        grad_new = torch.empty_like(states)
        carried = torch.zeros_like(states[0])
        for t in range(len(states) - 1, -1, -1):
            total = torch.add(grads[0][t], carried, out=grad_new[t])
            carried = forget[t] * total
        grad_forget = torch.zeros_like(states)
        torch.mul(grad_new[1:], states[:-1], out=grad_forget[1:])
        return grad_forget, grad_new


def states_by_torch(gates: Tensor, starts: Tensor) -> Tensor:
    """(2, N, 3H) gates before activation -> (2, N, H) states."""
    lengths = starts.diff().tolist()
    forward, backward = (half.split(lengths) for half in gates)
    # Reversed in time, the backward half joins the forward one in a single scan.
    padded = pad_sequence([*forward, *(review.flip(0) for review in backward)])
    candidate, forget, output = padded.chunk(3, dim=2)
    forget = opened(forget)
    cells = Scan.apply(forget, (1 - forget) * squashed(candidate))  # type: ignore[no-untyped-call]  # torch's own
    states = (opened(output) * cells).transpose(0, 1)
    ahead = [states[b, :n] for b, n in enumerate(lengths)]
    back = [states[b, :n].flip(0) for b, n in enumerate(lengths, len(lengths))]
    return torch.stack([torch.cat(ahead), torch.cat(back)])


class CompiledGates(torch.autograd.Function):
    """(W, 6H) of each different word, and (W, 6H) for its neighbours -> (2, N, 3H) gates."""

    @staticmethod
    def forward(ctx: Any, own: Tensor, beside: Tensor, place: Tensor, starts: Tensor) -> Tensor:
        words, edges = place.numpy().astype(np.int32), starts.numpy().astype(np.int32)
        ctx.kept = words, edges, own.shape
        owns, besides = _halves(own.detach().numpy()), _halves(beside.detach().numpy())
        gates = np.empty((2, len(place), owns[0].shape[1]), np.float32)
        _in_both(
            lambda d: training_kernels.gather(owns[d], besides[d], words, edges, d == 1, gates[d])
        )
        return torch.from_numpy(gates)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        grad = grads[0].contiguous().numpy()
        words, edges, shape = ctx.kept
        own, beside = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        owns, besides = _halves(own), _halves(beside)
        _in_both(
            lambda d: training_kernels.scatter(grad[d], words, edges, d == 1, owns[d], besides[d])
        )
        return torch.from_numpy(own), torch.from_numpy(beside), None, None


class CompiledStates(torch.autograd.Function):
    """(2, N, 3H) gates before activation -> (B, 4H) pooled states."""

    @staticmethod
    def forward(ctx: Any, gates: Tensor, starts: Tensor) -> Tensor:
        values = gates.detach().contiguous().numpy()
        (_, n, width), b, h = values.shape, len(starts) - 1, values.shape[2] // 3
        clipped, cells = np.empty((2, n, width), np.float32), np.empty((2, n, h), np.float32)
        peaks, pooled = np.zeros((2, b, h), np.float32), np.empty((2, b, 2 * h), np.float32)
        ctx.kept = starts.numpy().astype(np.int32), clipped, cells, peaks
        _in_both(
            lambda d: training_kernels.scan(
                values[d], ctx.kept[0], d == 1, clipped[d], cells[d], peaks[d], pooled[d]
            )
        )
        return torch.from_numpy(pooled).view(2, b, 2, h).permute(1, 2, 0, 3).reshape(b, 4 * h)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        starts, clipped, cells, peaks = ctx.kept
        b, h = len(starts) - 1, cells.shape[2]
        back = grads[0].view(b, 2, 2, h).permute(2, 0, 1, 3).reshape(2, b, 2 * h).numpy()
        grad = np.empty_like(clipped)
        _in_both(
            lambda d: training_kernels.scan_back(
                back[d], starts, d == 1, clipped[d], cells[d], peaks[d], grad[d]
            )
        )
        return torch.from_numpy(grad), None


def _halves(values: np.ndarray[Any, Any]) -> list[np.ndarray[Any, Any]]:
    return np.split(values, 2, axis=1)


def _in_both(work: Callable[[int], object]) -> None:
    """Both directions at once; they share nothing that they write."""
    list(_DIRECTIONS.map(work, (0, 1)))
