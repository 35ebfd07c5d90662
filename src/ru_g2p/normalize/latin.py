"""Latin words, acronyms and letters: a table of known words, else reading rules, else letter names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ru_g2p.normalize.acronyms import stressed
from ru_g2p.normalize.alphabet import LETTERS
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import pairs, rows

_LATIN: Final = r"A-Za-zÀ-ÖØ-öø-ɏ"
_VOWELS = re.compile("[aeiouy]")


@cache
def _words() -> dict[str, str]:
    return pairs("normalize/latin_words.tsv", "word", "reading")


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {
        letter: (alone, spelled)
        for letter, alone, spelled in rows("normalize/latin_letters.tsv", "letter", "alone", "spelled")
    }


@cache
def _rules() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {
        written: russian for written, russian, _ in rows("normalize/latin_rules.tsv", "latin", "russian", "example")
    }
    # Anchors lengthen a key, so that a rule for the edge of a word comes before the general one.
    keys = sorted(table, key=lambda key: (-len(key), key))
    parts = (rf"(?<![a-z]){key[1:]}" if key[0] == "^" else key.replace("$", r"(?![a-z])") for key in keys)
    return re.compile("|".join(f"({part})" for part in parts)), {str(i): table[key] for i, key in enumerate(keys, 1)}


def _read(match: re.Match[str]) -> Spoken | None:
    written = match[0]
    word = _plain(written)
    if word in _words():
        return Spoken(_words()[word])
    if len(word) == 1:
        return Spoken(_names()[word][0]) if word in _names() else None
    if (written.isupper() and len(word) <= 4) or not _VOWELS.search(word):
        return Spoken(_spell(word)) if word else None
    return Spoken(_by_rules(word), uncertain=True) if word else None


def _plain(written: str) -> str:
    """Take the diacritics off: é is read as e."""
    apart = unicodedata.normalize("NFKD", written.lower()).replace("ß", "ss").replace("ø", "o")
    return re.sub("[^a-z-]", "", apart.replace("æ", "ae").replace("œ", "oe").replace("ł", "l").replace("đ", "d"))


def _spell(word: str) -> str:
    names = [_names()[letter][1].replace(" ", "-") for letter in word if letter != "-"]
    if len(names) > 12:
        return " ".join(names)
    return "-".join([*names[:-1], stressed(names[-1])])


def _by_rules(word: str) -> str:
    pattern, readings = _rules()
    read = pattern.sub(lambda found: readings[str(found.lastindex)], word)
    read = re.sub(rf"[^{LETTERS}]", "", read)
    return read if len(read) > 1 else _spell(word)


def _known_with_signs() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in _words() if not word.isalpha())
    return re.compile(rf"(?i:{words})(?![A-Za-z+])")


KNOWN_WITH_SIGNS = Verbalizer("latin", _known_with_signs(), lambda match: Spoken(_words()[match[0].lower()]))
LATIN = Verbalizer("latin", re.compile(rf"[{_LATIN}](?:[{_LATIN}\u0300-\u036f]|['’](?=[{_LATIN}]))*"), _read)
