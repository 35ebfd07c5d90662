"""Digits that are no quantity: versions, sections, model numbers, account numbers, endless runs."""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.normalize.agreement import word_before
from ru_g2p.normalize.alphabet import DASH, LETTERS, SPACE
from ru_g2p.normalize.numerals import ascii_digits, by_digit, cardinal, integer, is_number
from ru_g2p.normalize.units import unit_of
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

_WINDOW = 24
_LABEL = re.compile(rf"(?P<label>[A-Za-z{LETTERS}/-]+)\.?:?{SPACE}?(?:№{SPACE}?)?\Z")
_NAMED = re.compile(rf"(?<![{LETTERS}A-Za-z-])[A-ZА-ЯЁ][{LETTERS}A-Za-z]+{DASH}\Z")
_ENGINE_AFTER = re.compile(rf"{SPACE}?(?:[AM]T|AMT|CVT|DSG|TDI|TSI|TFSI|GDI|MPI|HDI|CDI|CRDI)(?![A-Za-z])")
_ACCOUNT = re.compile(r"(?i:карт|сч[её]т|visa|mastercard|(?<![а-яё])мир(?![а-яё]))[^.!?\n]{0,30}\Z")
_SHORTEST = 5
"""Shorter runs after a label are still said as a number («код 45»)."""

_SHORTEST_IBAN = 13
"""Digits of the shortest international account number (ISO 13616: Norway's 15 characters)."""


@cache
def _labels() -> frozenset[str]:
    return frozenset(label for label, _ in rows("normalize/identifier_labels.tsv", "label", "example"))


@cache
def _sections() -> frozenset[str]:
    return frozenset(label for label, _ in rows("normalize/section_labels.tsv", "label", "example"))


def _label_before(text: str, start: int) -> str:
    found = _LABEL.search(text, max(0, start - _WINDOW), start)
    return found["label"] if found else ""


def _dotted(written: str) -> str:
    return " точка ".join(integer(ascii_digits(part)) for part in written.split("."))


def _read_version(match: re.Match[str]) -> Spoken | None:
    return Spoken(_dotted(match[0]))


def _read_section(match: re.Match[str]) -> Spoken | None:
    # «п. 2.3», «версия 3.11», «Python 3.11», «v1.2»: the point parts two numbers.
    label = _label_before(match.string, match.start())
    if _NAMED.search(match.string, max(0, match.start() - _WINDOW), match.start()):
        return Spoken(_dotted(match[0]))  # «Союз-2.1а», «GPT-4.5»
    if _ENGINE_AFTER.match(match.string, match.end()):
        return Spoken(_dotted(match[0]))  # «1.4 MT»
    is_product = re.fullmatch(r"[A-Za-z]{2,}", label) is not None and not unit_of(label)
    if label in {"v", "V"} or is_product or label.lower() in _sections():
        return Spoken(_dotted(match[0]))
    return None


def _read_model(match: re.Match[str]) -> Spoken | None:
    # «Ту-154», «Олимпиада-2014»: a name, which no preposition declines.
    digits = ascii_digits(match[0])
    return Spoken(cardinal(int(digits)) if is_number(digits) else by_digit(digits))


def _read_labelled(match: re.Match[str]) -> Spoken | None:
    label = _label_before(match.string, match.start())
    digits = ascii_digits(re.sub(r"\D", "", match[0]))
    is_iban = len(digits) >= _SHORTEST_IBAN and re.search(
        r"(?<![A-Za-z])[A-Z]{2}\Z", match.string[max(0, match.start() - 3) : match.start()]
    )
    if len(digits) < _SHORTEST or not (
        is_iban or label.lower() in _labels() or word_before(match.string, match.start()) in _labels()
    ):
        return None
    if re.fullmatch(rf"\d{{1,3}}(?:{SPACE}\d{{3}})+", match[0]) and re.match(
        rf"{SPACE}?[{LETTERS}₽$€]", match.string[match.end() : match.end() + 2]
    ):
        return None  # «счёт 10 000 рублей» is a sum
    groups = re.findall(r"\d+", match[0])
    return Spoken(", ".join(_dictated(ascii_digits(group)) for group in groups))


def _dictated(group: str) -> str:
    # Two digits are said as a number, as in a passport's «45 10»; more are spelled.
    return integer(group) if len(group) < 3 else by_digit(group)


def _read_viscosity(match: re.Match[str]) -> Spoken:
    return Spoken(f"{integer(match['cold'])} дабл ю {integer(match['hot'])}")


def _read_masked(match: re.Match[str]) -> Spoken | None:
    # «карта *4417»: what is left of its number, by twos
    if not _ACCOUNT.search(match.string, max(0, match.start() - 2 * _WINDOW), match.start()):
        return None
    return Spoken(" ".join(integer(ascii_digits(pair)) for pair in (match["first"], match["second"])))


def _read_table(match: re.Match[str]) -> Spoken:
    numbers = (integer(ascii_digits(number)) for number in re.findall(r"\d+", match[0]))
    return Spoken(", ".join(numbers), uncertain=True)


def _read_run(match: re.Match[str]) -> Spoken | None:
    return Spoken(by_digit(ascii_digits(match[0])))


def _read_card(match: re.Match[str]) -> Spoken:
    # «2202 2010 1234 5678», whatever stands before
    pairs = re.findall(r"\d\d", match[0])
    return Spoken(
        ", ".join(f"{integer(first)} {integer(second)}" for first, second in zip(pairs[::2], pairs[1::2], strict=True))
    )


CARD = Verbalizer("identifier", re.compile(rf"\d{{4}}(?:{SPACE}\d{{4}}){{3}}(?![\w.,]\d|{SPACE}\d|\d)"), _read_card)
TABLE = Verbalizer("table", re.compile(r"\d{1,32}(?:[ ,;:/-]{1,2}\d{1,32}){99,}"), _read_table)
"""A hundred numbers without a word between: nothing counts or governs them, and each is soon read."""

VISCOSITY = Verbalizer(
    "identifier", re.compile(r"(?P<cold>\d{1,2})[Ww][-\u2010-\u2013 ]?(?P<hot>\d{2})(?!\w)"), _read_viscosity
)
"""Of motor oil (SAE J300): «5W-30»."""

MASKED = Verbalizer(
    "identifier", re.compile(rf"(?:\*{{2,12}}{SPACE}?|[*•])(?P<first>\d\d)(?P<second>\d\d)(?![\d*])"), _read_masked
)
VERSION = Verbalizer(
    "version", re.compile(r"(?!\d{1,3}(?:\.\d{3}){2,4}(?![.\d]))\d+(?:\.\d+){2,}"), _read_version, after="."
)
SECTION = Verbalizer("version", re.compile(r"\d{1,4}\.\d{1,3}(?![\d%]|[.,]\d)"), _read_section, after=".")
MODEL = Verbalizer(
    "model",
    re.compile(rf"(?:(?<=[A-Za-z{LETTERS}]{DASH})|(?<=[A-Za-z]))\d{{1,4}}(?!\d|[.,:/]\d|{DASH}[\dа-яё])"),
    _read_model,
)
LABELLED = Verbalizer("identifier", re.compile(rf"\d+(?:(?:{SPACE}|-)\d+){{0,8}}"), _read_labelled)
DIGITS = Verbalizer("digits", re.compile(r"\d+"), _read_run)
