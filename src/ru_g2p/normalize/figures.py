"""How a number is written in figures, and how its digits are said: «12 345,67», «1.000.000», «5'000»."""

from __future__ import annotations

import re
from typing import Final

from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.fitting import Agreement
from ru_g2p.normalize.numerals import ascii_digits, by_digit, decimal, is_number

NUMBER: Final = (
    rf"(?:\d{{1,3}}(?:{SPACE}\d{{3}}){{1,4}}(?!\d)|\d{{1,3}}(?:\.\d{{3}}){{2,4}}(?![.\d])"
    r"|\d{1,3}(?:['’]\d{3}){1,4}(?!\d)|\d{1,3}(?:,\d{3}){2,4}(?![,\d])|\d{1,3}(?:,\d{3}){1,4}(?=\.\d{2}(?!\d))|\d+)"
    r"(?:[.,]\d{1,12}(?!\d|[.,]\d))?"
)
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}\.000")
"""«20.000»: nobody writes three zeros after a decimal point."""

_GROUPS: Final = re.compile(
    rf"\d{{1,3}}(?:(?:{SPACE}\d{{3}})+|(?:\.\d{{3}}){{2,}}|(?:['’]\d{{3}})+|(?:,\d{{3}}){{2,}}|(?:,\d{{3}})+(?=\.))(?=\D|\Z)"
)


def parts(written: str) -> tuple[str, str]:
    """Split a written number into the ASCII digits of its whole and fractional parts."""
    if written.isascii() and written.isdecimal():
        return written, ""
    if _THOUSANDS.fullmatch(written):
        return ascii_digits(written.replace(".", "")), ""
    grouped = _GROUPS.match(written)
    if grouped:
        whole, rest = grouped[0], written[grouped.end() :]
    else:
        whole, rest = re.split(r"(?=[.,])", written, maxsplit=1) if re.search(r"[.,]", written) else (written, "")
    return ascii_digits(re.sub(r"\D", "", whole)), ascii_digits(rest[1:])


def say_plain(written: str) -> str:
    """Say a written number in the nominative, whatever stands around it."""
    return say(parts(written), Agreement())


def by_digits(whole: str, fraction: str) -> str:
    """Spell both parts of a number that is no quantity."""
    return f"{by_digit(whole)} запятая {by_digit(fraction)}" if fraction else by_digit(whole)


def say(number: tuple[str, str], agreement: Agreement) -> str:
    """Say the parts of a number in the form of ``agreement``."""
    whole, fraction = number
    if fraction:
        return decimal(whole, fraction, agreement.case)
    return agreement.read(int(whole)) if is_number(whole) else by_digit(whole)
