"""Which readings of a word the sentence around it makes likely.

A small network reads the six tokens on either side and gives each grammatical tag (part of speech, case, number,
gender ...) a probability: ``у ст?ены`` wants a genitive singular, ``ст?ены рухнули`` a nominative plural. It never sees
the word itself. ``data/syntax/train.py`` trained it on Russian classics in the public domain; its weights are in
``syntax.npz`` (8-bit embeddings of the tokens, by place; two dense layers).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from math import exp, log
from typing import Any, Final, NamedTuple

from ru_g2p.morphology import parses
from ru_g2p.stress.lexicon import Reading
from ru_g2p.stress.resolve import Sentence
from ru_g2p.stress.weights import packaged_weights

REACH: Final = 6
"""Tokens that the network sees on either side."""

NEAR: Final = 3
"""Tokens on either side that it sees as words too; further away it sees their tags alone."""

MARKS: Final = {mark: number for number, mark in enumerate(".!?…,-", start=1)}
"""The class of each punctuation mark; 0 is beyond the sentence."""

RARE: Final = len(MARKS) + 1
"""The class of a word whose set of tags is rare."""

WORD_CLASSES: Final = RARE + 1
"""Where the classes of the other words begin."""

_PARTS: Final = (
    *("NOUN", "ADJF", "ADJS", "COMP", "VERB", "INFN", "PRTF", "PRTS", "GRND"),
    *("NUMR", "ADVB", "NPRO", "PRED", "PREP", "CONJ", "PRCL", "INTJ"),
)
_CASES: Final = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_NOMINAL: Final = ("nomn", "gent", "datv", "accs", "ablt", "loct", "voct", "sing", "plur", "1per", "2per", "3per")
_VERBAL: Final = ("past", "pres", "futr", "impr", "perf", "impf")
_GENDERS: Final = ("masc", "femn", "neut")
_RAREST: Final = 0.005  # how likely, by pymorphy3's count, a tag of a word must be to count
_UNSEEN: Final = 0.005  # the probability of a tag that the counts do not have for the word
_OWN_WEIGHT: Final = 2.0  # how much the word's own counts weigh beside its place
_FLOOR: Final = -30.0


def tag_of(grammemes: Iterable[str]) -> str:
    """Return what the network knows of OpenCorpora grammemes: ``NOUN gent sing femn``."""
    own = {_CASES.get(grammeme, grammeme) for grammeme in grammemes}
    part = next((part for part in _PARTS if part in own), "X")
    kept: list[str] = [grammeme for grammeme in _NOMINAL if grammeme in own]
    if part in ("VERB", "INFN", "GRND"):
        kept += [grammeme for grammeme in _VERBAL if grammeme in own]
    elif "impr" in own:
        kept.append("impr")
    if "sing" in own and "plur" not in own:
        kept += [gender for gender in _GENDERS if gender in own]
    return " ".join([part, *kept])


@lru_cache(maxsize=1 << 15)
def word_tags(word: str) -> dict[str, float]:
    """Return the tags that a word may have and how likely each is, by pymorphy3's count.

    Args:
        word: small letters, е for ё.
    """
    found: dict[str, float] = {}
    for parse in parses(word):
        if parse.score >= _RAREST:
            tag = tag_of(parse.tag.grammemes)
            found[tag] = found.get(tag, 0.0) + parse.score
    return found


@lru_cache(maxsize=1 << 12)
def _tag_of(grammemes: frozenset[str]) -> str:
    return tag_of(grammemes)


def _log_sum(scores: Collection[float]) -> float:
    highest = max(scores)
    return highest + log(sum(exp(score - highest) for score in scores))


class Place(NamedTuple):
    """Where a word of several readings stands: a token of a sentence."""

    sentence: Sentence
    token: int
    readings: Sequence[Reading]


class Syntax:
    """The network; its weights are read with the first question, which raises a `LexiconError` if they cannot be."""

    def scores(self, places: Sequence[Place]) -> list[dict[str, float]]:
        """Return, for each place, spelling → logarithm of its probability there; all at once are faster."""
        if not places:
            return []
        network = _network()
        return [
            _spelling_scores(place, network.numbers, likely)
            for place, likely in zip(places, network.tags(places), strict=True)
        ]


def _spelling_scores(place: Place, numbers: Mapping[str, int], likely: Sequence[float]) -> dict[str, float]:
    prior = word_tags(place.sentence.word(place.token).replace("ё", "е"))
    found: dict[str, list[float]] = {reading.text: [_FLOOR] for reading in place.readings}
    for reading in place.readings:
        for tag in dict.fromkeys(map(_tag_of, reading.tags)):
            number = numbers.get(tag)
            if number is not None:
                found[reading.text].append(likely[number] + _OWN_WEIGHT * log(prior.get(tag, 0.0) + _UNSEEN))
    scores = {text: _log_sum(of_tags) for text, of_tags in found.items()}
    total = _log_sum(scores.values())
    return {text: score - total for text, score in scores.items()}


class Network:
    """The weights and vocabularies of ``syntax.npz``.

    ``by_class`` is (2 · REACH · classes, hidden) and ``by_word`` (2 · NEAR · words, hidden), both 8-bit with one
    scale each; a token's row is its place times the size of the vocabulary, and its class or word.
    """

    def __init__(self, weights: Any) -> None:
        import numpy as np  # noqa: PLC0415

        self.numbers = {tag: number for number, tag in enumerate(str(weights["tags"]).split("\n"))}
        classes = [tuple(map(int, line.split())) for line in str(weights["classes"]).split("\n")]
        self._classes = {tags: number for number, tags in enumerate(classes, start=WORD_CLASSES)}
        self._words = {word: number for number, word in enumerate(str(weights["words"]).split("\n"), start=1)}
        self._word_classes: list[int] = weights["word_classes"].tolist()
        class_count, word_count = WORD_CLASSES + len(classes), 1 + len(self._words)
        self._class_rows = range(0, 2 * REACH * class_count, class_count)
        self._word_rows = range(0, 2 * NEAR * word_count, word_count)
        self._by_class, self._by_word = weights["by_class"], weights["by_word"]
        self._scales = weights["scales"].tolist()
        self._dense = [
            weights[name].astype(np.float64) for name in ("bias", "hidden", "hidden_bias", "out", "out_bias")
        ]
        self._marginal = weights["marginal"].astype(np.float64)
        self._ids = lru_cache(maxsize=1 << 15)(self._found_ids)

    def tags(self, places: Sequence[Place]) -> list[list[float]]:
        """Return, for each place and tag, how much likelier than elsewhere the tag is there, as a logarithm."""
        import numpy as np  # noqa: PLC0415  (0.1 s that a text without ambiguous words never needs)

        around = [self._around(place.sentence.words, place.token) for place in places]
        classes = [[row + known for row, (known, _) in zip(self._class_rows, ids, strict=True)] for ids in around]
        near = slice(REACH - NEAR, REACH + NEAR)
        words = [[row + known for row, (_, known) in zip(self._word_rows, ids[near], strict=True)] for ids in around]
        bias, hidden, hidden_bias, out, out_bias = self._dense
        seen = bias + self._scales[0] * self._by_class[classes].sum(1, dtype=np.int32)
        seen = np.maximum(seen + self._scales[1] * self._by_word[words].sum(1, dtype=np.int32), 0)
        # einsum, since BLAS would wake its threads for these small products, and differs from machine to machine; one
        # place by one, since the order of its sums may depend on how many there are.
        narrow = np.maximum([np.einsum("ij,j->i", hidden, row) for row in seen] + hidden_bias, 0)
        logits = [np.einsum("ij,j->i", out, row) for row in narrow] + out_bias
        result: list[list[float]] = (logits - np.logaddexp.reduce(logits, 1, keepdims=True) - self._marginal).tolist()
        return result

    def _around(self, words: Sequence[str], index: int) -> list[tuple[int, int]]:
        """Return class and word of each token that is seen; nothing is (0, 0)."""
        beyond = [(0, 0)] * REACH
        before = [self._ids(word) for word in words[max(0, index - REACH) : index]]
        after = [self._ids(word) for word in words[index + 1 : index + 1 + REACH]]
        return [*beyond, *before][-REACH:] + [*after, *beyond][:REACH]

    def _found_ids(self, word: str) -> tuple[int, int]:
        if word in MARKS:
            return MARKS[word], 0
        word = word.replace("ё", "е")
        number = self._words.get(word)
        if number is not None:
            return self._word_classes[number - 1], number
        tags = tuple(sorted(self.numbers[tag] for tag in word_tags(word) if tag in self.numbers))
        return self._classes.get(tags, RARE), 0


@lru_cache(maxsize=1)
def _network() -> Network:
    return packaged_weights("syntax.npz", Network)
