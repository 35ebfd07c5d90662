"""A run that is killed, or whose disk fails, at a step of one's choice."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

STEPS = ("replace", "unlink", "mkdir", "rmdir", "fsync")
"""Functions of ``os`` by which a run changes the disk; a file's data are written when it is synced."""

KILLED = 9


def killed(step: int, run: Callable[[], object]) -> bool:
    """Run in a process of its own, killed before its step number ``step``; return whether it came so far.

    A file that was about to be synced is cut in half: its data were on their way.
    """
    child = os.fork()
    if child == 0:
        with counted_steps(lambda number, name, arguments: _kill(name, arguments) if number == step else None):
            try:
                run()
            except BaseException as error:
                os._exit(0 if isinstance(error, SystemExit) else 1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED)
    return code == KILLED


def _kill(name: str, arguments: tuple[Any, ...]) -> None:
    if name == "fsync":
        os.truncate(arguments[0], os.fstat(arguments[0]).st_size // 2)
    os._exit(KILLED)


@contextmanager
def counted_steps(before: Callable[[int, str, tuple[Any, ...]], None]) -> Iterator[None]:
    """Call ``before`` with number, name and arguments of each step, counted from 0, in the block.

    The sync of a folder has the number of the step before it: a process killed in between leaves the same behind.
    """
    number = -1
    with pytest.MonkeyPatch.context() as patch:
        for name, real in {name: getattr(os, name) for name in STEPS}.items():

            def step(*arguments: Any, name: str = name, real: Any = real, **options: Any) -> Any:
                nonlocal number
                number += not (name == "fsync" and stat.S_ISDIR(os.fstat(arguments[0]).st_mode))
                before(number, name, arguments)
                return real(*arguments, **options)

            patch.setattr(os, name, step)
        yield


@contextmanager
def full_disk(after: int) -> Iterator[None]:
    """Let every sync from number ``after`` on fail as on a full disk."""
    syncs = -1

    def before(_: int, name: str, __: tuple[Any, ...]) -> None:
        nonlocal syncs
        syncs += name == "fsync"
        if name == "fsync" and syncs >= after:
            raise OSError(errno.ENOSPC, "No space left on device")

    with counted_steps(before):
        yield


def contents(root: Path, *, own: bool = False) -> dict[str, bytes | None]:
    """Content of every file of a tree, None for folders; vocab-sync's own only if ``own``."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
        if own or ".vocab_sync" not in path.relative_to(root).parts
    }
