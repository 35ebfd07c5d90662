"""Several files change together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from vocab_sync.atomic import StagedFile, stage
from vocab_sync.errors import UserError


@dataclass(frozen=True, slots=True)
class Write:
    """One file to write: its path, the content it was planned from (None: no file) and the new content."""

    path: Path
    before: bytes | None
    after: bytes


def commit(writes: Sequence[Write]) -> None:
    """Make all ``writes``.

    Everything that commonly fails (a full disk, a folder that cannot be written) fails while the new
    contents are staged beside their targets. If a rename fails all the same, the files renamed before it get
    their old content back.

    Raises:
        UserError: a file is read-only or no longer holds ``before``; nothing was written.
        OSError: a write failed; nothing remains changed.
    """
    for write in writes:
        _check(write)
    with ExitStack() as stack:
        staged = [_stage(write.path, write.after, stack) for write in writes]
        published: list[Write] = []
        try:
            for write, file in zip(writes, staged, strict=True):
                file.publish()
                published.append(write)
        except BaseException:
            for write in published:
                _restore(write)
            raise


def _check(write: Write) -> None:
    now = write.path.read_bytes() if write.path.exists() else None
    if now != write.before:
        raise UserError(write.path, "changed while vocab-sync was planning", "run the command again")
    # A rename replaces even a read-only file, whose owner meant it to stay as it is.
    if now is not None and not write.path.stat().st_mode & 0o222:
        raise UserError(write.path, "read-only", "make it writable (chmod u+w) and run the command again")


def _stage(path: Path, content: bytes, stack: ExitStack) -> StagedFile:
    staged = stack.enter_context(stage(path))
    staged.file.write(content)
    staged.sync()
    return staged


def _restore(write: Write) -> None:
    if write.before is None:
        write.path.unlink()
        return
    with ExitStack() as stack:
        _stage(write.path, write.before, stack).publish()
