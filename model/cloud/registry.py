"""The model registry: which versions there are, what they scored, and which are approved."""

from dataclasses import dataclass
from typing import Any

from model.artifact import Artifact
from model.cloud import model_card, names, storage
from model.cloud.account import Account
from model.cloud.errors import NotThere

APPROVED, PENDING = "Approved", "PendingManualApproval"
_INSTANCES = ["ml.c5.large", "ml.c5.xlarge", "ml.m5.large", "ml.m5.xlarge"]


@dataclass(frozen=True)
class Package:
    """One registered version of the model."""

    arn: str
    number: int
    status: str
    image: str
    model_data: str
    metadata: dict[str, str]

    @property
    def artifact_version(self) -> str:
        return self.metadata.get("artifact_version", "unknown")

    @property
    def lineage(self) -> str:
        """Where it came from."""
        known = {name: self.metadata.get(name, "unknown") for name in ("git_commit", "data_hash")}
        job = self.metadata.get("training_job")
        made = f"training job {job}" if job else "trained outside SageMaker"
        return f"commit {known['git_commit']}, data {known['data_hash'][:12]}, {made}"

    @property
    def approved(self) -> bool:
        return self.status == APPROVED

    def __str__(self) -> str:
        return f"version {self.number} (artifact {self.artifact_version}, {self.status})"


def packages(account: Account) -> list[Package]:
    """All versions, newest first."""
    client, group = account.client("sagemaker"), account.names.package_group
    pages = client.get_paginator("list_model_packages").paginate(ModelPackageGroupName=group)
    arns = [each["ModelPackageArn"] for page in pages for each in page["ModelPackageSummaryList"]]
    return sorted((_package(account, arn) for arn in arns), key=lambda each: -each.number)


def choose(account: Account, number: int | None, force: bool) -> Package:
    """The version asked for, else the newest that is approved; with `force` also another.

    Raises NotThere if there is none.
    """
    there = packages(account)
    known = [package for package in there if number in (None, package.number)]
    usable = [package for package in known if package.approved or force]
    if usable:
        return usable[0]
    hint = f"Run `python -m model.cloud register --stage {account.place.stage}` first."
    if there and not known:
        names = ", ".join(map(str, reversed(there)))
        raise NotThere(f"There is no version {number} in {account.names.package_group}: {names}.")
    if known:
        hint = f"There is {known[0]}: look at it, then `register --approve`; or deploy --force."
    raise NotThere(f"No approved model is registered in {account.names.package_group}. {hint}")


def register(account: Account, artifact: Artifact, model_data: str, image: str) -> Package:
    """Add a version, not yet approved."""
    _ensure_group(account)
    # Not the SDK's ModelPackage.create: 2.27 looks for a name in the answer, which has an ARN.
    created = account.client("sagemaker").create_model_package(
        ModelPackageGroupName=account.names.package_group,
        ModelPackageDescription=f"{artifact.config.name} {artifact.version}",
        ModelApprovalStatus=PENDING,
        InferenceSpecification=_inference(image, model_data),
        CustomerMetadataProperties=_metadata(artifact),
        ModelMetrics=_metrics(model_data),
        ModelCard={
            "ModelCardContent": model_card.content(artifact, model_data, image),
            "ModelCardStatus": "Draft",
        },
    )
    return _package(account, created["ModelPackageArn"])


def approve(account: Account, package: Package) -> Package:
    resource = account.sdk.ModelPackage.get(package.arn, **account.sdk_session)
    resource.update(
        model_approval_status=APPROVED,
        customer_metadata_properties=package.metadata,  # stays on AWS; moto would lose it
    )
    return _package(account, package.arn)


def _ensure_group(account: Account) -> None:
    groups, name = account.sdk.ModelPackageGroup, account.names.package_group
    known = groups.get_all(name_contains=name, **account.sdk_session)
    if not any(group.model_package_group_name == name for group in known):
        groups.create(
            model_package_group_name=name,
            model_package_group_description="Review sentiment: one version for each training.",
            tags=names.as_sdk_list(account.tags),
            **account.sdk_session,
        )


def _inference(image: str, model_data: str) -> dict[str, Any]:
    types = ["application/json", "application/jsonlines"]
    return {
        "Containers": [{"Image": image, "ModelDataUrl": model_data}],
        "SupportedContentTypes": types,
        "SupportedResponseMIMETypes": types,
        "SupportedRealtimeInferenceInstanceTypes": _INSTANCES,
        "SupportedTransformInstanceTypes": _INSTANCES,
    }


def _metadata(artifact: Artifact) -> dict[str, str]:
    """What tells where it came from; each at most 256 characters.

    SageMaker links a package to its job by the address of the job's model.tar.gz. Ours is packed
    anew, so that the same model is the same bytes, and these fields are the link.
    """
    training, measured = artifact.metrics["training"], artifact.metrics["group_split_validation"]
    found = {
        "artifact_version": artifact.version,
        "data_hash": training["data_hash"],
        "git_commit": training["commit"],
        **({"training_job": training["job"]} if "job" in training else {}),
        **{name: measured[name] for name in ("n", "accuracy", "ece", "nll")},
    }
    return {name: str(value)[:256] for name, value in found.items()}


def _metrics(model_data: str) -> dict[str, Any]:
    place = {"ContentType": "application/json", "S3Uri": storage.beside(model_data, "metrics.json")}
    return {"ModelQuality": {"Statistics": place}}


def _package(account: Account, arn: str) -> Package:
    found = account.client("sagemaker").describe_model_package(ModelPackageName=arn)
    [container] = found["InferenceSpecification"]["Containers"]
    return Package(
        arn=arn,
        number=int(found["ModelPackageVersion"]),
        status=found["ModelApprovalStatus"],
        image=container["Image"],
        model_data=container["ModelDataUrl"],
        metadata=found.get("CustomerMetadataProperties", {}),
    )
