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

_LONGEST_ROUND: Final = 18
"""A longer run is still a number if it ends in twelve zeros («один квадриллион»)."""

_LONGEST_FRACTION: Final = 12
"""Decimal places that are still said as a fraction («триллионных»); more are spelled digit by digit."""

_COLLECTIVES: Final = (
    "двое", "трое", "четверо", "пятеро", "шестеро", "семеро", "восьмеро", "девятеро", "десятеро",
)  # fmt: skip
"""Of 2 to 10."""

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
    if n == 1 and gender == "plur":  # num2words knows no «одни сутки»
        return {"nomn": "одни", "accs": "одни", "ablt": "одними", "datv": "одним"}.get(case, "одних")
    if gender != "masc" and n > 999_999 and n % 1000:
        # num2words gives the gender to every rank («одна миллиард две»); only the last three digits have it.
        return f"{cardinal(n - n % 1000, case)} {cardinal(n % 1000, case, gender, animate=animate)}"
    if n == 0:  # the norm declines нуль, not ноль, of which num2words makes «нолём»
        return {"nomn": "ноль", "accs": "ноль", "gent": "нуля", "datv": "нулю", "ablt": "нулём", "loct": "нуле"}[case]
    return str(
        _engine().to_cardinal(n, case=_CASE_CODES[case], gender=gender[0], plural=gender == "plur", animate=animate)
    )


@lru_cache(maxsize=4096)
def ordinal(n: int, case: Case = "nomn", gender: Gender = "masc", *, animate: bool = False) -> str:
    """Decline an ordinal: ``ordinal(23, "datv", "neut")`` is «двадцать третьему»."""
    if n > 9999 and n % 1000:  # num2words declines the thousands too
        return f"{cardinal(n - n % 1000)} {ordinal(n % 1000, case, gender, animate=animate)}"
    return str(
        _engine().to_ordinal(n, case=_CASE_CODES[case], gender=gender[0], plural=gender == "plur", animate=animate)
    )


def ascii_digits(digits: str) -> str:
    """Rewrite decimal digits of any script as 0-9."""
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in digits)


def by_digit(digits: str) -> str:
    """Spell a run of digits one by one: «007» is «ноль ноль семь»."""
    return " ".join(cardinal(int(digit)) for digit in digits)


def is_number(digits: str) -> bool:
    """Tell whether a run of digits is a quantity; leading zeros and endless runs are identifiers."""
    is_round = len(digits) <= _LONGEST_ROUND and digits.endswith("0" * 12)
    return (len(digits) <= LONGEST or is_round) and (len(digits) == 1 or not digits.startswith("0"))


def decimal(whole: str, fraction: str, case: Case = "nomn") -> str:
    """Decline a decimal: 3,5 is «три целых пять десятых», in the genitive «трёх целых пяти десятых»."""
    if len(fraction) > _LONGEST_FRACTION or not is_number(whole):
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


def collective(n: int) -> str:
    """Return the collective numeral of ``n``, which ends in 2 to 4 or is at most 10: «двое», «двадцать двое»."""
    tens, last = (0, n) if n <= len(_COLLECTIVES) + 1 else (n - n % 10, n % 10)
    return f"{cardinal(tens)} {_COLLECTIVES[last - 2]}" if tens else _COLLECTIVES[last - 2]


def one_and_a_half(case: Case, gender: Gender) -> str:
    """Decline 1,5: «полтора года», «полторы минуты», «полутора часов»."""
    if case not in {"nomn", "accs"}:
        return "полутора"
    return "полторы" if gender == "femn" else "полтора"


def compound(n: int) -> str:
    """Return the first part of a compound word: 80 is «восьмидесяти» (летний), 100 «сто», 1500 «тысячапятисот»."""
    special = {"одного": "одно", "ста": "сто", "девяноста": "девяносто"}
    thousands, rest = divmod(n, 1000)
    below = "".join(special.get(word, word) for word in cardinal(rest, "gent").split()) if rest else ""
    if not thousands:
        return below
    if thousands == 1:
        return f"тысяча{below}" if below else "тысяче"
    return f"{compound(thousands)}тысяче{below}"


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
