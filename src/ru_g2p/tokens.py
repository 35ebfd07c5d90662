"""Words and punctuation of normalized text, and the same words once their stress is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

VOWELS: Final = "аеёиоуыэюя"
"""The vowel letters, small."""

Source = Literal["user", "lexicon", "phrase", "context", "silero", "ruaccent", "rule"]
"""Where a stress came from. ``user``: a mark in the text or the user's dictionary; ``rule``: the word's only
vowel, its ё, or a guess from its ending where a model gave none."""

_TOKEN: Final = re.compile(r"[А-Яа-яЁё+]+|[!?…,.-]")
_MARKS: Final = frozenset("!?…,.-")


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
        return self.text not in _MARKS


class StressedWord(NamedTuple):
    """A `Token` that is a word, ``+`` before each stressed vowel and ё restored; a word without vowels has no mark.

    ``source`` says who decided, ``confidence`` (0 to 1) how sure that is. ``phones``: how the user's dictionary has it
    pronounced, whatever its letters; empty where the rules are to tell.
    """

    text: str
    start: int
    end: int
    tied: bool = False
    source: Source = "rule"
    confidence: float = 1.0
    phones: tuple[str, ...] = ()

    @property
    def is_word(self) -> bool:
        """As that of `Token`."""
        return True


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of normalized text; anything else in it is skipped."""
    after_hyphen = False
    for match in _TOKEN.finditer(text):
        found = match[0]
        start, end = match.span()
        if found not in _MARKS:
            yield Token(found, start, end, after_hyphen)
            after_hyphen = False
        elif found == "-" and _letter(text, start - 1) and _letter(text, end):
            after_hyphen = True
        else:
            yield Token(found, start, end)


def _letter(text: str, index: int) -> bool:
    return 0 <= index < len(text) and (text[index].isalpha() or text[index] == "+")
