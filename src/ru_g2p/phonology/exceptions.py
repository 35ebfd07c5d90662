"""Words whose letters mislead: a respelling for every inflected form of the lemmas in ``data/lexicon``.

A respelling keeps the vowels one to one, so a stress found on the written word is also the respelling's. It
uses the letters as the rules read them: ``э`` after a hard consonant (``отэль``), ``ê ô`` for vowels that
keep their quality without stress (``бизнêс``, ``какаô``), ``_`` for a seam (``кост_ный``), and a capital for the
vowel of a secondary stress (``нЕфтепровод``), which stays whatever the main one is.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Final

import marisa_trie

_RESPELLED_VOWELS: Final = {"ê": "э", "ô": "о"}
_VOWELS: Final = frozenset("аеёиоуыэюяêô")


def respell(word: str) -> str:
    """Return the letters to pronounce.

    Args:
        word: small letters, each stressed vowel capital (``отЕль``).

    Returns:
        The same in the rules' notation (``отЭль``); the word itself where it is regular.
    """
    found = _trie().get(word.lower())
    if not found:
        return word
    stressed = [letter.isupper() for letter in word if letter.lower() in _VOWELS]
    vowel = iter(stressed)
    return "".join(
        _RESPELLED_VOWELS.get(letter, letter).upper() if letter.lower() in _VOWELS and next(vowel) else letter
        for letter in found[0].decode()
    )


@lru_cache(maxsize=1)
def _trie() -> marisa_trie.BytesTrie:
    trie = marisa_trie.BytesTrie()
    with as_file(files("ru_g2p").joinpath("lexicon/pronunciation.trie")) as path:
        trie.mmap(str(path))
    return trie
