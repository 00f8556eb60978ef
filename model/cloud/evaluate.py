"""`evaluate`: measure a model here, before it goes into the registry."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model.artifact import DEFAULT_ARTIFACT, load_artifact
from model.cloud.errors import CloudError
from model.cloud.names import REFERENCE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Evaluate:
    """Measure a model on labelled reviews, on this machine; nothing in the account changes.

    --data takes a CSV or parquet file with the columns text and label, or the training data itself
    (the .tar.gz archive or its folder of parquet files), of which the validation films are used.
    """

    data: Path
    artifact: Path = DEFAULT_ARTIFACT
    """The model to measure; by default the one that ships."""
    reference: bool = False
    """Also keep length, unknown words and probability of each review beside the model, without any
    text, for `monitor` to compare with; `register` takes them along."""

    def run(self) -> None:
        from model import evaluate  # scipy, for this command alone
        from model.cloud import drift
        from model.contract.clean import clean
        from model.predict import Predictor

        loaded = load_artifact(self.artifact)
        texts, labels = _reviews(self.data)
        probability = evaluate.probabilities(Predictor(loaded), texts)
        measured = evaluate.figures(evaluate.judge(loaded.calibration, probability, labels), labels)
        for name, value in measured.items():
            print(f"{name:17} {value}")
        if self.reference:
            cleaned = [clean(text).text for text in texts]
            reviews = drift.measure(loaded.tokenizer, cleaned, probability)
            drift.save(self.artifact / REFERENCE, reviews, loaded.version)
            print(f"Wrote {self.artifact / REFERENCE}", file=sys.stderr)


def _reviews(source: Path) -> "tuple[list[str], NDArray[np.int64]]":
    from model import data
    from model.labelled import read_labelled

    if source.is_dir() or source.suffix == ".gz":
        try:
            frame = data.split_by_movie(data.load(source))[1]
        except data.DataError as error:
            raise CloudError(str(error)) from error
    else:
        frame = read_labelled(source)
    return frame.text.tolist(), frame.label.to_numpy()
