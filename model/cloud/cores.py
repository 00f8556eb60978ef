"""How many virtual processors a machine of SageMaker has, by the end of its type's name."""

import re

_OF_XLARGE, _LEAST = 4, 2


def of(instance_type: str) -> int:
    """Four for each xlarge; of an unknown size, as many as the smallest has."""
    xlarge = re.search(r"\.(\d*)xlarge$", instance_type)
    return _OF_XLARGE * int(xlarge[1] or 1) if xlarge else _LEAST
