"""The accentor of ``silero-stress`` computed from its own weights, without torch.

It is a small network on the parts of a word: the mean of the vectors of all its substrings, then four dense layers
for the place of the stress and four for that of a ё. Here every word is computed by itself, so that no answer depends
on those asked for beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ru_g2p.stress.silero_file import Guess, Record, SileroFile
from ru_g2p.tokens import VOWELS

_SURE: Final = 0.5  # the accentor leaves a word without stress, or without ё, below this probability


class Accentor:
    """The accentor.

    Args:
        file: that of the known version.

    Raises:
        Exception: the file is damaged or built otherwise.
    """

    def __init__(self, file: SileroFile) -> None:
        network = file.network(0)
        embedding = network["embedding"].state
        self._substrings: Mapping[str, int] = embedding["ngram_dict"].arguments[0]
        self._vectors = _array(file, embedding["weight"])
        self._stress, self._yo = (
            [
                [_array(file, network[name].state[str(layer)].state[part]) for part in ("weight", "bias")]
                for layer in (0, 2, 4, 6)
            ]
            for name in ("stress_clf", "yo_clf")
        )
        self._exceptions: Mapping[str, tuple[int, int]] = file.model("accentor")["exceptions"]

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


def _array(file: SileroFile, tensor: Record) -> Any:
    """Return a tensor in double precision."""
    return file.array(tensor).astype(float)
