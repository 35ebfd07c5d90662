"""``text/symbols2.py``: the symbols of a language, appended so that every old symbol keeps its id."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from vocab_sync.blocks import Block, BrokenBlock, find_blocks, render_block
from vocab_sync.outcome import Changed, Outcome, Refused, Unchanged
from vocab_sync.symbol_list import UnreadableSymbols, read_symbols

_RESTORE = "restore the file (git checkout) and run vocab-sync apply again"


def append_symbols(source: bytes, code: str, symbols: Sequence[str]) -> Outcome:
    """Append ``symbols`` in the block of ``code``, behind the last statement that sets ``symbols``.

    A block that holds only the first of ``symbols``, cut short or written by an older pack, is completed in
    place as long as nothing was appended behind it.

    Args:
        source: the bytes of ``symbols2.py``.
        code: language code, the name of the block.
        symbols: the names to add, in id order.
    """
    try:
        own = next((block for block in find_blocks(source) if block.code == code), None)
        rest = own.removed_from(source) if own else source
        old, others = read_symbols(source), read_symbols(rest)
        taken = sorted(set(others) & set(symbols))
        if taken:
            return Refused(
                f"{', '.join(taken)} already there outside the vocab-sync block for {code}",
                "remove that other addition of the language, whose symbols would share ids with these",
            )
        if own and [symbol for symbol in old if symbol not in set(others)] == list(symbols):
            return Unchanged(f"{len(old)} symbols")
        result = _with_block(rest, own, code, symbols)
        new = read_symbols(result)
    except (BrokenBlock, UnreadableSymbols) as error:
        return Refused(str(error), _RESTORE)
    if len(set(new)) != len(new):
        return Refused("a symbol stands in the list twice", _RESTORE)
    if new[: len(old)] != old or set(new) != {*others, *symbols}:
        return Refused(f"the vocab-sync block for {code} was edited: old ids would move", _RESTORE)
    return Changed(result, f"{len(old)} → {len(new)} symbols")


def _with_block(rest: bytes, own: Block | None, code: str, symbols: Sequence[str]) -> bytes:
    """Insert the block where ``own`` was, else behind the line of the last statement on ``symbols``."""
    at = own.start if own else _end_of_last_statement(rest)
    newline = "\r\n" if b"\r\n" in rest[:at] else "\n"
    block = render_block(code, symbols, newline)
    if not rest[:at].endswith(b"\n"):
        block = newline + block
    return rest[:at] + block.encode() + rest[at:]


def _end_of_last_statement(source: bytes) -> int:
    """Return the offset behind the line on which ``symbols`` is last set, or behind the block it is in."""
    last = 0
    for statement in ast.parse(source).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AugAssign):
            targets = [statement.target]
        if any(isinstance(target, ast.Name) and target.id == "symbols" for target in targets):
            last = statement.end_lineno or statement.lineno
    at = sum(map(len, source.splitlines(keepends=True)[:last]))
    return next((block.end for block in find_blocks(source) if block.start < at < block.end), at)
