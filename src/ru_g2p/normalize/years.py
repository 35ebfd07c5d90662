"""Years: «в 1998 году», «2024 г.», «в 2001-2003 гг.», «1990-е гг.»."""

from __future__ import annotations

import re

from ru_g2p.normalize.agreement import governed, word_before
from ru_g2p.normalize.alphabet import SENTENCE_ENDS, SPACE, WORD_END
from ru_g2p.normalize.numerals import Case, ascii_digits, ends_in_one, ordinal
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

SINGULAR: dict[Case, str] = {
    "nomn": "год", "gent": "года", "datv": "году", "accs": "год", "ablt": "годом", "loct": "году",
}  # fmt: skip
_PLURAL: dict[Case, str] = {
    "nomn": "годы", "gent": "годов", "datv": "годам", "accs": "годы", "ablt": "годами", "loct": "годах",
}  # fmt: skip
_LOCATIVE = frozenset({"в", "во", "о", "об", "при"})
_DECADE_CASES: dict[str, Case] = {"е": "nomn", "х": "gent", "м": "datv", "ми": "ablt"}
_STOP = rf"(?:\.(?!{SENTENCE_ENDS}))?"


def case_of_year(text: str, start: int, default: Case) -> Case:
    """Return the case in which a year stands after the word before it: «в» asks for the prepositional."""
    if word_before(text, start) in _LOCATIVE:
        return "loct"
    found = governed(text, start)
    return found[1] if found else default


def _read_abbreviated(match: re.Match[str]) -> Spoken | None:
    if len(match["first"]) < 4 and not (match[0].endswith(".") and governed(match.string, match.start())):
        return None  # «500 г сыра»
    case = case_of_year(match.string, match.start(), "nomn")
    first, second = ascii_digits(match["first"]), ascii_digits(match["second"] or "")
    certain = governed(match.string, match.start()) is not None
    if second or match["short"] == "гг":
        years = " - ".join(ordinal(int(year), case) for year in (first, second) if year)
        return Spoken(f"{years} {_PLURAL[case]}", uncertain=not certain)
    return Spoken(f"{ordinal(int(first), case)} {SINGULAR[case]}", uncertain=not certain)


def _read_word(match: re.Match[str]) -> Spoken | None:
    year, word = int(ascii_digits(match["first"])), match["word"]
    if year < 1000 and ((word == "года" and year % 10 in {2, 3, 4}) or (ends_in_one(year) and word != "году")):
        return None  # «22 года», «21 год» count years
    case: Case | None = next((case for case, form in SINGULAR.items() if form == word), None)
    if word == "год":
        case = "nomn"
    elif word == "году":
        case = "datv" if word_before(match.string, match.start()) in {"к", "ко", "по"} else "loct"
    if case:
        years = " - ".join(
            ordinal(int(ascii_digits(written)), case) for written in (match["first"], match["second"]) if written
        )
        return Spoken(years, end=match.start("word") - len(match["space"]))
    plural = next((case for case, form in _PLURAL.items() if form == word), None)
    if plural is None or year < 100:
        return None
    case = case_of_year(match.string, match.start(), plural) if plural in {"nomn"} else plural
    years = " - ".join(
        ordinal(int(ascii_digits(written)), case) for written in (match["first"], match["second"]) if written
    )
    return Spoken(years, end=match.start("word") - len(match["space"]))


def _read_decade(match: re.Match[str]) -> Spoken | None:
    decade = int(ascii_digits(match["first"]))
    case = _DECADE_CASES[match["ending"]]
    if match["ending"] == "х" and word_before(match.string, match.start()) in _LOCATIVE:
        case = "loct"
    return Spoken(f"{ordinal(decade, case, 'plur')} {_PLURAL[case]}")


def _read_bare(match: re.Match[str]) -> Spoken | None:
    if word_before(match.string, match.start()) not in {"в", "к"}:
        return None
    case = case_of_year(match.string, match.start(), "loct")
    return Spoken(f"{ordinal(int(ascii_digits(match[0])), case)} {SINGULAR[case]}", uncertain=True)


_YEARS = r"(?P<first>\d{1,4})(?:[-\u2010-\u2015](?P<second>\d{1,4}))?"
YEAR_WORD = Verbalizer(
    "year",
    re.compile(rf"{_YEARS}(?P<space>{SPACE})(?P<word>год(?:а|у|ом|е|ы|ов|ам|ами|ах)?){WORD_END}"),
    _read_word,
)
YEAR = Verbalizer(
    "year",
    re.compile(
        r"(?P<first>\d{3,4})(?:[-\u2010-\u2015](?P<second>\d{2,4}))?"
        rf"{SPACE}?(?P<short>гг|г){WORD_END}{_STOP}"
    ),
    _read_abbreviated,
)
DECADE = Verbalizer(
    "year",
    re.compile(rf"(?P<first>\d{{1,3}}0)-(?P<ending>[ехм]|ми){SPACE}?гг{WORD_END}{_STOP}"),
    _read_decade,
)
BARE_YEAR = Verbalizer(
    "year",
    re.compile(rf"(?:1[0-9]|20)\d{{2}}(?=\s*(?:[,.;!?)]|\Z)(?!\d)|{SPACE}(?:он|она|они|мы|я|был|была|были)\b)"),
    _read_bare,
)
