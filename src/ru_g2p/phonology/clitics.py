"""Phonological words: a word together with the clitics that lean on it.

A clitic has no stress of its own and shares reduction, voicing and softening with its host: ``без вас`` is
pronounced as one word. The table ``clitics.tsv`` lists them by kind:

- ``proclitic``: a preposition or a negation, leans on the word after it;
- ``conjunction``: leans on the word after it too;
- ``enclitic``: leans on the word before it;
- ``prefix``, ``suffix``: lean only where a hyphen ties them (``кое-что``, ``что-то``, ``эм-гэ-у``).

``before`` limits a word to certain hosts (``надо мной``, but ``мне надо спать``), ``after`` to certain words or
marks before it (``знаю, что он``, but ``что он знает``).

In the set phrases of ``stressed_prepositions.tsv`` the preposition takes the host's stress (``за́ город``); so
does every proclitic whose stress the user marked. A stress that the user marked on the host or on any other
clitic stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ru_g2p.tables import rows
from ru_g2p.tokens import MARKS, Source, Word


class PhonologicalWord(NamedTuple):
    """A host with the proclitics before it and the enclitics after it, in text order."""

    proclitics: tuple[Word, ...]
    host: Word
    enclitics: tuple[Word, ...]

    @property
    def members(self) -> tuple[Word, ...]:
        """All its words, in text order."""
        return (*self.proclitics, self.host, *self.enclitics)


@dataclass(frozen=True, slots=True)
class _Clitic:
    """A row of ``clitics.tsv``; an empty ``before`` or ``after`` allows every neighbour."""

    kinds: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]


def phonological_words(words: Sequence[Word]) -> Iterator[PhonologicalWord | Word]:
    """Group the words of a text; a punctuation mark passes through and ends a group.

    A clitic that has nothing to lean on is a host itself.
    """
    proclitics: tuple[Word, ...] = ()
    host: Word | None = None
    enclitics: tuple[Word, ...] = ()
    for index, word in enumerate(words):
        is_clitic = _clitic(word.text) is not None
        following, later = (*words[index + 1 : index + 3], None, None)[:2] if is_clitic else (None, None)
        if host is not None:
            if is_clitic and _leans_back(word, following):
                enclitics += (_unstressed(word),)
                continue
            yield PhonologicalWord(proclitics, host, enclitics)
            proclitics, host, enclitics = (), None, ()
        if word.text in MARKS:
            yield word
        elif is_clitic and _leans_forward(word, words[index - 1] if index else None, following, later):
            proclitics += (_unstressed(word),)
        else:
            host = word
            if proclitics:
                marked, host = _stress_shared(proclitics[-1], host)
                proclitics = (*proclitics[:-1], marked)
    if host is not None:
        yield PhonologicalWord(proclitics, host, enclitics)


def _leans_forward(word: Word, previous: Word | None, following: Word | None, later: Word | None) -> bool:
    clitic = _clitic(word.text)
    if clitic is None or following is None or not following.is_word or _leans_back(following, later):
        return False
    if "prefix" in clitic.kinds and following.tied:
        return True
    if not clitic.kinds & {"proclitic", "conjunction"} or ("suffix" in clitic.kinds and word.tied):
        return False
    if clitic.before and _letters(following.text) not in clitic.before:
        return False
    return not clitic.after or (previous is not None and _letters(previous.text) in clitic.after)


def _leans_back(word: Word, following: Word | None) -> bool:
    clitic = _clitic(word.text)
    if clitic is None:
        return False
    if "prefix" in clitic.kinds and (word.source == "user" or (following is not None and following.tied)):
        return False  # in a chain of letter names (цэ-эс-ка-+а, пэ-к+а) ка is one of them
    return "enclitic" in clitic.kinds or ("suffix" in clitic.kinds and word.tied)


def _stress_shared(clitic: Word, host: Word) -> tuple[Word, Word]:
    """Return both words with the one stress of a set phrase, or of a marked proclitic, where they form one."""
    known = _clitic(clitic.text)
    if host.source == "user" or known is None or "proclitic" not in known.kinds:
        return clitic, host
    by_user = clitic.source == "user"
    marked = clitic.text if by_user else _phrases().get((_letters(clitic.text), _letters(host.text)))
    if marked is None:
        return clitic, host
    source: Source = "user" if by_user else "phrase"
    return clitic._replace(text=marked, source=source), _unstressed(host)._replace(source=source)


def _unstressed(word: Word) -> Word:
    return word if word.source == "user" else word._replace(text=word.text.replace("+", ""), source="rule")


def _letters(text: str) -> str:
    return text.replace("+", "").lower()


@lru_cache(maxsize=1 << 16)
def _clitic(text: str) -> _Clitic | None:
    return _clitics().get(_letters(text))


@lru_cache(maxsize=1)
def _clitics() -> dict[str, _Clitic]:
    table = rows("phonology/clitics.tsv", "word", "kind", "before", "after", "example")
    return {
        word: _Clitic(frozenset(kinds.split()), frozenset(before.split()), frozenset(after.split()))
        for word, kinds, before, after, _ in table
    }


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, str], str]:
    table = rows("phonology/stressed_prepositions.tsv", "phrase", "example")
    phrases = [phrase.split() for phrase, _ in table]
    return {(preposition.replace("+", ""), host): preposition for preposition, host in phrases}
