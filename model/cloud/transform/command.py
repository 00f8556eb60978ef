"""`transform`: judge every row of a CSV file by Batch Transform."""

from dataclasses import dataclass
from pathlib import Path

import tyro

from model.cloud import outputs, prices
from model.cloud.account import Account
from model.cloud.errors import CloudError, NotThere, if_there
from model.cloud.settings import Place
from model.cloud.transform import answers, shards, table
from model.cloud.transform.batch import Batch, Machines
from model.cloud.transform.table import Table

_STARTUP_S = 240  # before the first request, paid as well
# One core. README's table of speed has "model server, over HTTP" at 9,604 reviews a second on two
# cores. They have 230 words each, some 1,215 bytes, which makes 5.8 million bytes for a core; half
# of that, for a slower machine and for what is around the texts.
_BYTES_PER_SECOND = 2_900_000
_SHARDS_PER_INSTANCE = 4  # at least: instances share the work by shard
_SHARD_BYTES = 16_000_000  # at most


@dataclass(frozen=True)
class Transform:
    """Judge every row of a CSV file by Batch Transform, for files beyond one machine.

    Writes the file again with the verdicts beside its own columns, one row for each row. What was
    answered stays in S3 for some weeks: run the same command again after whatever broke off, and
    only what is missing is done. Needs a deployed model, which is left alone: the job has machines
    of its own, gone when it ends.
    """

    place: Place
    reviews: tyro.conf.Positional[Path]
    """A CSV file in UTF-8 with a header."""
    column: str = "text"
    """The column with the reviews."""
    delimiter: str = ","
    """The character between columns."""
    out: Path | None = None
    """Where the answers go; by default NAME.scored.csv beside the file."""
    model: str = ""
    """The name of a SageMaker model; by default the one behind the stage's endpoint."""
    instance_type: str = "ml.c5.xlarge"
    instances: int = 1
    attempts: int = 3
    """Jobs to run, each with the shards that the one before could not answer."""
    max_dollars: float = 10.0
    """Refuse to start what is estimated to cost more."""
    dry_run: bool = False
    """Print the estimate, and start nothing."""

    def run(self) -> None:
        self._check()
        found = table.look(self.reviews, self.column, self.delimiter)
        self._estimate(found)
        if self.dry_run:
            return
        account = Account(self.place)
        machines = Machines(self.instance_type, self.instances, self._cores)
        batch = Batch(account, self.model or _deployed(account), machines, found.sha256)
        batch.upload(shards.cut(found, self._shard_bytes(found)))
        batch.run(self.attempts)
        answers.write(found, batch.answers(), self._target)
        print(f"{found.n_rows:,} rows with their verdicts are in {self._target}.")

    def _check(self) -> None:
        """Raises CloudError if an option makes no sense: before anything is paid."""
        if self.instances < 1 or self.attempts < 1:
            raise CloudError("--instances and --attempts must be at least 1.")
        if len(self.delimiter) != 1 or self.delimiter in '"\r\n':
            raise CloudError(
                "--delimiter must be one character, such as ';' (a tab is $'\\t' in most shells), "
                "and neither a quotation mark nor the end of a line."
            )
        outputs.check(self._target, "--out")

    @property
    def _target(self) -> Path:
        return self.out or self.reviews.with_suffix(".scored.csv")

    @property
    def _cores(self) -> int:
        return prices.cores(self.instance_type)

    def _shard_bytes(self, found: Table) -> int:
        return min(_SHARD_BYTES, found.n_bytes // (_SHARDS_PER_INSTANCE * self.instances) + 1)

    def _estimate(self, found: Table) -> None:
        """Print how long it takes and what it costs; raises CloudError if that is too much."""
        work = found.n_bytes / (_BYTES_PER_SECOND * self._cores * self.instances)
        hours = (_STARTUP_S + work) / 3600
        price = prices.instance_hour(self.instance_type)
        size = f"{found.n_rows:,} rows, {found.n_bytes / 1e6:,.1f} MB"
        on = f"on {self.instances} x {self.instance_type} about {60 * hours:.0f} minutes"
        if price is None:
            print(f"{size}: {on}, at a price that is not in model/cloud/prices.toml.")
            return
        dollars = price * hours * self.instances
        print(f"{size}: {on}, ${dollars:.2f} ({prices.SOURCE}).")
        if dollars > self.max_dollars:
            raise CloudError(
                f"That is more than --max-dollars {self.max_dollars:g}. Raise it to go on."
            )


def _deployed(account: Account) -> str:
    """The model behind the stage's endpoint."""
    sagemaker = account.client("sagemaker")
    endpoint = if_there(sagemaker.describe_endpoint, EndpointName=account.names.endpoint)
    if not endpoint:
        raise NotThere(
            f"There is no endpoint {account.names.endpoint} whose model could be used. "
            "Deploy one, or name a model with --model."
        )
    config = sagemaker.describe_endpoint_config(EndpointConfigName=endpoint["EndpointConfigName"])
    return str(config["ProductionVariants"][0]["ModelName"])
