"""Russian words in odd spelling: combining accents, decomposed й, foreign Cyrillic, Latin look-alikes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ru_g2p.normalize.alphabet import LETTERS, VOWELS
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import pairs, rows

_INVISIBLE: Final = r"\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
_APOSTROPHES: Final = "'’ʼ`ʹ"
_STRESS: Final = "\u0300\u0301\u0341\u0340"
_ANY_LETTER: Final = r"A-Za-zÀ-ÖØ-öø-ɏ\u0400-\u052f"
_STRESSED_VOWEL = re.compile(rf"([{VOWELS}])[{_STRESS}]")
_STRAY_PLUS = re.compile(rf"\+(?![{VOWELS}])")
_FINAL_HARD_SIGN = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщБВГДЖЗКЛМНПРСТФХЦЧШЩ])[ъЪ]\Z")
"""That of the old spelling: «миръ»."""

_RUSSIAN = re.compile(rf"[{LETTERS}+]+")
_PLAIN_CYRILLIC = re.compile(r"[\u0400-\u052f]")


@cache
def _replacements() -> dict[int, str]:
    table: dict[str, str] = {}
    for letter, russian, _name in rows("normalize/cyrillic.tsv", "letter", "russian", "name"):
        table[letter] = russian
        table[letter.upper()] = russian.capitalize()
    return str.maketrans(table)


@cache
def lookalikes() -> dict[int, str]:
    """Return the Russian letter for each Latin one that looks like it, as ``str.translate`` wants them."""
    return str.maketrans(pairs("normalize/lookalikes.tsv", "latin", "russian"))


def _read(match: re.Match[str]) -> Spoken | None:
    written = match[0]
    if not _PLAIN_CYRILLIC.search(written):
        return None
    spelled = re.sub(rf"[{_INVISIBLE}]", "", written)
    # «Д’Артаньян» is one word: its inner capital must not look like an acronym's.
    spelled = re.sub(rf"[{_APOSTROPHES}](.?)", lambda found: found[1].lower(), spelled)
    spelled = _STRESSED_VOWEL.sub(r"+\1", _compose(spelled))
    spelled = spelled.translate(_replacements())
    # «cоль»: the whole word must turn Russian; «IT-отдел» or «Fordовский» does not.
    repaired = spelled.translate(lookalikes())
    if _RUSSIAN.fullmatch(repaired):
        spelled = repaired
    spelled = _FINAL_HARD_SIGN.sub("", spelled)
    spelled = _STRAY_PLUS.sub("", _without_marks(spelled)).replace("++", "+")
    if spelled == written or not _RUSSIAN.fullmatch(spelled):
        return None
    return Spoken(spelled)


def _compose(word: str) -> str:
    """Compose й and ё but keep the stress accents apart from their vowels."""
    apart = unicodedata.normalize("NFD", word)
    # An accent may stand between the vowel and its diaeresis; canonical order does not move it behind.
    apart = re.sub(rf"([ЕеИи])([{_STRESS}]+)([\u0306\u0308])", r"\1\3\2", apart)
    composed = re.sub("[ЕеИи][\u0306\u0308]", lambda pair: unicodedata.normalize("NFC", pair[0]), apart)
    composed = re.sub("[\u0456\u0406]\u0308", lambda pair: unicodedata.normalize("NFC", pair[0]), composed)
    return re.sub("[уУ]\u0306|[гкГК]\u0301", lambda pair: unicodedata.normalize("NFC", pair[0]), composed)


def _without_marks(word: str) -> str:
    # A bare accent is no stress («м́»); it and every other combining mark is dropped.
    return "".join(character for character in word if character in "йЙёЁ" or not unicodedata.combining(character))


SPELLING = Verbalizer(
    "spelling",
    re.compile(
        rf"\+{{0,4}}[{_ANY_LETTER}](?:[{_ANY_LETTER}+]|[\u0300-\u036f\u0483-\u0489{_INVISIBLE}]"
        rf"|[{_APOSTROPHES}](?=[{_ANY_LETTER}]))*"
    ),
    _read,
)
