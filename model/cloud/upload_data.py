"""`data`: bring the training data into the stage's bucket."""

from dataclasses import dataclass
from pathlib import Path

from model.cloud import storage, training_data
from model.cloud.account import Account
from model.cloud.errors import CloudError
from model.cloud.plan import Item, show
from model.cloud.settings import Place


@dataclass(frozen=True)
class Data:
    """Bring the training data into the stage's bucket, for `train` and `tune` to read.

    Downloads the Large Movie Review Dataset (84 MB, checked) unless it is here already. What is in
    the bucket already is not uploaded again.
    """

    place: Place
    data: Path = Path("data/aclImdb_v1.tar.gz")
    """The archive, or a folder of train.parquet and unsup.parquet."""
    dry_run: bool = False
    """Print where it would go, and move nothing."""

    def run(self) -> None:
        from model.data import ARCHIVE_URL, DataError, download

        account = Account(self.place)
        if self.dry_run:
            show([Item("S3 objects", account.s3("data", "…", ""))], self.place.region)
            return
        try:
            if self.data.name == Path(ARCHIVE_URL).name:
                download(self.data)
        except DataError as error:
            raise CloudError(str(error)) from error
        self._upload(account)

    def _upload(self, account: Account) -> None:
        training_data.files(self.data)
        if not storage.exists(account):
            raise CloudError("There is no bucket yet: `python -m model.cloud setup` makes it.")
        print(training_data.upload(account, self.data))
