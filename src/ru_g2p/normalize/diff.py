"""What was changed, where, and by which verbalizer, for a reader to check."""

from __future__ import annotations

from collections.abc import Iterator

from ru_g2p.normalize.result import Normalized


def differences(source: str, result: Normalized, line: int = 1) -> Iterator[str]:
    """Yield one row per edit: ``line:column``, verbalizer, ``uncertain`` or nothing, written, spoken; tabs between.

    Args:
        source: the text that ``result`` was made of.
        line: the number of its first line.
    """
    newlines = column_zero = 0
    for edit in result.edits:
        newlines += source.count("\n", column_zero, edit.source_start)
        column_zero = source.rfind("\n", 0, edit.source_start) + 1
        written = source[edit.source_start : edit.source_end]
        spoken = result.text[edit.start : edit.end]
        place = f"{line + newlines}:{edit.source_start - column_zero + 1}"
        yield "\t".join([place, edit.by, "uncertain" if edit.uncertain else "", _visible(written), _visible(spoken)])


def _visible(text: str) -> str:
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
