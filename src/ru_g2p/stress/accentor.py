"""The accentor of ``silero-stress`` computed from its own weights without torch, which takes seconds to import.

It is a small network on the parts of a word: the mean of the vectors of all its substrings, then four dense layers
for the place of the stress and four for that of a ё. Here every word is computed by itself, so that no answer depends
on those asked for beside it. The file is a zip with pickles and plain arrays; of the pickles only strings, numbers
and containers are read, nothing they name is imported or called.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from ru_g2p.tokens import VOWELS

_SURE: Final = 0.5  # the accentor leaves a word without stress, or without ё, below this probability


@dataclass(frozen=True, slots=True)
class Guess:
    """A stressed spelling and how sure the model is of it, from 0 to 1.

    ``places``: of the accentor, how likely each vowel is stressed, from the first (ten at most).
    """

    text: str
    confidence: float
    places: tuple[float, ...] = ()


class Accentor:
    """The accentor, and the words that the homograph solver of the same file knows.

    Args:
        path: ``accentor.pt`` of silero-stress 1.5.

    Raises:
        Exception: the file is missing, damaged or built otherwise.
    """

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as archive:
            root = archive.namelist()[0].split("/")[0]
            models = _Records(archive.open(f"{root}/accentor_models/accentor")).load().state
            network = _Records(archive.open(f"{root}/.data/ts_code/0/data.pkl")).load().state
            embedding = network["embedding"].state
            self._substrings: Mapping[str, int] = embedding["ngram_dict"].arguments[0]
            self._vectors = _array(archive, root, embedding["weight"])
            self._stress, self._yo = (
                [
                    [_array(archive, root, network[name].state[str(layer)].state[part]) for part in ("weight", "bias")]
                    for layer in (0, 2, 4, 6)
                ]
                for name in ("stress_clf", "yo_clf")
            )
        self._exceptions: Mapping[str, tuple[int, int]] = models["accentor"].state["exceptions"]
        solver = models["homosolver"].state
        self.homographs: Final = frozenset(solver["homodict"]) | frozenset(solver["compiled_phrases"])
        """The words that the homograph solver has something to say about."""

    def accented(self, word: str) -> Guess:
        """Return what the accentor makes of a word; without a mark where it is not sure.

        Args:
            word: small letters, one or more vowels, no ё.
        """
        vector = self._vector(word)
        places = _probabilities(self._stress, vector)
        if word in self._exceptions:
            return Guess(_spelled(word, *self._exceptions[word]), max(places), tuple(places))
        vowels = [at for at, letter in enumerate(word) if letter in VOWELS]
        place = places.index(max(places))
        stress = vowels[place] if place < len(vowels) else -1
        of_yo = _probabilities(self._yo, vector)
        number = of_yo.index(max(of_yo))  # of the е that is a ё, from 1
        could_be = [-1, *(at for at in vowels if word[at] == "е")][number : number + 1]
        yo = stress if of_yo[number] > _SURE and stress in could_be else -1
        if len(vowels) == 1:
            stress = vowels[0]
        elif places[place] <= _SURE:
            stress = -1
        return Guess(_spelled(word, stress, yo), max(places), tuple(places))

    def _vector(self, word: str) -> Any:
        bounded = f"<{word}>"
        ends = range(1, len(bounded) + 1)
        parts = (bounded[start:end] for end in ends for start in range(end))
        known = [self._substrings[part] for part in parts if part in self._substrings]
        return self._vectors[known or [self._substrings["UNK"]]].mean(0)


def _spelled(word: str, stress: int, yo: int) -> str:
    if yo >= 0:
        word = f"{word[:yo]}ё{word[yo + 1 :]}"
    return f"{word[:stress]}+{word[stress:]}" if stress >= 0 else word


def _probabilities(layers: list[list[Any]], vector: Any) -> list[float]:
    import numpy as np  # noqa: PLC0415  (0.1 s that a text of known words never needs)

    *inner, (weight, bias) = layers
    for inner_weight, inner_bias in inner:
        # einsum, since BLAS differs from machine to machine.
        vector = np.maximum(np.einsum("ij,j->i", inner_weight, vector) + inner_bias, 0)
    logits = np.einsum("ij,j->i", weight, vector) + bias
    odds = np.exp(logits - logits.max())
    found: list[float] = (odds / odds.sum()).tolist()
    return found


class _Record:
    """What a pickle says of an object: what it is made from, and its state."""

    def __init__(self, *arguments: Any) -> None:
        self.arguments = arguments
        self.state: Any = None

    def __setstate__(self, state: Any) -> None:
        self.state = state


class _Records(pickle.Unpickler):
    """An unpickler that makes a `_Record` of whatever is no plain container."""

    def find_class(self, module: str, name: str) -> Any:
        return OrderedDict if (module, name) == ("collections", "OrderedDict") else _Record

    def persistent_load(self, name: Any) -> Any:
        return name


def _array(archive: ZipFile, root: str, tensor: _Record) -> Any:
    """Return a tensor of 32-bit floats, as 64-bit ones."""
    import numpy as np  # noqa: PLC0415

    (_, _, key, *_), _, shape, *_ = tensor.arguments
    data = archive.read(f"{root}/.data/{key}")
    return np.frombuffer(data, "<f4").astype(np.float64).reshape(shape)
