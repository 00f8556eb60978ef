"""How many virtual processors a machine of SageMaker has, by the end of its type's name."""

_OF_SIZE = {"medium": 2, "large": 2, "xlarge": 4, "2xlarge": 8, "4xlarge": 16}
_LEAST = 2


def of(instance_type: str) -> int:
    """Of an unknown size, as many as the smallest has."""
    return _OF_SIZE.get(instance_type.rpartition(".")[2], _LEAST)
