"""Graphic abbreviations: «и т. д.», «ул.», «им.», «см.», «г-н»."""

from __future__ import annotations

import re
from typing import Final

from ru_g2p.normalize.abbreviation_table import table
from ru_g2p.normalize.agreement import agree, case_of_bare, forms, inflect, word_before, words_after
from ru_g2p.normalize.alphabet import LETTERS, SENTENCE_ENDS, SPACE, WORD_END
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_FOLLOWED_BY: Final = {
    "<number>": rf"(?={SPACE}?\d)",
    "<Name>": rf"(?={SPACE}?[\"«„]?[А-ЯЁ])",
    "<word>": rf"(?={SPACE}?[\"«„]?[{LETTERS}])",
}
_PLACE_PREPOSITIONS: Final = frozenset({"в", "во", "на"})


def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"({_row_pattern(written, ends)})" for written, _, _, ends, _ in table()))


def _row_pattern(written: str, ends: str) -> str:
    body, _, condition = written.partition(" <")
    before = rf"(?<=и{SPACE})" if body.startswith("и ") else ""
    words = body.removeprefix("и ").removesuffix(".").split(". ")
    # At the beginning of a sentence «Т. е.», but «Г. Иванов» is an initial.
    first = words[0][0]
    if len(words[0]) > 1 or condition != "Name>":
        first = f"[{first.upper()}{first}]"
    spelled = rf"\.{SPACE}?".join([first + words[0][1:], *words[1:]])
    if "." not in body:
        stop = rf"{WORD_END}"
    elif ends == "yes":
        stop = rf"(?=\.)(?:\.(?!{SENTENCE_ENDS}))?"
    else:
        stop = r"\."
    return before + spelled + stop + (_FOLLOWED_BY[f"<{condition}"] if condition else "")


def _read(match: re.Match[str]) -> Spoken | None:
    text, start = match.string, match.start()
    if start and text[start - 1].isalpha():
        return None
    assert match.lastindex is not None
    _, words, kind, _, _ = table()[match.lastindex - 1]
    if kind == "noun":
        return Spoken(_declined(words, text, start))
    if kind == "agrees":
        return Spoken(_agreed(words, words_after(text, match.end())), uncertain=True)
    if match[0][0].isupper():
        words = words[0].upper() + words[1:]
    return Spoken(words)


def _declined(noun: str, text: str, start: int) -> str:
    # «в г. Москве», «на ул. Ленина»: with a place the prepositional is meant, not the accusative.
    case = case_of_bare(text, start)
    if case == "accs" and word_before(text, start) in _PLACE_PREPOSITIONS:
        case = "loct"
    return inflect(noun, case)


def _agreed(words: str, following: list[str]) -> str:
    if not following or not forms(following[0]):
        return words
    *fixed, adjective = words.split()
    return " ".join([*fixed, agree(adjective, forms(following[0])[0])])


ABBREVIATION = Verbalizer("abbreviation", _pattern(), _read)
