"""Words of an explanation, from one row for each."""

from collections.abc import Sequence

from model.contract.schema import Words, WordShare


def columns(rows: Sequence[WordShare]) -> Words:
    return Words(
        start=[row.start for row in rows],
        end=[row.end for row in rows],
        share=[row.share for row in rows],
        so_far=[row.so_far for row in rows],
    )
