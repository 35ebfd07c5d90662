"""Counts how the words of the stress lexicon are stressed by their endings, for words that it does not hold.

Called by ``stress_build.py``. An ending is kept where it says something else than the longest kept ending inside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

LONGEST = 10
"""Letters of an ending at most; longer ones are too rare to add anything."""

_FEWEST = 4  # words that an ending must have
_SAYS_MORE = 0.25  # how much of the probability an ending must move to be kept
_PRIOR = 4  # how many words the shorter ending counts for beside those of the longer one
_PLACES = 6  # counted from the end; Russian hardly stresses further away


def ending_entries(words: Iterable[tuple[str, int]]) -> list[tuple[str, bytes]]:
    """Return the entries of ``endings.trie``: key, and a byte of probability for each vowel from the last.

    A key is the ending's letters, last letter first; ``^`` begins a word.

    Args:
        words: written form, and its stressed vowel counted from the end.
    """
    forms = [(form[::-1] + "^", min(place, _PLACES - 1)) for form, place in words]
    return [
        (ending, bytes(round(255 * shares.get(place, 0.0)) for place in range(_PLACES)))
        for ending, shares in sorted(_telling(forms, "", {}))
    ]


def _telling(
    forms: list[tuple[str, int]], ending: str, known: dict[int, float]
) -> Iterator[tuple[str, dict[int, float]]]:
    """Yield the longer endings worth keeping, with the probability of each place.

    Args:
        forms: all that have the ending: letters, last one first, and place of the stress.
        ending: what they share.
        known: the probabilities that the longest kept ending inside it gives.
    """
    longer: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for form, place in forms:
        longer[form[: len(ending) + 1]].append((form, place))
    for next_ending, group in longer.items():
        if len(group) < _FEWEST or next_ending == ending:
            continue
        counts = Counter(place for _, place in group)
        shares = {
            place: (_PRIOR * known.get(place, 0.0) + counts[place]) / (len(group) + _PRIOR * bool(known))
            for place in known.keys() | counts.keys()
        }
        tells = sum(abs(share - known.get(place, 0.0)) for place, share in shares.items()) > _SAYS_MORE
        if tells:
            yield next_ending, shares
        if len(next_ending) < LONGEST:
            yield from _telling(group, next_ending, shares if tells else known)
