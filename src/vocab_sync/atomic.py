"""A file that appears whole or not at all, also where the power fails."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_PAUSE = 0.001
"""Seconds between asking the disk to take what was written."""


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

    @contextmanager
    def syncing(self) -> Iterator[None]:
        """Bring onto the disk what is written meanwhile, so that ``sync`` finds little left to do.

        Raises:
            OSError: the disk failed.
        """
        written = threading.Event()

        def follow() -> None:
            while not written.wait(_PAUSE):
                os.fsync(self.file.fileno())

        with ThreadPoolExecutor(1) as pool:
            following = pool.submit(follow)
            try:
                yield
            finally:
                written.set()
            following.result()  # the system tells of an error once

    def publish(self) -> None:
        """Take the place of the target; ``sync`` first, or the rename may reach the disk before the data."""
        self.file.close()
        os.replace(self.path, self.target)  # noqa: PTH105
        sync_folder(self.target.parent)


@contextmanager
def stage(target: Path, path: Path | None = None) -> Iterator[StagedFile]:
    """Open a temporary file beside ``target``, which vanishes at the end unless it was published.

    Args:
        target: the file to be.
        path: the temporary file, another name each time if not given.

    Raises:
        OSError: the folder cannot be written.
    """
    path = path or target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
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


def write_synced(path: Path, content: bytes, target: Path) -> None:
    """Write a new file and bring it onto the disk, to take the place of ``target`` later.

    It gets the permission bits of ``target``. Whatever stood at ``path`` goes first, so that no link is followed; a
    file that cannot be written whole goes too.

    Raises:
        OSError: it cannot be written; the error names ``target``.
    """
    try:
        path.unlink(missing_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, path)
    except OSError as error:
        error.filename = str(target)
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Bring the names in ``folder`` onto the disk; Windows and some network file systems know no such thing.

    Raises:
        OSError: the disk failed.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            error.filename = str(folder)
            raise
    finally:
        os.close(descriptor)
