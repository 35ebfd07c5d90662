"""``text/symbols2.py`` and v1's ``text/symbols.py``: the symbols of a language, every old one keeping its id."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from vocab_sync.blocks import Block, BrokenBlock, find_blocks, is_reserved, render_block, reserved_name
from vocab_sync.edits.row_count import V2_SYMBOLS
from vocab_sync.outcome import RESTORE, Changed, Outcome, Refused, Unchanged
from vocab_sync.symbol_list import UnreadableSymbols, read_symbols

UNFIT_SIZES = frozenset({512, 1025, 1536, 2048})
"""Numbers of rows that the s1 embedding of v2 and later must not have: the first dimensions of its other weights.

s1 trains with ScaledAdam, which stacks parameters of one shape; a text embedding that joins such a stack breaks it.
"""


def append_symbols(
    source: bytes, code: str, symbols: Sequence[str], unfit_sizes: Collection[int] = UNFIT_SIZES
) -> Outcome:
    """Append ``symbols`` in the block of ``code``, behind the last statement that sets ``symbols``.

    A block that holds only the first of ``symbols``, cut short or written by an older pack, is completed in
    place as long as nothing was appended behind it. Where the list would come to an unfit size the block gets a
    reserved symbol as well; it stays for good, before the symbols that a later pack adds.

    Args:
        source: the bytes of ``symbols2.py``.
        code: language code, the name of the block.
        symbols: the names to add, in id order.
        unfit_sizes: lengths that the list must not have.
    """
    try:
        own = next((block for block in find_blocks(source) if block.code == code), None)
        rest = own.removed_from(source) if own else source
        old, others = read_symbols(source), read_symbols(rest)
        known = set(others)
        taken = sorted(known & set(symbols))
        if taken:
            return Refused(
                f"{', '.join(taken)} already there outside the vocab-sync block for {code}",
                "remove that other addition of the language, whose symbols would share ids with these",
            )
        held = [symbol for symbol in old if symbol not in known]
        wanted = _completed(held, symbols, code, len(others), unfit_sizes)
        if own and held == wanted:
            return Unchanged(f"{len(old)} symbols")
        result = _with_block(rest, own, code, wanted)
        new = read_symbols(result)
    except (BrokenBlock, UnreadableSymbols) as error:
        return Refused(str(error), RESTORE)
    if len(set(new)) != len(new):
        return Refused("a symbol stands in the list twice", RESTORE)
    if new[: len(old)] != old or set(new) != {*others, *wanted}:
        return Refused(
            f"the vocab-sync block for {code} was edited, or must grow with symbols behind it: ids would move", RESTORE
        )
    return Changed(result, f"{len(old)} → {len(new)} symbols")


def append_v1_symbols(source: bytes, code: str, symbols: Sequence[str]) -> Outcome:
    """Append ``symbols`` to v1's list in the same way.

    No size is unfit: upstream's v1 gives s1 512 rows whatever the list holds.

    Args:
        source: the bytes of ``symbols.py``.
        code: language code, the name of the block.
        symbols: the names to add, in id order.
    """
    outcome = append_symbols(source, code, symbols, unfit_sizes=())
    if isinstance(outcome, Changed) and len(read_symbols(outcome.content)) >= V2_SYMBOLS:
        return Refused(
            f"v1 would have as many symbols as v2, {V2_SYMBOLS}, from which it is told by their number",
            "leave v1 out of --versions",
        )
    return outcome


def _completed(
    held: Sequence[str], symbols: Sequence[str], code: str, others: int, unfit_sizes: Collection[int]
) -> list[str]:
    """Return the names that the block is to hold, those that it has first."""
    phones = [symbol for symbol in held if not is_reserved(symbol)]
    if phones != list(symbols[: len(phones)]):
        return list(symbols)  # no block of ours; the caller sees that ids would move
    wanted = [*held, *symbols[len(phones) :]]
    while others + len(wanted) in unfit_sizes:
        wanted.append(reserved_name(code, sum(map(is_reserved, wanted)) + 1))
    return wanted


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
