"""Who decides the stress of a word: a mark in the text, the user's dictionary, the word itself, or a backend.

Each sentence is decided on its own, so that a text gives the same stress whether it comes whole or was split
into sentences before (GPT-SoVITS splits it for inference, not for training).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, Protocol, cast

from ru_g2p.stress.phrases import Phrases, set_phrases
from ru_g2p.tokens import MARKS, VOWELS, Source, Token, Word, split, tokenize

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

    def alone(self, word: str) -> Decision | None:
        """Return what `decide` says of a word in any sentence; None where the sentence counts.

        Args:
            word: small letters, without marks.
        """

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
        self._alone = lru_cache(maxsize=_CACHED_WORDS)(self._without_sentence)

    def resolve(self, text: str) -> list[Word]:
        """Return the words of normalized text with their stress, and its punctuation as it stands."""
        return self.resolve_many([text])[0]

    def resolve_many(self, texts: Sequence[str]) -> list[list[Word]]:
        """Return the same for each text; the backend sees the sentences of all of them at once."""
        resolved = [self._prepared(text) for text in texts]
        asked = [(text, begin, sentence) for text in resolved for begin, sentence in text.open]
        if asked:
            answers = self._backend.decide([sentence for _, _, sentence in asked])
            for (text, begin, _), answer in zip(asked, answers, strict=True):
                for index, decision in answer.items():
                    if text.words[begin + index] is None:
                        text.words[begin + index] = _word(text.written[begin + index], decision)
        return [text.resolved() for text in resolved]

    def _prepared(self, text: str) -> _Text:
        written, tied = split(text)
        prepared = _Text(written, tied, list(map(self._alone, written)))
        for begin, end in _sentences(written, tied):
            letters = tuple(map(_letters, written[begin:end]))
            phrased = self._phrased(prepared, begin, letters)
            if None in prepared.words[begin:end]:
                tokens = tokenize(text)[begin:end]
                sentence = Sentence(
                    text=text[tokens[0].start : tokens[-1].end].replace("+", ""),
                    tokens=tuple(tokens),
                    words=letters,
                    undecided=tuple(
                        [
                            index
                            for index, token in enumerate(tokens)
                            if index not in phrased and not self._decided(token.text)
                        ]
                    ),
                )
                prepared.open.append((begin, sentence))
        return prepared

    def _phrased(self, text: _Text, begin: int, letters: Sequence[str]) -> set[int]:
        """Decide the words of a sentence that set phrases and the user's decide; return their indices."""
        tied = [index - begin for index in text.tied if 0 <= index - begin < len(letters)]
        found = [
            (index, Decision(reading, "phrase"))
            for index, reading in set_phrases().find(letters, tied).items()
            if not self._decided(text.written[begin + index])
        ]
        found += [
            (index, Decision(reading, "user"))
            for index, reading in self._phrases.find(letters, tied).items()
            if "+" not in text.written[begin + index]
        ]
        for index, decision in found:
            text.words[begin + index] = _word(text.written[begin + index], decision)
        return {index for index, _ in found}

    def _without_sentence(self, written: str) -> Word | None:
        """Return a word that is the same wherever it stands, but in a phrase; None for any other."""
        decision = self._decided(written) or self._backend.alone(_letters(written))
        return _word(written, decision) if decision else None

    def _without_backend(self, written: str) -> Decision | None:
        """Return the decision on a word that needs no backend; a punctuation mark is one without vowels."""
        if "+" in written:
            return Decision(written, "user")
        small = written.lower()
        known = self._words.get(small)
        if known is not None:
            return known
        if "ё" in small:
            return Decision(_marked(small, small.rindex("ё")), "rule")
        vowels = _VOWEL.findall(small)
        if not vowels:
            return Decision(small, "rule")
        if len(vowels) == 1 and vowels[0] != "е":
            return Decision(_marked(small, small.index(vowels[0])), "rule")
        return None


@dataclass(slots=True)
class _Text:
    """A text while it is resolved: what is written, the indices of the tied words, the words as far as they are known.

    ``open``: where each sentence begins that the backend is asked about.
    """

    written: list[str]
    tied: list[int]
    words: list[Word | None]
    open: list[tuple[int, Sentence]] = field(default_factory=list)

    def resolved(self) -> list[Word]:
        words = cast("list[Word]", self.words)  # the backend left none open
        for index in self.tied:
            words[index] = words[index]._replace(tied=True)
        return words


def guess(word: str) -> Decision:
    """Return a guess for a word that nobody knows: the last vowel before a final consonant."""
    vowels = [match.start() for match in _VOWEL.finditer(word)]
    index = vowels[-2] if vowels[-1] == len(word) - 1 and len(vowels) > 1 else vowels[-1]
    return Decision(_marked(word, index), "rule", confidence=0.5)


def _sentences(written: Sequence[str], tied: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends."""
    begin = words = 0
    for index, token in enumerate(written):
        if token in MARKS:
            continue
        if words and (written[index - 1] in SENTENCE_END or (words >= _SENTENCE_WORDS and index not in tied)):
            yield begin, index
            begin, words = index, 0
        words += 1
    if written:
        yield begin, len(written)


def _word(written: str, decision: Decision) -> Word:
    """Return a word as it is written, with the stress decided on."""
    stressed, source, confidence, phones = decision
    if not written.islower():
        stressed = written if "+" in written else _in_case_of(written, stressed)
    return Word(stressed, source, confidence, phones)


@lru_cache(maxsize=_CACHED_WORDS)
def _letters(written: str) -> str:
    """Return the letters of a token, small, without marks."""
    return written.replace("+", "").lower()


def _marked(word: str, index: int) -> str:
    return f"{word[:index]}+{word[index:]}"


def _in_case_of(word: str, stressed: str) -> str:
    """Give ``stressed`` the capitals of ``word``."""
    letters = iter(word)
    return "".join(
        letter if letter == "+" else (letter.upper() if next(letters).isupper() else letter) for letter in stressed
    )
