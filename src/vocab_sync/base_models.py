"""A folder of base models resized to the symbols of a tree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vocab_sync.errors import UserError


def find_base(folder: Path) -> Mapping[str, Path]:
    """Return the resized base models that ``folder`` holds, by file name.

    Raises:
        UserError: no such folder, or none in it.
    """
    if not folder.is_dir():
        raise UserError(folder, "no such folder", "give --base the folder of the resized base models")
    found = {path.name: path.resolve() for path in folder.iterdir() if path.suffix in (".ckpt", ".pth")}
    if not found:
        raise UserError(folder, "holds no base model", "give the resized files upstream's names")
    return found
