"""Phonological words to phones: exceptions first, then the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ru_g2p.phonology.clitics import PhonologicalWord, phonological_words
from ru_g2p.phonology.exceptions import respell
from ru_g2p.phonology.rules import phonology
from ru_g2p.tokens import StressedWord, Word, places

_CACHED_WORDS: Final = 1 << 16
_KNOWN: Final[dict[str, tuple[str, ...]]] = {}  # phones by spelling, emptied when it holds _CACHED_WORDS
_VOICED: Final = ("б", "г", "д", "ж", "з")  # they voice what stands before them, through any в
_SOME_HOST: Final = "+а-"  # stands in for a word that must not pass for a clitic: no clitic is spelled so


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
    read = [_read(words) for words in texts]
    phones = _transcribed([spelling for groups in read for _, spelling in groups])
    return [
        tuple([phone for group, spelling in groups for phone in phones.get(spelling) or _given(group)])
        for groups in read
    ]


def pronounce(text: str, words: Sequence[Word]) -> list[Pronunciation]:
    """Return the pronunciation of each phonological word and punctuation mark.

    Args:
        text: normalized.
        words: its words and marks.
    """
    read = _read(words)
    phones = _transcribed([spelling for _, spelling in read])
    spans = iter(places(text))
    return [_placed(group, spelling, phones.get(spelling) or _given(group), spans) for group, spelling in read]


def grouped(words: Sequence[Word]) -> Iterator[PhonologicalWord | Word]:
    """Yield the phonological words and punctuation marks of a text.

    A word whose phones are given is a phonological word to itself, whatever its letters; clitics that lean on it are
    read apart from it, without stress.
    """
    given = iter([word for word in words if word.phones])
    for group in phonological_words([word._replace(text=_SOME_HOST) if word.phones else word for word in words]):
        if isinstance(group, PhonologicalWord) and group.host.phones:
            for clitics in (group.proclitics, (next(given),), group.enclitics):
                if clitics:
                    yield PhonologicalWord(clitics[:-1], clitics[-1], ())
        else:
            yield group


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


def _read(words: Sequence[Word]) -> list[tuple[PhonologicalWord | Word, str]]:
    """Return the groups of a text and what the rules read of each: nothing of a mark and of a word of given phones."""
    read: list[tuple[PhonologicalWord | Word, str]] = []
    end = "#"
    for group in reversed(list(grouped(words))):  # a word's end depends on what follows
        if isinstance(group, PhonologicalWord):
            spelling = _spelling(group)
            read.append((group, "" if group.host.phones else f"#{spelling}{end}"))
            end = "~" if spelling.lstrip("в").startswith(_VOICED) else "#"
        else:
            read.append((group, ""))
            end = "#"
    read.reverse()
    return read


def _spelling(word: PhonologicalWord) -> str:
    """Return what the rules read of a phonological word, without its ends."""
    letters = _letters(word.host.text)
    for clitic in reversed(word.proclitics):
        letters = f"{_letters(clitic.text)}·{letters}"
    for clitic in word.enclitics:
        letters = f"{letters}={_letters(clitic.text)}"
    return letters


def _placed(
    group: PhonologicalWord | Word, spelling: str, phones: tuple[str, ...], spans: Iterator[tuple[int, int]]
) -> Pronunciation:
    """Return the pronunciation of a group that takes the next places."""
    if not isinstance(group, PhonologicalWord):
        return Pronunciation(phones, *next(spans))
    words = tuple(
        StressedWord(word.text, *next(spans), word.tied, word.source, word.confidence, word.phones)
        for word in group.members
    )
    return Pronunciation(phones, words[0].start, words[-1].end, words, spelling)


def _given(group: PhonologicalWord | Word) -> tuple[str, ...]:
    """Return the phones that stand for a group whatever the rules: a mark is its own."""
    return group.host.phones if isinstance(group, PhonologicalWord) else (group.text,)


@lru_cache(maxsize=_CACHED_WORDS)
def _letters(text: str) -> str:
    """Return what the rules read of one word: stressed vowels capital, exceptions respelled."""
    letters = text.lower()
    if "ё" in letters:
        letters = letters.replace("+ё", "ё").replace("ё", "+ё")
    unstressed, *stressed = letters.split("+")
    return respell("".join([unstressed, *map(str.capitalize, stressed)]))
