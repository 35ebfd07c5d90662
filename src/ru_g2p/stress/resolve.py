"""Who decides the stress of a word: a mark in the text, the user's dictionary, the word itself, or a backend.

Each sentence is decided on its own, so that a text gives the same stress whether it comes whole or was split
into sentences before (GPT-SoVITS splits it for inference, not for training).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from ru_g2p.stress.phrases import Phrases, set_phrases
from ru_g2p.tokens import VOWELS, Source, StressedWord, Token, tokenize

_SENTENCE_END: Final = frozenset(".!?…")
_SENTENCE_WORDS: Final = 120  # a longer run is cut: the model's time grows faster than its context helps
_VOWEL: Final = re.compile(f"[{VOWELS}]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decision:
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

    Offsets of the tokens count characters of the text that the sentence comes from; `word` and `offset` count
    those of ``text``.
    """

    text: str
    tokens: tuple[Token, ...]
    undecided: tuple[int, ...]
    offsets: tuple[int, ...]

    def word(self, index: int) -> str:
        """Return the letters of a token, small, without marks."""
        return self.tokens[index].text.replace("+", "").lower()


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

    def resolve(self, text: str) -> list[StressedWord | Token]:
        """Return the words of normalized text with their stress, and its punctuation as it stands."""
        return self.resolve_many([text])[0]

    def resolve_many(self, texts: Sequence[str]) -> list[list[StressedWord | Token]]:
        """Return the same for each text; the backend sees the sentences of all of them at once."""
        sentences = [[self._prepared(text, tokens) for tokens in _sentences(text)] for text in texts]
        open_sentences = [sentence for one_text in sentences for sentence, _ in one_text if sentence.undecided]
        answers = iter(self._backend.decide(open_sentences) if open_sentences else [])
        return [
            [
                token
                for sentence, decided in one_text
                for token in _stressed(sentence, decided | (next(answers) if sentence.undecided else {}))
            ]
            for one_text in sentences
        ]

    def _prepared(self, text: str, tokens: list[Token]) -> tuple[Sentence, dict[int, Decision]]:
        first = tokens[0].start
        plain = text[first : tokens[-1].end]
        decided = (
            {index: Decision(reading, "phrase") for index, reading in set_phrases().find(tokens).items()}
            | {
                index: decision
                for index, token in enumerate(tokens)
                if token.is_word and (decision := self._without_backend(token.text)) is not None
            }
            | {
                index: Decision(reading, "user")
                for index, reading in self._phrases.find(tokens).items()
                if "+" not in tokens[index].text
            }
        )
        sentence = Sentence(
            text=plain.replace("+", ""),
            tokens=tuple(tokens),
            undecided=tuple(i for i, token in enumerate(tokens) if token.is_word and i not in decided),
            offsets=tuple(token.start - first - plain.count("+", 0, token.start - first) for token in tokens),
        )
        return sentence, decided

    def _without_backend(self, word: str) -> Decision | None:
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
        full = words >= _SENTENCE_WORDS and not token.tied
        if words and token.is_word and (full or sentence[-1].text in _SENTENCE_END):
            yield sentence
            sentence, words = [], 0
        sentence.append(token)
        words += token.is_word
    if sentence:
        yield sentence


def _stressed(sentence: Sentence, decided: Mapping[int, Decision]) -> Iterator[StressedWord | Token]:
    for index, token in enumerate(sentence.tokens):
        if not token.is_word:
            yield token
            continue
        decision = decided[index]
        text = token.text if "+" in token.text else _in_case_of(token.text, decision.text)
        yield StressedWord(
            text, token.start, token.end, token.tied, decision.source, decision.confidence, decision.phones
        )


def _marked(word: str, index: int) -> str:
    return f"{word[:index]}+{word[index:]}"


def _in_case_of(word: str, stressed: str) -> str:
    """Give ``stressed`` the capitals of ``word``."""
    if word.islower():
        return stressed
    letters = iter(word)
    return "".join(
        letter if letter == "+" else (letter.upper() if next(letters).isupper() else letter) for letter in stressed
    )
