"""How words with the same ending are stressed: a guess by analogy for words that the lexicon does not hold.

``endings.trie`` is counted from the lexicon by ``data/lexicon/endings_build.py``: for an ending, the share of each
place of the stress among the known words that have it. The longest known ending decides.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from ru_g2p.stress.lexicon import opened_trie
from ru_g2p.tokens import VOWELS

FORMAT: Final = "ru_g2p endings 2"
"""The only format that this module reads."""

_LONGEST: Final = 10  # letters, as `endings_build.py` counts them


class Endings:
    """Looks up the endings of words.

    Args:
        path: an endings file; the package's own if None.

    Raises:
        LexiconError: the file is missing, damaged or of another format.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        if path is None:
            with as_file(files("ru_g2p").joinpath("lexicon/endings.trie")) as packaged:
                self._trie = opened_trie(packaged, FORMAT)
        else:
            self._trie = opened_trie(Path(path), FORMAT)

    def shares(self, word: str) -> list[float]:
        """Return the probability that each vowel of a word is stressed, from the first to the last.

        Args:
            word: small letters, two or more vowels.
        """
        letters = word.replace("ё", "е")[::-1] + "^"
        vowels = sum(letter in VOWELS for letter in letters)
        for length in range(_LONGEST, 0, -1):
            found = self._trie.get(letters[:length])
            if found and (total := sum(found[0][:vowels])):
                return [count / total for count in reversed(found[0][:vowels].ljust(vowels, b"\0"))]
        return [1 / vowels] * vowels
