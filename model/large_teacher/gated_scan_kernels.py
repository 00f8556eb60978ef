"""gated_scan.py for NVIDIA's GPUs, in Triton: each program reads one row for some of its units."""

import triton
import triton.language as tl
from torch import Tensor

_N_UNITS = 128


def forward(gates: Tensor, before: Tensor, states: Tensor, cells: Tensor, after: Tensor) -> None:
    """Fill (B, T, H) states, (B, T + 1, H) cells from those before on, (B, H) cells after."""
    n_rows, n_steps, n_hidden = states.shape
    grid = (n_rows, triton.cdiv(n_hidden, _N_UNITS))
    _forward[grid](gates, before, states, cells, after, n_steps, n_hidden, n_units=_N_UNITS)


def backward(grads: Tensor, gates: Tensor, cells: Tensor, grad: Tensor) -> None:
    """Fill (B, T, 3H), the gradient of the gates, from that of the states."""
    n_rows, n_steps, n_hidden = grads.shape
    grid = (n_rows, triton.cdiv(n_hidden, _N_UNITS))
    _backward[grid](grads, gates, cells, grad, n_steps, n_hidden, n_units=_N_UNITS)


@triton.jit  # type: ignore[untyped-decorator]
def _forward(  # type: ignore[no-untyped-def]  # of pointers, in Triton's own language
    gates, before, states, cells, after, n_steps, n_hidden, n_units: tl.constexpr
):
    row = tl.program_id(0).to(tl.int64)
    unit = tl.program_id(1) * n_units + tl.arange(0, n_units)
    inside = unit < n_hidden
    cell = tl.load(before + row * n_hidden + unit, inside, 0.0)
    kept = cells + row * (n_steps + 1) * n_hidden + unit
    tl.store(kept, cell, inside)
    for t in range(n_steps):
        at = row * n_steps + t
        gate = gates + at * 3 * n_hidden + unit
        candidate = 2 * tl.sigmoid(2 * tl.load(gate, inside, 0.0).to(tl.float32)) - 1
        forget = tl.sigmoid(tl.load(gate + n_hidden, inside, 0.0).to(tl.float32))
        output = tl.sigmoid(tl.load(gate + 2 * n_hidden, inside, 0.0).to(tl.float32))
        cell = candidate + forget * (cell - candidate)
        kept += n_hidden
        tl.store(kept, cell, inside)
        tl.store(states + at * n_hidden + unit, output * cell, inside)
    tl.store(after + row * n_hidden + unit, cell, inside)


@triton.jit  # type: ignore[untyped-decorator]
def _backward(  # type: ignore[no-untyped-def]
    grads, gates, cells, grad, n_steps, n_hidden, n_units: tl.constexpr
):
    row = tl.program_id(0).to(tl.int64)
    unit = tl.program_id(1) * n_units + tl.arange(0, n_units)
    inside = unit < n_hidden
    kept = cells + row * (n_steps + 1) * n_hidden + unit
    carried = tl.zeros([n_units], tl.float32)
    for step in range(n_steps):
        t = n_steps - 1 - step
        at = row * n_steps + t
        gate = gates + at * 3 * n_hidden + unit
        candidate = 2 * tl.sigmoid(2 * tl.load(gate, inside, 0.0).to(tl.float32)) - 1
        forget = tl.sigmoid(tl.load(gate + n_hidden, inside, 0.0).to(tl.float32))
        output = tl.sigmoid(tl.load(gate + 2 * n_hidden, inside, 0.0).to(tl.float32))
        earlier = tl.load(kept + t * n_hidden, inside, 0.0).to(tl.float32)
        cell = tl.load(kept + (t + 1) * n_hidden, inside, 0.0).to(tl.float32)
        of_state = tl.load(grads + at * n_hidden + unit, inside, 0.0).to(tl.float32)
        of_cell = of_state * output + carried
        carried = of_cell * forget
        out = grad + at * 3 * n_hidden + unit
        tl.store(out, of_cell * (1 - forget) * (1 - candidate * candidate), inside)
        tl.store(out + n_hidden, carried * (earlier - candidate) * (1 - forget), inside)
        tl.store(out + 2 * n_hidden, of_state * cell * output * (1 - output), inside)
