"""Phonological words to phones: exceptions first, then the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Final, NamedTuple

from ru_g2p.phonology.clitics import PAUSE, joined
from ru_g2p.phonology.exceptions import respell
from ru_g2p.phonology.rules import phonology
from ru_g2p.tokens import MARKS, StressedWord, Word, places

_CACHED_WORDS: Final = 1 << 16
_KNOWN: Final[dict[str, tuple[str, ...]]] = {}  # phones by spelling, emptied when it holds _CACHED_WORDS
_VOICED: Final = ("б", "г", "д", "ж", "з")  # they voice what stands before them, through any в


class Pronunciation(NamedTuple):
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


def transcribe(texts: Sequence[Sequence[Word]]) -> list[tuple[str, ...]]:
    """Return the phones and punctuation marks of each of several texts; together they take less time."""
    return [tuple(chain.from_iterable(sounds)) for sounds in _sounds(list(map(_spelled, texts)))]


def pronounce(text: str, words: Sequence[Word]) -> list[Pronunciation]:
    """Return the pronunciation of each phonological word and punctuation mark.

    Args:
        text: normalized.
        words: its words and marks.
    """
    spelled = _spelled(words)
    (sounds,) = _sounds([spelled])
    groups: list[list[StressedWord]] = []
    for word, joint, (start, end) in zip(spelled.words, spelled.joints, places(text), strict=True):
        if joint == PAUSE:
            groups.append([])
        groups[-1].append(StressedWord(word.text, start, end, word.tied, word.source, word.confidence, word.phones))
    return [
        Pronunciation(phones, group[0].start, group[-1].end, *(() if spelling in MARKS else (tuple(group), spelling)))
        for phones, group, spelling in zip(sounds, groups, spelled.spellings, strict=True)
    ]


class _Spelled(NamedTuple):
    """A text as the rules read it.

    ``words`` and ``joints`` are as `joined` returns them. ``spellings``: of each phonological word; of a mark, the mark
    itself; nothing of a word whose phones are given.
    """

    words: list[Word]
    joints: list[str]
    spellings: list[str]


def _spelled(words: Sequence[Word]) -> _Spelled:
    together, joints = joined(words)
    letters = [_letters(word.text) for word in together]
    groups = "".join(chain.from_iterable(zip(joints, letters, strict=True))).split(PAUSE)[1:]
    spellings = [
        group if group in MARKS else f"#{group}{'~' if following.lstrip('в').startswith(_VOICED) else '#'}"
        for group, following in zip_longest(groups, groups[1:], fillvalue="")
    ]
    for index in [index for index, word in enumerate(together) if word.phones]:
        spellings[joints[:index].count(PAUSE)] = ""
    return _Spelled(together, joints, spellings)


def _sounds(texts: Sequence[_Spelled]) -> Iterator[list[tuple[str, ...]]]:
    """Yield the phones of each phonological word and mark of each text."""
    known = _transcribed(chain.from_iterable([text.spellings for text in texts]))
    for text in texts:
        given = iter([word.phones for word in text.words if word.phones])
        yield [known[spelling] if spelling else next(given) for spelling in text.spellings]


def _transcribed(spellings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the phones of each spelling; those not met before are transcribed in one go."""
    found = {spelling: _KNOWN.get(spelling) for spelling in spellings}
    known = {spelling: phones for spelling, phones in found.items() if phones is not None}
    known |= {mark: (mark,) for mark in MARKS}
    new = [spelling for spelling in found if spelling and spelling not in known]
    if new:
        made = dict(zip(new, phonology().transcribe(new), strict=True))
        if len(_KNOWN) + len(made) > _CACHED_WORDS:
            _KNOWN.clear()
        _KNOWN.update(made)
        known |= made
    return known


@lru_cache(maxsize=_CACHED_WORDS)
def _letters(text: str) -> str:
    """Return what the rules read of one word: stressed vowels capital, exceptions respelled."""
    letters = text.lower()
    if "ё" in letters:
        letters = letters.replace("+ё", "ё").replace("ё", "+ё")
    unstressed, *stressed = letters.split("+")
    return respell("".join([unstressed, *map(str.capitalize, stressed)]))
