"""Words and punctuation of normalized text: as written, once their stress is known, and in their place."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

VOWELS: Final = "аеёиоуыэюя"
"""The vowel letters, small."""

Source = Literal["user", "lexicon", "phrase", "context", "silero", "ruaccent", "rule"]
"""Where a stress came from. ``user``: a mark in the text or the user's dictionary; ``rule``: the word's only
vowel, its ё, or a guess from its ending where a model gave none."""

MARKS: Final = frozenset("!?…,.-")
"""The punctuation marks of normalized text."""

_TOKEN: Final = re.compile(r"((?:(?<=[А-Яа-яЁё+])-)?[А-Яа-яЁё+]+|[!?…,.-])")


class Token(NamedTuple):
    """A word or a punctuation mark as written; ``tied``: a hyphen ties the word to the one before it (``что-то``)."""

    text: str
    tied: bool = False

    @property
    def is_word(self) -> bool:
        """Whether this is a word, not punctuation."""
        return self.text not in MARKS


class Word(NamedTuple):
    """A word with its stress decided, ``+`` before each stressed vowel and ё restored, or a punctuation mark.

    A word without vowels has no mark. ``source`` says who decided, ``confidence`` (0 to 1) how sure that is.
    ``phones``: how the user's dictionary has it pronounced, whatever its letters; empty where the rules are to tell.
    ``tied``: as in `Token`. A word does not know its place, so that it is one object in all texts.
    """

    text: str
    source: Source = "rule"
    confidence: float = 1.0
    phones: tuple[str, ...] = ()
    tied: bool = False

    @property
    def is_word(self) -> bool:
        """As that of `Token`."""
        return self.text not in MARKS


class StressedWord(NamedTuple):
    """A `Word` in its place: ``start`` and ``end`` are character offsets in the normalized text."""

    text: str
    start: int
    end: int
    tied: bool = False
    source: Source = "rule"
    confidence: float = 1.0
    phones: tuple[str, ...] = ()


def tokenize(text: str) -> tuple[list[str], list[str]]:
    """Return the tokens of normalized text and what stands before each; a tied word keeps its hyphen (``-то``)."""
    parts = _TOKEN.split(text)
    return parts[1::2], parts[:-1:2]


def token(written: str) -> Token:
    """Return a token from what `tokenize` tells of it."""
    tied = len(written) > 1 and written[0] == "-"
    return Token(written[tied:], tied)


def places(text: str) -> list[tuple[int, int]]:
    """Return where each token, without its hyphen, begins and ends, as offsets of characters."""
    spans = (match.span() for match in _TOKEN.finditer(text))
    return [(start + (text[start] == "-" and end - start > 1), end) for start, end in spans]
