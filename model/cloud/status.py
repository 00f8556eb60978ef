"""`status`: what of a stage is in the account, and what it costs."""

from dataclasses import dataclass

from model.cloud.account import Account
from model.cloud.inventory import find
from model.cloud.settings import Place


@dataclass(frozen=True)
class Status:
    """Show what of this stage is in the account now, found by its tags."""

    place: Place

    def run(self) -> None:
        found = find(Account(self.place))
        for each in found:
            print(f"  {each.kind:18} {each.name:44} {each.detail}".rstrip())
        if not found:
            print(f"Nothing of stage {self.place.stage} is in {self.place.region}.")
