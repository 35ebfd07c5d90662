"""Reading rules from the spelling of English, and of languages that the text names, to Russian letters.

Those of ``latin_rules.tsv`` are for English and for whatever has diacritics; the other tables for words of which the
text tells the language («от лат. civis»).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from ru_g2p.tables import TableError, rows

_RULE: Final = re.compile(r"(?:\[(?P<before>[^\]]+)\] )?(?P<letters>[^\[\] ]+)(?: \[(?P<after>[^\]]+)\])?")
_VOWELS: Final = "aeiouyáàâãåäéèêëíîïóòôõöøúùûüýæœ"
_SHORTHAND: Final = {
    "^": r"(?<![^\W\d_])",
    "$": r"(?![^\W\d_])",
    "V": f"[{_VOWELS}]",
    "C": rf"(?:(?![{_VOWELS}])[^\W\d_])",
}


ENGLISH: Final = "latin_rules"
LANGUAGES: Final = {
    "нем": "latin_rules_de", "лат": "latin_rules_la", "фр": "latin_rules_fr", "франц": "latin_rules_fr",
    "итал": "latin_rules_it", "ит": "latin_rules_it", "исп": "latin_rules_es",
    "немецк": "latin_rules_de", "латинск": "latin_rules_la", "французск": "latin_rules_fr",
    "итальянск": "latin_rules_it", "испанск": "latin_rules_es",
}  # fmt: skip
"""The tables of other languages by how these are named before their words: «от нем. Stadt», «французское слово»."""


def read_by_rules(word: str, table: str = ENGLISH) -> str:
    """Return the Russian spelling of a Latin word in small letters; letters without a rule are left out.

    ``table`` is one of ``ENGLISH`` and ``LANGUAGES``.
    """
    return "".join(russian for _, russian in steps(word, table))


def steps(word: str, table: str = ENGLISH) -> Iterator[tuple[str, str]]:
    """Yield the rules that read ``word``, as the table writes them, and the Russian letters of each."""
    pattern, rules = _rules(table)
    composed = unicodedata.normalize("NFC", word)
    known = "".join(letter if letter in _alphabet(table) else _base(letter) for letter in composed)
    for found in pattern.finditer(known):
        yield rules[(found.lastindex or 1) - 1]


@cache
def _rules(name: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    table = rows(f"normalize/{name}.tsv", "rule", "russian", "example")
    parts = []
    for rule, *_ in table:
        found = _RULE.fullmatch(rule)
        if found is None:
            raise TableError(f"{name}.tsv: {rule!r} is no rule; the head of the table tells how one is written")
        before = "|".join(_before(context) for context in (found["before"] or "").split(",") if context)
        after = "|".join(_expanded(context) for context in (found["after"] or "").split(",") if context)
        parts.append(f"({f'(?:{before})' if before else ''}{found['letters']}{f'(?={after})' if after else ''})")
    return re.compile("|".join(parts)), tuple((rule, russian) for rule, russian, _ in table)


@cache
def _alphabet(name: str) -> frozenset[str]:
    return frozenset(letter for rule, _ in _rules(name)[1] for letter in rule if letter.islower())


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
