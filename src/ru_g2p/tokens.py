"""Words and punctuation of normalized text, and the same words once their stress is known."""

from __future__ import annotations

import re
from itertools import accumulate
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
    """A word or a punctuation mark.

    ``start`` and ``end`` are character offsets in the normalized text. ``tied``: a hyphen ties the word to the
    one before it (``то`` in ``что-то``).
    """

    text: str
    start: int
    end: int
    tied: bool = False

    @property
    def is_word(self) -> bool:
        """Whether this is a word, not punctuation."""
        return self.text not in MARKS


class Word(NamedTuple):
    """A word once its stress is known, ``+`` before each stressed vowel and ё restored, or a punctuation mark.

    A word without vowels has no mark. ``source`` says who decided, ``confidence`` (0 to 1) how sure that is.
    ``phones``: how the user's dictionary has it pronounced, whatever its letters; empty where the rules are to tell.
    ``tied``: as in `Token`. It does not know its place: the same word of many texts is one object.
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
    """A `Word` in its place: ``start`` and ``end`` as in `Token`, the rest as in `Word`."""

    text: str
    start: int
    end: int
    tied: bool = False
    source: Source = "rule"
    confidence: float = 1.0
    phones: tuple[str, ...] = ()


def split(text: str) -> tuple[list[str], list[int]]:
    """Return the words and marks of normalized text, anything else left out, and which of them are tied."""
    parts = _TOKEN.split(text)
    return parts[1::2], [index for index, gap in enumerate(parts[::2]) if gap == "-"] if "-" in text else []


def tokenize(text: str) -> list[Token]:
    """Return the same with their places."""
    parts = _TOKEN.split(text)
    ends = list(accumulate(map(len, parts)))
    return [
        Token(found, end - len(found), end, gap == "-")
        for gap, found, end in zip(parts[::2], parts[1::2], ends[1::2], strict=False)
    ]
