"""Compound words that begin with a number: «80-летний», «2-комнатная», «11-классник», «1,5-литровый»."""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.normalize.agreement import forms, parses
from ru_g2p.normalize.alphabet import DASH, DASHES, SPACE, WORD_END
from ru_g2p.normalize.apposition import agreeing
from ru_g2p.normalize.numerals import ascii_digits, cardinal, compound, decimal, is_number
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

_LETTERS = r"[а-яё+]"


_NAMED_BY_NUMBER = re.compile(
    r"(?:днев|лет|минут|секунд|рубл[её]в|этаж|тон|метров|километров|клаш|процентов|градус)(?:к[аеиу]|кой|ками?|ках|кам|ок)\Z"
)
"""«5-дневка», «10-минутка», «9-этажки»"""


@cache
def _stems() -> str:
    return "|".join(stem for stem, _ in rows("normalize/compound_stems.tsv", "stem", "example"))


def _read(match: re.Match[str]) -> Spoken | None:
    whole, fraction, word = ascii_digits(match["whole"]), ascii_digits(match["fraction"] or ""), match["word"]
    if not is_number(whole) or len(whole) > 4 or not _is_second_part(word):
        return None
    if fraction:
        return Spoken(decimal_part(whole, fraction) + word)
    return Spoken(compound(int(whole)) + word) if int(whole) else None


def _read_range(match: re.Match[str]) -> Spoken | None:
    """Read «15–20-летние»: either number is a first part."""
    first, second = (ascii_digits(match[name]) for name in ("first", "whole"))
    if not (is_number(first) and is_number(second) and int(first) and int(second) and _is_second_part(match["word"])):
        return None
    return Spoken(f"{compound(int(first))}-{compound(int(second))}{match['word']}")


def _read_suspended(match: re.Match[str]) -> Spoken | None:
    """Read the number of «5- и 6-этажные», whose second part stands with the last one."""
    digits = ascii_digits(match["whole"])
    if not is_number(digits) or not int(digits) or not _is_second_part(match["word"]):
        return None
    return Spoken(compound(int(digits)))


def decimal_part(whole: str, fraction: str) -> str:
    """Return what begins a compound with a decimal: «полутора», «двух с половиной », «трёх целых двух десятых »."""
    if fraction != "5":
        return decimal(whole, fraction, "gent") + " "
    return "полутора" if whole == "1" else f"{cardinal(int(whole), 'gent')} с половиной "


def _is_second_part(word: str) -> bool:
    # A noun that stands by itself («10-минут») is no part of a compound.
    plain = word.replace("+", "")
    found = parses(plain)
    return (
        plain.startswith("лети")
        or _NAMED_BY_NUMBER.match(plain) is not None
        or any(str(parse.tag.POS) in {"ADJF", "ADJS"} for parse in found)
        or not any(parse.is_known for parse in found)
    )


def _read_spaced(match: re.Match[str]) -> Spoken | None:
    # «1 комнатная квартира»: a singular adjective; «3-х комнатные» and «5 летних дней» may be plural.
    digits = ascii_digits(match["whole"])
    plural_counts = not match["ending"] and not match["dash"] and int(digits) > 1
    singular = any(not form.plural for form in forms(match["word"].replace("+", "")))
    if not is_number(digits) or not int(digits) or (plural_counts and not singular):
        return None
    return Spoken(compound(int(digits)) + match["word"])


def _read_measured(match: re.Match[str]) -> Spoken | None:
    # «76-мм пушка», «из 100-мм орудия», «7,62-мм автомат»
    agreed = agreeing(_MEASURES[match["unit"]], match.string, match.start(), match.end(), "")
    if not agreed:
        return None
    whole, fraction = ascii_digits(match["whole"]), ascii_digits(match["fraction"] or "")
    if len(fraction) == 2 and not fraction.startswith("0"):
        return Spoken(f"{cardinal(int(whole))} {cardinal(int(fraction))} {agreed}")  # as one names calibres
    return Spoken((decimal_part(whole, fraction) if fraction else compound(int(whole))) + agreed)


_MEASURES = {
    "мм": "миллиметровый", "см": "сантиметровый", "км": "километровый", "мл": "миллилитровый", "кг": "килограммовый",
}  # fmt: skip
"""Not «м», which ends ordinals: «на 5-м этаже»."""

MEASURED_COMPOUND = Verbalizer(
    "compound",
    re.compile(
        rf"(?P<whole>[1-9]\d{{0,3}})(?:,(?P<fraction>\d{{1,2}}))?{DASH}(?P<unit>{'|'.join(_MEASURES)})(?={SPACE}(?P<word>[а-яё]{{4}}))"
    ),
    _read_measured,
    after=DASHES + ",",
)
COMPOUND = Verbalizer(
    "compound",
    re.compile(rf"(?P<whole>\d{{1,4}})(?:,(?P<fraction>\d{{1,2}}))?{DASH}(?P<word>{_LETTERS}{{4,24}}){WORD_END}"),
    _read,
    after=DASHES + ",",
)
RANGE_COMPOUND = Verbalizer(
    "compound",
    re.compile(rf"(?P<first>\d{{1,3}}){DASH}(?P<whole>\d{{1,3}}){DASH}(?P<word>{_LETTERS}{{4,24}}){WORD_END}"),
    _read_range,
    after=DASHES,
)
SUSPENDED_COMPOUND = Verbalizer(
    "compound",
    re.compile(
        rf"(?P<whole>\d{{1,3}}){DASH}(?=(?:,{SPACE}\d{{1,3}}{DASH}){{0,4}},?{SPACE}?(?:и|или|а{SPACE}также){SPACE}\d{{1,3}}{DASH}"
        rf"(?P<word>{_LETTERS}{{4,24}}){WORD_END})"
    ),
    _read_suspended,
    after=DASHES,
)
SPACED_COMPOUND = Verbalizer(
    "compound",
    re.compile(
        rf"(?P<whole>\d{{1,3}})(?P<ending>{DASH}?(?:х|ух|ти|и|мя))?(?:(?P<dash>{SPACE}{DASH}{SPACE})|{SPACE}|(?<=[хитя]){DASH})"
        rf"(?P<word>(?:{_stems()})[а-яё]{{2,3}}){WORD_END}"
    ),
    _read_spaced,
)
