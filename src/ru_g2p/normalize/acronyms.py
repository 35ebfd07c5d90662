"""Cyrillic acronyms, initials and single letters: «МГУ», «НАТО», «А. С. Пушкин», «5 Б»."""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.normalize.agreement import parses
from ru_g2p.normalize.alphabet import LETTERS, SPACE, VOWELS, WORD_END
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import pairs

_VOWEL = re.compile(rf"[{VOWELS}]")
_WORDS_THEMSELVES = "АаБбВвЕеЁёЖжИиКкОоСсУуЫыЭэЮюЯя"


@cache
def letter_names() -> dict[str, str]:
    """Return the name of each capital letter."""
    return pairs("normalize/letters.tsv", "letter", "name")


@cache
def _readings() -> dict[str, str]:
    return pairs("normalize/acronyms.tsv", "acronym", "reading")


def spell(letters: str) -> str:
    """Spell an acronym, the stress on the last letter: «эм-гэ-+у»."""
    *others, last = (letter_names()[letter].replace(" ", "-") for letter in letters)
    return "-".join([*others, stressed(last)])


def stressed(name: str) -> str:
    """Mark the stress of a letter's name: its last vowel, but not in «эль», which has one anyway."""
    vowels = list(_VOWEL.finditer(name))
    return f"{name[: vowels[-1].start()]}+{name[vowels[-1].start() :]}" if vowels else name


def _read_acronym(match: re.Match[str]) -> Spoken | None:
    capitals, ending = match["capitals"], match["ending"]
    reading = _readings().get(capitals)
    if reading:
        return Spoken(reading + ending)
    if ending or _is_shouted(capitals):
        return None
    pronounceable = len(capitals) > 4 or (len(capitals) == 4 and len(_VOWEL.findall(capitals)) == 2)
    if pronounceable and _VOWEL.search(capitals):
        return None  # «ГУЛАГ», or a shouted name
    return Spoken(spell(capitals), uncertain=len(capitals) > 4)


def _is_shouted(capitals: str) -> bool:
    return any(
        parse.is_known and "Abbr" not in parse.tag and len(capitals) > 1 for parse in parses(capitals.lower())[:1]
    )


def _read_initials(match: re.Match[str]) -> Spoken | None:
    names = (letter_names()[letter] for letter in re.findall(rf"[{LETTERS}]", match[0]))
    return Spoken(" ".join(names))


def _read_letter(match: re.Match[str]) -> Spoken | None:
    return Spoken(letter_names()[match[0].upper()])


_NO_LETTER = rf"(?<![{LETTERS}+])"
_SURNAME = rf"(?={SPACE}?[А-ЯЁ][а-яё])"
INITIALS = Verbalizer(
    "initials",
    re.compile(rf"{_NO_LETTER}(?:[А-ЯЁ]\.{SPACE}?[А-ЯЁ]\.{_SURNAME}|[А-ЯЁ]\.{_SURNAME}|[А-ЯЁ]\.{SPACE}?[А-ЯЁ](?=\.))"),
    _read_initials,
)
ACRONYM = Verbalizer(
    "acronym",
    re.compile(rf"(?P<capitals>[А-ЯЁ]{{2,12}})(?P<ending>[а-яё]{{0,3}}){WORD_END}"),
    _read_acronym,
)
LETTER = Verbalizer("letter", re.compile(rf"(?![{_WORDS_THEMSELVES}])[{LETTERS}](?!\+?[{LETTERS}])"), _read_letter)
