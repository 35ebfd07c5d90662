"""Words of several spellings that another word near them decides: ``ст+оит сто рублей``, ``сто+ит на холме``.

``collocations.tsv`` lists, for the spellings of a word, the lemmas (small letters, е for ё) near which it is read so.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Final

from ru_g2p.morphology import parses
from ru_g2p.stress.resolve import Sentence
from ru_g2p.tables import rows

_REACH: Final = 8  # tokens on either side, in the same sentence
_LIKELY: Final = 0.05  # how likely, by pymorphy3's count, a lemma of a word must be to count


def collocated(sentence: Sentence, index: int) -> str:
    """Return how a word is read beside the words around, empty where they do not tell, or tell two things.

    Args:
        sentence: where the word stands.
        index: its token.
    """
    known = _spellings().get(sentence.word(index))
    if known is None:
        return ""
    near = frozenset().union(*map(_lemmas, sentence.words[max(0, index - _REACH) : index + 1 + _REACH]))
    found = [spelling for spelling, lemmas in known if not lemmas.isdisjoint(near)]
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def _lemmas(word: str) -> frozenset[str]:
    found = {parse.normal_form for parse in parses(word) if parse.score >= _LIKELY}
    return frozenset(lemma.replace("ё", "е") for lemma in (word, *found))


@lru_cache(maxsize=1)
def _spellings() -> dict[str, list[tuple[str, frozenset[str]]]]:
    found: defaultdict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for spellings, near, _ in rows("stress/collocations.tsv", "spellings", "near", "example"):
        for spelling in spellings.split():
            found[spelling.replace("+", "").replace("ё", "е")].append((spelling, frozenset(near.split())))
    return dict(found)
