"""Roman numerals: «XXI век», «II мировая», «Пётр I», «о Людовике XIV», «глава IV»."""

from __future__ import annotations

import re

from ru_g2p.normalize.agreement import Agreement, counted, forms, governed, inflect, word_before, words_after
from ru_g2p.normalize.alphabet import DASH, SENTENCE_ENDS, SPACE
from ru_g2p.normalize.numerals import Case
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"


def value(roman: str) -> int:
    """Return the value of a well-formed Roman numeral."""
    values = [_VALUES[letter] for letter in roman]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


def _read_century(match: re.Match[str]) -> Spoken | None:
    text, start = match.string, match.start()
    found = governed(text, start)
    case: Case = found[1] if found else "nomn"
    if word_before(text, start) in {"в", "во", "о", "об"}:
        case = "loct"
    numbers = [value(roman) for roman in (match["first"], match["second"]) if roman]
    plural = match["short"] == "вв"
    words = " - ".join(Agreement(case, is_ordinal=True).read(number) for number in numbers)
    return Spoken(f"{words} {inflect('век', case, plural=plural)}", uncertain=found is None)


def _read(match: re.Match[str]) -> Spoken | None:
    text, start, end = match.string, match.start(), match.end()
    n = value(match[0])
    following = words_after(text, end)
    agreement = counted(n, text, start, end) if following else Agreement()
    if agreement.is_ordinal:
        return Spoken(agreement.read(n))
    named = word_before(text, start)
    noun = forms(named)
    if noun and not governed(text, start) and (len(match[0]) > 1 or _is_capitalized(text, start, named)):
        # «глава IV» is a chapter, not a head of state; but a name is a person's.
        form = next((form for form in noun if not form.animate), noun[0])
        if _is_capitalized(text, start, named):
            form = noun[0]
        return Spoken(Agreement(form.case, form.gender, form.animate, is_ordinal=True).read(n), uncertain=True)
    if len(match[0]) == 1:
        return None  # a letter, rather
    return Spoken(Agreement(agreement.case).read(n), uncertain=True)


def _is_capitalized(text: str, start: int, word: str) -> bool:
    return text[max(0, start - 48) : start].rstrip()[-len(word) :][:1].isupper()


CENTURY = Verbalizer(
    "roman",
    re.compile(
        rf"(?P<first>{_ROMAN})(?:{DASH}(?P<second>{_ROMAN}))?{SPACE}?"
        rf"(?P<short>вв|в)(?=\.)(?:\.(?!{SENTENCE_ENDS}))?"
    ),
    _read_century,
)
ROMAN = Verbalizer("roman", re.compile(rf"{_ROMAN}(?!\+?[A-Za-z0-9А-Яа-яЁё])"), _read)
