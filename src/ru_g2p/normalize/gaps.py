"""What stands between words: whitespace and punctuation, reduced to the marks ``! ? … , . -``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ru_g2p.tables import rows

BRACKET: Final = "("
"""A pause between words, nothing at the edge of a text."""

QUOTE: Final = '"'
"""No pause of its own."""

PARAGRAPH: Final = "¶"
"""The end of a paragraph: a full stop between words, nothing at the edge of a text."""

MODULUS_START: Final = (
    r"\|(?:[-\u2013\u2212](?=\d{1,9}(?:[.,]\d{1,9})?\|(?!\w))"
    r"|(?=\d{1,9}(?:[.,]\d{1,9})?\|[ \u00a0\u202f]?[=<>+\u2212×·*÷-][ \u00a0\u202f]?[\d(|]))"
)
"""The beginning of «|−7|»; without a sign in or behind it, it may be a cell of a table."""

_BY_CATEGORY: Final = {"Ps": BRACKET, "Pe": BRACKET, "Pi": QUOTE, "Pf": QUOTE, "Pd": "-"}
_QUOTATION: Final = 200
"""Characters in which the beginning of a quotation is looked for."""

_DOTS = re.compile(r"\.{2,}")
_PARAGRAPH = re.compile(r"\n\s*\n|[\u2028\u2029]")
_HYPHEN = re.compile(r"[-\u2010\u2011]")


@cache
def marks_of(character: str) -> str:
    """Return the mark that a punctuation character stands for; empty if it is none."""
    return _table().get(character) or _BY_CATEGORY.get(unicodedata.category(character), "")


@cache
def _table() -> dict[str, str]:
    return {
        chr(int(code.removeprefix("U+"), 16)): mark
        for code, mark, _name in rows("normalize/punctuation.tsv", "character", "mark", "name")
    }


@cache
def gap_pattern() -> re.Pattern[str]:
    """Return the pattern of a run of whitespace and punctuation; a minus and the bars of a modulus are none."""
    marks = {chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) in _BY_CATEGORY}
    dashes = {mark for mark in marks | set(_table()) if marks_of(mark) == "-"}
    plain = "".join(map(re.escape, sorted((marks | set(_table())) - dashes)))
    dash = "".join(map(re.escape, sorted(dashes)))
    modulus = rf"(?:{MODULUS_START})"
    minus = r"(?:(?<![^\s(\[«\"„“…])[-\u2013\u2212](?=\d))"
    return re.compile(rf"(?:(?!{modulus})[\s{plain}]|(?!{minus})[{dash}])+")


def marks_in(gap: str) -> set[str]:
    """Return the marks of a run of whitespace and punctuation."""
    marks = {marks_of(character) for character in set(_DOTS.sub("…", gap))}
    if _PARAGRAPH.search(gap):
        marks.add(PARAGRAPH)
    return marks - {"", QUOTE}


def render(source: str, marks: set[str], *, left: bool, right: bool) -> str:
    """Return the gap for the marks found in ``source``; ``left`` and ``right`` tell if a word stands there.

    One mark survives: the strongest. A text may begin with a final mark, because GPT-SoVITS lengthens a short
    text by a full stop in front; any other mark at the start, and a dash or bracket at the end, is dropped.
    """
    if left and right and _HYPHEN.fullmatch(source):
        return "-"
    final = _final(marks) or ("." if PARAGRAPH in marks and left and right else "")
    if final:
        return final + (" " if right else "")
    if not left:
        return ""
    if not right:
        return "," if "," in marks else ""
    if "-" in marks:
        return " - "
    return ", " if marks else " "


def closes_quotation(text: str, position: int) -> bool:
    """Tell whether the straight mark after a number ends a quotation («"Урал 5"») and is no sign of inches."""
    is_open = False
    for mark in re.finditer('"', text[max(0, position - _QUOTATION) : position + 1]):
        at = max(0, position - _QUOTATION) + mark.start()
        if at == position:
            return is_open
        is_open = not is_open if is_open or not text[at - 1 : at].isdigit() else is_open
    return is_open


def _final(marks: set[str]) -> str:
    if "?" in marks:
        return "?!" if "!" in marks else "?"
    return next((mark for mark in "!…." if mark in marks), "")
