"""Phonological words to phones: exceptions first, then the rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from ru_g2p.phonology.clitics import PhonologicalWord, phonological_words
from ru_g2p.phonology.exceptions import respell
from ru_g2p.phonology.rules import phonology
from ru_g2p.tokens import StressedWord, Token

_CACHED_WORDS: Final = 1 << 16
_KNOWN: Final[dict[str, tuple[str, ...]]] = {}  # phones by spelling, emptied when it holds _CACHED_WORDS
_VOICED_ONSET: Final = re.compile("в*[бгджз]")
_STRESSED: Final = re.compile(r"\+(.)")


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """The phones of one phonological word or punctuation mark.

    ``start`` and ``end`` are character offsets in the normalized text; ``words`` is empty for punctuation.
    ``spelling`` is what the rules read (``#без·вАс#``).
    """

    phones: tuple[str, ...]
    start: int
    end: int
    words: tuple[StressedWord, ...] = ()
    spelling: str = ""

    def rules(self) -> tuple[tuple[str, ...], ...]:
        """Return, for each phone, the ids of the rules that made it, in order; none for punctuation."""
        return phonology().trace(self.spelling) if self.spelling else ((),) * len(self.phones)


def pronounce(tokens: Sequence[StressedWord | Token]) -> list[Pronunciation]:
    """Return the pronunciation of each phonological word and punctuation mark of a text."""
    groups = list(phonological_words(tokens))
    spellings = [
        _spelling(group, follower) if isinstance(group, PhonologicalWord) else ""
        for group, follower in zip_longest(groups, groups[1:])
    ]
    phones = _transcribed(spellings)
    pronunciations: list[Pronunciation] = []
    for group, spelling in zip(groups, spellings, strict=True):
        if isinstance(group, PhonologicalWord):
            words = group.members
            pronunciations.append(Pronunciation(phones[spelling], words[0].start, words[-1].end, words, spelling))
        else:
            pronunciations.append(Pronunciation((group.text,), group.start, group.end))
    return pronunciations


def _transcribed(spellings: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the phones of each spelling; those not met before are transcribed in one go."""
    known = {spelling: _KNOWN[spelling] for spelling in spellings if spelling in _KNOWN}
    new = [spelling for spelling in dict.fromkeys(spellings) if spelling not in known]
    if not new:
        return known
    made = dict(zip(new, phonology().transcribe(new), strict=True))
    if len(_KNOWN) + len(made) > _CACHED_WORDS:
        _KNOWN.clear()
    _KNOWN.update(made)
    return known | made


def _spelling(word: PhonologicalWord, follower: PhonologicalWord | Token | None) -> str:
    """Return what the rules read of a phonological word."""
    parts = ["#"]
    for clitic in word.proclitics:
        parts += [_letters(clitic.text), "·"]
    parts.append(_letters(word.host.text))
    for clitic in word.enclitics:
        parts += ["=", _letters(clitic.text)]
    voiced = isinstance(follower, PhonologicalWord) and _begins_voiced(follower)
    parts.append("~" if voiced else "#")
    return "".join(parts)


def _begins_voiced(word: PhonologicalWord) -> bool:
    first = word.proclitics[0] if word.proclitics else word.host
    return _VOICED_ONSET.match(first.text.lower()) is not None


@lru_cache(maxsize=_CACHED_WORDS)
def _letters(text: str) -> str:
    """Return what the rules read of one word: stressed vowels capital, exceptions respelled."""
    letters = text.lower()
    if "ё" in letters:
        letters = letters.replace("+ё", "ё").replace("ё", "+ё")
    return respell(_STRESSED.sub(lambda match: match[1].upper(), letters))
