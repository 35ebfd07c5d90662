"""What pymorphy3 knows of single words; one analyzer for the whole process, loaded with the first question."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1 << 15)
def parses(word: str) -> tuple[Any, ...]:
    """Return pymorphy3's analyses of a word, the likeliest first."""
    return tuple(analyzer().parse(word))


@lru_cache(maxsize=1)
def analyzer() -> Any:
    """Return the analyzer."""
    import pymorphy3  # noqa: PLC0415  (0.2 s that a text without ambiguous words never needs)

    return pymorphy3.MorphAnalyzer(lang="ru")
