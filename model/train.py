"""Train the model on the IMDB reviews: `python -m model.train --help`.

    reviews ─► document vectors, large ──► soft labels ─┬─► recurrent network ─┐
                teacher (teacher.py)                    │     (learn.py)       ├─► artifact
    sentences made by rules ────────────────────────────┴─► n-gram table ──────┘
     (model/synthetic)                                                 (assemble.py)

Its parts are in model/training. Teachers give every review and each of its passages (passages.py) a
probability; the network learns those, the true labels, and sentences made by rules. A table of
n-grams learns the same, but for the passages. What the large teacher said of the IMDB reviews is
kept (verdicts.py); of others, n-grams take its place, and a passage is to be judged as its review.
The same script runs on a laptop, on a GPU and in a SageMaker job. A run that was stopped goes on
from its checkpoint. What ships is trained with `--artifact model/artifacts/imdb-qrnn`.
"""

import json
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import tyro

from model import data
from model.arguments import arguments, start
from model.arrays import F32
from model.artifact import Artifact
from model.training import assemble, checkpoint, learn, teacher, verdicts
from model.training.corpus import Corpus, read
from model.training.examples import Examples
from model.training.provenance import publish, record
from model.training.settings import check
from model.training.teacher import TeacherLogits
from model.training.word_vectors import word_vectors


@dataclass(frozen=True)
class Settings:
    """Train the review-sentiment model."""

    data: Path = Path("data/aclImdb_v1.tar.gz")
    """The archive (downloaded if it is not there) or a folder of train.parquet, unsup.parquet."""
    extra_data: Path | None = None
    """A parquet or CSV file with text and label (1 or 0) to learn from as well, such as the
    dashboard's queue gives. None of it is used for validation."""
    run: Path = Path("runs/imdb-qrnn")
    """Where checkpoint, log and record go; a run found there goes on."""
    artifact: Path | None = None
    """Where the trained model goes; RUN/artifact if left out. What ships is never the default."""
    name: str = "imdb-qrnn"
    large_teacher: Path = verdicts.SHIPPED
    """What model.large_teacher said of each review. Where it has not read them, n-grams teach."""

    n_words: int = 30_000
    n_embedding: int = 128
    n_synthetic: int = 480_000
    """Sentences made by rules. Each is read once: more often, and the network forgets what reviews
    are like."""
    label_smoothing: float = 0.03
    seed: int = 0
    teaching: teacher.Settings = field(default_factory=teacher.Settings)
    plan: learn.Plan = field(default_factory=learn.Plan)
    assembly: assemble.Settings = field(default_factory=assemble.Settings)

    checkpoint_steps: int = 200
    max_minutes: float = 0
    """Stop after this long, with a checkpoint; 0 is no limit."""

    @property
    def target(self) -> Path:
        return self.artifact or self.run / "artifact"

    def recipe(self) -> dict[str, Any]:
        """What the trained model depends on, beside the data."""
        elsewhere = {
            "data", "extra_data", "run", "artifact", "large_teacher", "checkpoint_steps",
            "max_minutes",
        }  # fmt: skip
        return {name: value for name, value in asdict(self).items() if name not in elsewhere}


def teacher_logits(corpus: Corpus, settings: Settings) -> list[TeacherLogits]:
    """What the teachers think of every document; a resumed run keeps it."""
    cache = settings.run / "teacher-logits.npz"
    if not cache.exists():
        found = teacher.logits(
            corpus.documents, corpus.labels, corpus.validation, settings.teaching, settings.seed,
            settings.run / "document-vectors.npz", corpus.large_teacher,
        )  # fmt: skip
        teacher.save(cache, found)
    return teacher.read(cache)


def table_examples(corpus: Corpus, targets: F32) -> Examples:
    """For the table of n-grams: reviews and sentences."""
    return Examples(
        corpus.documents + corpus.sentences,
        np.concatenate([targets, corpus.sentence_targets]),
        len(corpus.documents),
        corpus.tokenizer.sentence_ends(),
    )


def network_examples(of_table: Examples, corpus: Corpus) -> Examples:
    """For the network: reviews in every epoch, and in all epochs together each sentence once and,
    where the large teacher has judged passages, each of those."""
    return replace(
        of_table,
        ids=of_table.ids + corpus.passages,
        targets=np.concatenate([of_table.targets, corpus.passage_targets]),
        n_cut=0 if corpus.passages else len(corpus.documents),
        n_rare=len(corpus.sentences) + len(corpus.passages),
    )


def train(settings: Settings) -> Artifact | None:
    """Train to the end and save the artifact; None if `max_minutes` ran out before.

    Raises DataError (also if a download breaks off), OtherRunError, or SystemExit with one sentence
    if a setting or the extra data will not do.
    """
    check(settings, {"--run": settings.run, "--artifact": settings.target})
    stop_at = time.monotonic() + (60 * settings.max_minutes or np.inf)
    corpus = read(
        settings.data, settings.extra_data, settings.large_teacher,
        settings.n_words, settings.n_synthetic, settings.seed,
    )  # fmt: skip
    teacher_hash = verdicts.fingerprint(settings.large_teacher) if corpus.large_teacher else None
    recipe = settings.recipe() | {"large_teacher": teacher_hash}
    checkpoint.claim(settings.run, recipe | {"data_hash": corpus.data_hash})
    vectors = checkpoint.once(settings.run / "vectors.npy", lambda: _vectors(corpus, settings))
    targets = teacher.soft_labels(
        teacher_logits(corpus, settings), corpus.labels, corpus.validation_labels,
        settings.label_smoothing,
    )  # fmt: skip
    of_table = table_examples(corpus, targets)
    network = learn.fit(
        settings.plan, network_examples(of_table, corpus), vectors,
        settings.seed + 1, settings.run / "network", settings.checkpoint_steps, stop_at,
    )  # fmt: skip
    if network is None:
        return None
    artifact = assemble.assemble(
        settings.name, corpus.tokenizer, network, of_table,
        corpus.validation, corpus.validation_labels, settings.assembly, settings.seed,
    )  # fmt: skip
    trained = record(recipe, corpus.data_hash)
    artifact = replace(artifact, metrics=artifact.metrics | {"training": trained})
    artifact.save(settings.target)
    publish(settings.run, artifact.metrics)
    print(json.dumps(artifact.metrics["group_split_validation"], indent=1))
    print(f"the model is in {settings.target}")
    return artifact


def _vectors(corpus: Corpus, settings: Settings) -> F32:
    texts = corpus.documents + corpus.sentences
    print(f"learning word vectors from {sum(map(len, texts)):,} words")
    return word_vectors(texts, settings.n_words, settings.n_embedding, settings.seed)


def main() -> None:
    start(
        lambda: train(tyro.cli(Settings, args=arguments())),
        data.DataError, checkpoint.OtherRunError,
        stopped="Stopped. The same command goes on from the last checkpoint.",
    )  # fmt: skip


if __name__ == "__main__":
    main()
