"""The network of the homograph solver: a BERT of three layers and a classifier, in numpy."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import accumulate
from math import exp
from typing import Any, Final, NamedTuple

import numpy as np
from threadpoolctl import ThreadpoolController

from ru_g2p.stress.silero_file import Record, SileroFile

_Array = Any
_LOCK: Final = threading.Lock()
_HEADS: Final = 12
_AT_ONCE: Final = 16  # questions: more rows gain no speed, and need more of the processor's cache
_EPSILON: Final = 1e-12  # of BERT's layer normalization


class Question(NamedTuple):
    """A sentence in numbers of its pieces, and where in it the marks before and behind the word in question stand."""

    pieces: Sequence[int]
    begin: int
    end: int


class _Dense(NamedTuple):
    """A matrix (inputs, outputs) and a bias (outputs)."""

    weight: _Array
    bias: _Array

    def __call__(self, vectors: _Array) -> _Array:
        return vectors @ self.weight + self.bias


class _Norm(NamedTuple):
    """The scale and the shift of a layer normalization."""

    weight: _Array
    bias: _Array

    def __call__(self, vectors: _Array) -> _Array:
        centred = vectors - vectors.mean(-1, keepdims=True)
        deviation = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(_EPSILON))
        return centred / deviation * self.weight + self.bias


class _Layer(NamedTuple):
    """Attention over all places, then two dense layers for each; ``query``, ``key`` and ``value`` are one matrix."""

    query_key_value: _Dense
    attended: _Dense
    attended_norm: _Norm
    inner: _Dense
    outer: _Dense
    outer_norm: _Norm

    def __call__(self, vectors: _Array, sentences: Sequence[slice], asked: Sequence[slice]) -> _Array:
        """Return the new vectors of the places ``asked`` of, one part of each sentence after the other.

        Args:
            vectors: (places of all sentences, width), in single precision.
            sentences: where each sentence lies in ``vectors``.
            asked: which places of each.
        """
        heads = self.query_key_value(vectors).reshape(len(vectors), 3, _HEADS, -1)
        seen = [
            _attended(heads[part, 0], heads[whole, 1], heads[whole, 2])
            for whole, part in zip(sentences, asked, strict=True)
        ]
        kept = np.concatenate([vectors[part] for part in asked])
        vectors = self.attended_norm(self.attended(np.concatenate(seen)) + kept)
        return self.outer_norm(self.outer(_gelu(self.inner(vectors))) + vectors)


class Bert:
    """The network.

    Args:
        file: that of the known version.
    """

    def __init__(self, file: SileroFile) -> None:
        network = file.network(1)
        bert = network["bert"].state
        embeddings = bert["embeddings"].state
        read = _Reader(file)
        self._pieces = file.array(embeddings["word_embeddings"].state["weight"], "i1")
        self._scale, self._zero_point = (file.array(bert[name]) for name in ("scale", "zero_point"))
        self._places = (
            read.weight(embeddings["position_embeddings"]) + read.weight(embeddings["token_type_embeddings"])[0]
        )
        self._norm = read.norm(embeddings["LayerNorm"])
        layers = bert["encoder"].state["layer"].state
        self._layers = [read.layer(layers[str(number)].state) for number in range(bert["num_hidden_layers"])]
        self._libraries = ThreadpoolController()
        self._classifier = [read.dense(network["homo_clf"].state[number]) for number in ("0", "3")]

    def probabilities(self, questions: Sequence[Question]) -> list[float]:
        """Return how likely the second reading is in each place.

        The dense layers take the sentences of several questions as one matrix; a sentence sees itself alone.
        """
        found: list[float] = []
        # One thread: more gain nothing on matrices so small, and would round otherwise. The limit is the process's, so
        # that of two callers at once the second must not take the first one's for the host's.
        with _LOCK, self._libraries.limit(limits=1, user_api="blas"):
            for start in range(0, len(questions), _AT_ONCE):
                found += self._answered(questions[start : start + _AT_ONCE])
        return found

    def _answered(self, questions: Sequence[Question]) -> list[float]:
        pieces = [piece for question in questions for piece in question.pieces]
        words = (self._pieces[pieces].astype(np.float32) - self._zero_point) * self._scale
        vectors = self._norm(words + np.concatenate([self._places[: len(one.pieces)] for one in questions]))
        sentences = _one_after_another([len(question.pieces) for question in questions])
        asked = [
            slice(sentence.start + question.begin, sentence.start + question.end)
            for sentence, question in zip(sentences, questions, strict=True)
        ]
        *layers, last = self._layers
        for layer in layers:
            vectors = layer(vectors, sentences, sentences)
        vectors = last(vectors, sentences, asked)  # of no others is asked then
        marked = _one_after_another([question.end - question.begin for question in questions])
        seen = [np.concatenate([vectors[one][0], vectors[one][1:].mean(0)]) for one in marked]
        hidden, out = self._classifier
        logits: list[list[float]] = out(np.maximum(hidden(np.array(seen)), 0)).tolist()
        return [1 / (1 + exp(-logit)) for (logit,) in logits]


def _one_after_another(lengths: Sequence[int]) -> list[slice]:
    ends = list(accumulate(lengths))
    return [slice(end - length, end) for length, end in zip(lengths, ends, strict=True)]


def _attended(query: _Array, key: _Array, value: _Array) -> _Array:
    """Return (asked, width) from (asked, heads, size) and twice (places, heads, size)."""
    scores = query.transpose(1, 0, 2) @ key.transpose(1, 2, 0) / np.sqrt(np.float32(key.shape[-1]))
    return (_softmax(scores) @ value.transpose(1, 0, 2)).transpose(1, 0, 2).reshape(len(query), -1)


class _Reader:
    """Reads layers from the file."""

    def __init__(self, file: SileroFile) -> None:
        self._file = file

    def weight(self, layer: Record, name: str = "weight") -> _Array:
        return self._file.array(layer.state[name])

    def dense(self, *layers: Record) -> _Dense:
        """Return one layer that does what several do with the same input, side by side."""
        weights, biases = ([self.weight(layer, name) for layer in layers] for name in ("weight", "bias"))
        return _Dense(np.ascontiguousarray(np.concatenate(weights).T), np.concatenate(biases))

    def norm(self, layer: Record) -> _Norm:
        return _Norm(self.weight(layer), self.weight(layer, "bias"))

    def layer(self, layer: dict[str, Record]) -> _Layer:
        attention, inner, outer = (layer[name].state for name in ("attention", "intermediate", "output"))
        seen, attended = attention["self"].state, attention["output"].state
        return _Layer(
            self.dense(*(seen[name] for name in ("query", "key", "value"))),
            self.dense(attended["dense"]),
            self.norm(attended["LayerNorm"]),
            self.dense(inner["dense"]),
            self.dense(outer["dense"]),
            self.norm(outer["LayerNorm"]),
        )


def _softmax(scores: _Array) -> _Array:
    odds = np.exp(scores - scores.max(-1, keepdims=True))
    return odds / odds.sum(-1, keepdims=True)


def _gelu(numbers: _Array) -> _Array:
    """Return x · Φ(x), with the error function by formula 7.1.26 of Abramowitz and Stegun: error below 1.5e-7."""
    size = np.abs(numbers) * np.float32(np.sqrt(0.5))
    near = 1 / (1 + np.float32(0.3275911) * size)
    series = np.float32(1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * near + np.float32(coefficient)
    tail = series * near * np.exp(-size * size)  # 1 - erf(size)
    return numbers * np.where(numbers > 0, 1 - tail / 2, tail / 2)
