"""`register`: put a trained artifact into the registry, and approve it."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from model.artifact import DEFAULT_ARTIFACT, Artifact, load_artifact
from model.cloud import bundle, image, registry, storage
from model.cloud.account import Account
from model.cloud.errors import CloudError
from model.cloud.names import REFERENCE
from model.cloud.plan import Item, show
from model.cloud.registry import Package
from model.cloud.settings import Place, Registering, Serving

_BESIDE = ("metrics.json", "README.md", REFERENCE)  # readable without unpacking


@dataclass(frozen=True)
class Register:
    """Put a trained model into SageMaker's registry, with what it scored and came from.

    Stored are its metrics, the hash of its data, the commit of its code, its container image and a
    model card. `deploy` takes approved versions only: one whose accuracy reaches the stage's bar
    is approved at once, another by --approve. The same artifact is never registered twice;
    figures of validation that it got since are stored with it.
    """

    place: Place
    registering: Registering
    serving: Serving
    artifact: Path = DEFAULT_ARTIFACT
    """The trained model's folder, or a model.tar.gz that a training job left."""
    approve: bool = False
    """Approve it whatever it scored: you have looked at it."""
    dry_run: bool = False
    """Print what would be made, and make nothing."""

    def run(self) -> None:
        with TemporaryDirectory() as folder:
            artifact = self.artifact
            if artifact.is_file():
                artifact = bundle.unpack(artifact, Path(folder) / "artifact")
            self._register(artifact, Path(folder))

    def _register(self, folder: Path, work: Path) -> None:
        account, artifact = Account(self.place), load_artifact(folder)
        if self.dry_run:
            show(self._plan(account, artifact), self.place.region)
            return
        if not storage.exists(account):
            raise CloudError(
                f"There is no bucket {account.bucket}. Make it with `python -m model.cloud setup "
                f"--stage {self.place.stage}`."
            )
        self._put_beside(account, artifact, folder)
        package = self._known(account, artifact) or self._new(account, artifact, folder, work)
        if not package.approved and self._may_be_approved(artifact):
            package = registry.approve(account, package)
        print(f"Registered in {account.names.package_group}: {package}")
        print(f"It comes from {package.lineage}.")
        if not package.approved:
            print(
                f"Its accuracy is under {self.registering.approve_from}: a person decides. "
                "To approve it, run this again with --approve."
            )

    def _known(self, account: Account, artifact: Artifact) -> Package | None:
        wanted = self.serving.image
        for package in registry.packages(account):
            if package.artifact_version == artifact.version and wanted in ("", package.image):
                return package
        return None

    def _new(self, account: Account, artifact: Artifact, folder: Path, work: Path) -> Package:
        packed = bundle.pack(folder, work / bundle.NAME)
        used = self.serving.image or image.newest(account)
        model_data = storage.upload(account, packed, f"{_place(artifact)}/{bundle.NAME}")
        return registry.register(account, artifact, model_data, used)

    def _put_beside(self, account: Account, artifact: Artifact, folder: Path) -> None:
        """Of a known version too: its reference may have been made since."""
        for name in _BESIDE:
            if (folder / name).is_file():
                storage.upload(account, folder / name, f"{_place(artifact)}/{name}")

    def _may_be_approved(self, artifact: Artifact) -> bool:
        accuracy: float = artifact.metrics["group_split_validation"]["accuracy"]
        return self.approve or accuracy >= self.registering.approve_from

    def _plan(self, account: Account, artifact: Artifact) -> list[Item]:
        status = registry.APPROVED if self._may_be_approved(artifact) else registry.PENDING
        return [
            Item("S3 objects", account.s3(_place(artifact), ""), "model, metrics, card"),
            Item("model package group", account.names.package_group),
            Item("model package", f"artifact {artifact.version}", status),
        ]


def _place(artifact: Artifact) -> str:
    return f"models/{artifact.config.name}-{artifact.version}"
