"""Cyrillic acronyms, initials and single letters: «МГУ», «НАТО», «МИДа», «А. С. Пушкин», «5 Б»."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ru_g2p.normalize.agreement import parses, word_before
from ru_g2p.normalize.alphabet import LETTERS, SENTENCE_ENDS, SPACE, VOWELS, WORD_END
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import pairs, rows

_VOWEL = re.compile(rf"[{VOWELS}]")
_WORDS_THEMSELVES = "АаБбВвЕеЁёЖжИиКкОоСсУуЫыЭэЮюЯя"
_C: Final = "[БВГДЖЗЙКЛМНПРСТФХЦЧШЩ]"
_V: Final = "[АЕЁИОУЫЭЮЯ]"
_ONSET: Final = r"(?:[БГКПФХ][ЛР]|[ВДТ]Р|ВЛ|[ДЗКСТ]В|С[БКЛМНПТХЦЧ]|ШК|ШТ|МН|ЗД|ЗН|КН|ГН|СТР|СПР|СКР)"
_CODA: Final = r"(?:С[КПСТ]|Н[ДКСТФЦ]|Р[ГДКМНПСТФ]|Л[ГДКСТ]|М[ПФ]|[КПФ][СТ]|ЙЛ|ЙС|Й[НТ]|[БВГДЗКЛМНПРСТФ]Ь)"
_PRONOUNCEABLE: Final = re.compile(
    rf"(?:{_C}{_V}{_C}|(?:{_C}|{_ONSET})?{_V}(?:{_C}{{1,2}}{_V})+(?:{_C}|{_CODA})?|{_ONSET}{_V}{_C}|{_C}{_V}{_CODA})"
)
"""The shape of what is read as a word: ГУМ, НАТО, ОПЕК, ГУЛАГ, СПИД, ГОСТ; not АТС, МГУ, ОАЭ."""


_BEFORE: Final = 24
_LONGEST_ENDING: Final = 4
_POINTS: Final = frozenset("АВСЕКМНОРТХ")
_CODE: Final = re.compile(r"\d/\Z")
"""«№ 34/АБ»: the letters of a document's number are no word."""


@cache
def letter_names() -> dict[str, str]:
    """Return the name of each capital letter."""
    return pairs("normalize/letters.tsv", "letter", "name")


@cache
def acronyms() -> dict[str, str]:
    """Return how the acronyms are read that the rules would read otherwise, or that are words elsewhere."""
    return pairs("normalize/acronyms.tsv", "acronym", "reading")


def spell(letters: str) -> str:
    """Spell an acronym, the stress on the last letter: «эм-гэ-+у». Л is «эл» there, as in «эн-эл-+о»."""
    *others, last = (letter_names()[letter].replace(" ", "-").replace("эль", "эл") for letter in letters)
    return "-".join([*others, stressed(last)])


def stressed(name: str) -> str:
    """Mark the stress of a letter's name: its last vowel, but not in «эль», which has one anyway."""
    vowels = list(_VOWEL.finditer(name))
    return f"{name[: vowels[-1].start()]}+{name[vowels[-1].start() :]}" if vowels else name


def _read_acronym(match: re.Match[str]) -> Spoken | None:
    capitals, ending = match["capitals"], match["ending"]
    if not ending and len(capitals) < 4 and (_is_code(match) or _are_points(match)):
        return Spoken(spell(capitals))
    reading = acronyms().get(match[0]) or acronyms().get(capitals)
    if reading:
        if not ending and _is_word(capitals) and _is_shouted(match):
            return None  # «ПО ДОРОГЕ»
        return Spoken(reading if match[0] in acronyms() else reading + ending)
    if not ending and _is_word(capitals):
        return None
    if _is_pronounceable(capitals):
        return None  # «ГУЛАГ», «ГУЛАГа», or a shouted name
    return Spoken(spell(capitals) + ending, uncertain=len(capitals) > 4)


@cache
def _stems() -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = rows("normalize/letter_labels.tsv", "stem", "kind", "example")
    return tuple(stem for stem, kind, _ in table if kind == "figure"), tuple(stem for stem, _, _ in table)


@cache
def _label_before() -> re.Pattern[str]:
    stems = "|".join(map(re.escape, _stems()[1]))
    listed = rf"(?:[А-ЯЁ](?:,|{SPACE}и){SPACE}){{0,3}}"
    return re.compile(rf"(?<![{LETTERS}])(?i:{stems})[а-яё]{{0,4}}\.?{SPACE}{listed}\Z")


def names_points(match: re.Match[str]) -> bool:
    """Tell whether the letters name points or a figure: «отрезок АВ», «угла ABC»."""
    text, start = match.string, match.start()
    word = word_before(text, start)
    if not word.startswith(_stems()[0]):
        return text.endswith(("∠", "△", "∠ ", "△ "), 0, start)
    return any(word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING for stem in _stems()[0])


def _are_points(match: re.Match[str]) -> bool:
    # «со стороны США» is no side of a triangle: points have letters that Latin has too.
    capitals = match["capitals"]
    return capitals not in acronyms() and set(capitals) <= _POINTS and names_points(match)


def _is_code(match: re.Match[str]) -> bool:
    return _CODE.search(match.string, max(0, match.start() - 2), match.start()) is not None


def is_labelled(match: re.Match[str]) -> bool:
    """Tell whether a noun before the letters is one of those that they name: «группа Б»."""
    return _label_before().search(match.string, max(0, match.start() - _BEFORE), match.start()) is not None


def _is_pronounceable(capitals: str) -> bool:
    if len(capitals) == 3:
        return re.fullmatch(rf"{_C}{_V}{_C}", capitals) is not None
    return len(capitals) > 3 and _PRONOUNCEABLE.fullmatch(capitals) is not None


def _is_word(capitals: str) -> bool:
    return (
        len(capitals) > 1
        and _VOWEL.search(capitals) is not None
        and any(parse.is_known and "Abbr" not in parse.tag for parse in parses(capitals.lower())[:1])
    )


def _is_shouted(match: re.Match[str]) -> bool:
    """Tell whether a word beside is in capitals too and no acronym."""
    text = match.string
    is_preposition = any(parse.tag.POS == "PREP" for parse in parses(match["capitals"].lower())[:1])
    number = r"(?:[\dа-яё-]+ ){0,3}" if is_preposition else ""  # «С 1 ПО 10 МАЯ»
    before = re.search(rf"([А-ЯЁ]{{2,}}),? {number}\Z", text[max(0, match.start() - 40) : match.start()])
    after = re.match(rf",? {number}([А-ЯЁ]{{2,}})(?![а-яё])", text[match.end() : match.end() + 40])
    return any(beside and beside[1] not in acronyms() and _is_word(beside[1]) for beside in (before, after))


def _read_initials(match: re.Match[str]) -> Spoken | None:
    names = (letter_names()[letter] for letter in re.findall("[А-ЯЁ]", match[0]))
    return Spoken(" ".join(names))


def _read_letter(match: re.Match[str]) -> Spoken | None:
    if (match["label"] or match["last"]) and not is_labelled(match):
        return None
    return Spoken(letter_names()[match[0].upper()])


_NO_LETTER: Final = rf"(?<![{LETTERS}+])"
_INITIAL: Final = r"[А-ЯЁ](?:ж|ь)?\."
_SURNAME: Final = rf"(?={SPACE}?(?:фон |де |ван )?[А-ЯЁ][а-яё'’])"
_STOP: Final = rf"(?:\.(?!{SENTENCE_ENDS}))?"
INITIALS = Verbalizer(
    "initials",
    re.compile(
        rf"{_NO_LETTER}(?:{_INITIAL}(?:-?{SPACE}?{_INITIAL}){{0,2}}{_SURNAME}"
        rf"|[А-ЯЁ]\.{SPACE}?[А-ЯЁ](?=\.){_STOP}|(?<=[а-яё]{{2}} )[А-ЯЁ]\.(?=,? [а-яё]|, \d))"
    ),
    _read_initials,
)
_ENDINGS: Final = (
    "а|у|е|ы|и|ом|ем|ов|ев|ам|ами|ах|ой|шник[а-яё]{0,3}|шн[а-яё]{2,3}|овец|овц[а-яё]{1,3}|овск[а-яё]{2,3}|б|бГУ|иО"
)
ACRONYM = Verbalizer(
    "acronym",
    re.compile(rf"(?P<capitals>[А-ЯЁ]{{2,12}})(?P<ending>(?:{_ENDINGS})?){WORD_END}"),
    _read_acronym,
)
LETTER = Verbalizer(
    "letter",
    # «с» is a preposition, but «С-300» and «1С» have a letter.
    # «корп. Б», «подп. «б»»: a letter that is a particle or preposition elsewhere has its name too.
    re.compile(
        rf"(?:[А-ЯЁ](?=-?\d)|(?<=\d)[А-ЯЁ]|(?![{_WORDS_THEMSELVES}])[{LETTERS}]"
        r"|(?P<label>(?<=[а-яё,.] )[БВЖКС](?= [а-яё]|, [А-ЯЁ](?![а-яё])))|(?P<last>(?<=, )[БВЖКС](?=[.;)]?\s*\Z))"
        r"|(?<=[( ][а-яa], )[бвжкс](?=[),;])|(?:(?<=[;:.,] )|(?<![^\n]))[бвжкс](?=\) )"
        r"|(?<=\d)[бвкс](?=[»\"])|(?<=[а-я]/)[бвж](?!/)|(?<![\w/])[бж](?=/[а-я](?![\w/]))"
        r"|(?<=[а-яё.] )[БВЖКС](?=[,;:)»]|\.?\s*\Z)|(?<=[«\"])[бвжксБВЖКС](?=[»\"])|(?<=[А-Я]\()б(?=\)))"
        rf"(?!\+?[{LETTERS}])"
    ),
    _read_letter,
)
