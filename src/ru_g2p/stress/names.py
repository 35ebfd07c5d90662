"""The stem of a name that no dictionary holds: what all its cases share.

Найман, Наймана, Найманом, Найманы are one name, and must be stressed on one letter wherever they stand. So the stress
is sought in the stem, найман-, or on the ending as such (Сковород-+а, Сковород-+ой), not in each form by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ru_g2p.tokens import VOWELS

_STEM: Final = f"[^{VOWELS}]*[{VOWELS}].*?"  # the shortest, so that the ending is the longest
_ENDINGS: Final = (
    "[аеоуыи]?(?:й|я|ю|и|е|ей|ею|ями|(?<=[аеоуыижчшщцлнрь])ем)",  # Тальц-ы; Корнел-ий, -ия; Мам-ай, -ая; Елис-ей; Бел-ая, -ую
    "[ое]го|[ое]му|ой|ою|ом|ами|ью|[аоуыэь]",
    # Names in -ым, -им and in -ых, -их are many (Касым, Седых): these are endings after the suffixes of surnames alone.
    "(?<=ов|ев|ин|ын)(?:ым|ых|ыми)|(?<=[сц]к)(?:им|их|ими)|(?<=[нтл])ыми?",
)
_NAME: Final = re.compile(f"({_STEM})({'|'.join(_ENDINGS)}|)")


@lru_cache(maxsize=1 << 12)
def stem_and_ending(name: str) -> tuple[str, str]:
    """Return the stem of an unknown name, which has a vowel at least, and its ending.

    Args:
        name: small letters, е for ё.
    """
    found = _NAME.fullmatch(name)
    return (found[1], found[2]) if found is not None else (name, "")
