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
    import pymorphy3  # noqa: PLC0415  (0.1 s that a text without ambiguous words never needs)
    import pymorphy3_dicts_ru  # noqa: PLC0415

    # Left to itself, it looks through all installed packages for its dictionary, which takes a third of the time, and
    # takes another one that the environment names.
    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru")
