"""The marked blocks in which vocab-sync adds statements for a language to an upstream file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARKER = re.compile(rb"^# (?P<side>>>>|<<<) vocab-sync: (?P<code>\w+)[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE)
_RESERVED = re.compile(r"\w+_reserved_\d+")
_NAMES_PER_LINE = 12


class BrokenBlock(ValueError):
    """Markers that do not pair up; the message names the line."""


@dataclass(frozen=True, slots=True)
class Block:
    """Where the block of a language stands: byte offsets of its first marker and behind its last line."""

    code: str
    start: int
    end: int

    def removed_from(self, source: bytes) -> bytes:
        """Return ``source`` without the block."""
        return source[: self.start] + source[self.end :]


def find_blocks(source: bytes) -> list[Block]:
    """Return the blocks of ``source`` in file order.

    Raises:
        BrokenBlock: a marker without its partner, or two blocks of one language.
    """
    blocks: list[Block] = []
    opened: re.Match[bytes] | None = None
    for marker in _MARKER.finditer(source):
        opens = marker["side"] == b">>>"
        code = marker["code"].decode()
        if opens is not (opened is None) or (opened and opened["code"] != marker["code"]):
            raise BrokenBlock(f"line {_line(source, marker)}: a vocab-sync marker without its partner")
        if opens and any(block.code == code for block in blocks):
            raise BrokenBlock(f"line {_line(source, marker)}: a second vocab-sync block for {code}")
        if opened:
            blocks.append(Block(code, opened.start(), marker.end()))
        opened = marker if opens else None
    if opened:
        raise BrokenBlock(f"line {_line(source, opened)}: a vocab-sync block that is not closed")
    return blocks


def render_block(code: str, symbols: Sequence[str], newline: str) -> str:
    """Return the text of a block that appends ``symbols``, each of its lines ended by ``newline``."""
    names = [json.dumps(symbol, ensure_ascii=False) for symbol in symbols]
    rows = [names[at : at + _NAMES_PER_LINE] for at in range(0, len(names), _NAMES_PER_LINE)]
    return mark(code, ["symbols += [", *(f"    {', '.join(row)}," for row in rows), "]"], newline)


def mark(code: str, lines: Sequence[str], newline: str) -> str:
    """Return the text of a block that holds ``lines``, each of its lines ended by ``newline``."""
    return "".join(line + newline for line in (f"# >>> vocab-sync: {code}", *lines, f"# <<< vocab-sync: {code}"))


def reserved_name(code: str, number: int) -> str:
    """Return the name of a symbol that no phone of the language ``code`` has and that only takes up an id."""
    return f"{code}_reserved_{number}"


def is_reserved(symbol: str) -> bool:
    """Whether ``symbol`` is one of `reserved_name`: never spoken, so its embedding row is never trained."""
    return _RESERVED.fullmatch(symbol) is not None


def _line(source: bytes, marker: re.Match[bytes]) -> int:
    return source.count(b"\n", 0, marker.start()) + 1
