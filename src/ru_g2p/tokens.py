"""Words and punctuation of normalized text: as written, once their stress is known, and in their place."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

VOWELS: Final = "аеёиоуыэюя"
"""The vowel letters, small."""

Source = Literal["user", "lexicon", "phrase", "context", "silero", "ruaccent", "rule"]
"""Where a stress came from. ``user``: a mark in the text or the user's dictionary; ``rule``: the word's only
vowel, its ё, or a guess from its ending where a model gave none."""

MARKS: Final = frozenset("!?…,.-")
"""The punctuation marks of normalized text."""

# A hyphen between letters is no mark, but ties what stands on its sides.
_TOKEN: Final = re.compile(r"([А-Яа-яЁё+]+|[!?…,.]|-(?![А-Яа-яЁё+])|(?<![А-Яа-яЁё+])-)")


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


def tokenize(text: str) -> tuple[list[Token], list[str]]:
    """Return the tokens of normalized text and what stands before each; a hyphen alone ties it."""
    parts = _TOKEN.split(text)
    written, gaps = parts[1::2], parts[:-1:2]
    if "-" not in gaps:
        return list(map(_token, written)), gaps
    return [_token(found, gap == "-") for found, gap in zip(written, gaps, strict=True)], gaps


_token = lru_cache(maxsize=1 << 16)(Token)


def places(text: str) -> list[tuple[int, int]]:
    """Return where each token begins and ends, as offsets of characters."""
    return [match.span() for match in _TOKEN.finditer(text)]
