"""`rollback`: back to the configuration that the endpoint had before."""

from dataclasses import dataclass

from model.cloud import endpoint
from model.cloud.account import Account
from model.cloud.errors import NotThere
from model.cloud.settings import Place, Serving


@dataclass(frozen=True)
class Rollback:
    """Move the endpoint back to the version it served before; run twice, to the newer one again.

    A real-time endpoint goes back the careful way, by a canary. When an alarm rings during a
    deployment, SageMaker does this by itself; this is for what no alarm noticed.
    """

    place: Place
    serving: Serving
    dry_run: bool = False
    """Print where it would go."""

    def run(self) -> None:
        account = Account(self.place)
        found = endpoint.get(account, account.names.endpoint)
        if found is None:
            raise NotThere(f"There is no endpoint {account.names.endpoint} to take back.")
        config = endpoint.previous_config(account, found)
        if config is None:
            raise NotThere(f"{account.names.endpoint} has served nothing else yet.")
        print(f"{account.names.endpoint}: from {found.endpoint_config_name} to {config}")
        if not self.dry_run:
            endpoint.move(account, found, config, self.serving)
