"""Write an artifact's model card: README.md and its pictures, beside the artifact's files.

    python -m model.card --data data/aclImdb_v1.tar.gz [--artifact DIR] [--others DIR ...]

After Mitchell et al. 2019 (https://arxiv.org/abs/1810.03993), with Hugging Face's front matter. The
words are in template.md; every number is measured on the validation films when this is run.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

import tyro

from model import data
from model.arguments import start
from model.artifact import DEFAULT_ARTIFACT, Artifact, ArtifactError, load_artifact
from model.card import tables
from model.card.figures import Counts, Measured, measure
from model.card.plots import pictures
from model.synthetic import n_remarks

TEMPLATE = Path(__file__).with_name("template.md")
_ARCHIVE = Path("data/aclImdb_v1.tar.gz")


@dataclass(frozen=True)
class Settings:
    """Measure an artifact on the validation films and write its model card beside it."""

    data: Path = _ARCHIVE
    """The archive, or a folder of the same reviews as train.parquet and unsup.parquet."""
    artifact: Path = DEFAULT_ARTIFACT
    """The model to describe; by default the one that ships."""
    others: tuple[Path, ...] = ()
    """Artifacts of the same recipe, trained from other seeds: how far they fall from each other."""


def write(folder: Path, source: Path, others: Sequence[Path] = ()) -> Path:
    """Measure, draw, write. Raises ArtifactError or DataError."""
    artifact = load_artifact(folder)
    measured = measure(artifact, data.load(source))
    drawn = pictures(measured)
    for name, picture in drawn.items():
        picture.chart.save(str(folder / name))
    said = {f"{Path(name).stem}_alt": picture.alt for name, picture in drawn.items()}
    card = folder / "README.md"
    said["seeds"] = tables.seeds([artifact, *map(load_artifact, others)])
    card.write_text(render(artifact, measured, folder, said), encoding="utf-8")
    return card


def render(artifact: Artifact, measured: Measured, folder: Path, said: dict[str, str]) -> str:
    """The card's text; `said` of the pictures and of the seeds.

    Raises KeyError if template.md asks for what is not measured.
    """
    return Template(TEMPLATE.read_text("utf-8")).substitute(
        said | _of_artifact(artifact, folder) | _of_measured(measured) | _of_counts(measured.counts)
    )


def _of_artifact(artifact: Artifact, folder: Path) -> dict[str, str]:
    config, metrics = asdict(artifact.config), artifact.metrics
    shown = [(f"`{name}`", value) for name, value in config.items() if name != "name"]
    return {
        "name": artifact.config.name,
        "quoted_name": json.dumps(artifact.config.name),
        "version": artifact.version,
        "size": _size(folder),
        "temperature": str(artifact.calibration.temperature),
        "uncertain_below": tables.percent(artifact.calibration.uncertain_below, 0),
        "config": tables.table(["size", ""], shown),
        "remarks": f"{n_remarks():,}",
        "training": tables.training(metrics),
        "command": _command(folder),
        "recorded": tables.recorded(metrics),
    }


def _size(folder: Path) -> str:
    """Of the model's own files: those of the manifest, not the card, nor what `monitor` reads."""
    names = json.loads((folder / "manifest.json").read_text("utf-8"))
    return f"{sum((folder / name).stat().st_size for name in names) / 1e6:.1f} MB"


def _command(folder: Path) -> str:
    """With the public archive as data: a path of this machine would help nobody."""
    other = "" if folder.resolve() == DEFAULT_ARTIFACT.resolve() else f" --artifact {folder.name}"
    return f"python -m model.card --data {_ARCHIVE}{other}"


def _of_measured(measured: Measured) -> dict[str, str]:
    found = measured.overall
    mean, high = measured.ece_by_chance
    return {
        "n": f"{found['n']:,}",
        "raw_accuracy": str(found["accuracy"]),
        "raw_ece": str(found["ece"]),
        "accuracy": tables.percent(found["accuracy"]),
        "interval": tables.between(found["accuracy_interval"]),
        "top80": tables.percent(found["accuracy_top80"]),
        "ece": f"{found['ece']:.4f}",
        "chance_mean": f"{mean:.4f}",
        "chance_high": f"{high:.4f}",
        "overall": tables.overall(measured),
        "lengths": tables.slice_table("words and signs", measured.lengths),
        "ratings": tables.slice_table("stars", measured.ratings),
        "films": tables.films(measured.films),
        "passages": tables.passages(measured),
        "behaviour_finding": tables.behaviour_finding(measured.behaviour),
        "behaviour": tables.behaviour(measured.behaviour),
        "robustness": tables.robustness(measured.flips),
        "faithful": tables.faithful(measured.faithfulness),
        "agreement": tables.agreement(measured.agreement),
    }


def _of_counts(counts: Counts) -> dict[str, str]:
    return {name: f"{n:,}" for name, n in asdict(counts).items()}


def main() -> None:
    start(_write, ArtifactError, data.DataError)


def _write() -> None:
    settings = tyro.cli(Settings)
    print(f"Wrote {write(settings.artifact, settings.data, settings.others)}")
