"""`monitor`: whether what comes in is still like what the model was validated on."""

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from model.artifact import Artifact, load_artifact
from model.cloud import bundle, captured, outputs, registry, storage
from model.cloud.account import Account
from model.cloud.captured import Judged
from model.cloud.errors import CloudError, NotThere
from model.cloud.names import REFERENCE
from model.cloud.registry import Package
from model.cloud.settings import Place
from model.contract.clean import clean

if TYPE_CHECKING:
    from model.cloud.drift import Reviews

AT_LEAST = 100  # reviews: fewer say nothing of a distribution
_DRIFT_STATUS = 3
_MOST_DAYS = 3650


@dataclass(frozen=True)
class Monitor:
    """Compare the captured reviews with those of validation: length, unknown words, probability.

    Writes a page with plots and prints the figures. Ends with status 3 if one of them drifts, so
    that a schedule can tell somebody. Needs `deploy --mode real-time` with a capture percentage
    above 0, and figures of validation, which `evaluate --reference` makes before `register`.
    """

    place: Place
    days: float = 7
    """How far to look back."""
    version: int | None = None
    """The registered version that answered; the newest approved one if left out."""
    report: Path = Path("drift.html")
    """Where the page goes."""

    def run(self) -> None:
        outputs.check(self.report, "--report")
        if not 0 < self.days <= _MOST_DAYS:
            raise CloudError(f"--days must be above 0 and at most {_MOST_DAYS:,}.")
        account = Account(self.place)
        package = registry.choose(account, self.version, force=False)
        reference = _reference(account, package)
        found = list(captured.judged(account, self.days))
        if len(found) < AT_LEAST:
            raise NotThere(
                f"Only {len(found)} reviews were captured in {self.days:g} days, and {AT_LEAST} "
                "are needed. Capturing needs --mode real-time and --capture-percent above 0."
            )
        current = _measure(_artifact(account, package), found)
        if self._report(package, reference, current):
            sys.exit(_DRIFT_STATUS)

    def _report(self, package: Package, reference: "Reviews", current: "Reviews") -> bool:
        """Whether anything drifts."""
        from model.cloud import drift, drift_report  # scipy and altair, for this command alone

        comparisons = drift.compare(reference, current)
        for each in comparisons:
            numbers = f"PSI {each.psi:.3f}, KS {each.ks:.3f}, p {each.p_value:.2g}"
            print(f"  {drift.FIGURES[each.figure]:26} {numbers}: {each.verdict}")
        title = f"Drift of {self.place.stage}, {package}"
        self.report.write_text(
            drift_report.page(title, reference, current, comparisons), encoding="utf-8"
        )
        print(f"{len(current):,} reviews; {self.report} has the plots.")
        return any(each.verdict == "drift" for each in comparisons)


def _reference(account: Account, package: Package) -> "Reviews":
    from model.cloud import drift

    content = storage.read(account, storage.beside(package.model_data, REFERENCE))
    try:
        return drift.read(content or b"", package.artifact_version)
    except ValueError as error:
        raise NotThere(
            f"There are no figures of validation for {package}. Make them with `python -m "
            "model.cloud evaluate --data … --reference` and register it once more."
        ) from error


def _artifact(account: Account, package: Package) -> Artifact:
    """The model that answered, out of the registry: its words are what `unknown` counts."""
    content = storage.read(account, package.model_data)
    if content is None:
        raise NotThere(f"The model of {package} is gone from {package.model_data}.")
    with TemporaryDirectory() as folder:
        archive = Path(folder) / bundle.NAME
        archive.write_bytes(content)
        return load_artifact(bundle.unpack(archive, Path(folder) / "artifact"))


def _measure(artifact: Artifact, found: list[Judged]) -> "Reviews":
    import numpy as np

    from model.cloud import drift

    probability = np.array([each.probability for each in found])
    return drift.measure(artifact.tokenizer, [clean(j.text).text for j in found], probability)
