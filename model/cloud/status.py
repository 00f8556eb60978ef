"""`status`: what of a stage is in the account, and what it costs."""

from dataclasses import dataclass

from model.cloud.account import Account
from model.cloud.inventory import find
from model.cloud.prices import SOURCE
from model.cloud.settings import Place


@dataclass(frozen=True)
class Status:
    """Show what of this stage is in the account now, found by its tags, and what it costs."""

    place: Place

    def run(self) -> None:
        found = find(Account(self.place))
        for each in found:
            print(f"  {each.kind:20} {each.name:44} {each.detail}".rstrip())
        if found:
            print(f"Costs are an {SOURCE}.")
        else:
            print(f"Nothing of stage {self.place.stage} is in {self.place.region}.")
