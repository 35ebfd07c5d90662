"""A file that appears whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A temporary sibling of ``target``, open for writing and reading."""

    target: Path
    path: Path
    file: IO[bytes]

    def sync(self) -> None:
        """Bring what was written onto the disk, with the permission bits of an existing target."""
        self.file.flush()
        os.fsync(self.file.fileno())
        if self.target.exists():
            shutil.copymode(self.target, self.path)

    def publish(self) -> None:
        """Take the place of the target; ``sync`` first, or the rename may reach the disk before the data."""
        self.file.close()
        self.path.replace(self.target)


@contextmanager
def stage(target: Path) -> Iterator[StagedFile]:
    """Open a temporary file beside ``target``, which vanishes at the end unless it was published.

    Raises:
        OSError: the folder cannot be written.
    """
    path = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    with path.open("x+b") as file:
        try:
            yield StagedFile(target, path, file)
        except OSError as error:
            if error.filename in (None, str(path)):
                error.filename = str(target)  # the name that the user knows
            raise
        finally:
            file.close()
            path.unlink(missing_ok=True)
