"""Phonological words to phones: exceptions first, then the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ru_g2p.phonology.clitics import PhonologicalWord, phonological_words
from ru_g2p.phonology.exceptions import respell
from ru_g2p.phonology.rules import phonology
from ru_g2p.tokens import StressedWord, Token

_CACHED_WORDS: Final = 1 << 16
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


def pronounce(tokens: Sequence[StressedWord | Token]) -> Iterator[Pronunciation]:
    """Yield the pronunciation of each phonological word and punctuation mark of a text."""
    groups = list(phonological_words(tokens))
    for index, group in enumerate(groups):
        if isinstance(group, PhonologicalWord):
            following = groups[index + 1] if index + 1 < len(groups) else None
            voiced = isinstance(following, PhonologicalWord) and _begins_voiced(following)
            spelling = _spelling(group, "~" if voiced else "#")
            words = group.members
            yield Pronunciation(_phones(spelling), words[0].start, words[-1].end, words, spelling)
        else:
            yield Pronunciation((group.text,), group.start, group.end)


@lru_cache(maxsize=_CACHED_WORDS)
def _phones(spelling: str) -> tuple[str, ...]:
    return phonology().transcribe(spelling)


def _spelling(word: PhonologicalWord, end: str) -> str:
    before = "".join(f"{_letters(clitic.text)}·" for clitic in word.proclitics)
    after = "".join(f"={_letters(clitic.text)}" for clitic in word.enclitics)
    return f"#{before}{_letters(word.host.text)}{after}{end}"


@lru_cache(maxsize=_CACHED_WORDS)
def _letters(text: str) -> str:
    """Return what the rules read of one word: stressed vowels capital, exceptions respelled."""
    letters = text.lower()
    if "ё" in letters:
        letters = letters.replace("+ё", "ё").replace("ё", "+ё")
    return respell(_STRESSED.sub(lambda match: match[1].upper(), letters))


def _begins_voiced(word: PhonologicalWord) -> bool:
    return _VOICED_ONSET.match(word.members[0].text.lower()) is not None
