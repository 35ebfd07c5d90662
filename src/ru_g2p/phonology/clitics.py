"""Phonological words: a word together with the clitics that lean on it.

A clitic has no stress of its own and shares reduction, voicing and softening with its host: ``без вас`` is
pronounced as one word. The table ``clitics.tsv`` lists them by kind: a ``proclitic`` leans on the word after
it, an ``enclitic`` on the word before; a ``prefix`` and a ``suffix`` do so only where a hyphen ties them
(``кое-что``, ``что-то``). ``before`` limits an ambiguous proclitic to certain hosts (``надо мной``, but
``мне надо спать``). A stress that the user marked on a clitic stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ru_g2p.tables import rows
from ru_g2p.tokens import StressedWord, Token


@dataclass(frozen=True, slots=True)
class PhonologicalWord:
    """A host with the proclitics before it and the enclitics after it, in text order."""

    proclitics: tuple[StressedWord, ...]
    host: StressedWord
    enclitics: tuple[StressedWord, ...]

    @property
    def members(self) -> tuple[StressedWord, ...]:
        """All its words, in text order."""
        return (*self.proclitics, self.host, *self.enclitics)


@dataclass(frozen=True, slots=True)
class _Clitics:
    kind: dict[str, str]
    before: dict[str, frozenset[str]]

    def leans_forward(self, word: Token, following: Token | None) -> bool:
        """Whether ``word`` is a proclitic of the word that follows it without a pause."""
        if following is None or not following.is_word:
            return False
        letters = _letters(word)
        kind = self.kind.get(letters)
        if kind == "prefix":
            return following.tied
        hosts = self.before.get(letters)
        return kind == "proclitic" and (hosts is None or _letters(following) in hosts)

    def leans_back(self, word: Token) -> bool:
        """Whether ``word`` is an enclitic of the word before it."""
        kind = self.kind.get(_letters(word))
        return kind == "enclitic" or (kind == "suffix" and word.tied)


def phonological_words(tokens: Sequence[StressedWord | Token]) -> Iterator[PhonologicalWord | Token]:
    """Group the words of a text; punctuation passes through and ends a group.

    A clitic that has nothing to lean on is a host itself.
    """
    clitics = _table()
    proclitics: list[StressedWord] = []
    host: StressedWord | None = None
    enclitics: list[StressedWord] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if isinstance(token, StressedWord) and host is not None and clitics.leans_back(token):
            enclitics.append(_unstressed(token))
            continue
        if host is not None:
            yield PhonologicalWord(tuple(proclitics), host, tuple(enclitics))
            proclitics, host, enclitics = [], None, []
        if not isinstance(token, StressedWord):
            yield token
        elif clitics.leans_forward(token, following) and not (following and clitics.leans_back(following)):
            proclitics.append(_unstressed(token))
        else:
            host = token
    if host is not None:
        yield PhonologicalWord(tuple(proclitics), host, tuple(enclitics))


def _unstressed(word: StressedWord) -> StressedWord:
    return word if word.source == "user" else replace(word, text=word.text.replace("+", ""), source="rule")


def _letters(word: Token) -> str:
    return word.text.replace("+", "").lower()


@lru_cache(maxsize=1)
def _table() -> _Clitics:
    table = rows("phonology/clitics.tsv", "word", "kind", "before", "example")
    return _Clitics(
        kind={word: kind for word, kind, _, _ in table},
        before={word: frozenset(before.split()) for word, _, before, _ in table if before},
    )
