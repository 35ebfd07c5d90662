"""How a word is stressed that the lexicon does not hold: as its letters, its ending and the words in it make likely."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log
from typing import Final

from ru_g2p.morphology import parses
from ru_g2p.stress.endings import Endings
from ru_g2p.stress.letters import Letters
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.tables import pairs
from ru_g2p.tokens import VOWELS

# Chosen on words and names that were kept from the network's training (``data/letters/train.py --held-out``) and from
# the endings, and rounded; names are no better for their endings.
_LETTERS_WEIGHT, _ENDING_WEIGHT, _ENDING_FLOOR = 0.7, 0.5, 0.02
_MADE_OF: Final = 3.0  # what a part of known stress adds; nine such words in ten are stressed on it
_FATHERS: Final = 6.0  # what the father's name adds, which a patronymic is stressed like (Zaliznyak, proper names)
_SECOND_PART: Final = 6  # letters that the second part of a compound has at least

_PATRONYMIC = re.compile("(?P<name>.+?)[ое](?:вич(?:а|у|ем|е|и|ей|ам|ами|ах)?|вн(?:а|ы|е|у|ой|ою|ам|ами|ах))")


class Analogy:
    """Scores the places where an unknown word may be stressed.

    Args:
        lexicon: the words that are known.
    """

    def __init__(self, lexicon: StressLexicon) -> None:
        self._lexicon = lexicon
        self._endings = Endings()
        self._letters = Letters()

    def options(self, word: str, *, name: bool) -> dict[str, float]:
        """Return each possible spelling with a logarithm of how likely it is.

        Args:
            word: small letters, е for ё, two or more vowels.
            name: whether it is a name: all its cases get the same, but for what is known of a father's name.
        """
        scores = self._letters.scores(word, name=name)
        if not name:
            scores = [
                _LETTERS_WEIGHT * score + _ENDING_WEIGHT * log(share + _ENDING_FLOOR)
                for score, share in zip(scores, self._endings.shares(word), strict=True)
            ]
        made_of, adds = (self._patronymic(word), _FATHERS) if name else (self._compound(word), _MADE_OF)
        places = [place for place, letter in enumerate(word) if letter in VOWELS]
        return {
            f"{word[:place]}+{word[place:]}": score + adds * (place == made_of)
            for place, score in zip(places, scores, strict=True)
        }

    def _patronymic(self, word: str) -> int:
        """Return where the father's name is stressed (Густ+ав: Густ+авович), -1 of what is no patronymic."""
        match = _PATRONYMIC.fullmatch(word)
        if match is None or not any("Patr" in parse.tag and parse.is_known for parse in parses(word)):
            return -1
        fathers = (match["name"] + end for end in ("", "ь", "й"))
        return next((place for name in fathers if (place := self._place(name)) >= 0), -1)

    def _compound(self, word: str) -> int:
        """Return where the known second part of a compound is stressed (фальшст+арт), -1 if it is none."""
        for length in range(len(word) - _SECOND_PART, 1, -1):
            if word[:length] in _first_parts() and (place := self._place(word[length:])) >= 0:
                return length + place
        return -1

    def _place(self, word: str) -> int:
        marks = {spelling.index("+") for spelling in self._lexicon.spellings(word)}
        return marks.pop() if len(marks) == 1 else -1


@lru_cache(maxsize=1)
def _first_parts() -> dict[str, str]:
    return pairs("stress/first_parts.tsv", "part", "example")
