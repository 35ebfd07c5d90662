"""Reading rules from the spelling of English, and of languages that the text names, to Russian letters.

Those of ``latin_rules.tsv`` are for English and for whatever has diacritics; those of ``languages/`` for words of
which the text tells the language («от лат. civis»).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from ru_g2p.tables import TableError, pairs, rows

ENGLISH: Final = "normalize/latin_rules.tsv"
FRENCH: Final = "normalize/languages/french.tsv"
GERMAN: Final = "normalize/languages/german.tsv"
"""The tables that are asked for by name."""

_WINDOW: Final = 64
_RULE: Final = re.compile(r"(?:\[(?P<before>[^\]]+)\] )?(?P<letters>[^\[\] ]+)(?: \[(?P<after>[^\]]+)\])?")
_VOWELS: Final = "aeiouyáàâãåäéèêëíîïóòôõöøúùûüýæœ"
_SHORTHAND: Final = {
    "^": r"(?<![^\W\d_])",
    "$": r"(?![^\W\d_])",
    "V": f"[{_VOWELS}]",
    "C": rf"(?:(?![{_VOWELS}])[^\W\d_])",
}


def read_by_rules(word: str, table: str = ENGLISH) -> str:
    """Return the Russian spelling of a Latin word in small letters; letters without a rule are left out.

    Args:
        word: the word, its diacritics kept.
        table: where the rules of its language stand.
    """
    return "".join(russian for _, russian in steps(word, table))


def steps(word: str, table: str = ENGLISH) -> Iterator[tuple[str, str]]:
    """Yield the rules of ``table`` that read ``word``, as they are written, and the Russian letters of each."""
    pattern, rules = _rules(table)
    composed = unicodedata.normalize("NFC", word)
    known = "".join(letter if letter in _alphabet(table) else _base(letter) for letter in composed)
    for found in pattern.finditer(known):
        yield rules[(found.lastindex or 1) - 1]


def language_named(text: str, start: int) -> str | None:
    """Return the rules of the language that the words before ``start`` name: «лат. homo», «французское bonjour»."""
    found = _named().search(text, max(0, start - _WINDOW), start)
    if not found:
        return None
    languages = pairs("normalize/languages/names.tsv", "stem", "language")
    return f"normalize/languages/{languages[(found['short'] or found['adjective']).lower()]}.tsv"


@cache
def _named() -> re.Pattern[str]:
    stems = "|".join(sorted(pairs("normalize/languages/names.tsv", "stem", "language"), key=len, reverse=True))
    return re.compile(
        rf"(?<![а-яё])(?:(?P<short>(?i:{stems}))\.|(?P<adjective>(?i:{stems}))[а-яё]{{1,4}}(?: [а-яё]{{3,10}})?)"
        rf"[\s:«\"„(]{{1,3}}(?:[^\W\d_а-яёА-ЯЁ]+(?:[ -]|['’]|, )){{0,5}}\Z"
    )


@cache
def _rules(name: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    table = rows(name, "rule", "russian", "example")
    parts = []
    for rule, *_ in table:
        found = _RULE.fullmatch(rule)
        if found is None:
            raise TableError(f"{name}: {rule!r} is no rule; the head of latin_rules.tsv tells how one is written")
        before = "|".join(_before(context) for context in (found["before"] or "").split(",") if context)
        after = "|".join(_expanded(context) for context in (found["after"] or "").split(",") if context)
        parts.append(f"({f'(?:{before})' if before else ''}{found['letters']}{f'(?={after})' if after else ''})")
    return re.compile("|".join(parts)), tuple((rule, russian) for rule, russian, _ in table)


@cache
def _alphabet(table: str) -> frozenset[str]:
    return frozenset(letter for rule, _ in _rules(table)[1] for letter in rule if letter.islower())


def _before(context: str) -> str:
    if context == "^":
        return _SHORTHAND["^"]
    if context == "^C+":  # a lookbehind has one width: up to three consonants from the beginning of the word
        return "|".join(f"(?<={_SHORTHAND['^']}{_SHORTHAND['C'] * count})" for count in (1, 2, 3))
    return f"(?<={_expanded(context)})"


def _expanded(context: str) -> str:
    return "".join(_SHORTHAND.get(letter, letter) for letter in context)


def _base(letter: str) -> str:
    """Take the diacritics off: ẽ is read as e."""
    return re.sub("[^a-z]", "", unicodedata.normalize("NFKD", letter))
