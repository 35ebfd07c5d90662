"""Phonological words to phones: exceptions first, then the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ru_g2p.phonology.clitics import PhonologicalWord, phonological_words
from ru_g2p.phonology.exceptions import respell
from ru_g2p.phonology.rules import phonology
from ru_g2p.tokens import StressedWord, Token

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


def pronounce(tokens: Sequence[StressedWord | Token]) -> list[Pronunciation]:
    """Return the pronunciation of each phonological word and punctuation mark of a text."""
    return pronounce_many([tokens])[0]


def pronounce_many(texts: Sequence[Sequence[StressedWord | Token]]) -> list[list[Pronunciation]]:
    """Return the same for each of several texts; together they take less time, since each rule is called once."""
    read = [_read(list(grouped(tokens))) for tokens in texts]
    phones = _transcribed([spelling for groups in read for _, spelling in groups])
    return [[_pronunciation(group, spelling, phones) for group, spelling in groups] for groups in read]


def grouped(tokens: Sequence[StressedWord | Token]) -> Iterator[PhonologicalWord | Token]:
    """Yield the phonological words and punctuation marks of a text.

    A word whose phones are given is a phonological word to itself, whatever its letters; clitics that lean on it are
    read apart from it, without stress.
    """
    given = {token.start: token for token in tokens if isinstance(token, StressedWord) and token.phones}
    if not given:
        yield from phonological_words(tokens)
        return
    hosts = [token._replace(text=_SOME_HOST) if token.start in given else token for token in tokens]
    for group in phonological_words(hosts):
        if isinstance(group, PhonologicalWord) and group.host.start in given:
            for clitics in (group.proclitics, (given[group.host.start],), group.enclitics):
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


def _read(groups: Sequence[PhonologicalWord | Token]) -> list[tuple[PhonologicalWord | Token, str]]:
    """Return each group and what the rules read of it: nothing of punctuation and of a word whose phones are given."""
    read: list[tuple[PhonologicalWord | Token, str]] = []
    end = "#"
    for group in reversed(groups):  # a word's end depends on what follows
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


def _pronunciation(
    group: PhonologicalWord | Token, spelling: str, phones: Mapping[str, tuple[str, ...]]
) -> Pronunciation:
    if not isinstance(group, PhonologicalWord):
        return Pronunciation((group.text,), group.start, group.end)
    words = group.members
    return Pronunciation(group.host.phones or phones[spelling], words[0].start, words[-1].end, words, spelling)


@lru_cache(maxsize=_CACHED_WORDS)
def _letters(text: str) -> str:
    """Return what the rules read of one word: stressed vowels capital, exceptions respelled."""
    letters = text.lower()
    if "ё" in letters:
        letters = letters.replace("+ё", "ё").replace("ё", "+ё")
    unstressed, *stressed = letters.split("+")
    return respell("".join([unstressed, *map(str.capitalize, stressed)]))
