"""What a command would make and what it costs, printed by --dry-run."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.cloud.prices import SOURCE


@dataclass(frozen=True)
class Item:
    """One thing in the account."""

    kind: str
    name: str
    detail: str = ""
    dollars_per_hour: float | None = 0.0  # None: the price table does not know


def show(items: Sequence[Item], where: str) -> None:
    print(f"Would be there afterwards, in {where}:")
    for item in items:
        print(f"  {item.kind:18} {item.name:46} {item.detail}".rstrip())
    print(_cost(items))


def _cost(items: Sequence[Item]) -> str:
    if all(item.dollars_per_hour == 0 for item in items):
        return "Costs nothing while idle, but for what is stored."
    total = sum(item.dollars_per_hour or 0 for item in items)
    unknown = [item.name for item in items if item.dollars_per_hour is None]
    more = f", and {', '.join(unknown)}, whose price is not in prices.toml" if unknown else ""
    return f"Costs ${total:.3f} an hour while it stands{more} ({SOURCE})."
