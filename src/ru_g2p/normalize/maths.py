"""Arithmetic: «2 + 2 = 4», «7 − 3», «5 × 3», «10×15 см», «2^3», «10⁶», «√16»."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ru_g2p.normalize.agreement import governed
from ru_g2p.normalize.alphabet import LETTERS, SPACE
from ru_g2p.normalize.numbers import NUMBER, parts, say_plain
from ru_g2p.normalize.numerals import ascii_digits, cardinal, ordinal
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MINUS: Final = "⁻-\u2212"
_POWERS: Final = {2: "в квадрате", 3: "в кубе"}
_OPERAND: Final = rf"[-\u2212]?{NUMBER}"


@cache
def _signs() -> dict[str, str]:
    return {sign: reading for sign, reading, _ in rows("normalize/maths.tsv", "sign", "reading", "example")}


def _read_operation(match: re.Match[str]) -> Spoken | None:
    """Read one number with the sign after it; the number after the sign is read on its own, with its unit."""
    text, sign = match.string, match["sign"]
    if sign in "-\u2013:/" and not _in_equation(match):
        return None
    reading = "на" if sign in "xх×*" and _is_size(match) else _signs()[sign]
    return Spoken(f"{say_plain(match['number'])} {reading}", end=match.end(), uncertain=text[match.end()] == "(")


def _in_equation(match: re.Match[str]) -> bool:
    text = match.string
    return re.match(rf"{_OPERAND}{SPACE}?=", text[match.end() : match.end() + 40]) is not None or (
        re.search(rf"[=+×]{SPACE}?\Z", text[max(0, match.start() - 2) : match.start()]) is not None
    )


def _is_size(match: re.Match[str]) -> bool:
    # «10×15 см», «4×200 метров», «1920x1080»: a size, not a product.
    if match["sign"] in "xх":
        return True
    after = re.match(rf"{_OPERAND}{SPACE}?(?P<next>.)", match.string[match.end() : match.end() + 40])
    return after is not None and re.match(rf"[{LETTERS}A-Za-z×]", after["next"]) is not None


def _read_power(match: re.Match[str]) -> Spoken | None:
    base, raised = parts(match["base"]), match["caret"] or unicodedata.normalize("NFKC", match["raised"])
    exponent = int(ascii_digits(raised))
    said = say_plain(match["base"]) if base[1] else _base(match, int(base[0]))
    if match["caret"]:
        return Spoken(f"{said} в степени {cardinal(exponent)}")
    power = _POWERS.get(exponent) or f"в {ordinal(exponent, 'loct', 'femn')} степени"
    return Spoken(f"{said} {power}")


def _base(match: re.Match[str], n: int) -> str:
    found = governed(match.string, match.start())
    return cardinal(n, found[1] if found else "nomn")


def _read_root(match: re.Match[str]) -> Spoken | None:
    return Spoken(f"корень из {cardinal(int(ascii_digits(match[1])), 'gent')}")


OPERATION = Verbalizer(
    "maths",
    re.compile(rf"(?P<number>{NUMBER}){SPACE}?(?P<sign>[+=×÷*/:<>≈≠≤≥±xх\u2212\u2013-]){SPACE}?(?=[(√]?{_OPERAND})"),
    _read_operation,
)
POWER_OF_NUMBER = Verbalizer(
    "maths",
    re.compile(rf"(?P<base>{NUMBER})(?:\^(?P<caret>\d{{1,4}})|(?P<raised>[{_SUPERSCRIPTS}]{{1,4}}))"),
    _read_power,
)
ROOT = Verbalizer("maths", re.compile(rf"√{SPACE}?(\d{{1,9}})(?!\d|[.,]\d)"), _read_root)
