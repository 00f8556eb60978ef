"""`tune`: a tuning job, which tries settings of model/train.py within ranges."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from model.cloud import names, training_data
from model.cloud.account import Account, quiet_sdk
from model.cloud.errors import CloudError
from model.cloud.plan import Item, show
from model.cloud.settings import Place, Training
from model.cloud.training import source
from model.cloud.training.trainer import (
    CHANNEL,
    METRICS,
    OBJECTIVE,
    Job,
    dollars_per_hour,
    hyperparameter,
    trainer,
)

if TYPE_CHECKING:
    from sagemaker.core.parameter import ParameterRange

_REQUEST = "provide-client-params.sagemaker.CreateHyperParameterTuningJob"
_Range = tuple[str, float, float]


@dataclass(frozen=True)
class Tune:
    """Try settings of model/train.py within ranges, in parallel training jobs.

    The best by validation accuracy is named in the SageMaker console and by
    `aws sagemaker describe-hyper-parameter-tuning-job`.
    """

    place: Place
    training: Training
    data: Path = Path("data/aclImdb_v1.tar.gz")
    """As for `train`."""
    run_name: str = "tuning"
    """Names the jobs and their checkpoints."""
    ranges: tuple[str, ...] = ("plan.learning_rate=0.001:0.01", "plan.n_hidden=32:96")
    """As name=low:high; whole numbers stay whole."""
    settings: tuple[str, ...] = ()
    """Options of `python -m model.train` that all jobs share, as name=value."""
    jobs: int = 8
    at_once: int = 2
    dry_run: bool = False
    """Print what would be made and what it costs, and start nothing."""

    def run(self) -> None:
        account = Account(self.place)
        job = Job(self.run_name, self.data, self.settings, one_of_many=True)
        if self.dry_run:
            show([self._item(account)], self.place.region)
            return
        ranges = [_range(text) for text in self.ranges]
        account.session.events.register(_REQUEST, self._encrypt)
        quiet_sdk()
        from sagemaker.core.training.configs import InputData
        from sagemaker.train.tuner import HyperparameterTuner

        address = training_data.upload(account, job.data)
        with TemporaryDirectory() as folder:
            code = source.stage(Path(folder) / "code")
            tuner = HyperparameterTuner(
                trainer(account, self.training, job, code),
                OBJECTIVE,
                {name: _parameter(low, high) for name, low, high in ranges},
                [{"Name": name, "Regex": regex} for name, regex in METRICS.items()],
                max_jobs=self.jobs,
                max_parallel_jobs=self.at_once,
                base_tuning_job_name=f"{self.place.stage}-{self.run_name}"[:20],
                tags=names.as_list(account.tags),
            )
            channel = InputData(channel_name=CHANNEL, data_source=address)
            tuner.tune([channel], wait=False)
        print(f"{tuner.latest_tuning_job.hyper_parameter_tuning_job_name} has started.")

    def _encrypt(self, params: dict[str, Any], **_: Any) -> None:
        """The SDK's tuner forgets the key of the machines' disks."""
        if key := self.place.kms_key:
            params["TrainingJobDefinition"]["ResourceConfig"]["VolumeKmsKeyId"] = key

    def _item(self, account: Account) -> Item:
        detail = f"{self.jobs} jobs, {self.at_once} at once, {self.training.instance_type}"
        price = dollars_per_hour(self.training, self.at_once)
        return Item("tuning job", f"{account.names.prefix}-{self.run_name}", detail, price)


def _range(text: str) -> _Range:
    """Name, low and high. Raises CloudError."""
    name, bounds = hyperparameter(text)
    low, _, high = bounds.partition(":")
    try:
        whole = low.isdigit() and high.isdigit()
        return (name, int(low), int(high)) if whole else (name, float(low), float(high))
    except ValueError as error:
        raise CloudError(f"A range is name=low:high, plan.n_hidden=32:96, not {text}.") from error


def _parameter(low: float, high: float) -> "ParameterRange":
    from sagemaker.core.parameter import ContinuousParameter, IntegerParameter

    return (IntegerParameter if isinstance(low, int) else ContinuousParameter)(low, high)
