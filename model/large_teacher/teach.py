"""The run: language models, members, and what they say of every review."""

import json
import shutil
import time
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
import tyro

from model.data import DataError
from model.evaluate import score
from model.large_teacher import members
from model.large_teacher.language_model import LanguageModel, LanguagePlan, loss_on, pretrain
from model.large_teacher.members import Earlier, Plans
from model.large_teacher.prepared import Reviews, prepared
from model.large_teacher.team import Team
from model.network.calibration import Calibration
from model.training import checkpoint, teacher, verdicts
from model.training.teacher import TeacherLogits

RESULTS = ("results.json", "verdicts.npz")
DIRECTIONS = {"forward": False, "backward": True}


@dataclass(frozen=True)
class Settings:
    """Train the large teacher; run again until it says "done"."""

    data: Path = Path("data/aclImdb_v1.tar.gz")
    """The archive (downloaded if it is not there) or a folder of train.parquet, unsup.parquet."""
    run: Annotated[Path, tyro.conf.arg(aliases=("--folder",))] = Path("runs/large-teacher")
    """Where everything goes; a run found there goes on."""
    max_minutes: float = 9
    """Stop after this long, with a checkpoint; 0 is no limit."""
    earlier: Path | None = None
    """verdicts.npz of an earlier run. Its members teach in the place of `mixed`, and stay."""
    artifact: Path | None = None
    """Where a copy of the results goes, as well."""
    prepare_only: Annotated[bool, tyro.conf.FlagCreatePairsOff] = False
    """Stop once the reviews are cleaned and tokenised."""
    checkpoint_steps: int = 1000

    # What the result depends on
    seed: int = 0
    n_words: int = 60_000
    language: LanguagePlan = field(default_factory=LanguagePlan)
    members: Plans = field(default_factory=Plans)

    def recipe(self) -> dict[str, Any]:
        """What every stage depends on, beside the data."""
        elsewhere = {
            "data", "run", "max_minutes", "artifact", "prepare_only", "checkpoint_steps", "earlier",
        }  # fmt: skip
        recipe = {name: value for name, value in asdict(self).items() if name not in elsewhere}
        return recipe | {"earlier": self.earlier and verdicts.fingerprint(self.earlier)}


def teach(settings: Settings, team: Team) -> dict[str, Any] | None:
    """Go on with the run; its results, or None if it has to be called again.

    Of a team, the first makes ready before the others begin, and alone has results.

    Raises DataError or OtherRunError.
    """
    stop_at = time.monotonic() + 60 * (settings.max_minutes or np.inf)
    if team.first:
        if settings.artifact:
            settings.artifact.mkdir(parents=True, exist_ok=True)
        checkpoint.claim(settings.run, settings.recipe())
        prepared(settings.run, settings.data, settings.n_words)
    team.agree(True)
    if settings.prepare_only:
        return None
    reviews = prepared(settings.run, settings.data, settings.n_words)
    torch.set_float32_matmul_precision("high")  # TF32 for what is not in bfloat16
    if not team.share(
        len(DIRECTIONS), lambda i: _language_model(settings, reviews, i, stop_at) is not None
    ):
        return None
    read = [_language_model(settings, reviews, i, stop_at) for i in range(len(DIRECTIONS))]
    models = {name: model for name, model in zip(DIRECTIONS, read, strict=True) if model}
    earlier = _earlier(settings, reviews)
    order = members.ORDER_AFTER if earlier.members else members.ORDER
    for names in order:
        train = partial(_member, settings, reviews, earlier, models, names, stop_at)
        if not team.share(len(names), train):
            return None
    names = tuple(chain(*order))
    return _finish(settings, reviews, earlier, models, names) if team.first else None


def _earlier(settings: Settings, reviews: Reviews) -> Earlier:
    """The members of an earlier run, of these very reviews. Raises DataError."""
    if not settings.earlier:
        return Earlier([], [])
    said = verdicts.read(settings.earlier, reviews.keys)
    if np.isnan(said).any():
        raise DataError(f"{settings.earlier} is of other reviews: leave --earlier out.")
    n = len(reviews.training)
    passages = verdicts.read_passages(settings.earlier, reviews.keys)
    return Earlier([TeacherLogits(member[:n], member[n:]) for member in said], passages)


def _language_model(
    settings: Settings, reviews: Reviews, i: int, stop_at: float
) -> LanguageModel | None:
    """The one of the i-th direction, which is trained unless it is there; None if time is up."""
    name, backward = list(DIRECTIONS.items())[i]
    return pretrain(
        settings.language, reviews.training, settings.n_words, backward, settings.seed + i,
        settings.run / name, settings.checkpoint_steps, stop_at,
    )  # fmt: skip


def _member(
    settings: Settings, reviews: Reviews, earlier: Earlier,
    models: dict[str, LanguageModel], names: tuple[str, ...], stop_at: float, i: int,
) -> bool:  # fmt: skip
    """Train the i-th of these; False if time is up."""
    forth, back = (model.reader for model in models.values())
    return members.train(
        settings.members, names[i], reviews, earlier, forth, back,
        settings.seed + len(DIRECTIONS), settings.run, settings.checkpoint_steps, stop_at,
    )  # fmt: skip


def _finish(
    settings: Settings, reviews: Reviews, earlier: Earlier,
    models: dict[str, LanguageModel], names: tuple[str, ...],
) -> dict[str, Any]:  # fmt: skip
    """Put the members side by side, measure them together, write."""
    logits = {f"earlier {i}": member for i, member in enumerate(earlier.members, 1)}
    logits |= {name: members.kept_logits(settings.run, name) for name in names}
    said = [np.concatenate([member.training, member.validation]) for member in logits.values()]
    passages = members.combined_passages(settings.run, names, reviews, earlier)
    verdicts.save(settings.run / RESULTS[1], reviews.keys, np.array(said), passages)
    results = {
        **_figures(logits, reviews),
        "language_model_loss": {
            name: loss_on(model, reviews.validation, DIRECTIONS[name])
            for name, model in models.items()
        },
        "settings": settings.recipe(),
    }
    text = json.dumps(results, indent=1) + "\n"
    (settings.run / RESULTS[0]).write_text(text, encoding="utf-8")
    if settings.artifact:
        for name in RESULTS:
            shutil.copy(settings.run / name, settings.artifact)
    return results


def _figures(logits: dict[str, TeacherLogits], reviews: Reviews) -> dict[str, Any]:
    labels = reviews.validation_labels
    combined = teacher.combined(list(logits.values()), reviews.known_labels, labels)
    alone = {
        name: float(((member.validation > 0) == (labels == 1)).mean())
        for name, member in logits.items()
    }
    return {
        "group_split_validation": score(Calibration(1.0, 0.7), combined.validation, labels),
        "accuracy_of_each_member": alone,
    }
