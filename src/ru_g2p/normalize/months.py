"""The months of a date: by name, by number, shortened."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ru_g2p.normalize.agreement import forms
from ru_g2p.normalize.alphabet import SENTENCE_ENDS, VOWELS, WORD_END
from ru_g2p.tables import rows

_TABLE: Final = rows("normalize/months.tsv", "number", "genitive", "short")
GENITIVES: Final = {int(number): name for number, name, _ in _TABLE}
"""«января» by 1, and so on."""

_SHORT: Final = {short: name for _, name, short in _TABLE} | {"сент": "сентября", "нояб": "ноября", "февр": "февраля"}
_STRESSABLE = "|".join(re.sub(rf"([{VOWELS}])", r"\\+?\1", name) for name in GENITIVES.values())
SHORT: Final = "|".join(sorted(_SHORT, key=len, reverse=True))
"""Pattern of a shortened name: «фев»."""

MONTH: Final = rf"(?:(?P<month>(?i:{_STRESSABLE})){WORD_END}|(?P<short>(?i:{SHORT}))(?:\.(?!{SENTENCE_ENDS})|(?=\.)))"
"""Pattern of a month in the genitive, stress marks allowed, or of its shortened name with its full stop."""


def spoken(match: re.Match[str]) -> str:
    """Return the genitive for a match of ``MONTH``."""
    return _SHORT[match["short"].lower()] if match["short"] else str(match["month"])


@cache
def _lemmas() -> frozenset[str]:
    return frozenset(form.lemma for name in GENITIVES.values() for form in forms(name)[:1])


def is_month(word: str) -> bool:
    """Tell whether a word is a month in any case."""
    return any(form.lemma in _lemmas() for form in forms(word)[:3])
