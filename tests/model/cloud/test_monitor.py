"""Drift: the figures against scipy and by hand, and the command on captured requests."""

import base64
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import entropy

from model.artifact import DEFAULT_ARTIFACT, load_artifact
from model.cloud import drift
from model.cloud.account import Account
from model.cloud.command_line import main
from model.contract.schema import PredictionRequest, Review
from model.predict import Predictor
from tests.model.cloud.conftest import IMAGE, Run, refusal

PRAISE = "A warm and clever film about {}, I loved every minute of it and laughed a lot."
BLAME = "Dull, badly acted and far too long, and the story about {} goes nowhere at all."
THINGS = [f"{a} {b}" for a in ("old", "new", "two", "lost", "rich") for b in "abcdefghijklm"]
TEXTS = [text.format(thing) for thing in THINGS for text in (PRAISE, BLAME)]


def test_the_index_is_jeffreys_divergence_of_the_bins() -> None:
    rng = np.random.default_rng(0)
    before, now = rng.normal(size=4000), rng.normal(0.3, 1.2, size=3000)
    edges = drift.inner_edges(before)
    p, q = drift.shares(before, edges), drift.shares(now, edges)
    assert np.allclose(p, 0.1, atol=0.01)
    expected = entropy(p, q) + entropy(q, p)
    assert drift.stability_index(before, now) == pytest.approx(expected)


def test_the_same_is_stable_and_another_drifts() -> None:
    rng = np.random.default_rng(1)
    before, same = rng.normal(size=4000), rng.normal(size=4000)
    assert drift.stability_index(before, same) < 0.02
    assert drift.stability_index(before, same + 1) > drift.DRIFT


@pytest.mark.parametrize(
    ("psi", "verdict"),
    [(0.0, "stable"), (0.09, "stable"), (0.1, "watch"), (0.24, "watch"), (0.25, "drift")],
)
def test_between_stable_and_drift_it_is_watched(psi: float, verdict: str) -> None:
    assert drift.Comparison("length", psi, ks=0.1, p_value=0.5).verdict == verdict


def test_a_figure_that_never_differs() -> None:
    zeros = np.zeros(500)
    assert drift.stability_index(zeros, zeros) == 0
    assert drift.stability_index(zeros, np.ones(500)) > drift.DRIFT


@pytest.fixture(scope="module")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped model with figures of a small validation."""
    folder = tmp_path_factory.mktemp("model") / "artifact"
    shutil.copytree(DEFAULT_ARTIFACT, folder)
    rows = "".join(f'"{t}",{int(i % 2 == 0)}\n' for i, t in enumerate(TEXTS))
    (folder.parent / "reviews.csv").write_text("text,label\n" + rows)
    main(["evaluate", "--data", f"{folder.parent}/reviews.csv", "--artifact", str(folder),
          "--reference"])  # fmt: skip
    return folder


def capture(account: Account, texts: list[str], encoding: str) -> None:
    """Requests and answers as SageMaker stores them, one broken line among them."""
    predictor = Predictor(load_artifact(DEFAULT_ARTIFACT))
    lines = ['{"captureData": {}}']
    for start in range(0, len(texts), 10):
        reviews = [Review(id=str(i), text=t) for i, t in enumerate(texts[start : start + 10])]
        request = PredictionRequest(reviews=reviews)
        sides = (
            request.model_dump_json(),
            predictor.predict(request).model_dump_json(exclude_none=True),
        )
        data = [
            {
                "observedContentType": "application/json",
                "data": base64.b64encode(s.encode()).decode() if encoding == "BASE64" else s,
                "encoding": encoding,
            }
            for s in sides
        ]
        captured = {"endpointInput": data[0], "endpointOutput": data[1]}
        lines.append(json.dumps({"captureData": captured, "eventVersion": "0"}))
    account.client("s3").put_object(
        Bucket=account.bucket,
        Key=f"captured/{account.names.endpoint}/AllTraffic/2026/01/01/00/{encoding}.jsonl",
        Body="\n".join(lines),
    )


def test_like_validation_is_stable(
    run: Run, account: Account, artifact: Path, tmp_path: Path
) -> None:
    run("setup", f"register --image {IMAGE} --artifact {artifact}")
    capture(account, TEXTS[:60], "JSON")
    capture(account, TEXTS[60:], "BASE64")
    said = run(f"monitor --report {tmp_path}/drift.html")
    page = (tmp_path / "drift.html").read_text("utf-8")
    assert said.count(": stable") == 3
    assert f"{len(TEXTS)} reviews" in said
    assert page.count("<svg") == 3
    assert "http-equiv" not in page
    assert "<script" not in page


def test_other_reviews_drift(run: Run, account: Account, artifact: Path, tmp_path: Path) -> None:
    run("setup", f"register --image {IMAGE} --artifact {artifact}")
    capture(account, [f"Xqwz vbnty {t}" + " zzyzx" * 40 for t in THINGS] * 2, "JSON")
    with pytest.raises(SystemExit) as stopped:
        run(f"monitor --report {tmp_path}/drift.html")
    assert stopped.value.code == 3


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--report {folder}/gone/d.html", "gone. Make it, or name another file by --report."),
        ("--report {folder}", "is a folder. Name a file in it by --report."),
        ("--days 0", "--days must be above 0"),
        ("--days 1e12", "--days must be above 0"),
    ],
)
def test_a_wrong_option_is_noticed_first(run: Run, tmp_path: Path, options: str, told: str) -> None:
    assert told in refusal(run, f"monitor {options.format(folder=tmp_path)}")


def test_too_few_say_nothing(run: Run, account: Account, artifact: Path) -> None:
    run("setup", f"register --image {IMAGE} --artifact {artifact}")
    capture(account, TEXTS[:5], "JSON")
    assert "Only 5 reviews were captured" in refusal(run, "monitor")


def test_without_validation_it_says_so(run: Run, artifact: Path, tmp_path: Path) -> None:
    bare = shutil.copytree(artifact, tmp_path / "bare")
    (bare / "reference.json").unlink()
    run("setup", f"register --image {IMAGE} --artifact {bare}")
    assert "evaluate --data … --reference" in refusal(run, "monitor")
    shutil.copy(artifact / "reference.json", bare)
    run(f"register --image {IMAGE} --artifact {bare}")  # as it says
    assert "Only 0 reviews were captured" in refusal(run, "monitor")


def test_the_reference_holds_no_text(artifact: Path) -> None:
    stored = json.loads((artifact / "reference.json").read_text())
    assert stored.pop("artifact_version") == load_artifact(artifact).version
    assert {len(values) for values in stored.values()} == {len(TEXTS)}
    assert all(isinstance(value, float) for values in stored.values() for value in values)
