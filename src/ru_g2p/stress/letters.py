"""Where a word is stressed by its letters alone.

Small networks read the letters of a word, each with those around it (four convolutions over five letters), and give
each vowel a probability. They differ in the seed of their training alone, and their mean decides: two such networks
disagree about many a name. A name is given by its stem (``names``), and the end of the stem is a place, too: the stress
on the ending. ``data/letters/train.py`` trained them on the stress lexicon; their 8-bit weights are in ``letters.npz``.
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
_UNITS: Final = 2.0**20  # in one
_IMPOSSIBLE: Final = -12.0  # the stress of a name beyond the first vowel of its ending


def numbered(text: str) -> tuple[list[int], list[int]]:
    """Return the characters as numbers, and the places that may be stressed.

    Args:
        text: small letters, е for ё, between ``WORD`` and ``END`` or ``NAME`` and ``ENDING``.
    """
    places = [place for place, letter in enumerate(text) if letter in VOWELS or letter == ENDING]
    return [ALPHABET.get(letter, 0) for letter in text], places


class Letters:
    """The networks; their weights are read with the first question, which raises a `LexiconError` if they cannot be."""

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
    """The weights of ``letters.npz``, of all members at once.

    ``letters`` is (members, ALPHABET, size), ``layer0`` (members, WIDTH, size, hidden), the other layers (members,
    WIDTH, hidden, hidden), ``out`` (members, hidden, 1): all 8-bit, with ``scales`` (members, LAYERS + 2), which are
    in the order of these. ``biases`` is (members, LAYERS, hidden).

    What goes from layer to layer is rounded to whole numbers of small units. Their products with 8-bit weights have
    sums that doubles hold exactly, so that every machine's BLAS, in whatever order it adds, gives the same.
    """

    def __init__(self, weights: Any) -> None:
        import numpy as np  # noqa: PLC0415

        scales = weights["scales"].astype(np.float64)[..., None, None]
        biases = weights["biases"].astype(np.float64)[:, :, None] * _UNITS
        self._letters = np.rint(weights["letters"] * scales[:, 0] * _UNITS)
        self._layers = [
            # A matrix for each letter that the convolution covers: products too small for BLAS to wake its threads.
            (weights[f"layer{layer}"].swapaxes(0, 1).astype(np.float64, "C"), scales[:, 1 + layer], biases[:, layer])
            for layer in range(LAYERS)
        ]
        self._out = weights["out"].astype(np.float64), scales[:, 1 + LAYERS] / _UNITS
        self.scores = lru_cache(maxsize=_CACHED_WORDS)(self._scores)

    def _scores(self, text: str) -> tuple[float, ...]:
        import numpy as np  # noqa: PLC0415  (0.1 s that a text of known words never needs)

        numbers, places = numbered(text)
        seen = self._convolved(0, self._letters[:, numbers])
        for layer in range(1, LAYERS):
            seen += self._convolved(layer, seen)
        out, scale = self._out
        logits = (seen[:, places] @ out * scale)[..., 0]
        each = logits - np.logaddexp.reduce(logits, 1, keepdims=True)
        return tuple((np.logaddexp.reduce(each) - np.log(len(each))).tolist())

    def _convolved(self, layer: int, seen: Any) -> Any:
        import numpy as np  # noqa: PLC0415

        (members, length, size), margin = seen.shape, WIDTH // 2
        padded = np.zeros((members, length + 2 * margin, size))
        padded[:, margin:-margin] = seen
        matrices, scale, bias = self._layers[layer]
        total = sum(padded[:, start : start + length] @ matrix for start, matrix in enumerate(matrices))
        return np.rint(np.maximum(total * scale + bias, 0))


@lru_cache(maxsize=1)
def _network() -> Network:
    return packaged_weights("letters.npz", Network)
