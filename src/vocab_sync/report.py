"""Plans and checkpoints as the command line shows them: tables, diffs and JSON."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from rich.table import Table
from rich.text import Text

from vocab_sync.checkpoint.embedding import TextEmbedding
from vocab_sync.outcome import Absent, Changed, NotNeeded, Refused, Unchanged
from vocab_sync.plan import Plan

_ALWAYS = {Refused: "refused", Absent: "not in this version", NotNeeded: "not needed"}
APPLIED: Mapping[type, str] = {Changed: "changed", Unchanged: "unchanged", **_ALWAYS}
PLANNED: Mapping[type, str] = {Changed: "would change", Unchanged: "unchanged", **_ALWAYS}
STATUS: Mapping[type, str] = {Changed: "out of step", Unchanged: "in step", **_ALWAYS}
WRONG = {STATUS[Changed], STATUS[Refused]}
"""The states of a tree in which something is left to do."""

_STYLES = {
    **dict.fromkeys(("changed", "in step", "restored"), "green"),
    **dict.fromkeys(("out of step", "would change", "would restore"), "yellow"),
    **dict.fromkeys(("resized", "copied"), "green"),
    "would resize": "yellow",
    "would copy": "yellow",
    "refused": "red",
}


_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""A line as git counts them; ``str.splitlines`` would also split at form feeds and others."""

Difference: TypeAlias = tuple[str, bytes | None, bytes | None]
"""A POSIX path from the root of the tree, its content and the content to be; None: no file."""


@dataclass(frozen=True, slots=True)
class Line:
    """One place of a tree, or one checkpoint: where, in which state, and why."""

    path: str
    state: str
    detail: str


def place_lines(plan: Plan, states: Mapping[type, str]) -> list[Line]:
    """Return a line for each place of ``plan``, its outcome worded by ``states``."""
    return [
        Line(
            place.path,
            states[type(place.outcome)],
            f"{place.outcome.reason}; {place.outcome.remedy}"
            if isinstance(place.outcome, Refused)
            else place.outcome.detail,
        )
        for place in plan.places
    ]


def checkpoint_line(embedding: TextEmbedding, symbols: int | None, has: int | None = None) -> Line:
    """Return the line of a checkpoint.

    Args:
        embedding: its text embedding.
        symbols: how many the tree has; None: they cannot be read.
        has: for how many it has rows; None: it does not tell, as v1's s1, which has rows to spare.
    """
    state, detail = "out of step", f"{embedding.kind}, {embedding.rows} rows"
    if symbols is None:
        detail += "; the tree's symbols cannot be read"
    elif has is None:
        detail += "; it does not tell for how many symbols, resize it with --from"
    elif has != symbols:
        detail += f"; the tree has {symbols} symbols"
    else:
        state = "in step"
    return Line(str(embedding.checkpoint.path), state, detail)


def table(lines: Iterable[Line]) -> Table:
    """Return the lines as a table without borders; where it is narrow, long words are folded and none is cut."""
    grid = Table(box=None, show_header=False, pad_edge=False)
    grid.add_column(overflow="fold")
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for line in lines:
        grid.add_row(Text(line.path), Text(line.state, _STYLES.get(line.state, "")), Text(line.detail))
    return grid


def next_steps(plan: Plan, tree: Path, language: str) -> str:
    """Return what is to be done about checkpoints, empty if no list of symbols changes."""
    unfit = [
        f"Checkpoints{of} with {before} rows do not fit {after} symbols.\n"
        for of, (before, after) in (("", plan.symbol_counts), (" of v1", plan.v1_symbol_counts))
        if before != after
    ]
    if not unfit:
        return ""
    quoted, option = shlex.quote(str(tree)), "" if language == "ru" else f" --lang {language}"
    return f"""
{"".join(unfit)}Next, base models first:
  vocab-sync resize CKPT -o DIR/CKPT --tree {quoted}{option}
  vocab-sync apply {quoted}{option} --base DIR
  vocab-sync status {quoted} DIR/CKPT
"""


def records(lines: Iterable[Line], language: str | None = None) -> list[dict[str, Any]]:
    """Return the lines for JSON, with the language that they speak of."""
    return [{**asdict(line), "language": language} for line in lines]


def plan_differences(plan: Plan) -> list[Difference]:
    """Return what applying ``plan`` changes."""
    return [
        (place.path, place.content, place.outcome.content)
        for place in plan.places
        if isinstance(place.outcome, Changed)
    ]


def unified_diff(differences: Iterable[Difference]) -> str:
    """Return the diff of several files, with paths as git writes them."""
    parts: list[str] = []
    for path, *contents in differences:
        before, after = (_LINE.findall((content or b"").decode(errors="replace")) for content in contents)
        old, new = (
            "/dev/null" if content is None else f"{side}/{path}" for side, content in zip("ab", contents, strict=True)
        )
        parts += difflib.unified_diff(before, after, old, new)
    cut_short = "\n\\ No newline at end of file\n"
    return "".join(part if part.endswith("\n") else part + cut_short for part in parts)
