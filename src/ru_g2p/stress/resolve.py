"""Who decides the stress of a word: a mark in the text, the user's dictionary, the word itself, or a backend.

Each sentence is decided on its own, so that a text gives the same stress whether it comes whole or was split
into sentences before (GPT-SoVITS splits it for inference, not for training).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Final, Protocol, cast

from ru_g2p.stress.phrases import Phrases, set_phrases
from ru_g2p.tokens import MARKS, VOWELS, Token, Word, places, token, tokenize

SENTENCE_END: Final = frozenset(".!?…")
"""The marks that end a sentence."""

_SENTENCE_WORDS: Final = 120  # a longer run is cut: the model's time grows faster than its context helps
_CACHED_WORDS: Final = 1 << 16
_VOWEL: Final = re.compile(f"[{VOWELS}]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without stress marks, its tokens, and the indices of the words that are still to be decided.

    ``words`` are the letters of each token, small, without marks.
    """

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    undecided: tuple[int, ...]

    def word(self, index: int) -> str:
        """Return the letters of a token, small, without marks."""
        return self.words[index]

    def offsets(self) -> list[int]:
        """Return where each token begins in ``text``."""
        return [start for start, _ in places(self.text)]


class Backend(Protocol):
    """Decides words that neither the user nor the word itself decides."""

    @property
    def name(self) -> str:
        """What it is and its version, for the fingerprint."""

    def alone(self, word: str) -> Word | None:
        """Return what `decide` says of a word in any sentence; None where the sentence counts.

        Args:
            word: small letters, without marks.
        """

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Word]]:
        """Return, for each sentence, a decision for each index in ``undecided``; spellings in small letters."""


class StressResolver:
    """Decides the stress of every word of a text.

    Args:
        backend: asked about words that nothing else decides.
        words: of the user's dictionary, word in small letters → decision.
        phrases: of the user's dictionary; they outdo its words.
    """

    def __init__(self, backend: Backend, words: Mapping[str, Word], phrases: Phrases | None = None) -> None:
        self._backend = backend
        self._words = words
        self._phrases = phrases or Phrases()
        self._decided = lru_cache(maxsize=_CACHED_WORDS)(self._without_backend)
        self._alone = lru_cache(maxsize=_CACHED_WORDS)(self._without_sentence)

    def resolve(self, text: str) -> list[Word]:
        """Return the words of normalized text with their stress, and its punctuation as it stands."""
        return self.resolve_many([text])[0]

    def resolve_many(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return the same for each text; the backend sees the sentences of all of them at once."""
        prepared = [self._prepared(text) for text in texts]
        asked = [(text, begin, sentence) for text in prepared for begin, sentence in text.open]
        if asked:
            answers = self._backend.decide([sentence for _, _, sentence in asked])
            for (text, begin, _), answer in zip(asked, answers, strict=True):
                for index, word in answer.items():
                    if text.words[begin + index] is None:
                        text.words[begin + index] = _as_written(text.written[begin + index], word)
        return [cast("list[Word]", text.words) for text in prepared]  # the backend left none open

    def _prepared(self, text: str) -> _Text:
        written, gaps = tokenize(text)
        prepared = _Text(written, list(map(self._alone, written)))
        for begin, end in _sentences(written):
            of_sentence = written[begin:end]
            phrased = self._phrased(of_sentence)
            for index, word in phrased.items():
                prepared.words[begin + index] = word
            if None in prepared.words[begin:end]:
                prepared.open.append((begin, self._sentence(of_sentence, gaps[begin:end], phrased)))
        return prepared

    def _phrased(self, written: Sequence[str]) -> dict[int, Word]:
        """Return the words of a sentence that set phrases and the user's decide."""
        words = {
            index: _as_written(written[index], Word(reading, "phrase"))
            for index, reading in set_phrases().find(written).items()
            if not self._decided(token(written[index]).text)
        }
        for index, reading in self._phrases.find(written).items():
            if "+" not in written[index]:
                words[index] = _as_written(written[index], Word(reading, "user"))
        return words

    def _sentence(self, written: Sequence[str], gaps: Sequence[str], phrased: Container[int]) -> Sentence:
        tokens = tuple(map(token, written))
        pieces = chain.from_iterable(zip(gaps, written, strict=True))
        return Sentence(
            text="".join(pieces)[len(gaps[0]) :].replace("+", ""),
            tokens=tokens,
            words=tuple([_letters(word) for word, _ in tokens]),
            undecided=tuple(
                [index for index, (word, _) in enumerate(tokens) if index not in phrased and not self._decided(word)]
            ),
        )

    def _without_sentence(self, written: str) -> Word | None:
        """Return a word that is the same wherever it stands, but in a phrase; None for any other."""
        text, _ = token(written)
        word = self._decided(text) or self._backend.alone(_letters(text))
        return _as_written(written, word) if word else None

    def _without_backend(self, written: str) -> Word | None:
        """Return the decision on a word that needs no backend; a punctuation mark is one without vowels."""
        if "+" in written:
            return Word(written, "user")
        small = written.lower()
        known = self._words.get(small)
        if known is not None:
            return known
        if "ё" in small:
            return Word(_marked(small, small.rindex("ё")), "rule")
        vowels = _VOWEL.findall(small)
        if not vowels:
            return Word(small, "rule")
        if len(vowels) == 1 and vowels[0] != "е":
            return Word(_marked(small, small.index(vowels[0])), "rule")
        return None


@dataclass(slots=True)
class _Text:
    """A text while it is resolved, its words as far as they are known.

    ``open``: the sentences that the backend is asked about, and where they begin.
    """

    written: list[str]
    words: list[Word | None]
    open: list[tuple[int, Sentence]] = field(default_factory=list)


def guess(word: str) -> Word:
    """Return a guess for a word that nobody knows: the last vowel before a final consonant."""
    vowels = [match.start() for match in _VOWEL.finditer(word)]
    index = vowels[-2] if vowels[-1] == len(word) - 1 and len(vowels) > 1 else vowels[-1]
    return Word(_marked(word, index), "rule", confidence=0.5)


def _sentences(written: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends."""
    begin = words = 0
    ends = False
    for index, text in enumerate(written):
        if text in MARKS:
            ends = text in SENTENCE_END
            continue
        if words and (ends or (words >= _SENTENCE_WORDS and text[0] != "-")):
            yield begin, index
            begin, words = index, 0
        words, ends = words + 1, False
    if written:
        yield begin, len(written)


def _as_written(written: str, word: Word) -> Word:
    """Return a word as a token has it: tied, in the size of its letters."""
    if written.islower() and written[0] != "-":
        return word
    text, tied = token(written)
    if not text.islower():
        word = word._replace(text=text if "+" in text else _in_case_of(text, word.text))
    return word._replace(tied=tied)


def _letters(word: str) -> str:
    """Return the letters of a word, small, without marks."""
    return word.replace("+", "").lower()


def _marked(word: str, index: int) -> str:
    return f"{word[:index]}+{word[index:]}"


def _in_case_of(word: str, stressed: str) -> str:
    """Give ``stressed`` the capitals of ``word``."""
    letters = iter(word)
    return "".join(
        letter if letter == "+" else (letter.upper() if next(letters).isupper() else letter) for letter in stressed
    )
