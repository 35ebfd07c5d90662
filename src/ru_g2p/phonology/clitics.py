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

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ru_g2p.tables import rows
from ru_g2p.tokens import Source, Word

PAUSE, PROCLITIC, ENCLITIC = " ·="
"""What stands before a word: nothing that it belongs to, its proclitic, its host."""


@dataclass(frozen=True, slots=True)
class _Clitic:
    """A row of ``clitics.tsv``; an empty ``before`` or ``after`` allows every neighbour."""

    kinds: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]


def joined(words: Sequence[Word]) -> tuple[list[Word], list[str]]:
    """Return the words of a text, stressed as they are together, and how each is joined to the one before.

    ``·``: the one before is its proclitic; ``=``: it is an enclitic; a space: neither, a phonological word or a
    punctuation mark begins. A clitic that has nothing to lean on is a host itself. A word whose phones are given is a
    phonological word to itself, whatever its letters; clitics that lean on it are read apart from it, without stress.
    """
    together = list(words)
    joints = [PAUSE] * len(words)
    for index in [index for index, word in enumerate(words) if _clitic(word.text) is not None]:
        word = words[index]
        previous = words[index - 1] if index else None
        following = words[index + 1] if index + 1 < len(words) else None
        later = words[index + 2] if index + 2 < len(words) else None
        has_host = previous is not None and previous.is_word and joints[index] == PAUSE  # no proclitic of this word
        if has_host and _leans_back(word, following):
            joints[index] = ENCLITIC
        elif _leans_forward(word, previous, following, later):
            joints[index + 1] = PROCLITIC
        else:
            continue
        together[index] = _unstressed(word)
    for index in [index for index, joint in enumerate(joints) if joint == PROCLITIC]:
        if joints[index + 1 : index + 2] != [PROCLITIC]:
            together[index - 1], together[index] = _stress_shared(together[index - 1], together[index])
    for index in [index for index, word in enumerate(words) if word.phones]:
        _set_apart(index, joints)
    return together, joints


def _set_apart(index: int, joints: list[str]) -> None:
    """Part a word from its clitics; several enclitics make one word."""
    joints[index] = joint = PAUSE
    while joints[index + 1 : index + 2] == [ENCLITIC]:
        index += 1
        joints[index], joint = joint, PROCLITIC


def _leans_forward(word: Word, previous: Word | None, following: Word | None, later: Word | None) -> bool:
    clitic = _kind(word)
    if clitic is None or following is None or not following.is_word or _leans_back(following, later):
        return False
    if "prefix" in clitic.kinds and following.tied:
        return True
    if not clitic.kinds & {"proclitic", "conjunction"} or ("suffix" in clitic.kinds and word.tied):
        return False
    if clitic.before and _letters(following) not in clitic.before:
        return False
    return not clitic.after or (previous is not None and _letters(previous) in clitic.after)


def _leans_back(word: Word, following: Word | None) -> bool:
    clitic = _kind(word)
    if clitic is None:
        return False
    if "prefix" in clitic.kinds and (word.source == "user" or (following is not None and following.tied)):
        return False  # in a chain of letter names (цэ-эс-ка-+а, пэ-к+а) ка is one of them
    return "enclitic" in clitic.kinds or ("suffix" in clitic.kinds and word.tied)


def _stress_shared(clitic: Word, host: Word) -> tuple[Word, Word]:
    """Return both words with the one stress of a set phrase, or of a marked proclitic, where they form one."""
    known = _kind(clitic)
    if host.source == "user" or known is None or "proclitic" not in known.kinds:
        return clitic, host
    by_user = clitic.source == "user"
    marked = clitic.text if by_user else _phrases().get((_letters(clitic), _letters(host)))
    if marked is None:
        return clitic, host
    source: Source = "user" if by_user else "phrase"
    return clitic._replace(text=marked, source=source), _unstressed(host)._replace(source=source)


@lru_cache(maxsize=1 << 12)
def _unstressed(word: Word) -> Word:
    return word if word.source == "user" else word._replace(text=word.text.replace("+", ""), source="rule")


def _letters(word: Word) -> str:
    return "" if word.phones else word.text.replace("+", "").lower()


def _kind(word: Word) -> _Clitic | None:
    return None if word.phones else _clitic(word.text)


@lru_cache(maxsize=1 << 16)
def _clitic(text: str) -> _Clitic | None:
    return _clitics().get(text.replace("+", "").lower())


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
