"""`status`: what of a stage is in the account, and what it costs."""

from dataclasses import dataclass

from model.cloud.account import Account
from model.cloud.errors import NotThere
from model.cloud.inventory import bucket, find
from model.cloud.prices import SOURCE
from model.cloud.settings import Place


@dataclass(frozen=True)
class Status:
    """Show what of this stage is in the account now, found by its tags, and what it costs."""

    place: Place
    endpoint_name: bool = False
    """Print nothing but the name of the endpoint that the API asks, as `deploy` stored it."""

    def run(self) -> None:
        account = Account(self.place)
        if self.endpoint_name:
            print(_stored_name(account))
            return
        found = [*find(account), *bucket(account)]
        for each in found:
            print(f"  {each.kind:20} {each.name:46} {each.detail}".rstrip())
        if found:
            print(f"Costs are {SOURCE}.")
        else:
            print(f"Nothing of stage {self.place.stage} is in {self.place.region}.")


def _stored_name(account: Account) -> str:
    names = [account.names.endpoint_parameter]
    for parameter in account.client("ssm").get_parameters(Names=names)["Parameters"]:
        return str(parameter["Value"])
    raise NotThere(
        f"No endpoint of stage {account.place.stage} is known. "
        f"`python -m model.cloud deploy --stage {account.place.stage}` makes one."
    )
