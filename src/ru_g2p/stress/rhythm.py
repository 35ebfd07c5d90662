"""The metre of a line of verse, where one is heard: it tells where an open word is stressed.

In Russian syllabo-tonic verse the stress of a word of two and more syllables falls on a strong syllable of the metre:
every second one (iamb, trochee) or every third (dactyl, amphibrach, anapaest). A short line whose sure words all fit
a metre is probably verse, and an open word probably fits it too. A sentence of prose fits none for long.
Source of the rule and of the metres' shares: M. L. Gasparov, "Ocherk istorii russkogo stikha", rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import log
from typing import Final, NamedTuple

from ru_g2p.stress.resolve import Sentence
from ru_g2p.tokens import VOWELS, Word


class Metre(NamedTuple):
    """A strong syllable every ``period`` syllables, the first one after ``first`` weak ones; its share of verse."""

    period: int
    first: int
    share: float


METRES: Final = (
    Metre(2, 1, 0.40),  # iamb
    Metre(2, 0, 0.25),  # trochee
    Metre(3, 0, 0.10),  # dactyl
    Metre(3, 1, 0.13),  # amphibrach
    Metre(3, 2, 0.12),  # anapaest
)
_LINE: Final = range(4, 15)
"""Syllables of a line of verse."""

_VERSE_OPEN, _VERSE_CLOSED = 0.6, 0.15
"""How likely a text of that length is a line of verse, before one has counted: prose ends in a full stop."""

_CACHED_WORDS: Final = 1 << 16
_KEPT: Final = 0.97  # how likely a word of a line of verse keeps the metre
_WEIGHT: Final = 4.0  # how much the metre counts beside the other witnesses, who are surer of themselves than right


def add_rhythm(sentence: Sentence, decided: Mapping[int, Word], waiting: Mapping[int, dict[str, float]]) -> None:
    """Add to the options of each open word how well they fit the metre of the sentence, if it has one.

    Args:
        sentence: a line, or a sentence of prose.
        decided: its words that are decided.
        waiting: token → spelling → logarithm of how likely it is; changed in place.
    """
    starts, syllables = [], 0
    for token in sentence.tokens:
        starts.append(syllables)
        syllables += _vowels(token.text)
    if syllables not in _LINE:
        return
    likely = _VERSE_CLOSED if sentence.tokens[-1].text in ".!?…" else _VERSE_OPEN
    sure = [
        starts[index] + place for index in range(len(starts)) if (place := _sure_place(sentence, decided, index)) >= 0
    ]
    verse = [likely * metre.share for metre in METRES]
    for number, metre in enumerate(METRES):
        for place in sure:
            verse[number] *= _fit(metre, place)
    total = 1 - likely + sum(verse)
    for index, options in waiting.items():
        for text in options:
            place = starts[index] + _vowels(text[: text.index("+")])
            fit = (1 - likely) / total + sum(
                weight / total * _fit(metre, place) for metre, weight in zip(METRES, verse, strict=True)
            )
            options[text] += _WEIGHT * log(fit)


def _fit(metre: Metre, place: int) -> float:
    """Return how much likelier a stress on that syllable is in the metre than in prose."""
    strong = place % metre.period == metre.first
    return _KEPT * metre.period if strong else (1 - _KEPT) * metre.period / (metre.period - 1)


def _sure_place(sentence: Sentence, decided: Mapping[int, Word], index: int) -> int:
    """Return which vowel of a word of two and more is stressed for sure, -1 for other tokens."""
    decision = decided.get(index)
    text = decision.text if decision is not None else sentence.tokens[index].text.lower()
    if _vowels(text) < 2 or "+" not in text:
        return -1
    return _vowels(text[: text.index("+")])


@lru_cache(maxsize=_CACHED_WORDS)
def _vowels(text: str) -> int:
    return sum(map(text.lower().count, VOWELS))
