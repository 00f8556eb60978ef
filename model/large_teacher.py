"""A large recurrent teacher for one GPU, from the IMDB reviews alone. NOT YET RUN AT FULL SIZE.

    while [ "$(python -m model.large_teacher --run runs/large-teacher | tail -n 1)" = "run again" ]
    do :; done

Each call stops by itself within --max-minutes (9) with a checkpoint, and its last line says
"run again" or "done"; progress and the time left go to standard error. Stages, each in a folder of
the run: `forward` and `backward`, a language model each (model/language_model.py); `classifier-0`
and so on, a fine-tuning for each of --seeds (model/mixed_objective.py); then results.json,
logits.npy and validation-logits.npy, calibrated, from which `python -m model.train --large-teacher
RUN` learns. More seeds may be asked for later: what is there is kept.

Several GPUs share the work, a language model or a fine-tuning each, when they are started by
`torchrun --nproc-per-node N -m model.large_teacher --folder RUN`; torchrun takes --run for its own.

Where time on the GPU is dear, prepare before, anywhere: --prepare-only writes reviews.npz (about 27
MB; it takes one core some minutes), and from then on the run's folder is all the data needed.
Whether the GPU is as fast as estimated shows in a minute: --max-minutes 1 says what is left.

Expected, from the literature without outside text: 94.1 % on the test half with an LSTM of this
size and virtual adversarial training (Miyato et al. 2017), 94.4 % on validation with ULMFiT from
IMDB alone, one direction (Howard and Ruder 2018, table 4). Both directions and two or three seeds
should give 94.5 to 95 % here; of 2,589 validation reviews, 95 % is uncertain by 0.8 points.
The 95.7 % of Sachan et al. 2019 are no measure: by default their code takes the test reviews for
unlabelled ones and chooses by them, https://github.com/DevSinghSachan/ssl_text_classification.

ESTIMATE for an H100 or H200 at 30 % of 400 TFLOPS dense bfloat16, the upper figures where nothing
overlaps (arithmetic in model/language_model.py and model/mixed_objective.py): language models 3.5
to 5 minutes each, a seed 3 to 6, logits of 75,000 reviews 0.2. So 10 to 16 minutes with one seed,
13 to 22 with two, 16 to 28 with three. GPU memory under 20 GB, disk 2 GB. Where cuDNN takes no
bfloat16 the LSTMs compute in TF32: up to twice as long.
"""

import copy
import json
import shutil
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import requests
import torch
import tyro

from model import checkpoint, data
from model.arguments import arguments
from model.calibration import Calibration
from model.evaluate import fit_temperature, score
from model.language_model import LanguageModel, LanguagePlan, loss_on, pretrain
from model.large_classifier import Classifier, logits_of, padded, shares_of
from model.mixed_objective import ClassifierPlan, fine_tune
from model.prepared import Reviews, prepared
from model.team import ALONE, Team, join

RESULTS = ("results.json", "logits.npy", "validation-logits.npy")
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
    artifact: Path | None = None
    """Where a copy of what `model.train --large-teacher` reads goes, as well."""
    prepare_only: Annotated[bool, tyro.conf.FlagCreatePairsOff] = False
    """Stop once the reviews are cleaned and tokenised."""
    checkpoint_steps: int = 1000
    seeds: int = 1
    """Fine-tunings whose logits are averaged."""

    # What the result depends on
    seed: int = 0
    n_words: int = 60_000
    language: LanguagePlan = field(default_factory=LanguagePlan)
    classifier: ClassifierPlan = field(default_factory=ClassifierPlan)

    def recipe(self) -> dict[str, Any]:
        """What every stage depends on, beside the data."""
        elsewhere = {
            "data", "run", "max_minutes", "artifact", "prepare_only", "checkpoint_steps", "seeds",
        }  # fmt: skip
        return {name: value for name, value in asdict(self).items() if name not in elsewhere}


def run(settings: Settings, team: Team = ALONE) -> dict[str, Any] | None:
    """Go on with the run; its results, or None if it has to be called again.

    Of a team, the first makes ready before the others begin, and alone has results.

    Raises DataError, OtherRunError, or requests.RequestException if a download fails.
    """
    stop_at = time.monotonic() + 60 * (settings.max_minutes or np.inf)
    if team.first:
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
    if not team.share(settings.seeds, lambda i: _opinion(settings, reviews, models, i, stop_at)):
        return None
    return _finish(settings, reviews, models) if team.first else None


def _language_model(
    settings: Settings, reviews: Reviews, i: int, stop_at: float
) -> LanguageModel | None:
    """The one of the i-th direction, which is trained unless it is there; None if time is up."""
    name, backward = list(DIRECTIONS.items())[i]
    return pretrain(
        settings.language, reviews.training, settings.n_words, backward, settings.seed + i,
        settings.run / name, settings.checkpoint_steps, stop_at,
    )  # fmt: skip


def _opinion(
    settings: Settings, reviews: Reviews, models: dict[str, LanguageModel], i: int, stop_at: float
) -> bool:
    """Fine-tune with the i-th seed and keep the logits of all reviews; False if time is up."""
    plan, folder = settings.classifier, settings.run / f"classifier-{i}"
    if (folder / "logits.npz").exists():
        return True
    seed = settings.seed + len(DIRECTIONS) + i
    torch.manual_seed(seed)
    forth, back = (copy.deepcopy(model.reader) for model in models.values())
    device = forth.embedding.weight.device
    shares = shares_of(reviews.training, settings.n_words).to(device)
    network = Classifier(forth, back, shares, plan.n_hidden, plan.dropout).to(device)
    some = padded(reviews.training[:: len(reviews.training) // 512 + 1], plan.max_tokens)
    network.standardise(*(part.to(device) for part in some))
    trained = fine_tune(
        plan, network, reviews.training, reviews.labels, seed, folder,
        settings.checkpoint_steps, stop_at,
    )  # fmt: skip
    if trained is None:
        return False
    training = logits_of(trained, reviews.training, plan.max_tokens)
    validation = logits_of(trained, reviews.validation, plan.max_tokens)
    np.savez(folder / "part.npz", training=training, validation=validation)
    (folder / "part.npz").replace(folder / "logits.npz")
    return True


def _finish(
    settings: Settings, reviews: Reviews, models: dict[str, LanguageModel]
) -> dict[str, Any]:
    """Average, calibrate on the validation films, measure, write."""
    opinions = [np.load(settings.run / f"classifier-{i}/logits.npz") for i in range(settings.seeds)]
    alone = [opinion["validation"].astype(np.float64) for opinion in opinions]
    labels, validation = reviews.validation_labels, np.mean(alone, axis=0)
    temperature = fit_temperature(validation, labels)
    training = np.mean([opinion["training"] for opinion in opinions], axis=0) / temperature
    np.save(settings.run / "logits.npy", training.astype(np.float32))
    np.save(settings.run / "validation-logits.npy", (validation / temperature).astype(np.float32))
    results = {
        "group_split_validation": score(Calibration(temperature, 0.7), validation, labels),
        "temperature": temperature,
        "accuracy_of_each_seed": [float(((one > 0) == (labels == 1)).mean()) for one in alone],
        "language_model_loss": {
            name: loss_on(model, reviews.validation, DIRECTIONS[name])
            for name, model in models.items()
        },
        "settings": settings.recipe() | {"seeds": settings.seeds},
    }
    text = json.dumps(results, indent=1) + "\n"
    (settings.run / "results.json").write_text(text, encoding="utf-8")
    if settings.artifact:
        for name in RESULTS:
            shutil.copy(settings.run / name, settings.artifact)
    return results


def main() -> None:
    team = join()
    try:
        results = run(tyro.cli(Settings, args=arguments()), team)
    except (data.DataError, checkpoint.OtherRunError) as error:
        sys.exit(str(error))
    except requests.RequestException as error:
        sys.exit(f"The download broke off ({error}). Run the same command to go on.")
    if results is not None:
        print(json.dumps(results, indent=1))
    if team.first:
        print("run again" if results is None else "done")


if __name__ == "__main__":
    main()
