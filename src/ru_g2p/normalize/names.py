"""The name after an abbreviation: its cases, whose it is, or whether it only begins a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ru_g2p.normalize.agreement import forms, parses, word_before, words_after
from ru_g2p.normalize.alphabet import LETTERS, SPACE
from ru_g2p.normalize.numerals import CASES, Case

_WINDOW: Final = 60
_FUNCTION_PARTS: Final = frozenset({"NPRO", "CONJ", "PREP", "PRCL", "ADVB", "PRED"})
_NO_GENITIVE_AFTER: Final = frozenset({"VERB", "INFN", "GRND", "CONJ", "PREP", "PRCL", "ADVB", "NPRO"})
NAME: Final = re.compile(
    rf"{SPACE}?(?P<initials>(?:[А-ЯЁ][а-я]?\.{SPACE}?){{0,3}})(?:им\.{SPACE}?)?(?P<name>[А-ЯЁ][{LETTERS}+-]+)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What is known of the name after an abbreviation."""

    cases: tuple[Case, ...] = ()
    is_person: bool = False
    is_place: bool = False


def name_after(text: str, end: int) -> Named:
    """Return what the name after ``end`` tells; initials before it are passed over."""
    found = NAME.match(text, end, end + _WINDOW)
    if not found or (len(found["name"]) > 1 and found["name"].isupper()):
        return Named()  # «проф. МГУ»
    readings = parses(found["name"].replace("+", "").lower())
    tags = [parse.tag for parse in readings]
    names = [tag for tag in tags if {"Surn", "Name", "Patr", "Geox"} & set(tag.grammemes)]
    place = any("Geox" in tag for tag in names)
    singular = {str(tag.case) for tag in names or tags if tag.number == "sing"}
    cases = tuple(case for case in CASES if case in singular)
    return Named(cases, bool(found["initials"]) or (bool(names) and not place), place)


def begins_sentence(text: str, end: int) -> bool:
    """Tell whether the capital after ``end`` is a sentence's, not a name's: «Вышел на ст. Он ждал»."""
    found = NAME.match(text, end, end + _WINDOW)
    if not found or found["initials"]:
        return False
    tag = parses(found["name"].replace("+", "").lower())[0].tag
    return str(tag.POS) in _FUNCTION_PARTS or "Apro" in tag


def is_genitive(text: str, start: int, end: int) -> bool:
    """Tell whether a genitive follows «им.»: «завод им. Ленина», not «сказал им. Ивана» or «деньги им. Они»."""
    before = word_before(text, start)
    if (before and str(parses(before)[0].tag.POS) in _NO_GENITIVE_AFTER) or begins_sentence(text, end):
        return False
    following = words_after(text, end)
    if following and text[end:].lstrip()[0].islower():
        return any(form.case == "gent" for form in forms(following[0]))
    named = name_after(text, end)
    return "gent" in named.cases or not named.cases
