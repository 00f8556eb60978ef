"""The large teacher's recurrence, against torch's own gradients, and the GPU's against ours."""

import os
import subprocess
import sys

import pytest
import torch

from model.large_teacher.gated_scan import gated_scan


def one_by_one(gates: torch.Tensor, before: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    candidate, forget, output = gates.chunk(3, dim=2)
    cell, states = before, []
    for t in range(gates.shape[1]):
        kept = forget[:, t].sigmoid()
        cell = kept * cell + (1 - kept) * candidate[:, t].tanh()
        states.append(output[:, t].sigmoid() * cell)
    return torch.stack(states, 1), cell


@pytest.mark.parametrize(("n_rows", "n_steps", "n_hidden"), [(3, 7, 5), (2, 1, 4)])
def test_states_and_gradients_are_those_of_the_formula(
    n_rows: int, n_steps: int, n_hidden: int
) -> None:
    torch.manual_seed(0)
    gates = (2 * torch.randn(n_rows, n_steps, 3 * n_hidden)).requires_grad_()
    before, weights = torch.randn(n_rows, n_hidden), torch.randn(n_rows, n_steps, n_hidden)
    found, expected = gated_scan(gates, before), one_by_one(gates, before)
    torch.testing.assert_close(found, expected)
    gradients = [
        torch.autograd.grad((states * weights).sum(), gates) for states, _ in (found, expected)
    ]
    torch.testing.assert_close(*gradients)
    assert not found[1].requires_grad


KERNELS_AGAINST_LOOPS = """
import torch
from model.large_teacher import gated_scan_kernels, gated_scan_loops
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
b, t, h = 3, 7, 200
gates, before, grads = 2 * torch.randn(b, t, 3 * h), torch.randn(b, h), torch.randn(b, t, h)
both = []
for side, place in (gated_scan_loops, "cpu"), (gated_scan_kernels, device):
    shapes = (b, t, h), (b, t + 1, h), (b, h), (b, t, 3 * h)
    states, cells, after, grad = filled = [torch.full(s, 9.0, device=place) for s in shapes]
    side.forward(gates.to(place), before.to(place), states, cells, after)
    side.backward(grads.to(place), gates.to(place), cells, grad)
    both.append([part.cpu() for part in filled])
torch.testing.assert_close(*both)
"""


@pytest.mark.gpu
def test_the_kernels_fill_what_the_loops_fill() -> None:
    environment = os.environ | ({} if torch.cuda.is_available() else {"TRITON_INTERPRET": "1"})
    command = [sys.executable, "-c", KERNELS_AGAINST_LOOPS]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
