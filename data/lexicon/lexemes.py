"""The lexemes of pymorphy3: which forms a lemma has, with their grammemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pymorphy3

VOWELS = "аеёиоуыэюя"


class Form(NamedTuple):
    """A form of a lexeme: its letters as pymorphy3 has them and its whole tag."""

    text: str
    tag: str
    grammemes: frozenset[str]


class Lexemes:
    """The inflected forms that pymorphy3 knows, read from its paradigms (its own objects are ten times slower)."""

    def __init__(self) -> None:
        morph = pymorphy3.MorphAnalyzer(lang="ru")
        self._words: Any = morph.dictionary.words
        self._similar: Any = morph.char_substitutes
        self._paradigms: Any = morph.dictionary.paradigms
        self._prefixes: Any = morph.dictionary.paradigm_prefixes
        self._suffixes: Any = morph.dictionary.suffixes
        self._tags: list[str] = [str(tag) for tag in morph.dictionary.gramtab]
        self._grammemes = [frozenset(re.split("[ ,]", tag)) for tag in self._tags]

    def of(self, lemma: str) -> Iterator[tuple[str, list[Form]]]:
        """Yield (shared tag, forms) of each lexeme whose lemma this is, ё or е."""
        seen: set[int] = set()
        for word, parses in self._words.similar_items(lemma, self._similar):
            for paradigm_id, index in parses:
                if index == 0 and paradigm_id not in seen:
                    seen.add(paradigm_id)
                    forms = self._forms(word, paradigm_id)
                    yield forms[0].tag.split(" ")[0], forms

    def lemmas(self) -> Iterator[tuple[str, list[Form]]]:
        """Yield (shared tag, forms) of every lexeme; a minute."""
        for word, (paradigm_id, index) in self._words.iteritems():
            if index == 0:
                forms = self._forms(word, paradigm_id)
                yield forms[0].tag.split(" ")[0], forms

    def written(self, word: str) -> bool:
        """Tell whether some form is written with exactly these letters."""
        return any(found == word for found, _ in self._words.similar_items(word, self._similar))

    def _forms(self, lemma: str, paradigm_id: int) -> list[Form]:
        paradigm = self._paradigms[paradigm_id]
        size = len(paradigm) // 3
        stem = lemma[len(self._prefixes[paradigm[2 * size]]) : len(lemma) - len(self._suffixes[paradigm[0]])]
        return [
            Form(
                self._prefixes[paradigm[2 * size + index]] + stem + self._suffixes[paradigm[index]],
                self._tags[paradigm[size + index]],
                self._grammemes[paradigm[size + index]],
            )
            for index in range(size)
        ]


def fold(word: str) -> str:
    """Return the key of a spelling: small letters, no mark, е for ё."""
    return word.lower().replace("+", "").replace("ё", "е")


def vowel_places(word: str) -> list[int]:
    """Return where the vowels of an unmarked word stand."""
    return [place for place, letter in enumerate(word) if letter in VOWELS]


def stressed_vowel(spelling: str) -> int:
    """Return which of its vowels a marked spelling is stressed on, counted from 0."""
    return sum(letter in VOWELS for letter in spelling[: spelling.index("+")])


def on_yo(text: str) -> str:
    """Return a word stressed on its last ё."""
    place = text.rindex("ё")
    return f"{text[:place]}+{text[place:]}"
