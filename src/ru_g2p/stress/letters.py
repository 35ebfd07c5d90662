"""Where a word is stressed by its letters alone.

A small network reads the letters of a word, each with those around it (four convolutions over five letters), and
gives each vowel a score. A name is given by its stem (``names``), and the end of the stem is a place, too: the stress
on the ending. ``data/letters/train.py`` trained it on the stress lexicon; its 8-bit weights are in ``letters.npz``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from ru_g2p.stress.names import spread, stem_and_ending
from ru_g2p.stress.weights import packaged_weights
from ru_g2p.tokens import VOWELS

WORD, NAME, END, ENDING = "^#$*"
"""The beginning of a word and of a name, the end of a word, and the ending of a name, which may be stressed."""

ALPHABET: Final = {c: number for number, c in enumerate(f"_{WORD}{NAME}{END}{ENDING}абвгдежзийклмнопрстуфхцчшщъыьэюя")}
"""What the network reads; 0 is any other character."""

WIDTH: Final = 5
"""Letters that a convolution covers."""

LAYERS: Final = 4
"""Convolutions; all but the first add to what they are given."""

_CACHED_WORDS: Final = 1 << 14
_IMPOSSIBLE: Final = -12.0  # the stress of a name beyond the first vowel of its ending


def numbered(text: str) -> tuple[list[int], list[int]]:
    """Return the characters as numbers, and the places that may be stressed.

    Args:
        text: small letters, е for ё, between ``WORD`` and ``END`` or ``NAME`` and ``ENDING``.
    """
    places = [place for place, letter in enumerate(text) if letter in VOWELS or letter == ENDING]
    return [ALPHABET.get(letter, 0) for letter in text], places


class Letters:
    """The network; its weights are read with the first question, which raises a `LexiconError` if they cannot be."""

    def scores(self, word: str, *, name: bool) -> list[float]:
        """Return a logarithm of the probability that each vowel is stressed.

        All cases of a name get the same of what they share.

        Args:
            word: small letters, е for ё.
            name: whether it is a name.
        """
        if not name:
            return list(_network().scores(f"{WORD}{word}{END}"))
        stem, _ = stem_and_ending(word)
        return spread(word, _network().scores(f"{NAME}{stem}{ENDING}"), _IMPOSSIBLE)


class Network:
    """The weights of ``letters.npz``.

    ``letters`` is (ALPHABET, size), ``layer0`` (hidden, WIDTH · size), the others (hidden, WIDTH · hidden); all 8-bit,
    with one scale each.
    """

    def __init__(self, weights: Any) -> None:
        import numpy as np  # noqa: PLC0415

        names = ["letters", *(f"layer{number}" for number in range(LAYERS))]
        scales = weights["scales"].astype(np.float64)
        self._letters, *self._layers = (weights[name] * scale for name, scale in zip(names, scales, strict=True))
        self._biases, self._out = weights["biases"].astype(np.float64), weights["out"].astype(np.float64)
        self.scores = lru_cache(maxsize=_CACHED_WORDS)(self._scores)

    def _scores(self, text: str) -> tuple[float, ...]:
        import numpy as np  # noqa: PLC0415  (0.1 s that a text of known words never needs)

        numbers, places = numbered(text)
        seen = self._convolved(0, self._letters[numbers])
        for layer in range(1, LAYERS):
            seen += self._convolved(layer, seen)
        logits = np.einsum("ij,j->i", seen[places], self._out)
        return tuple((logits - np.logaddexp.reduce(logits)).tolist())

    def _convolved(self, layer: int, seen: Any) -> Any:
        import numpy as np  # noqa: PLC0415

        size, margin = seen.shape[1], WIDTH // 2 * seen.shape[1]
        flat = np.pad(seen.ravel(), margin)
        windows = np.lib.stride_tricks.sliding_window_view(flat, WIDTH * size)[::size]
        # einsum, since BLAS would wake its threads for these small products, and differs from machine to machine.
        return np.maximum(np.einsum("ij,kj->ik", windows, self._layers[layer]) + self._biases[layer], 0)


@lru_cache(maxsize=1)
def _network() -> Network:
    return packaged_weights("letters.npz", Network)
