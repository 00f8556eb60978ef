"""The language models' parts: the reader, the text in rows, precision."""

import numpy as np
import pytest
import torch

from model.large_teacher.language_model import LanguageModel, LanguagePlan, Reader
from model.large_teacher.text import Text


def test_a_reader_is_quasi_recurrent_and_remembers() -> None:
    reader = Reader(9, LanguagePlan(n_embedding=5, n_hidden=7, n_layers=2)).eval()
    vectors = torch.randn(3, 8, 5)
    whole, memory = reader(vectors)
    below = torch.cat([torch.cat([torch.zeros(3, 1, 5), vectors[:, :-1]], 1), vectors], 2)
    for layer, after in zip(reader.layers, memory[1], strict=True):
        candidate, forget, output = layer(below).chunk(3, dim=2)
        cells = [torch.zeros(3, 7)]
        for z, f in zip(candidate.tanh().unbind(1), forget.sigmoid().unbind(1), strict=True):
            cells.append(f * cells[-1] + (1 - f) * z)
        below = output.sigmoid() * torch.stack(cells[1:], 1)
        torch.testing.assert_close(after, cells[-1])
    torch.testing.assert_close(whole, below)
    first, memory = reader(vectors[:, :5])
    torch.testing.assert_close(torch.cat([first, reader(vectors[:, 5:], memory)[0]], 1), whole)


def test_rows_hold_every_review_in_its_direction() -> None:
    documents = [np.array(ids, np.int32) for ids in ([2, 3, 4], [5, 6], [7])]
    texts = [Text.of(documents, back, torch.device("cpu")) for back in (False, True)]
    rows = [text.rows(1, seed=4) for text in texts]
    forward, backward = ("".join(map(str, row.tolist())).split("0") for (row,) in rows)
    assert sorted(forward) == ["", "234", "56", "7"]
    assert [review[::-1] for review in forward] == backward
    assert texts[0].rows(3, seed=4).shape == (3, 3)


def test_bfloat16_gives_the_loss_of_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    model = LanguageModel(40, LanguagePlan(n_embedding=8, n_hidden=16)).eval()
    text = torch.randint(0, 40, (4, 9))
    exact, _ = model(text, model.reader.nothing(4))
    monkeypatch.setattr("model.large_teacher.language_model.precision", lambda _: torch.bfloat16)
    rough, memory = model(text, model.reader.nothing(4))
    rough.backward()
    assert memory[1].dtype == torch.float32
    assert rough.dtype == torch.float32
    torch.testing.assert_close(rough, exact, atol=0.02, rtol=0)
