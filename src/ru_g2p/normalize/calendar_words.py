"""Shortened months and days of the week without a number: «за янв.–сент. 2025 г.», «кроме сб. и вс.»."""

from __future__ import annotations

import re
from typing import Final

from ru_g2p.normalize.agreement import inflect, word_before
from ru_g2p.normalize.alphabet import DASH, SPACE
from ru_g2p.normalize.apposition import PLACES, case_here, modifier_of
from ru_g2p.normalize.government import governed
from ru_g2p.normalize.numerals import Case

_MONTHS: Final[dict[str, Case]] = {**PLACES, "за": "accs", "на": "accs", "по": "accs", "под": "accs"}
_DAYS: Final[dict[str, Case]] = {**_MONTHS, "в": "accs", "во": "accs"}
_LONGEST_LIST: Final = 64
_LISTED: Final = re.compile(
    rf"(?<![а-яё])(?:(?:пн|вт|ср|чт|пт|сб|вск?р?|[а-яё]{{3,6}}\.|[а-яё]{{3,7}}[ьтйя])\.?"
    rf"(?:{SPACE}?{DASH}{SPACE}?|,{SPACE}|{SPACE}и(?:ли)?{SPACE})){{1,6}}\Z",
    re.IGNORECASE,
)
_SINCE: Final = re.compile(rf"(?<![а-яё])[Сс]о?{SPACE}[а-яё]+\.?{SPACE}по{SPACE}\Z")


def month(lemma: str, text: str, start: int) -> str:
    """Decline a month shortened at ``start``."""
    return inflect(lemma, case_here(lemma, text, _governed_at(text, start), _MONTHS))


def weekday(lemma: str, text: str, start: int) -> str:
    """Decline a day of the week shortened at ``start``; «по пн.» is every Monday."""
    start = _governed_at(text, start)
    if word_before(text, start) == "по" and not _SINCE.search(text, max(0, start - _LONGEST_LIST), start):
        return inflect(lemma, "datv", plural=True)
    if not governed(text, start) and not modifier_of(lemma, text, start):
        return lemma  # «приём пн.–пт.»
    return inflect(lemma, case_here(lemma, text, start, _DAYS))


def _governed_at(text: str, start: int) -> int:
    """Return where the list begins whose item stands at ``start``: all its items have one governor."""
    listed = _LISTED.search(text, max(0, start - _LONGEST_LIST), start)
    return listed.start() if listed else start
