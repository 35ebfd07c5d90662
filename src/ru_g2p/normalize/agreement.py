"""The forms of words (pymorphy3), and which words stand before and after a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ru_g2p.morphology import analyzer
from ru_g2p.normalize.abbreviation_table import table
from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.numerals import CASES, Case, Gender

WINDOW: Final = 48
"""Characters looked at on either side of a number; a bound keeps a pass linear."""

BLANKS: Final = " \u00a0\u202f"
_LAST_WORD = re.compile(r"(?:[А-Яа-яЁё+-]+|[Оо]к\.|[Сс]м\.)\Z")
_AFTER = re.compile(rf"{SPACE}+(?:[«\"]?[А-ЯЁ][»\"]?{SPACE}+(?=класс))?([А-Яа-яЁё+-]+)")
_SHORT = re.compile(r"[бвгджзклмнпрстфхцчшщ]{1,4}\.", re.IGNORECASE)
"""No word to agree with: «пп. 1 и 2 ст. 5»."""

CASE_NAMES: Final[dict[str, Case]] = {
    **{case: case for case in CASES},
    "gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a declined word."""

    lemma: str
    part: str
    case: Case
    gender: Gender
    plural: bool
    animate: bool
    adjectival: bool = False
    """Whether a noun has an adjective's genitive plural («раненых»), which it keeps after two to four."""


@lru_cache(maxsize=8192)
def parses(word: str) -> tuple[Any, ...]:
    """Return pymorphy3's readings of a word, the improbable ones left out."""
    return tuple(parse for parse in analyzer().parse(word) if parse.score >= 0.005)


def gender_of(parse: Any) -> Gender:
    """Return the gender of a reading; masculine where it has none."""
    genders: dict[str, Gender] = {"femn": "femn", "neut": "neut"}
    return genders.get(str(parse.tag.gender), "masc")


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[Form, ...]:
    """Return the declined readings of a word, likeliest first."""
    found = []
    for parse in parses(word.lower()):
        tag = parse.tag
        case = CASE_NAMES.get(str(tag.case))
        if case is None or str(tag.POS) not in {"NOUN", "ADJF", "PRTF"}:
            continue
        if tag.POS == "ADJF" and "Fixd" in tag:  # «их», «его»: one form for all cases tells none
            continue
        gender = gender_of(parse)
        # An adjective's accusative plural tells animacy by itself; a noun always does.
        plural, part = tag.number == "plur", str(tag.POS)
        adjectival = part == "NOUN" and plural and word.lower().endswith(("ых", "их"))
        found.append(Form(parse.normal_form, part, case, gender, plural, tag.animacy == "anim", adjectival))
    return tuple(found)


@lru_cache(maxsize=4096)
def inflect(lemma: str, case: Case, *, plural: bool = False) -> str:
    """Decline a dictionary form word by word: ``inflect("квадратный метр", "gent")``."""
    if " " in lemma:
        return " ".join(inflect(word, case, plural=plural) for word in lemma.split())
    first, hyphen, last = lemma.rpartition("-")
    if hyphen:  # «киловатт-часов»
        return f"{first}-{inflect(last, case, plural=plural)}"
    for parse in parses(lemma):
        if parse.tag.case == "nomn" and parse.tag.POS in {"NOUN", "ADJF"}:
            declined = parse.inflect({case, "plur" if plural else "sing"}) or parse.inflect({case})
            return str(declined.word) if declined else lemma
    return lemma


@lru_cache(maxsize=1024)
def agree(adjective: str, noun: Form) -> str:
    """Give an adjective the case, number and gender of ``noun``: «святого Николая»."""
    grammemes = {noun.case, "plur"} if noun.plural else {noun.case, "sing", noun.gender}
    for parse in parses(adjective):
        declined = parse.inflect(grammemes)
        if declined and declined.word.startswith(adjective[:-2]):  # «высший» is no «высочайший»
            return str(declined.word)
    return adjective


def word_before(text: str, start: int) -> str:
    """Return the word right before ``start``, in lower case; empty if punctuation stands between."""
    window = text[max(0, start - WINDOW) : start]
    before = window.rstrip(BLANKS)
    if len(before) == len(window):
        return ""
    found = _LAST_WORD.search(before, max(map(before.rfind, BLANKS)) + 1)
    return plain(found[0]) if found and before[found.start() - 1 : found.start()] != "/" else ""  # «б/у 3 года»


def words_after(text: str, end: int) -> list[str]:
    """Return up to three words that follow ``end`` without punctuation between, in lower case."""
    found: list[str] = []
    limit = min(len(text), end + 2 * WINDOW)
    while len(found) < 3 and (step := _AFTER.match(text, end, limit)):
        word, end = plain(step[1]), step.end()
        short = table().get(f"{word}.") if text[end : end + 1] == "." else None
        if short and any(row.kind == "agrees" for row in short):
            end += 1  # «5-й гор. больницы»: the noun stands further on
        elif short or _SHORT.match(text, step.start(1), limit):
            break
        else:
            found.append(word)
    return found


def plain(word: str) -> str:
    """Take the stress mark and the capitals off."""
    return word.replace("+", "").lower()
