"""Set phrases, the language's own and those of a user's dictionary: words that are read so only next to each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from ru_g2p.tables import pairs

_WORDS = re.compile(r"-?[^ -]+")


def phrase_words(text: str) -> tuple[str, ...]:
    """Split a phrase into words; one that a hyphen ties keeps it.

    >>> phrase_words("кто-то ещё")
    ('кто', '-то', 'ещё')
    """
    return tuple(_WORDS.findall(text))


def phrase_key(text: str) -> tuple[str, ...]:
    """Return the words that a phrase is found by: small letters, without marks, е for ё."""
    return phrase_words(_plain(text).replace("ё", "е"))


class Phrases:
    """Finds phrases among the words of a sentence.

    Args:
        readings: `phrase_key` → for each word its stressed spelling, or an empty string if the phrase leaves it open.
    """

    def __init__(self, readings: Mapping[tuple[str, ...], tuple[str, ...]] | None = None) -> None:
        self.readings = dict(readings or {})
        self._by_start: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for key in self.readings:
            self._by_start[key[:2]].append(key)

    def find(self, written: Sequence[str]) -> dict[int, str]:
        """Return index of a token → its stressed spelling, for the words that phrases decide.

        The words of a phrase follow each other without punctuation between, unless a mark is one of them, as in
        ``вс+е , кто``; е stands for ё too, but a ё in the text is never read е. Where several phrases decide a word,
        the longest does, then the first.

        Args:
            written: the tokens of a sentence, as `tokenize` returns them.
        """
        decided: dict[int, str] = {}
        for start, readings in sorted(self._matches(written), key=lambda match: -len(match[1])):
            for index, reading in enumerate(readings, start):
                if reading:
                    decided.setdefault(index, reading)
        return decided

    def _matches(self, written: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        if not self.readings:
            return
        keys = [_plain(word).replace("ё", "е") for word in written]
        for start, pair in enumerate(pairwise(keys)):
            for key in self._by_start.get(pair, ()):
                if tuple(keys[start : start + len(key)]) == key:
                    readings = self.readings[key]
                    if all(map(_keeps_yo, written[start : start + len(key)], readings)):
                        yield start, readings


@lru_cache(maxsize=1)
def set_phrases() -> Phrases:
    """Return the phrases of ``set_phrases.tsv``."""
    table = pairs("stress/set_phrases.tsv", "phrase", "example")
    return Phrases(
        {
            phrase_key(phrase): tuple(word.lstrip("-") if "+" in word else "" for word in phrase_words(phrase))
            for phrase in table
        }
    )


def _plain(text: str) -> str:
    return text.replace("+", "").lower()


def _keeps_yo(written: str, reading: str) -> bool:
    word = _plain(written).lstrip("-")
    if "ё" not in word or not reading:
        return True
    return all(read == "ё" for letter, read in zip(word, _plain(reading), strict=True) if letter == "ё")
