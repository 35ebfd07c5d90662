"""Signs with a reading («№», «&», «+» before a number, Greek letters) and everything that has none."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ru_g2p.normalize.abbreviations import measure_word
from ru_g2p.normalize.agreement import inflect
from ru_g2p.normalize.alphabet import LETTERS, SPACE
from ru_g2p.normalize.apposition import case_here
from ru_g2p.normalize.numerals import by_digit
from ru_g2p.normalize.units import CURRENCY_SIGNS, units
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import pairs, rows

_SECTIONS_BEFORE = re.compile(rf"(?:§{SPACE}?\d{{1,3}}(?:,|{SPACE}и){SPACE}){{1,3}}\Z")
_SECTIONS_AFTER = re.compile(rf"{SPACE}?\d{{1,3}}{SPACE}?[-\u2010-\u2015]{SPACE}?\d")
_JOINED_SIGN = re.compile(rf"[{CURRENCY_SIGNS}]{SPACE}(?:и|или){SPACE}\Z")


@cache
def _readings() -> dict[str, str]:
    return {symbol: reading for symbol, reading, _ in rows("normalize/symbols.tsv", "symbol", "reading", "example")}


def _read_symbol(match: re.Match[str]) -> Spoken | None:
    reading = _readings().get(match[0].lower())
    return Spoken(reading) if reading else None


def _read_section(match: re.Match[str]) -> Spoken:
    # «из § 5», «в § 3 и § 4», «о §§ 1–2»
    joined = _SECTIONS_BEFORE.search(match.string, max(0, match.start() - 24), match.start())
    case = case_here("параграф", match.string, joined.start() if joined else match.start())
    is_plural = match[0] == "§§" or _SECTIONS_AFTER.match(match.string, match.end()) is not None
    return Spoken(inflect("параграф", case, plural=is_plural))


def _read_currency(match: re.Match[str]) -> Spoken:
    # «курс к $ и €», «цены в $»: no number stands beside
    joined = _JOINED_SIGN.search(match.string, max(0, match.start() - 6), match.start())
    start = joined.start() if joined else match.start()
    return Spoken(measure_word(units()[match[0]].lemma, match.string, start))


def _read_greek(match: re.Match[str]) -> Spoken | None:
    """Read a Greek word letter by letter; a single letter has a name («угол α»)."""
    base = unicodedata.normalize("NFD", match[0].lower())
    letters = pairs("normalize/greek.tsv", "letter", "russian")
    read = "".join(letters.get(letter, "") for letter in base)
    return Spoken(read, uncertain=True) if len(read) > 1 else None


def _read_plus(match: re.Match[str]) -> Spoken | None:
    return Spoken("плюс")


def _read_power(match: re.Match[str]) -> Spoken | None:
    return Spoken("в квадрате" if match[0] == "²" else "в кубе")


def _read_compatible(match: re.Match[str]) -> Spoken | None:
    """Read full-width, circled, superscript and ligature characters by their plain equivalents."""
    from ru_g2p.normalize import normalize  # noqa: PLC0415  (the plain equivalent is any text)

    plain = unicodedata.normalize("NFKC", match[0])
    if plain == match[0]:
        return _read_digit_value(match[0][0], match)
    read = normalize(plain)
    return Spoken(read.text.strip(" ,.!?…-"), lost=bool(read.lost))


def _read_digit_value(character: str, match: re.Match[str]) -> Spoken | None:
    # Circled negative digits and their like have a value but no plain equivalent.
    digit = unicodedata.digit(character, None)
    return Spoken(by_digit(str(digit)), end=match.start() + 1) if digit is not None else None


def _read_decoration(match: re.Match[str]) -> Spoken | None:
    """Drop signs and stray accents that nobody reads aloud («★», «_», «™»); not what Unicode has not assigned."""
    return Spoken("") if unicodedata.category(match[0])[0] in "SPM" else None


def _drop(match: re.Match[str]) -> Spoken | None:
    return Spoken("")


ABOUT = Verbalizer("symbol", re.compile(r"~(?=\s?\d)"), lambda match: Spoken("примерно"))
PLUS = Verbalizer(
    "symbol", re.compile(r"\+(?=\s?\d)|(?<=[\w).] )\+(?= [(\w])|(?<=[A-Za-z\d])\+(?=[\s,.;:)!?]|\Z)"), _read_plus
)
SLASH = Verbalizer("symbol", re.compile(r"(?<=\d)(?<!(?:19|20)\d\d)/(?=\d)"), lambda match: Spoken("дробь"))
"""What is left of «А40-12345/2022»."""

POWER = Verbalizer("symbol", re.compile(r"(?<=[A-Za-z0-9)])[²³]"), _read_power)
NUMBERS = Verbalizer(
    "symbol",
    re.compile(r"№№|#(?=\d)"),
    lambda match: Spoken({"№": "номера", "#": "номер"}[match[0][0]]),
)
SECTION = Verbalizer("symbol", re.compile("§§?"), _read_section)
CURRENCY = Verbalizer("symbol", re.compile(rf"(?<!\d)(?<!\d )[{CURRENCY_SIGNS}](?!\s?\d)"), _read_currency)
GREEK = Verbalizer("greek", re.compile(r"[\u0386-\u03ff\u1f00-\u1fff]{2,40}"), _read_greek)
SYMBOL = Verbalizer("symbol", re.compile(r"[<>]=|[^\w\s]|[\u0370-\u03ff\u00b5]"), _read_symbol)
COMPATIBLE = Verbalizer("compatibility", re.compile(rf"(?:(?![{LETTERS}A-Za-z])\w){{1,64}}"), _read_compatible)
CONTROL = Verbalizer(
    "control",
    re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+"),
    _drop,
)
EMOJI = Verbalizer("emoji", re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff]+"), _drop)
DECORATION = Verbalizer("decoration", re.compile(r"[^\w\s]"), _read_decoration)
FOREIGN = Verbalizer("unspeakable", re.compile(rf"(?:(?![{LETTERS}A-Za-z\d])\w)+"), lambda match: Spoken("", lost=True))
