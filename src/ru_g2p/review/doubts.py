"""The doubtful words of a text: homographs that nothing told apart, guesses, and where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ru_g2p.pipeline import Utterance
from ru_g2p.tokens import VOWELS, Source, StressedWord

_SENTENCE_END: Final = re.compile(r"[.!?…][\"»”)]*\s+")
_SHOWN: Final = 100  # characters of a sentence on either side of the word: about a line of a terminal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a doubtful word stands.

    ``line`` counts from 1; ``sentence`` is as written, a long one cut, and the word is ``sentence[start:end]``.
    ``phrase``: the word and its neighbours without punctuation between, in small letters with е for ё, as rows of a
    dictionary have it; the word is number ``index`` of it.
    """

    line: int
    sentence: str
    start: int
    end: int
    phrase: tuple[str, ...]
    index: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word and the reading it got with little confidence.

    ``candidates``: the readings that the lexicon knows, most usual first, then all others that its vowels allow.
    ``others``: its other readings in the same text, doubtful or not.
    """

    word: str
    reading: str
    confidence: float
    source: Source
    candidates: tuple[str, ...]
    others: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class DoubtfulEdit:
    """Something written, no word, that the normalizer was not sure how to read; ``line`` counts from 1."""

    line: int
    written: str
    spoken: str
    by: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What is doubtful in a text: words, most doubtful first and then most frequent first; edits in text order."""

    words: tuple[Doubt, ...]
    edits: tuple[DoubtfulEdit, ...]


def find_doubts(utterances: Iterable[Utterance], spellings: Callable[[str], Sequence[str]], below: float) -> Findings:
    """Collect what is doubtful in a text.

    Words with one vowel are left out, but for those whose е the lexicon knows as ё too (``все``).

    Args:
        utterances: one for each line.
        spellings: word → its stressed spellings, most usual first, as `StressLexicon.spellings`.
        below: a confidence, 0 to 1; words with less are doubtful.
    """
    found: dict[tuple[str, str], list[tuple[StressedWord, Place]]] = defaultdict(list)
    readings: dict[str, dict[str, None]] = defaultdict(dict)
    edits: list[DoubtfulEdit] = []
    for line, utterance in enumerate(utterances, start=1):
        edits += _edits(line, utterance)
        words = list(_words(utterance))
        for index, word in enumerate(words):
            if word is None or "+" not in word.text:  # a clitic that nobody stresses is in no doubt
                continue
            plain, reading = _written(utterance, word), word.text.lower()
            readings[plain][reading] = None
            if word.confidence < below and _open(plain, spellings):
                found[plain, reading].append((word, _place(line, utterance, words, index, word)))
    doubts = [
        _doubt(word, reading, where, tuple(readings[word]), spellings(word)) for (word, reading), where in found.items()
    ]
    doubts.sort(key=lambda doubt: (doubt.confidence, -len(doubt.places), doubt.word, doubt.reading))
    return Findings(tuple(doubts), tuple(edits))


def _edits(line: int, utterance: Utterance) -> Iterator[DoubtfulEdit]:
    for edit in utterance.normalized.edits:
        if edit.uncertain:
            written = utterance.text[edit.source_start : edit.source_end]
            yield DoubtfulEdit(line, written, utterance.normalized.text[edit.start : edit.end], edit.by)


def _doubt(
    word: str,
    reading: str,
    where: Sequence[tuple[StressedWord, Place]],
    readings: Sequence[str],
    known: Sequence[str],
) -> Doubt:
    least = min((one for one, _ in where), key=lambda one: one.confidence)
    return Doubt(
        word=word,
        reading=reading,
        confidence=least.confidence,
        source=least.source,
        candidates=candidates(word, reading, known),
        others=tuple(other for other in readings if other != reading),
        places=tuple(place for _, place in where),
    )


def candidates(word: str, reading: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the readings to choose from: those known, the given one, then each other vowel stressed, е as ё too.

    >>> candidates("мел", "м+ел", ())
    ('м+ел', 'м+ёл')
    """
    possible = (
        f"{word[:index]}+{vowel}{word[index + 1 :]}"
        for index, letter in enumerate(word)
        if letter in VOWELS
        for vowel in (("е", "ё") if letter == "е" else letter)
    )
    return tuple(dict.fromkeys([*known, reading, *possible]))


def _words(utterance: Utterance) -> Iterator[StressedWord | None]:
    """Yield the words of an utterance in order, None for a punctuation mark."""
    for pronunciation in utterance.pronunciations:
        yield from pronunciation.words or (None,)


def _written(utterance: Utterance, word: StressedWord) -> str:
    return utterance.normalized.text[word.start : word.end].replace("+", "").lower()


def _open(word: str, spellings: Callable[[str], Sequence[str]]) -> bool:
    vowels = sum(letter in VOWELS for letter in word)
    return vowels > 1 or ("е" in word and len(spellings(word)) > 1)


def _place(
    line: int, utterance: Utterance, words: Sequence[StressedWord | None], index: int, word: StressedWord
) -> Place:
    first = last = index
    if first and words[first - 1] is not None:
        first -= 1
    while first and (begins := words[first]) is not None and begins.tied:
        first -= 1  # a phrase begins where no hyphen ties it to what stands before
    if last + 1 < len(words) and words[last + 1] is not None:
        last += 1
    phrase = [
        f"{'-' * (one.tied and at > first)}{_written(utterance, one).replace('ё', 'е')}"
        for at, one in enumerate(words[first : last + 1], start=first)
        if one is not None
    ]
    start, end = utterance.normalized.source_span(word.start, word.end)
    sentence, cut = _sentence(utterance.text, start, end)
    return Place(line, sentence, start - cut, end - cut, tuple(phrase), index - first)


def _sentence(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the sentence around ``text[start:end]`` and how far it is to be moved to the left."""
    begins, ends = max(0, start - _SHOWN), min(len(text), end + _SHOWN)
    cut_before, cut_after = "…" * (begins > 0), "…" * (ends < len(text))
    for match in _SENTENCE_END.finditer(text, begins, start):
        begins, cut_before = match.end(), ""
    if after := _SENTENCE_END.search(text, end, ends):
        ends, cut_after = after.end(), ""
    shown = text[begins:ends]
    begins += len(shown) - len(shown.lstrip())
    return f"{cut_before}{shown.strip()}{cut_after}", begins - len(cut_before)
