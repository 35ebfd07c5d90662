"""The stem of a name that no dictionary holds: what all its cases share.

Найман, Наймана, Найманом, Найманы are one name, and must be stressed on one letter wherever they stand. So the stress
is sought in the stem, найман-, or on the ending as such (Сковород-+а, Сковород-+ой), not in each form by itself. A
plural in -ов (Найманов) is not told from a surname in -ов, and counts as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from ru_g2p.tokens import VOWELS

_STEM: Final = f"[^{VOWELS}]*[{VOWELS}].*?"  # the shortest, so that the ending is the longest
_ENDINGS: Final = (
    # Тальц-ы, Далил-ь, Адал-ья; Мари-я, Корнели-й; Мам-ай, -ая; Елис-ей, -ея; Бел-ая, -ую
    "[аеоуыь]?(?:й|я|ю|и|е|ей|ею|ями|ям|ях|(?<=[аеоуыижчшщцлнрь])ем)|[аоуыэь]",
    "[ое]го|[ое]му|ой|ою|ом|ами|(?<=к)и[йе]",
    # Names in -ым, -им and in -ых, -их are many (Касым, Седых): these are endings after the suffixes of surnames alone.
    "(?<=ов|ев|ин|ын)(?:ым|ых|ыми)|(?<=[сц]к)(?:им|их|ими)|(?<=[нтл])ыми?",
)
_NAME: Final = re.compile(f"({_STEM})({'|'.join(_ENDINGS)}|)")
_PLURAL: Final = re.compile(f"({_STEM}[{VOWELS}].*?)а[мх]")
"""A dative or locative of the plural, and the stem of all cases of a name in -ам or -ах (Абрахам, Абрахама)."""

_CASES: Final = (
    # The first pattern that fits the stem decides.
    (re.compile(".*[сц]к"), ("ий", "ого")),
    (re.compile(f".*[{VOWELS}]"), ("й", "я")),
    (re.compile(".*"), ("", "а")),
)


@lru_cache(maxsize=1 << 12)
def stem_and_ending(name: str) -> tuple[str, str]:
    """Return the stem of an unknown name, which has a vowel at least, and its ending.

    Args:
        name: small letters, е for ё.
    """
    found = _NAME.fullmatch(name)
    stem = found[1] if found is not None else name
    plural = _PLURAL.fullmatch(stem)
    stem = plural[1] if plural is not None else stem
    return stem, name[len(stem) :]


def spread(name: str, of_stem: Sequence[float], missing: float) -> list[float]:
    """Return what is known of each vowel of a name from what is known of its stem.

    Args:
        name: as in ``stem_and_ending``.
        of_stem: a number for each vowel of the stem, and one for the ending, which is stressed on its first vowel.
        missing: the number of any other vowel.
    """
    vowels = sum(letter in VOWELS for letter in name)
    return [*of_stem, *[missing] * vowels][:vowels]


def cases(name: str) -> tuple[str, ...]:
    """Return the cases that stand for all the others where a model is asked about single words."""
    stem, _ = stem_and_ending(name)
    endings = next(endings for pattern, endings in _CASES if pattern.fullmatch(stem))
    return tuple(stem + ending for ending in endings)


def pooled(name: str, of_cases: Sequence[Sequence[float]]) -> list[float]:
    """Return how likely each vowel of a name is stressed, from what is said of its ``cases``.

    Args:
        name: as in ``stem_and_ending``.
        of_cases: how likely each vowel of each case is stressed; vowels at the end may lack.
    """
    stem, _ = stem_and_ending(name)
    places = range(sum(letter in VOWELS for letter in stem))
    in_stem = [sum(case[place] for case in of_cases if place < len(case)) / len(of_cases) for place in places]
    return spread(name, [*in_stem, sum(of_cases[-1][len(in_stem) :])], 0.0)
