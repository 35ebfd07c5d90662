"""Dates: «8 марта», «к 23 февраля», «с 1 по 5 мая», «23.02.2024», «2024-02-23»."""

from __future__ import annotations

import re

from ru_g2p.normalize.agreement import governed, word_before
from ru_g2p.normalize.alphabet import DASH, SENTENCE_ENDS, SPACE, VOWELS, WORD_END
from ru_g2p.normalize.numerals import Case, ascii_digits, ordinal
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

_TODAY = frozenset({"сегодня", "завтра", "послезавтра", "вчера", "сейчас", "уже", "наступило", "праздник"})
_MONTHS = {int(number): name for number, name in rows("normalize/months.tsv", "number", "genitive")}
_YEAR_MARK = rf"(?:{SPACE}?(?:года|г){WORD_END}(?:\.(?!{SENTENCE_ENDS}))?)?"
_YEAR = rf"(?:{SPACE}(?P<year>\d{{4}})(?!\d){_YEAR_MARK})?"


def _case_of_day(text: str, start: int, end: int) -> Case:
    """Return the case of the day: governed, else the subject («сегодня 8 марта»), else a time («8 марта»)."""
    found = governed(text, start)
    if found:
        return found[1]
    if word_before(text, start) in _TODAY or re.match(rf"\s{DASH}\s", text[end : end + 3]):
        return "nomn"
    return "gent"


def _read_named(match: re.Match[str]) -> Spoken | None:
    first, second = ascii_digits(match["first"]), ascii_digits(match["second"] or "")
    if not all(1 <= int(day) <= 31 for day in (first, second) if day):
        return None
    case = _case_of_day(match.string, match.start(), match.end())
    if second:
        case = "gent"
    days = " - ".join(ordinal(int(day), case, "neut") for day in (first, second) if day)
    words = f"{days} {match['month']}"
    if match["year"]:
        words += f" {ordinal(int(ascii_digits(match['year'])), 'gent')} года"
    return Spoken(words, uncertain=bool(second))


def _read_day_of_span(match: re.Match[str]) -> Spoken | None:
    # «с 1 по 5 мая»: the month stands once, after the second day.
    if word_before(match.string, match.start()) not in {"с", "со", "от", "до", "между"}:
        return None
    case = _case_of_day(match.string, match.start(), match.end())
    return Spoken(ordinal(int(ascii_digits(match[1])), case, "neut"))


def _read_numeric(match: re.Match[str]) -> Spoken | None:
    day, month, year = (int(ascii_digits(match[name])) for name in ("day", "month", "year"))
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if len(match["year"]) == 2:
        year += 2000 if year < 50 else 1900
    case = _case_of_day(match.string, match.start(), match.end())
    words = f"{ordinal(day, case, 'neut')} {_MONTHS[month]} {ordinal(year, 'gent')} года"
    return Spoken(words, uncertain=governed(match.string, match.start()) is None)


_MONTH = "|".join(re.sub(rf"([{VOWELS}])", r"\\+?\1", name) for name in _MONTHS.values())
NAMED_DATE = Verbalizer(
    "date",
    re.compile(
        rf"(?P<first>\d{{1,2}})(?:{DASH}(?P<second>\d{{1,2}}))?{SPACE}(?P<month>(?i:{_MONTH})){WORD_END}{_YEAR}"
    ),
    _read_named,
)
DAY_OF_SPAN = Verbalizer(
    "date",
    re.compile(rf"(\d{{1,2}})(?={SPACE}(?:по|до|и){SPACE}\d{{1,2}}{SPACE}(?:{_MONTH}){WORD_END})"),
    _read_day_of_span,
)
NUMERIC_DATE = Verbalizer(
    "date",
    re.compile(
        r"(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d]|[./]\d)"
        rf"{_YEAR_MARK}"
    ),
    _read_numeric,
)
ISO_DATE = Verbalizer("date", re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d|-\d)"), _read_numeric)
