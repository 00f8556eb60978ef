"""The language models' parts: the reader, the text in rows, precision."""

import numpy as np
import pytest
import torch

from model.language_model import LanguageModel, LanguagePlan, Reader, rows


def test_a_reader_is_the_lstm_of_torch_and_remembers() -> None:
    plan = LanguagePlan(n_embedding=5, n_hidden=7, n_layers=2)
    reader = Reader(9, plan).eval()
    vectors = torch.randn(3, 8, 5)
    whole, memory = reader(vectors)
    expected, (hidden, cells) = reader.lstm(vectors)
    torch.testing.assert_close((whole, *memory), (expected, hidden, cells))
    first, memory = reader(vectors[:, :5])
    torch.testing.assert_close(torch.cat([first, reader(vectors[:, 5:], memory)[0]], 1), whole)


def test_rows_hold_every_review_in_its_direction() -> None:
    documents = [np.array(ids, np.int32) for ids in ([2, 3, 4], [5, 6], [7])]
    texts = rows(documents, backward=False, n_rows=1, seed=4), rows(documents, True, 1, 4)
    forward, backward = ("".join(map(str, text[0].tolist())).split("0") for text in texts)
    assert sorted(forward) == ["", "234", "56", "7"]
    assert [review[::-1] for review in forward] == backward
    assert rows(documents, backward=False, n_rows=3, seed=4).shape == (3, 3)


@pytest.mark.filterwarnings("ignore:TF32 acceleration")  # of switching oneDNN off
def test_bfloat16_gives_the_loss_of_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    model = LanguageModel(40, LanguagePlan(n_embedding=8, n_hidden=16)).eval()
    text = torch.randint(0, 40, (4, 9))
    exact, _ = model(text, model.reader.nothing(4))
    monkeypatch.setattr("model.language_model.precision", lambda _: torch.bfloat16)
    with torch.backends.mkldnn.flags(enabled=False):
        rough, memory = model(text, model.reader.nothing(4))
        rough.backward()
    assert memory[0].dtype == torch.bfloat16
    assert rough.dtype == torch.float32
    torch.testing.assert_close(rough, exact, atol=0.02, rtol=0)
