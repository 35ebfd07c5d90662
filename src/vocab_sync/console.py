"""What the commands of ``vocab-sync`` share: options, JSON, progress bars."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from vocab_sync.checkpoint import archive
from vocab_sync.places import Place

Language = Annotated[str, typer.Option("--lang", help="Code of an installed language pack, or a pack file (.yaml).")]
AnyLanguage = Annotated[str | None, typer.Option("--lang", help="A language that is applied.", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the diff and write nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]

_PATIENCE = 1.0
"""Seconds that a task may take without a progress bar."""


def print_json(record: dict[str, Any]) -> None:
    """Print ``record`` as JSON."""
    print(json.dumps(record, indent=2))


@contextmanager
def track(label: str) -> Iterator[Callable[[Sequence[Place]], Iterable[Place]]]:
    """Yield a function that hands on places while a bar is drawn on a terminal and erased at the end."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        yield lambda places: bar.track(places, description=label)


@contextmanager
def progress(label: str) -> Iterator[archive.Progress]:
    """Yield a callback that draws a bar on a terminal, once its task has taken a second, and erases it at the end."""
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task(label, total=None)
    start = time.monotonic()

    def update(done: int, total: int) -> None:
        if not bar.live.is_started and time.monotonic() - start > _PATIENCE:
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield update
    finally:
        bar.stop()
