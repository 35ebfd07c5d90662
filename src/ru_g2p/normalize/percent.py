"""Adjectives of percent: «10%-ный раствор», «5%-й раствор», «20% скидка», «с 20 % скидкой»."""

from __future__ import annotations

import re

from ru_g2p.normalize.agreement import Form, agree, forms, word_before, words_after
from ru_g2p.normalize.alphabet import DASH, SPACE, WORD_END
from ru_g2p.normalize.compounds import decimal_part
from ru_g2p.normalize.government import governed, is_transitive
from ru_g2p.normalize.numerals import ascii_digits, compound, is_number
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_QUALITIES = frozenset({"с", "со", "к", "ко", "о", "об", "при", "под"})
"""Prepositions after which a quantity is rather a quality: «с 20 % скидкой»; «вырос на 5 %» is a quantity."""


def _read_written(match: re.Match[str]) -> Spoken | None:
    """Read an adjective by its written ending, which the noun after it completes («5%-м раствором»)."""
    first, ending = _first_part(match[2]), match[3]
    if not first:
        return None
    if match["from"]:
        first = f"{_first_part(match['from'])}-{first}"
    if len(ending) > 2 or ending.startswith("н"):
        return Spoken(first + "процент" + (ending if ending.startswith("н") else "н" + ending))
    nouns = [form for word in words_after(match.string, match.end())[:1] for form in forms(word)]
    agreed = [agree("процентный", form) for form in nouns]
    word = next((word for word in agreed if word.endswith(ending)), _BY_ENDING.get(ending))
    return Spoken(first + word) if word else None


def _read_agreeing(match: re.Match[str]) -> Spoken | None:
    """Read «20% скидка» as an adjective: a singular noun that is no genitive is not what the percent is of."""
    first = _first_part(match[1])
    found = [form for form in forms(match["noun"]) if form.part == "NOUN"]
    if not first or not found or any(form.plural or form.case == "gent" or form.animate for form in found):
        return None
    noun = _governed_form(found, match)
    return Spoken(first + _agreeing(noun)) if noun else None


def _governed_form(found: list[Form], match: re.Match[str]) -> Form | None:
    before = word_before(match.string, match.start())
    government = governed(match.string, match.start())
    if not government and (not before or is_transitive(before)):
        return next((form for form in found if form.case == ("accs" if before else "nomn")), None)
    if not government:
        return None
    return next((form for form in found if before in _QUALITIES and form.case in government[0]), None)


def _agreeing(noun: Form) -> str:
    if noun.case == "accs" and noun.gender == "masc":
        return "процентный"
    return agree("процентный", noun)


def _first_part(written: str) -> str:
    whole, _, fraction = ascii_digits(written).replace(".", ",").partition(",")
    if fraction:
        return decimal_part(whole, fraction) if is_number(whole) else ""
    digits = whole
    return compound(int(digits)) if is_number(digits) and int(digits) else ""


_BY_ENDING = {
    "й": "процентный", "я": "процентная", "е": "процентное", "го": "процентного", "му": "процентному",
    "м": "процентном", "ю": "процентную", "х": "процентных", "ми": "процентными",
    "ый": "процентный", "ая": "процентная", "ое": "процентное", "ые": "процентные", "ой": "процентной",
    "ую": "процентную", "ом": "процентном", "ым": "процентным", "ых": "процентных",
}  # fmt: skip

WRITTEN = Verbalizer(
    "percent",
    re.compile(
        rf"(?:(?P<from>\d{{1,3}}){DASH})?(\d{{1,4}}(?:[.,]\d{{1,2}})?){SPACE}?%-?(н[а-яё]{{1,4}}|(?<=-)(?:[йяеюмх]|го|му|ми|ый|ая|ое|ые|ой|ую|ом|ым|ых|ого|ому|ыми)){WORD_END}"
    ),
    _read_written,
)
AGREEING = Verbalizer(
    "percent", re.compile(rf"(\d{{1,4}}){SPACE}?%(?={SPACE}(?P<noun>[а-яё]{{3,20}}){WORD_END})"), _read_agreeing
)
