"""Where a command writes: looked at before its work starts, which may take hours and be paid."""

import os
from pathlib import Path

from model.cloud.errors import CloudError


def check(target: Path, option: str) -> None:
    """Raises CloudError if no file can be written there."""
    folder = target.absolute().parent
    if target.is_dir():
        raise CloudError(f"{target} is a folder. Name a file in it by {option}.")
    if not folder.is_dir():
        raise CloudError(f"There is no folder {folder}. Make it, or name another file by {option}.")
    if not os.access(folder, os.W_OK):
        raise CloudError(f"Nothing may be written into {folder}. Name another file by {option}.")
