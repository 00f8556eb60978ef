"""`deploy`: serve an approved model behind a private endpoint."""

from dataclasses import dataclass

from model.cloud import alarms, endpoint, hosting, logs, names, prices, registry, scaling
from model.cloud.account import Account
from model.cloud.hosting import Hosting
from model.cloud.plan import Item, show
from model.cloud.settings import Place, Serving


@dataclass(frozen=True)
class Deploy:
    """Serve an approved model behind a private endpoint, or move the endpoint to another version.

    --mode serverless (nothing to pay while idle), real-time (always on, scaled by load; a new
    version gets a tenth of the capacity first, and an alarm takes it back) or async (a queue for
    spikes, in an endpoint of its own beside the one that the API asks).

    Endpoints are private by nature: they have no address of their own, and every call is signed
    with AWS credentials that may call it. Serverless ones know neither --subnets nor network
    isolation nor data capture; choose real-time for those.
    """

    place: Place
    serving: Serving
    version: int | None = None
    """Which registered version; the newest approved one if left out."""
    force: bool = False
    """Also a version that nobody approved."""
    dry_run: bool = False
    """Print what would be made and what it costs, and make nothing."""

    def run(self) -> None:
        account = Account(self.place)
        package = registry.choose(account, self.version, self.force)
        wanted = Hosting(account, package, self.serving)
        if self.dry_run:
            show(self._plan(wanted), self.place.region)
            return
        hosting.ensure_model(wanted)
        hosting.ensure_config(wanted)
        self._bring_up(wanted)
        self._tell(wanted)

    def _bring_up(self, wanted: Hosting) -> None:
        account, name = wanted.account, wanted.endpoint_name
        found = endpoint.get(account, name)  # first: beside somebody else's nothing is made
        logs.ensure(account, name)
        if self.serving.mode == "real-time":
            alarms.ensure(account, name)
        if found is None:
            endpoint.create(account, name, wanted.config_name)
        elif found.endpoint_config_name != wanted.config_name:
            endpoint.move(account, found, wanted.config_name, self.serving)
        else:  # an earlier run of the command has asked for it, and may not have seen the end
            endpoint.wait(account, found, wanted.config_name)
        if self.serving.mode != "serverless":
            scaling.ensure(account, name, self.serving)

    def _tell(self, wanted: Hosting) -> None:
        account = wanted.account
        print(f"{wanted.endpoint_name} serves {wanted.package}, {self.serving.mode}.")
        if self.serving.mode == "async":
            return
        account.client("ssm").put_parameter(
            Name=account.names.endpoint_parameter,
            Value=wanted.endpoint_name,
            Type="String",
            Overwrite=True,
        )
        account.client("ssm").add_tags_to_resource(
            ResourceType="Parameter",
            ResourceId=account.names.endpoint_parameter,
            Tags=names.as_list(account.tags),
        )
        print(
            f"The API finds it by that name: cd serverless && npx osls deploy "
            f"--stage {self.place.stage} --region {self.place.region}"
        )

    def _plan(self, wanted: Hosting) -> list[Item]:
        name, serving = wanted.endpoint_name, self.serving
        items = [
            Item("model", wanted.model_name, str(wanted.package)),
            Item("endpoint config", wanted.config_name, self._size()),
            Item("endpoint", name, serving.mode, wanted.dollars_per_hour),
            Item("log group", logs.group(name), "kept for 30 days"),
        ]
        if serving.mode == "real-time":
            hourly = alarms.MONTHLY_DOLLARS / 730
            items += [Item("alarm", each, "", hourly) for each in alarms.names_of(name)]
        if serving.mode != "serverless":
            most = f"{serving.min_instances} to {serving.max_instances} instances"
            items.append(Item("autoscaling", name, most))
        return items

    def _size(self) -> str:
        serving = self.serving
        if serving.mode != "serverless":
            return f"{serving.instance_type}, {serving.min_instances} at least"
        worker = prices.serverless_second(serving.memory_mb) * 3600
        return (
            f"{serving.memory_mb} MB; ${worker:.3f} for an hour of work, at most "
            f"{serving.max_concurrency} at a time"
        )
