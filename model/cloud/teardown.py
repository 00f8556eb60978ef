"""`teardown`: delete everything of a stage that costs money, found by its tags."""

import sys
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from model.cloud.account import Account
from model.cloud.errors import CloudError, sentence
from model.cloud.inventory import Found, bucket, find
from model.cloud.settings import Place


@dataclass(frozen=True)
class Teardown:
    """Delete everything of this stage: endpoints with their scaling and alarms, models, registry,
    images, logs and role; running jobs are stopped.

    All of it is found by its tags, so nothing else is touched. The bucket, with data, models and
    captured reviews, is kept unless --with-data is given. What it missed is found by the next run.
    """

    place: Place
    with_data: bool = False
    """Also the bucket and all that is in it. There is no way back."""
    dry_run: bool = False
    """Print what would be deleted, and delete nothing."""

    def run(self) -> None:
        account = Account(self.place)
        found = self._find(account)
        for each in found:
            print(f"{'Would delete' if self.dry_run else 'Deleting'} {each.kind} {each.name}")
            if not self.dry_run:
                self._delete(each)
        if not self.dry_run:
            self._check(account)

    def _delete(self, found: Found) -> None:
        """One that fails must not keep the others, which may cost more."""
        try:
            found.delete()
        except (BotoCoreError, ClientError) as error:
            print(f"  not deleted: {sentence(error)}", file=sys.stderr)

    def _check(self, account: Account) -> None:
        left = self._find(account)
        if left:
            names = ", ".join(f"{each.kind} {each.name}" for each in left)
            raise CloudError(f"Still there: {names}. Run this again, or look in the AWS console.")
        print(f"Nothing of stage {self.place.stage} is left{self._kept(account)}.")

    def _kept(self, account: Account) -> str:
        kept = [each.name for each in bucket(account)]
        return f", but the bucket {kept[0]}: --with-data deletes it" if kept else ""

    def _find(self, account: Account) -> list[Found]:
        return find(account) + (list(bucket(account)) if self.with_data else [])
