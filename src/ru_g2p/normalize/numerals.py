"""Integers and decimals as declined Russian numerals (num2words, with what it lacks added)."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Any, Final, Literal

Case = Literal["nomn", "gent", "datv", "accs", "ablt", "loct"]
Gender = Literal["masc", "femn", "neut", "plur"]

CASES: Final[tuple[Case, ...]] = ("nomn", "accs", "gent", "datv", "ablt", "loct")
"""The six cases by their names in OpenCorpora, which pymorphy3 uses; the likelier ones first."""

LONGEST: Final = 15
"""More digits than this are an identifier, spoken digit by digit, not a number."""

_CASE_CODES: Final[dict[Case, str]] = {
    "nomn": "n", "gent": "g", "datv": "d", "accs": "a", "ablt": "i", "loct": "p",
}  # fmt: skip


@cache
def _engine() -> Any:
    from num2words.lang_RU import Num2Word_RU  # noqa: PLC0415  (65 ms that plain text never needs)

    return Num2Word_RU()


@lru_cache(maxsize=4096)
def cardinal(n: int, case: Case = "nomn", gender: Gender = "masc", *, animate: bool = False) -> str:
    """Decline a cardinal: ``cardinal(21, "accs", "femn")`` is «двадцать одну».

    Of compound numerals only those in one tell animate from inanimate: «двух сестёр» and «двадцать одного
    студента», but «двадцать две сестры».
    """
    animate = animate and (n < 5 or (n % 10 == 1 and n % 100 != 11))
    return str(
        _engine().to_cardinal(n, case=_CASE_CODES[case], gender=gender[0], plural=gender == "plur", animate=animate)
    )


@lru_cache(maxsize=4096)
def ordinal(n: int, case: Case = "nomn", gender: Gender = "masc", *, animate: bool = False) -> str:
    """Decline an ordinal: ``ordinal(23, "datv", "neut")`` is «двадцать третьему»."""
    return str(
        _engine().to_ordinal(n, case=_CASE_CODES[case], gender=gender[0], plural=gender == "plur", animate=animate)
    )


def ascii_digits(digits: str) -> str:
    """Rewrite decimal digits of any script as 0-9."""
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


def by_digit(digits: str) -> str:
    """Spell a run of digits one by one: «007» is «ноль ноль семь»."""
    return " ".join(cardinal(int(digit)) for digit in digits)


def is_number(digits: str) -> bool:
    """Tell whether a run of digits is a quantity; leading zeros and endless runs are identifiers."""
    return len(digits) <= LONGEST and (len(digits) == 1 or not digits.startswith("0"))


def decimal(whole: str, fraction: str, case: Case = "nomn") -> str:
    """Decline a decimal: 3,5 is «три целых пять десятых», in the genitive «трёх целых пяти десятых»."""
    if len(fraction) > 6 or not is_number(whole):
        return f"{integer(whole)} запятая {by_digit(fraction)}"
    left, right = int(whole), int(fraction)
    return (
        f"{cardinal(left, case, 'femn')} {_part(left, case, _WHOLE)} "
        f"{cardinal(right, case, 'femn')} {_fraction_part(right, 10 ** len(fraction), case)}"
    )


def fraction(top: int, bottom: int, case: Case = "nomn") -> str:
    """Decline a fraction: 3/4 is «три четвёртых»."""
    return f"{cardinal(top, case, 'femn')} {_fraction_part(top, bottom, case)}"


def integer(digits: str, case: Case = "nomn", gender: Gender = "masc") -> str:
    """Read a run of ASCII digits of any length: as a numeral, or digit by digit where it is no quantity."""
    return cardinal(int(digits), case, gender) if is_number(digits) else by_digit(digits)


def compound(n: int) -> str:
    """Return the first part of a compound word: 80 is «восьмидесяти» (летний), 100 «сто», 1 «одно»."""
    special = {"одного": "одно", "ста": "сто", "девяноста": "девяносто", "тысячи": "тысяче"}
    if n == 1000:
        return "тысяче"
    return "".join(special.get(word, word) for word in cardinal(n, "gent").split())


_WHOLE: Final[dict[Case, tuple[str, str]]] = {
    "nomn": ("целая", "целых"), "accs": ("целую", "целых"), "gent": ("целой", "целых"),
    "datv": ("целой", "целым"), "ablt": ("целой", "целыми"), "loct": ("целой", "целых"),
}  # fmt: skip


def ends_in_one(n: int) -> bool:
    """Tell whether a counted noun is singular after ``n``: 1, 21, 101, but not 11."""
    return n % 10 == 1 and n % 100 != 11


def ends_in_few(n: int) -> bool:
    """Tell whether a counted noun stands in the genitive singular after ``n``: 2, 3, 4, 22, but not 12."""
    return n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14}


def _part(n: int, case: Case, forms: dict[Case, tuple[str, str]]) -> str:
    return forms[case][0 if ends_in_one(n) else 1]


def _fraction_part(top: int, bottom: int, case: Case) -> str:
    if ends_in_one(top):
        return ordinal(bottom, case, "femn")
    return ordinal(bottom, "gent" if case in {"nomn", "accs"} else case, "plur")
