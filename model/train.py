"""Train the network on the IMDB reviews: `python -m model.train --help`.

The labelled reviews of the training films come with their labels; the unlabelled ones with the
probability that a teacher gives them (model/teacher.py), and so do short passages of them, or the
network would know long reviews only. The same script runs on a laptop, on a GPU
and in a SageMaker job. A run that was stopped goes on from its checkpoint.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import requests
import torch
import tyro
from numpy.typing import NDArray
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm

from model import checkpoint, data
from model.artifact import DEFAULT_ARTIFACT, Artifact, Config
from model.calibration import Calibration
from model.contract.clean import clean
from model.evaluate import fit_temperature, score
from model.examples import Examples, batches
from model.network import Network
from model.predict import Predictor, read_ids
from model.teacher import soft_labels
from model.tokenizer import Tokenizer
from model.word_vectors import word_vectors


@dataclass(frozen=True)
class Settings:
    """Train the review-sentiment network."""

    data: Path = Path("data/aclImdb_v1.tar.gz")
    """The archive (downloaded if it is not there) or a folder of train.parquet, unsup.parquet."""
    run: Path = Path("runs/imdb-qrnn")
    """Where checkpoint and log go; a run found there goes on."""
    artifact: Path = DEFAULT_ARTIFACT
    """Where the trained model goes."""
    name: str = "imdb-qrnn"

    # The network
    n_words: int = 30_000
    n_embedding: int = 128
    n_hidden: int = 64

    # Training
    epochs: int = 4
    batch_size: int = 64
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    warm_up_steps: int = 200
    dropout: float = 0.3
    word_dropout: float = 0.1
    label_smoothing: float = 0.03
    ema_decay: float = 0.998
    train_tokens: int = 320
    """Of a longer review, training reads the first and the last half of this many."""
    seed: int = 0
    checkpoint_steps: int = 200
    max_minutes: float = 0
    """Stop after this long, with a checkpoint; 0 is no limit."""

    # Serving
    max_tokens: int = 4096
    uncertain_below: float = 0.7
    """Below this calibrated confidence a verdict is called uncertain."""

    def recipe(self) -> dict[str, int | float | str]:
        """What the trained model depends on, beside the data."""
        elsewhere = {"data", "run", "artifact", "checkpoint_steps", "max_minutes"}
        return {name: value for name, value in asdict(self).items() if name not in elsewhere}


def prepare(settings: Settings) -> tuple[Tokenizer, Examples, pd.DataFrame]:
    """Load, clean, split by film, let the teacher label: (tokenizer, training, validation)."""
    source = settings.data
    if source.name == Path(data.ARCHIVE_URL).name:
        data.download(source)
    reviews = data.load(source)
    reviews["text"] = [clean(text).text for text in tqdm(reviews.text, desc="cleaning")]
    training, validation = data.split_by_movie(reviews, seed=settings.seed)
    tokenizer = Tokenizer.fit(training.text, settings.n_words)
    encoded = [tokenizer.encode(text).ids for text in tqdm(training.text, desc="tokenising")]
    passages = data.passages(training.text[training.label < 0].tolist(), settings.seed)
    ids = [read_ids(i, settings.train_tokens) for i in encoded]
    ids += [tokenizer.encode(passage).ids for passage in passages]
    targets = _once(settings.run / "targets.npy", lambda: _targets(training, passages, settings))
    vectors = _once(settings.run / "vectors.npy", lambda: _vectors(encoded, settings))
    return tokenizer, Examples(ids, targets, vectors), validation


def _once(cache: Path, make: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
    """What takes minutes to make; a resumed run keeps its own."""
    if not cache.exists():
        np.save(cache, make())
    stored: NDArray[np.float32] = np.load(cache)
    return stored


def _vectors(encoded: list[NDArray[np.int32]], settings: Settings) -> NDArray[np.float32]:
    print(f"learning word vectors from {sum(map(len, encoded)):,} tokens")
    return word_vectors(encoded, settings.n_words, settings.n_embedding, settings.seed)


def _targets(
    training: pd.DataFrame, passages: list[str], settings: Settings
) -> NDArray[np.float32]:
    """What to learn of each training review, then of each passage."""
    labelled = (training.label >= 0).to_numpy()
    labels = training.label.to_numpy()[labelled]
    print(f"teaching: {labelled.sum():,} labelled, {(~labelled).sum():,} unlabelled reviews")
    smooth = settings.label_smoothing
    taught = soft_labels(
        training.text[labelled].tolist(), labels, training.text[~labelled].tolist() + passages
    )
    targets = np.empty(len(training), dtype=np.float32)
    targets[labelled] = labels * (1 - 2 * smooth) + smooth
    targets[~labelled] = taught[: (~labelled).sum()]
    return np.concatenate([targets, taught[(~labelled).sum() :].astype(np.float32)])


def learning_rate_share(step: int, total: int, warm_up: int) -> float:
    """Up in a line, then down in a line to 2 %."""
    return min(1.0, (step + 1) / warm_up) * max(0.02, 1 - step / total)


def train(settings: Settings) -> Artifact | None:
    """Train to the end and save the artifact; None if `max_minutes` ran out before.

    Raises DataError, OtherRunError, or requests.RequestException if a download fails.
    """
    started = time.monotonic()
    torch.manual_seed(settings.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    checkpoint.claim(settings.run, settings.recipe())
    tokenizer, examples, validation = prepare(settings)

    network = Network(
        settings.n_words, settings.n_embedding, settings.n_hidden, settings.dropout,
        settings.word_dropout,
    ).to(device)  # fmt: skip
    network.start_from(torch.from_numpy(examples.vectors))
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(settings.ema_decay))
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay,
        fused=True,
    )  # fmt: skip
    steps_each = -(-len(examples.ids) // settings.batch_size)
    total = steps_each * settings.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: learning_rate_share(step, total, settings.warm_up_steps)
    )
    state: dict[str, Any] = {
        "network": network, "average": average, "optimizer": optimizer, "schedule": schedule,
    }  # fmt: skip
    step = checkpoint.resume(settings.run, state)

    bar = tqdm(total=total, initial=step, desc="training", unit="step", smoothing=0.02)
    while step < total:
        epoch, skip = divmod(step, steps_each)
        for i, (ids, targets) in enumerate(
            batches(examples, settings.batch_size, settings.seed + epoch)
        ):
            if i < skip:
                continue
            network.train()
            logits = network(ids.to(device))
            loss = binary_cross_entropy_with_logits(logits, targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            step += 1
            bar.update()
            if step % settings.checkpoint_steps == 0 or step == total:
                bar.set_postfix(loss=f"{loss.item():.3f}")
                checkpoint.save(settings.run, state, step, loss.item())
                if settings.max_minutes and time.monotonic() - started > 60 * settings.max_minutes:
                    print(f"stopped at step {step} of {total}: run the same command to go on")
                    return None
    return _finish(settings, tokenizer, average.module, validation)


def _finish(
    settings: Settings, tokenizer: Tokenizer, network: torch.nn.Module, validation: pd.DataFrame
) -> Artifact:
    """Calibrate on the validation films, measure what will be served, save."""
    config = Config(
        settings.name,
        settings.n_words,
        settings.n_embedding,
        settings.n_hidden,
        settings.max_tokens,
    )
    weights = {name: value.cpu().numpy() for name, value in network.state_dict().items()}
    uncalibrated = Artifact(
        config, tokenizer, weights, Calibration(1.0, settings.uncertain_below), {}
    )
    logits = Predictor(uncalibrated).logits(validation.text.tolist())
    labels = validation.label.to_numpy()
    calibration = Calibration(fit_temperature(logits, labels), settings.uncertain_below)
    metrics = {
        "group_split_validation": score(calibration, logits, labels),
        "training": settings.recipe(),
    }
    artifact = Artifact(config, tokenizer, weights, calibration, metrics)
    artifact.save(settings.artifact)
    print(json.dumps(metrics["group_split_validation"], indent=1))
    return artifact


def main() -> None:
    try:
        train(tyro.cli(Settings))
    except (data.DataError, checkpoint.OtherRunError) as error:
        sys.exit(str(error))
    except requests.RequestException as error:
        sys.exit(f"The download broke off ({error}). Run the same command to go on.")


if __name__ == "__main__":
    main()
