"""`setup`: what a stage needs once. None of it costs anything while empty."""

from dataclasses import dataclass

from model.cloud import image, role, storage
from model.cloud.account import Account
from model.cloud.plan import Item, show
from model.cloud.settings import Place


@dataclass(frozen=True)
class Setup:
    """Make the stage's bucket, image repository and SageMaker's role: once, before all else.

    The bucket is private, encrypted and speaks HTTPS only. The role may use this stage's bucket,
    image repository and logs, and nothing more. Give --role or --bucket to use your own instead.
    """

    place: Place
    dry_run: bool = False
    """Print what would be made, and make nothing."""

    def run(self) -> None:
        account = Account(self.place)
        if self.dry_run:
            show(self._plan(account), self.place.region)
            return
        if not self.place.bucket:
            storage.ensure(account)
        if not self.place.role:
            role.ensure(account)
        image.ensure_repository(account)
        print(f"Bucket {account.bucket} and role {account.role_arn} are ready.")

    def _plan(self, account: Account) -> list[Item]:
        own_bucket = [] if self.place.bucket else [Item("S3 bucket", account.bucket, "private")]
        own_role = [] if self.place.role else [Item("IAM role", account.names.role, "least rights")]
        images = Item("ECR repository", account.names.repository, "images are scanned when pushed")
        return [*own_bucket, *own_role, images]
