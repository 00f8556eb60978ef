"""Whether the settings of a training run make sense, found out before hours are spent on it."""

from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path

from model.network.ngrams import MOST_WORDS

_LEAST = {
    "n_embedding": 1, "n_synthetic": 0, "seed": 0, "checkpoint_steps": 1,
    "max_minutes": 0, "plan.n_hidden": 1, "plan.epochs": 1, "plan.batch_size": 1,
    "plan.learning_rate": 0, "plan.weight_decay": 0, "plan.warm_up_steps": 0,
    "plan.max_tokens": 3, "teaching.vectors.size": 1, "teaching.vectors.epochs": 1,
}  # fmt: skip
_SHARES = {
    "label_smoothing": 0.5,  # more would teach the opposite
    "plan.dropout": 1, "plan.embedding_dropout": 1, "plan.word_dropout": 1, "plan.ema_decay": 1,
    "plan.passage_share": 1,
}  # fmt: skip
_MOST_SEED = 2**31  # what NumPy, torch, gensim and scikit-learn all take


def check(settings: object, folders: Mapping[str, Path]) -> None:
    """Make the folders, named by their options. Raises SystemExit with one sentence if that fails,
    or nothing good can come of these settings of model/train.py."""
    value = {name: attrgetter(name)(settings) for name in ("n_words", "seed", *_LEAST, *_SHARES)}
    if not 2 < value["n_words"] <= MOST_WORDS:
        raise SystemExit(f"--n-words must be from 3 to {MOST_WORDS:,}, as keys of n-grams hold.")
    if value["seed"] > _MOST_SEED:
        raise SystemExit(f"--seed must be at most {_MOST_SEED:,}.")
    for name, least in _LEAST.items():
        if value[name] < least:
            raise SystemExit(f"{_option(name)} must be at least {least}.")
    for name, limit in _SHARES.items():
        if not 0 <= value[name] < limit:
            raise SystemExit(f"{_option(name)} must be from 0 to below {limit}.")
    for option, folder in folders.items():
        _make_folder(option, folder)


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _make_folder(option: str, folder: Path) -> None:
    """At the start: after hours of training is too late to find out."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"{option} {folder} must be a folder: {error.strerror}.") from error
