"""Arithmetic: «2 + 2 = 4», «7 − 3», «5 × 3», «10×15 см», «2^3», «10⁶», «√16»."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ru_g2p.normalize.alphabet import LETTERS, SPACE
from ru_g2p.normalize.figures import NUMBER, parts, say, say_plain
from ru_g2p.normalize.fitting import Agreement
from ru_g2p.normalize.gaps import MODULUS_START
from ru_g2p.normalize.government import governed
from ru_g2p.normalize.numerals import ascii_digits, cardinal, ordinal
from ru_g2p.normalize.units import Unit, counted_form, per, rate_pattern, unit_of, unit_pattern
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_POWERS: Final = {2: "в квадрате", 3: "в кубе"}
_FUNCTIONS: Final = {
    "tg": "тангенс", "ln": "натуральный логарифм", "lg": "десятичный логарифм", "log": "логарифм",
}  # fmt: skip
"""Functions of the Russian school whose names are no words in Latin letters; elsewhere «tg» is Telegram."""

_ANYTHING: Final = Unit("", "", "", "", "")
"""What is counted without a name: «9·10⁹/л»."""

_OPERAND: Final = rf"[-\u2212]?{NUMBER}"


@cache
def _signs() -> dict[str, str]:
    return {sign: reading for sign, reading, _ in rows("normalize/maths.tsv", "sign", "reading", "example")}


def _read_operation(match: re.Match[str]) -> Spoken | None:
    """Read one number with the sign after it; the number after the sign is read on its own, with its unit."""
    text, sign = match.string, match["sign"]
    if sign == ":" and match[0].endswith(": ") and not match[0].endswith(" : "):
        return None  # «Тариф 2×1: 5+5»
    if sign in "-\u2013:/" and not _in_equation(match):
        return None
    reading = "на" if sign in "xх×*" and _is_size(match) else _signs()[sign]
    number = parts(match["number"])
    # «20 % от 150 = 30»: a preposition still governs the number.
    said = say_plain(match["number"]) if number[1] or sign != "=" else _base(match, int(number[0]))
    return Spoken(f"{said} {reading}", end=match.end(), uncertain=text[match.end()] == "(")


def _in_equation(match: re.Match[str]) -> bool:
    text = match.string
    # «648 : 9 + 72»: before another sign, spaces on all sides tell
    signs = rf"(?:{SPACE}?=|{SPACE}[+×·÷*]{SPACE})" if f" {match['sign']} " in match[0] else rf"{SPACE}?="
    return re.match(rf"{_OPERAND}{signs}", text[match.end() : match.end() + 40]) is not None or (
        re.search(rf"[=+×]{SPACE}?\Z", text[max(0, match.start() - 2) : match.start()]) is not None
    )


def _is_size(match: re.Match[str]) -> bool:
    # «10×15 см», «4×200 метров», «1920x1080»: a size, not a product.
    if match["sign"] in "xх" or match.string[match.start() - 1 : match.start()].isalpha():  # «М8×40»
        return True
    after = re.match(rf"{_OPERAND}{SPACE}?(?P<next>.)", match.string[match.end() : match.end() + 40])
    if after is not None and re.match(rf"[{LETTERS}A-Za-z×]", after["next"]):
        return True
    # «2796×1290»: the pixels of a screen.
    return (
        re.fullmatch(r"\d{3,}×", match[0]) is not None
        and re.match(r"\d{3,}(?!\s?=)", match.string[match.end() : match.end() + 8]) is not None
    )


def _read_power(match: re.Match[str]) -> Spoken | None:
    base, raised = parts(match["base"]), match["caret"] or unicodedata.normalize("NFKC", match["raised"])
    exponent, is_negative = int(ascii_digits(raised.lstrip("-\u2212"))), raised[0] in "-\u2212"
    said = say_plain(match["base"]) if base[1] else _base(match, int(base[0]))
    unit = _unit_after_power(match, is_negative=is_negative)
    if match["caret"] and not unit:
        return Spoken(f"{said} в степени {'минус ' if is_negative else ''}{cardinal(exponent)}")
    nth = f"{ordinal(exponent, 'loct', 'femn')} степени"
    power = f"в минус {nth}" if is_negative else _POWERS.get(exponent) or f"в {nth}"
    rate = per(match, unit_of(match["unit"]) or _ANYTHING) if match["per"] else ""
    return Spoken(" ".join(filter(None, (said, power, unit, rate))))


def _unit_after_power(match: re.Match[str], *, is_negative: bool) -> str:
    """Return the unit, which a power counts like any other number: «10²⁴ килограммов», «10⁻⁹ метра»."""
    unit = unit_of(match["unit"])
    if not unit:
        return ""
    return f"{counted_form(unit.lemma, unit.count, 'nomn', 5, fractional=is_negative)} {unit.tail}".rstrip()


def _base(match: re.Match[str], n: int) -> str:
    found = governed(match.string, match.start())
    return cardinal(n, found[1] if found else "nomn")


def _read_root(match: re.Match[str]) -> Spoken | None:
    return Spoken(f"корень из {cardinal(int(ascii_digits(match[1])), 'gent')}")


def _read_logarithm(match: re.Match[str]) -> Spoken:
    base = int(unicodedata.normalize("NFKC", match["base"]))
    of = f" {cardinal(int(match['of']), 'gent')}" if match["of"] else ""
    return Spoken(f"логарифм{of} по основанию {cardinal(base)}")


def _read_modulus(match: re.Match[str]) -> Spoken:
    sign = "минус " if not match[0][1].isdigit() else ""
    return Spoken(f"модуль {sign}{say(parts(match['number']), Agreement('gent'))}")


FUNCTION = Verbalizer(
    "maths",
    re.compile(rf"(?P<name>tg|ln|lg|log)(?={SPACE}?(?:\d|[αβγxyπ(]))"),
    lambda match: Spoken(_FUNCTIONS[match["name"]]),
)
LOGARITHM = Verbalizer(
    "maths", re.compile(rf"log(?P<base>[₀₁₂₃₄₅₆₇₈₉]{{1,3}})(?:{SPACE}?(?P<of>\d{{1,6}})(?![\d.,]))?"), _read_logarithm
)
OPERATION = Verbalizer(
    "maths",
    re.compile(
        rf"(?P<number>{NUMBER}){SPACE}?(?P<sign>[<>]=|[+=×·⋅∙÷*/:<>≈≠≤≥±xх\u2212\u2013-]){SPACE}?(?=[(√]?{_OPERAND})"
    ),
    _read_operation,
)
POWER_OF_NUMBER = Verbalizer(
    "maths",
    re.compile(
        rf"(?P<base>{NUMBER})(?:\^(?P<caret>[-\u2212]?\d{{1,4}})|(?P<raised>⁻?[{_SUPERSCRIPTS}]{{1,4}}))"
        rf"(?:{SPACE}?(?P<unit>{unit_pattern()})(?![A-Za-zА-Яа-яЁё+\d/]))?"
        rf"(?:{rate_pattern()}(?![A-Za-zА-Яа-яЁё+\d]))?"
    ),
    _read_power,
)
MODULUS = Verbalizer(
    "maths",
    re.compile(rf"{MODULUS_START}(?P<number>{NUMBER})\|"),
    _read_modulus,
)

FACTORIAL = Verbalizer(
    "maths",
    re.compile(rf"(\d{{1,4}})!(?={SPACE}?[=+×·*/÷])"),
    lambda match: Spoken(f"{cardinal(int(ascii_digits(match[1])))} факториал"),
    after="!",
)
APPROXIMATELY = Verbalizer(
    "maths",
    re.compile(r"≈(?:(?<=[A-Za-zα-ω)²³] .)|(?<=[A-Za-zα-ω)²³].))"),
    lambda match: Spoken(_signs()[match[0]]),
)
"""«π ≈ 3,14»; before an amount in running text («≈ 5 км») the sign means «примерно»."""

CARET = Verbalizer("maths", re.compile(r"(?<=[\w)])\^(?=[\w(])"), lambda match: Spoken("в степени"))
ROOT = Verbalizer("maths", re.compile(rf"√{SPACE}?(\d{{1,9}})(?!\d|[.,]\d)"), _read_root)
