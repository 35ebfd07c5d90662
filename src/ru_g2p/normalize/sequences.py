"""Digits that are no quantity: telephone numbers, versions, fractions, and a run of digits of any length."""

from __future__ import annotations

import re

from ru_g2p.normalize.agreement import case_of_bare
from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.numerals import ascii_digits, by_digit, cardinal, fraction, is_number
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer


def _group(digits: str) -> str:
    zeros = len(digits) - len(digits.lstrip("0"))
    rest = digits[zeros:]
    return " ".join([*["ноль"] * zeros, *([cardinal(int(rest))] if rest else [])])


def _read_phone(match: re.Match[str]) -> Spoken | None:
    groups = re.findall(r"\d+", ascii_phone(match[0]))
    plus = "плюс " if match[0].startswith("+") else ""
    return Spoken(plus + ", ".join(_group(group) for group in groups))


def ascii_phone(written: str) -> str:
    """Rewrite the digits of a telephone number as 0-9, what stands between them kept."""
    return "".join(ascii_digits(character) if character.isdecimal() else character for character in written)


def _read_version(match: re.Match[str]) -> Spoken | None:
    parts = (ascii_digits(part) for part in match[0].split("."))
    return Spoken(" точка ".join(cardinal(int(part)) if is_number(part) else by_digit(part) for part in parts))


def _read_fraction(match: re.Match[str]) -> Spoken | None:
    top, bottom = (int(ascii_digits(match[group])) for group in (1, 2))
    if not 1 <= top < bottom:
        return None
    case = case_of_bare(match.string, match.start())
    if (top, bottom) == (1, 2):
        return Spoken("половина" if case == "nomn" else "половину" if case == "accs" else "половины")
    return Spoken(fraction(top, bottom, case))


def _read_run(match: re.Match[str]) -> Spoken | None:
    return Spoken(by_digit(ascii_digits(match[0])))


PHONE = Verbalizer(
    "phone",
    re.compile(
        r"(?:\+\d{1,3}|(?<!\d)8)[ \u00a0-]?\(?\d{3}\)?[ \u00a0-]?"
        rf"\d{{3}}[ \u00a0-]\d{{2}}[ \u00a0-]\d{{2}}(?!{SPACE}?\d)"
    ),
    _read_phone,
)
VERSION = Verbalizer("version", re.compile(r"(?!\d{1,3}(?:\.\d{3}){2,4}(?![.\d]))\d+(?:\.\d+){2,}"), _read_version)
FRACTION = Verbalizer("fraction", re.compile(r"(\d{1,2})[/\u2044](\d{1,3})(?![\d/])"), _read_fraction)
DIGITS = Verbalizer("digits", re.compile(r"\d+"), _read_run)
