"""What a plain text is: letters and ordinary punctuation, of which nothing is to be read out otherwise.

It needs no verbalizer and no repair, so that their modules are not even imported for it.
"""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.normalize.abbreviation_table import contracted_words, dotted_words, undotted_words
from ru_g2p.normalize.alphabet import LETTERS, VOWELS, WORD_END
from ru_g2p.normalize.prepositions import CLASHES
from ru_g2p.normalize.result import Edit, Normalized

STRETCHED = re.compile(rf"([{LETTERS}])(?i:\1{{2,}})")
"""A letter three times or more: нуууу."""

_CAMEL = re.compile("[а-яё][А-ЯЁ]")
_ORDINARY = re.compile(
    r" (?!- )[-\u2013\u2014][ \n]|\n[-\u2013\u2014][ \n]|[,.!?…](?<![,.!?…].)[,.!?…]*\n|(?<![,.!?…])\n|[;:][ \n]"
)
_FINAL = ",.!?…"


def is_plain(text: str) -> bool:
    """Tell whether ``text`` consists of plain words and ordinary punctuation: nothing is to be done."""
    return attention().search(text) is None


def is_intact(text: str) -> bool:
    """Tell whether a plain text, one of letters and ordinary punctuation, needs no repair."""
    return _CAMEL.search(text) is None and STRETCHED.search(text) is None


def simplified(text: str) -> Normalized:
    """Write the marks of prose («;», «:», a dash, the end of a line) as a plain text has them.

    What the result says is what ``scan`` would make of it, if ``is_plain`` holds for the result.
    """
    if not _ORDINARY.search(text) and not text.endswith(" "):
        return Normalized(text)
    core = text.rstrip(" \n")
    edits = [Edit(*mark.span(), *mark.span(), "punctuation") for mark in _ORDINARY.finditer(core)]
    if core != text:
        start = len(core.rstrip(_FINAL))
        edits.append(Edit(start, len(core), start, len(text), "punctuation"))
    core = core.replace("\n", " ").replace("; ", ", ").replace(": ", ", ")
    return Normalized(core.replace(" \u2014 ", " - ").replace(" \u2013 ", " - "), tuple(edits))


@cache
def attention() -> re.Pattern[str]:
    """Return the pattern of everything that a plain sentence does not hold.

    Alternatives begin with a character where they can, and look behind it: the regex engine skips those at once.
    """
    word = rf"\+?[{LETTERS}]"
    return re.compile(
        rf"[^{LETTERS} ,.!?…+-]|\A[ ,-]"
        rf"| (?!{word}|- )|\+(?![{VOWELS}])|[,.!…](?! {word}|\Z)|\?(?!!?(?: {word}|\Z))"
        rf"|-(?:(?<=[{LETTERS}]-)(?!{word})|(?<![{LETTERS}]-)(?! {word}))"
        rf"|[А-ЯЁ](?:[А-ЯЁ]|(?<=\d.)(?!{word}))|[ъЪ]{WORD_END}|[ВЖКС](?<=[а-яё,] .)(?!{word})"
        rf"|(?<![{LETTERS}+])(?:[БГДЗЛМНПРТФХЦЧШЩЪЬЙгдзлмнпртфхцчшщъьй](?!{word})"
        rf"|[{LETTERS}]\.|(?:{dotted_words()})\.|(?:{undotted_words()}){WORD_END}|(?:{contracted_words()}){word}"
        rf"|[А-ЯЁ]-?\d|{CLASHES})"
    )
