"""Where a word is stressed by its letters alone.

Small networks read the letters of a word, each with those around it (four convolutions over five letters), and give
each vowel a probability. They differ in the seed of their training alone, and their mean decides: two such networks
disagree about many a name. A name is given by its stem (``names``), and the end of the stem is a place, too: the stress
on the ending. ``data/letters/train.py`` trained them on the stress lexicon; their 8-bit weights are in ``letters.npz``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

_CACHED_TEXTS: Final = 1 << 14
_MARGIN: Final = WIDTH // 2
_BLOCK: Final = 48  # letters that are read at once; products of more than 64 would wake the threads of BLAS
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

    def read(self, words: Sequence[tuple[str, bool]]) -> None:
        """Read words that will be asked for, each with whether it is a name: together they take less time."""
        if words:
            _network().read([_text(word, name=name) for word, name in words])

    def scores(self, word: str, *, name: bool) -> list[float]:
        """Return a logarithm of the probability that each vowel is stressed.

        All cases of a name get the same of what they share.

        Args:
            word: small letters, е for ё, with a vowel at least.
            name: whether it is a name.
        """
        scores = _network().scores(_text(word, name=name))
        return spread(word, scores, _IMPOSSIBLE) if name else list(scores)


def _text(word: str, *, name: bool) -> str:
    return f"{NAME}{stem_and_ending(word)[0]}{ENDING}" if name else f"{WORD}{word}{END}"


class Network:
    """The weights of ``letters.npz``, of all members at once.

    ``letters`` is (members, ALPHABET, size), ``layer0`` (members, WIDTH, size, hidden), the other layers (members,
    WIDTH, hidden, hidden), ``out`` (members, hidden, 1): all 8-bit, with ``scales`` (members, LAYERS + 2), which are
    in the order of these. ``biases`` is (members, LAYERS, hidden).

    What goes from layer to layer is rounded to whole numbers of small units. Their products with 8-bit weights have
    sums that doubles hold exactly, so that every machine's BLAS, in whatever order it adds, and however many texts
    are read at once, gives the same.
    """

    def __init__(self, weights: Any) -> None:
        import numpy as np  # noqa: PLC0415

        scales = weights["scales"].astype(np.float64)[..., None, None]
        biases = weights["biases"].astype(np.float64)[:, :, None] * _UNITS
        letters = np.rint(weights["letters"] * scales[:, 0] * _UNITS)
        letters = np.concatenate([letters, np.zeros_like(letters[:, :1])], 1)  # the last, -1, is a gap
        # A matrix for each letter that the convolution covers; the first layer's make of a character always the same.
        layers = [weights[f"layer{layer}"].swapaxes(0, 1).astype(np.float64, "C") for layer in range(LAYERS)]
        self._first = [letters @ matrix for matrix in layers[0]]
        self._layers = [None, *layers[1:]]
        self._units = [(scales[:, 1 + layer], biases[:, layer]) for layer in range(LAYERS)]
        self._out = weights["out"].astype(np.float64), scales[:, 1 + LAYERS] / _UNITS
        self._known: dict[str, tuple[float, ...]] = {}  # emptied when it holds _CACHED_TEXTS

    def scores(self, text: str) -> tuple[float, ...]:
        """Return a logarithm of the probability of each place of a text, as `numbered` has them."""
        if text not in self._known:
            self.read([text])
        return self._known[text]

    def read(self, texts: Iterable[str]) -> None:
        """Keep the scores of texts for `scores`; those not met before are found a block at a time."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) + len(new) > _CACHED_TEXTS:
            self._known.clear()
        block: list[str] = []
        for text in new:
            if block and sum(map(len, block)) + _MARGIN * len(block) + len(text) > _BLOCK:
                self._known.update(zip(block, self._scores(block), strict=True))
                block = []
            block.append(text)
        self._known.update(zip(block, self._scores(block), strict=True) if block else ())

    def _scores(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the scores of texts laid end to end; no layer sees more than zeros in the gaps around each."""
        import numpy as np  # noqa: PLC0415  (0.1 s that a text of known words never needs)

        gap = [-1] * _MARGIN
        laid, asked, begins = [*gap], [0] * 0, [0] * 0
        for text in texts:
            numbers, stressable = numbered(text)
            begins.append(len(asked))
            asked += [len(laid) + place for place in stressable]
            laid += [*numbers, *gap]
        characters, places = np.array(laid), np.array(asked)
        inner, length = slice(_MARGIN, -_MARGIN), len(laid) - 2 * _MARGIN
        kept = characters[inner, None] >= 0
        covered = [slice(start, start + length) for start in range(WIDTH)]
        made = _summed(first[:, characters[rows]] for first, rows in zip(self._first, covered, strict=True))
        seen = np.zeros((len(made), len(laid), made.shape[2]))
        seen[:, inner] = self._rounded(0, made) * kept
        for layer in range(1, LAYERS - 1):
            seen[:, inner] += self._rounded(layer, self._convolved(layer, seen, covered)) * kept
        around = places + np.arange(-_MARGIN, _MARGIN + 1)[:, None]  # the last layer is asked about the places alone
        last = seen[:, places] + self._rounded(LAYERS - 1, self._convolved(LAYERS - 1, seen, around))
        out, scale = self._out
        logits = (last @ out * scale)[..., 0]
        counts = np.diff([*begins, len(asked)])
        each = logits - np.repeat(np.logaddexp.reduceat(logits, begins, 1), counts, 1)
        scores = (np.logaddexp.reduce(each) - np.log(len(each))).tolist()
        return [tuple(scores[begin : begin + count]) for begin, count in zip(begins, counts, strict=True)]

    def _convolved(self, layer: int, seen: Any, covered: Iterable[Any]) -> Any:
        return _summed(seen[:, rows] @ matrix for matrix, rows in zip(self._layers[layer], covered, strict=True))

    def _rounded(self, layer: int, total: Any) -> Any:
        import numpy as np  # noqa: PLC0415

        scale, bias = self._units[layer]
        total *= scale
        total += bias
        return np.rint(np.maximum(total, 0, out=total), out=total)


def _summed(arrays: Iterator[Any]) -> Any:
    total = next(arrays)
    for array in arrays:
        total += array
    return total


@lru_cache(maxsize=1)
def _network() -> Network:
    return packaged_weights("letters.npz", Network)
