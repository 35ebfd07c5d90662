"""Who decides the stress of a word: a mark in the text, the user's dictionary, the word itself, or the model.

Each sentence is decided on its own, so that a text gives the same stress whether it comes whole or was split
into sentences before (GPT-SoVITS splits it for inference, not for training).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from ru_g2p.tokens import VOWELS, Source, StressedWord, Token, tokenize

_SENTENCE_END: Final = frozenset(".!?…")
_SENTENCE_WORDS: Final = 120  # a longer run is cut: the model's time grows faster than its context helps
_VOWEL: Final = re.compile(f"[{VOWELS}]", re.IGNORECASE)


class Accentor(Protocol):
    """A model that puts ``+`` before stressed vowels and restores ё, and changes nothing else."""

    @property
    def name(self) -> str:
        """Backend and version, for the fingerprint."""

    def accent(self, sentence: str) -> str:
        """Return ``sentence`` with its stresses."""


class StressResolver:
    """Decides the stress of every word of a text.

    Args:
        accentor: the model asked about words that nothing else decides.
        user_lexicon: word → stressed word, in small letters.
    """

    def __init__(self, accentor: Accentor, user_lexicon: Mapping[str, str]) -> None:
        self._accentor = accentor
        self._user_lexicon = user_lexicon

    def resolve(self, text: str) -> list[StressedWord | Token]:
        """Return the words of normalized text with their stress, and its punctuation as it stands."""
        return [resolved for sentence in _sentences(text) for resolved in self._resolve_sentence(text, sentence)]

    def _resolve_sentence(self, text: str, tokens: list[Token]) -> Iterator[StressedWord | Token]:
        decided = {token.start: self._without_model(token) for token in tokens if token.is_word}
        if None in decided.values():
            sentence = text[tokens[0].start : tokens[-1].end]
            accented = _aligned(sentence, self._accentor.accent(sentence.replace("+", "")))
        for token in tokens:
            if not token.is_word:
                yield token
                continue
            stressed, source = decided[token.start] or _from_model(token, accented, tokens[0].start)
            yield StressedWord(stressed, token.start, token.end, token.tied, source)

    def _without_model(self, token: Token) -> tuple[str, Source] | None:
        word = token.text
        if "+" in word:
            return word, "user"
        known = self._user_lexicon.get(word.lower())
        if known is not None:
            return _in_case_of(word, known), "user"
        vowels = _VOWEL.findall(word)
        if not vowels:
            return word, "rule"
        small = word.lower()
        if "ё" in small:
            return _marked(word, small.rindex("ё")), "rule"
        if len(vowels) == 1 and vowels[0] not in "еЕ":
            return _marked(word, _VOWEL.search(word).start()), "rule"  # type: ignore[union-attr]
        return None


def _sentences(text: str) -> Iterator[list[Token]]:
    sentence: list[Token] = []
    words = 0
    for token in tokenize(text):
        if (
            sentence
            and words
            and token.is_word
            and (sentence[-1].text in _SENTENCE_END or (words >= _SENTENCE_WORDS and not token.tied))
        ):
            yield sentence
            sentence, words = [], 0
        sentence.append(token)
        words += token.is_word
    if sentence:
        yield sentence


def _aligned(sentence: str, accented: str) -> list[str]:
    """Return, for each character of ``sentence``, what the model made of it: itself, ё for е, or ``+`` and it."""
    aligned: list[str] = []
    position = 0
    for character in sentence:
        start = position
        if character != "+":
            position += accented[position : position + 1] == "+"
            position += 1
        aligned.append(accented[start:position])
    return aligned


def _from_model(token: Token, accented: list[str], offset: int) -> tuple[str, Source]:
    word = "".join(accented[token.start - offset : token.end - offset])
    if "+" in word:
        return word, "silero"
    return _marked(word, _guess(word)), "rule"


def _guess(word: str) -> int:
    """Return where a word that even the model leaves open is stressed: the last vowel before a final consonant."""
    vowels = [match.start() for match in _VOWEL.finditer(word)]
    return vowels[-2] if vowels[-1] == len(word) - 1 and len(vowels) > 1 else vowels[-1]


def _marked(word: str, index: int) -> str:
    return f"{word[:index]}+{word[index:]}"


def _in_case_of(word: str, stressed: str) -> str:
    """Give ``stressed`` the capitals of ``word``."""
    letters = iter(word)
    return "".join(
        letter if letter == "+" else (letter.upper() if next(letters).isupper() else letter) for letter in stressed
    )
