"""The table of abbreviations, apart from its verbalizer, because every text is searched for them."""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.tables import rows


@cache
def table() -> tuple[tuple[str, ...], ...]:
    """Return the rows of ``abbreviations.tsv``, the longest first."""
    written = rows("normalize/abbreviations.tsv", "written", "words", "kind", "ends", "example")
    return tuple(sorted(written, key=lambda row: -len(row[0])))


def dotted_words() -> list[str]:
    """Return what may stand before the full stop of an abbreviation, single letters left out."""
    return sorted({word for row in table() for word in re.findall(r"(\w{2,})\.", row[0])})


def undotted_words() -> list[str]:
    """Return the abbreviations that are written without a full stop."""
    return sorted(row[0] for row in table() if "." not in row[0])
