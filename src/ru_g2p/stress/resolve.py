"""Who decides the stress of a word: a mark in the text, the user's dictionary, the word itself, or a backend.

Each sentence is decided on its own, so that a text gives the same stress whether it comes whole or was split
into sentences before (GPT-SoVITS splits it for inference, not for training).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from ru_g2p.stress.phrases import Phrases, set_phrases
from ru_g2p.tokens import VOWELS, Source, StressedWord, Token, tokenize

SENTENCE_END: Final = frozenset(".!?…")
"""The marks that end a sentence."""

_SENTENCE_WORDS: Final = 120  # a longer run is cut: the model's time grows faster than its context helps
_CACHED_WORDS: Final = 1 << 16
_VOWEL: Final = re.compile(f"[{VOWELS}]")


class Decision(NamedTuple):
    """A stressed spelling, who decided on it, and how sure that is, from 0 to 1.

    ``phones``, where there are any, are all that is pronounced (`StressedWord.phones`).
    """

    text: str
    source: Source
    confidence: float = 1.0
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without stress marks, its tokens, and the indices of the words that are still to be decided.

    ``words`` are the letters of each token, small, without marks. Offsets of the tokens count characters of the text
    that the sentence comes from; `offset` counts those of ``text``.
    """

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    undecided: tuple[int, ...]

    def word(self, index: int) -> str:
        """Return the letters of a token, small, without marks."""
        return self.words[index]

    def offset(self, index: int) -> int:
        """Return where a token begins in ``text``."""
        marks = sum(token.text.count("+") for token in self.tokens[:index])
        return self.tokens[index].start - self.tokens[0].start - marks


class Backend(Protocol):
    """Decides words that neither the user nor the word itself decides."""

    @property
    def name(self) -> str:
        """What it is and its version, for the fingerprint."""

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Decision]]:
        """Return, for each sentence, a decision for each index in ``undecided``; spellings in small letters."""


class StressResolver:
    """Decides the stress of every word of a text.

    Args:
        backend: asked about words that nothing else decides.
        words: of the user's dictionary, word in small letters → decision.
        phrases: of the user's dictionary; they outdo its words.
    """

    def __init__(self, backend: Backend, words: Mapping[str, Decision], phrases: Phrases | None = None) -> None:
        self._backend = backend
        self._words = words
        self._phrases = phrases or Phrases()
        self._decided = lru_cache(maxsize=_CACHED_WORDS)(self._without_backend)

    def resolve(self, text: str) -> list[StressedWord | Token]:
        """Return the words of normalized text with their stress, and its punctuation as it stands."""
        return self.resolve_many([text])[0]

    def resolve_many(self, texts: Sequence[str]) -> list[list[StressedWord | Token]]:
        """Return the same for each text; the backend sees the sentences of all of them at once."""
        prepared = [[self._prepared(text, tokens) for tokens in _sentences(text)] for text in texts]
        waiting = [(sentence, decided) for one_text in prepared for sentence, decided in one_text if sentence.undecided]
        if waiting:
            answers = self._backend.decide([sentence for sentence, _ in waiting])
            for (_, decided), answer in zip(waiting, answers, strict=True):
                decided.update(answer)
        return [
            [token for sentence, decided in one_text for token in _stressed(sentence, decided)] for one_text in prepared
        ]

    def _prepared(self, text: str, tokens: list[Token]) -> tuple[Sentence, dict[int, Decision]]:
        words = tuple([token.text.replace("+", "").lower() for token in tokens])
        decided = {index: Decision(reading, "phrase") for index, reading in set_phrases().find(tokens, words).items()}
        undecided = []
        for index, token in enumerate(tokens):
            decision = self._decided(token.text)
            if decision is not None:
                decided[index] = decision
            elif index not in decided:
                undecided.append(index)
        for index, reading in self._phrases.find(tokens, words).items():
            if "+" not in tokens[index].text:
                decided[index] = Decision(reading, "user")
        sentence = Sentence(
            text=text[tokens[0].start : tokens[-1].end].replace("+", ""),
            tokens=tuple(tokens),
            words=words,
            undecided=tuple([index for index in undecided if index not in decided]),
        )
        return sentence, decided

    def _without_backend(self, word: str) -> Decision | None:
        """Return the decision on a word that needs no backend; a punctuation mark is one without vowels."""
        if "+" in word:
            return Decision(word, "user")
        small = word.lower()
        known = self._words.get(small)
        if known is not None:
            return known
        if "ё" in small:
            return Decision(_marked(small, small.rindex("ё")), "rule")
        vowels = list(_VOWEL.finditer(small))
        if not vowels:
            return Decision(small, "rule")
        if len(vowels) == 1 and vowels[0][0] != "е":
            return Decision(_marked(small, vowels[0].start()), "rule")
        return None


def guess(word: str) -> Decision:
    """Return a guess for a word that nobody knows: the last vowel before a final consonant."""
    vowels = [match.start() for match in _VOWEL.finditer(word)]
    index = vowels[-2] if vowels[-1] == len(word) - 1 and len(vowels) > 1 else vowels[-1]
    return Decision(_marked(word, index), "rule", confidence=0.5)


def _sentences(text: str) -> Iterator[list[Token]]:
    sentence: list[Token] = []
    words = 0
    for token in tokenize(text):
        is_word = token.is_word
        if words and is_word:
            full = words >= _SENTENCE_WORDS and not token.tied
            if full or sentence[-1].text in SENTENCE_END:
                yield sentence
                sentence, words = [], 0
        sentence.append(token)
        words += is_word
    if sentence:
        yield sentence


def _stressed(sentence: Sentence, decided: Mapping[int, Decision]) -> Iterator[StressedWord | Token]:
    for index, token in enumerate(sentence.tokens):
        if not token.is_word:
            yield token
            continue
        written, start, end, tied = token
        stressed, source, confidence, phones = decided[index]
        if not written.islower():
            stressed = written if "+" in written else _in_case_of(written, stressed)
        yield StressedWord(stressed, start, end, tied, source, confidence, phones)


def _marked(word: str, index: int) -> str:
    return f"{word[:index]}+{word[index:]}"


def _in_case_of(word: str, stressed: str) -> str:
    """Give ``stressed`` the capitals of ``word``."""
    letters = iter(word)
    return "".join(
        letter if letter == "+" else (letter.upper() if next(letters).isupper() else letter) for letter in stressed
    )
