"""No word that a caller sent is in any log or metric; `scripts/prove_privacy.py` has 10,000."""

from pathlib import Path

from tests.serverless.canaries import send


def test_no_word_of_a_caller_is_written_down(artifact: Path, tmp_path: Path) -> None:
    written = send(200, artifact, tmp_path / "log")
    assert written.n_canaries() == 0
    assert set(written.statuses) == {"200", "400", "404", "415", "422", "502", "503"}
    assert len(written.log.splitlines()) == 200
    assert written.metrics.count('"Requests"') >= 200
