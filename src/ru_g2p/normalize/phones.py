"""Telephone numbers: «+7 (912) 345-67-89», «8 800 555-35-35», «89123456789», «234-05-17»."""

from __future__ import annotations

import re

from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.numerals import ascii_digits, by_digit, cardinal
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_SHORTEST, _LONGEST = 10, 15
"""Digits of an international number (ITU-T E.164 allows up to 15)."""

_RUNS = {4: (2, 2), 5: (1, 2, 2), 6: (2, 2, 2), 7: (3, 2, 2), 10: (3, 3, 2, 2), 11: (1, 3, 3, 2, 2)}
"""How a run of digits without separators is grouped when dictated."""


def _read(match: re.Match[str]) -> Spoken | None:
    groups = [ascii_digits(group) for group in re.findall(r"\d+", match[0])]
    total = sum(map(len, groups))
    if match["plus"] or match["abroad"]:
        if not _SHORTEST <= total <= _LONGEST:
            return None
    elif total != 11 or (len(groups) > 1 and all(len(group) == 3 for group in groups[1:])):
        return None  # «8 800 000 000» counts
    return Spoken(("плюс " if match["plus"] else "") + _dictated(groups))


def _read_local(match: re.Match[str]) -> Spoken | None:
    return Spoken(_dictated([ascii_digits(group) for group in re.findall(r"\d+", match[0])]))


def _dictated(groups: list[str]) -> str:
    dictated: list[str] = []
    for group in groups:
        position = 0
        for length in _RUNS.get(len(group), (len(group),)):
            dictated.append(_say(group[position : position + length]))
            position += length
    return ", ".join(dictated)


def _say(group: str) -> str:
    rest = group.lstrip("0")
    if len(rest) > 3:
        return by_digit(group)
    return " ".join([*["ноль"] * (len(group) - len(rest)), *([cardinal(int(rest))] if rest else [])])


_GAP = r"[ \u00a0\u202f-]"
PHONE = Verbalizer(
    "phone",
    re.compile(
        rf"(?:(?P<plus>\+)\d{{1,3}}|(?P<abroad>00\d{{1,3}}(?={_GAP}))|8){_GAP}?\(?\d{{2,5}}\)?(?:{_GAP}{{0,2}}\d{{1,7}}){{1,5}}"
        rf"(?!\d|{_GAP}\d|[.,:]\d|{SPACE}?[%$€₽°]|{SPACE}(?:руб|тыс|млн|млрд|р\.))"
    ),
    _read,
)
LOCAL_PHONE = Verbalizer("phone", re.compile(r"\d{1,3}-\d{2}-\d{2}(?!\d|-\d|[.,]\d)"), _read_local, after="-")
