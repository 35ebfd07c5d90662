"""The stress lexicon: written form → stressed spellings, and for homographs whose they are.

The file is compiled from ``data/lexicon/stress`` and read through a memory map: opening it costs milliseconds
and processes share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import marisa_trie

from ru_g2p.errors import LexiconError

FORMAT: Final = "ru_g2p stress 3"
"""The only format that this loader reads."""

_HEADER: Final = "\x01format"
_PATTERNS: Final = "\x01patterns"
_CLASSES: Final = "\x01classes"
_READING_BYTES: Final = 3
_CACHED_WORDS: Final = 1 << 16
_REMEDY: Final = "reinstall ru-g2p, or build it with: python data/lexicon/stress_build.py src/ru_g2p/lexicon"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a written form.

    ``text``: small letters with ``+`` before the stressed vowel and ё written. ``lemma`` and ``tags`` (sets of
    OpenCorpora grammemes, as pymorphy3 has them; one set for each case, number ... that the reading stands for)
    are empty where the form has one spelling alone: then nothing is to be decided.
    """

    text: str
    lemma: str = ""
    tags: tuple[frozenset[str], ...] = ()

    @property
    def rare(self) -> bool:
        """Whether its lexeme is rare beside another of these letters (в+ыходили: nursed)."""
        return bool(self.tags) and all("Rare" in tags for tags in self.tags)


class StressLexicon:
    """Looks up the stress of a word.

    Args:
        path: a lexicon file; the package's own if None.

    Raises:
        LexiconError: the file is missing, damaged or of another format.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        if path is None:
            with as_file(files("ru_g2p").joinpath("lexicon/stress.trie")) as packaged:
                self._trie = opened_trie(packaged, FORMAT)
        else:
            self._trie = opened_trie(Path(path), FORMAT)
        self._patterns = [
            (int(mark), tuple(map(int, yo))) for mark, *yo in (line.split(" ") for line in self._table(_PATTERNS))
        ]
        self._classes = self._table(_CLASSES)
        self.spellings = lru_cache(maxsize=_CACHED_WORDS)(self._spellings)
        """``spellings(word)``: the stressed spellings of a word, see ``_spellings``."""
        self.readings = lru_cache(maxsize=_CACHED_WORDS)(self._readings)
        """``readings(word)``: the readings of a word, see ``_readings``."""

    def _spellings(self, word: str) -> tuple[str, ...]:
        """Return the distinct stressed spellings, the most usual first; none if the word is unknown.

        Args:
            word: a form in any letters' size, without ``+``. A ё in it leaves only the spellings that have it.
        """
        word = word.lower()
        if "ё" in word:
            return tuple(text for text in self._spellings(word.replace("ё", "е")) if _has_yo_of(text, word))
        value = self._value(word)
        if not value:
            return ()
        if len(value) < _READING_BYTES:
            return (self._spelled(word, value[0]),)
        return tuple(dict.fromkeys(self._spelled(word, value[index]) for index in range(0, len(value), _READING_BYTES)))

    def only(self, word: str) -> str:
        """Return the spelling of a word that has one wherever it stands; empty for any other.

        A word that is a name too (Логинов) is another one with a capital letter.

        Args:
            word: small letters, е for ё.
        """
        value = self._value(word)
        return self._spelled(word, value[0]) if len(value) == 1 else ""

    def name_spelling(self, word: str) -> str:
        """Return how a word is stressed as a name that is one with a small letter, too; empty if that is not known.

        Args:
            word: small letters, е for ё.
        """
        value = self._value(word)
        if len(value) != 2 or self._patterns[value[1]][0] < 0:
            return ""
        return self._spelled(word, value[1])

    def _readings(self, word: str) -> tuple[Reading, ...]:
        """Return the readings, the most usual spelling first; none if the word is unknown.

        Args:
            word: as in ``spellings``.
        """
        word = word.lower()
        key = word.replace("ё", "е")
        value = self._value(key)
        if not value:
            return ()
        if len(value) < _READING_BYTES:
            found = [Reading(self._spelled(key, value[0]))]
        else:
            found = [self._reading(key, value[index : index + 3]) for index in range(0, len(value), _READING_BYTES)]
        return tuple(reading for reading in found if _has_yo_of(reading.text, word))

    def _value(self, key: str) -> bytes:
        """Return what the trie says of a word in small letters, е for ё; nothing if it is unknown."""
        values = self._trie.get(key)
        return values[0] if values else b""

    def _reading(self, key: str, code: bytes) -> Reading:
        rule, tags = self._classes[int.from_bytes(code[1:], "little")].split("\t")
        lemma = ""
        if rule != "-":
            cut, _, added = rule.partition(" ")
            lemma = key[: len(key) - int(cut)] + added
        return Reading(self._spelled(key, code[0]), lemma, _tag_sets(tags))

    def _spelled(self, key: str, pattern: int) -> str:
        mark, yo = self._patterns[pattern]
        for place in yo:
            key = f"{key[:place]}ё{key[place + 1 :]}"
        return f"{key[:mark]}+{key[mark:]}"

    def _table(self, name: str) -> list[str]:
        text: str = self._trie[name][0].decode()
        return text.split("\n")


def opened_trie(path: Path, expected: str) -> marisa_trie.BytesTrie:
    """Return the trie of a packaged file, memory-mapped.

    Raises:
        LexiconError: the file is missing, damaged, or its format is not ``expected``.
    """
    trie = marisa_trie.BytesTrie()
    try:
        trie.mmap(str(path))
        found = trie.get(_HEADER)
    except (OSError, RuntimeError, ValueError) as error:
        raise LexiconError(f"{path}: cannot be read as a lexicon ({error}); {_REMEDY}") from error
    if not found or found[0].decode(errors="replace") != expected:
        told = repr(found[0].decode(errors="replace")) if found else "none"
        raise LexiconError(f"{path}: format {expected!r} expected, {told} found; {_REMEDY}")
    return trie


@lru_cache(maxsize=4096)
def _tag_sets(tags: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(tag.replace(" ", ",").split(",")) for tag in tags.split("; ") if tag)


def _has_yo_of(text: str, word: str) -> bool:
    """Tell whether a stressed spelling has a ё wherever the written word has one."""
    if "ё" not in word:
        return True
    letters = text.replace("+", "")
    return all(letters[place] == "ё" for place, letter in enumerate(word) if letter == "ё")
