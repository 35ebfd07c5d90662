"""Dates: «8 марта», «к 23 февраля», «с 1 по 5 мая», «14–16 мая», «23.02.2024», «2024-02-23»."""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.normalize.agreement import forms, parses, word_before, words_after
from ru_g2p.normalize.alphabet import DASH, SENTENCE_ENDS, SPACE, WORD_END
from ru_g2p.normalize.calendar_words import month
from ru_g2p.normalize.counting import unit_lemmas
from ru_g2p.normalize.government import governed, governor_end
from ru_g2p.normalize.months import GENITIVES, MONTH, SHORT, spoken
from ru_g2p.normalize.numerals import Case, ascii_digits, ordinal
from ru_g2p.normalize.units import unit_pattern
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

_YEAR_MARK = rf"(?:{SPACE}?(?i:года|году|г){WORD_END}(?:\.(?!{SENTENCE_ENDS}))?)?"
_YEAR = rf"(?:{SPACE}(?P<year>\d{{4}})(?!\d|{DASH}[\dа-я]){_YEAR_MARK})?"
_LABELLED = re.compile(r"[Дд]ата[^.!?\n]{0,30}[:\u2013\u2014-]\s?\Z")
_LAST_OF_CENTURY = 36
"""Two digits below are of this century: more dates of birth than of plans lie beyond («09/05/45»)."""

_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_OLD_STYLE_BEFORE = re.compile(rf"(?<!\d)\d{{1,2}}{SPACE}\(\Z")
_LIFE_BEFORE = re.compile(rf"\d{{4}}(?:{SPACE}?г\.)?{SPACE}{DASH}{SPACE}\Z")
_DATE_BEFORE = re.compile(rf"(?<!\d)\d{{1,2}}{SPACE}{MONTH}{_YEAR}{SPACE}(?:и{SPACE}|\()\Z")
_DOTTED_DATE_PREPOSITIONS = frozenset({"с", "со", "до", "к", "ко", "после", "от", "на", "по", "перед", "кроме"})
_VERBS = frozenset({"VERB", "INFN", "GRND", "PRTF", "PRTS", "ADJS"})
_HOLIDAYS = frozenset({"8 Марта", "1 Мая", "9 Мая", "23 Февраля"})
"""With a capital they are holidays, with which one greets: «с 8 Марта»."""

_HEADS = re.compile(rf":\s|,?{SPACE}\d{{1,2}}:\d\d(?!\d)")
"""What follows a day in figures that heads what happened on it: «19.01: снег», «15.03 14:22 Покупка»."""

_QUANTITY = re.compile(
    r"(?i:(?<![а-яё])(?:верси|вес|рост|длин|ширин|высот|цен|курс|сумм|итог|размер|объ[её]м|площад)[а-яё]*)[^.!?,\n]*\Z"
)
"""What a number with a point measures, whatever follows: «вес 10.11: норма»."""

_LINE_START = re.compile(r"(?:\A|\n)[«\"\[(]?\Z")
_BEGINS = re.compile(rf"{SPACE}{DASH}{SPACE}[А-ЯЁа-яё]")
"""«01.03 – начало занятий»"""


@cache
def _subjects() -> frozenset[str]:
    return frozenset(word for word, _ in rows("normalize/date_subjects.tsv", "word", "example"))


def _case_of_day(text: str, start: int, end: int) -> Case:
    """Return the case of the day: governed, else the subject («сегодня 8 марта»), else a time («8 марта»)."""
    found = governed(text, start)
    before = word_before(text, governor_end(text, start))
    if found and not (found[1] in {"ablt", "accs"} and _is_verb(before)):  # «завершилась 4 февраля»: tells when
        return found[1]
    if before in _subjects() or any(parse.normal_form in _subjects() for parse in parses(before)[:1] if before):
        return "nomn"
    if _LIFE_BEFORE.search(text, max(0, start - 16), start):
        return "nomn"  # «(25.08.1530 – 18.03.1584)»
    if re.match(rf"\s{DASH}\s", text[end : end + 3]) or _LABELLED.search(text, max(0, start - 48), start):
        return "nomn"
    joined = _DATE_BEFORE.search(text, max(0, start - 48), start)
    return _case_of_day(text, joined.start(), joined.start()) if joined else "gent"


def _is_verb(word: str) -> bool:
    return any(str(parse.tag.POS) in _VERBS for parse in parses(word)[:1] if word)


def _is_day(digits: str) -> bool:
    return 1 <= int(digits) <= 31


def _year_words(year: str | None) -> str:
    return f" {ordinal(int(ascii_digits(year)), 'gent')} года" if year else ""


def _read_named(match: re.Match[str]) -> Spoken | None:
    text, start = match.string, match.start()
    first, second = ascii_digits(match["first"]), ascii_digits(match["second"] or "")
    if not all(_is_day(day) for day in (first, second) if day):
        return None
    tail = f" {spoken(match)}{_year_words(match['year'])}"
    governor = governed(text, start)
    if second and governor is None:
        days = f"с {ordinal(int(first), 'gent', 'neut')} по {ordinal(int(second), 'accs', 'neut')}"
        return Spoken(("со" if first == "2" else "с") + days[1:] + tail)
    case = governor[1] if second and governor else _case_of_day(text, start, match.end())
    if governor and governor[0][0] == "ablt" and f"{first} {match['month']}" in _HOLIDAYS:
        case = "ablt"
    days = " - ".join(ordinal(int(day), case, "neut") for day in (first, second) if day)
    return Spoken(days + tail, uncertain=not (governor or match["year"]))


def _read_listed_day(match: re.Match[str]) -> Spoken | None:
    # «с 1 по 5 мая», «15, 25 и 27 апреля»: the month stands once, after the last day.
    if not _is_day(ascii_digits(match[1])):
        return None
    case = _case_of_day(match.string, match.start(), match.end(1))
    return Spoken(ordinal(int(ascii_digits(match[1])), case, "neut"))


def _read_new_style(match: re.Match[str]) -> Spoken | None:
    # «5 (17) мая 1821 г.»: the day in the calendar of today has the case of that in the old one.
    old = _OLD_STYLE_BEFORE.search(match.string, max(0, match.start() - 6), match.start())
    if not old or not _is_day(ascii_digits(match[1])):
        return None
    return Spoken(ordinal(int(ascii_digits(match[1])), _case_of_day(match.string, old.start(), match.end()), "neut"))


def _read_numeric(match: re.Match[str]) -> Spoken | None:
    day, month, year = (int(ascii_digits(match[name])) for name in ("day", "month", "year"))
    if not (1 <= day <= 31 and 1 <= month <= 12) or re.search(
        r"[Вв]ерси\w+ \Z", match.string[max(0, match.start() - 10) : match.start()]
    ):
        return None
    if len(match["year"]) == 2:
        year += 2000 if year < _LAST_OF_CENTURY else 1900
    case = _case_of_day(match.string, match.start(), match.end())
    words = f"{ordinal(day, case, 'neut')} {GENITIVES[month]} {ordinal(year, 'gent')} года"
    return Spoken(words, uncertain=governed(match.string, match.start()) is None)


def _read_hyphenated(match: re.Match[str]) -> Spoken | None:
    # «03-фев-2002»
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    case = _case_of_day(match.string, match.start(), match.end())
    day = ordinal(int(ascii_digits(match["day"])), case, "neut")
    return Spoken(f"{day} {spoken(match)}{_year_words(year)}")


def _read_roman_month(match: re.Match[str]) -> Spoken | None:
    # «9.V.1945»
    if not _is_day(ascii_digits(match["day"])):
        return None
    case = _case_of_day(match.string, match.start(), match.end())
    day = ordinal(int(ascii_digits(match["day"])), case, "neut")
    return Spoken(f"{day} {GENITIVES[_ROMAN_MONTHS.index(match['month']) + 1]}{_year_words(match['year'])}")


def _read_month_of_year(match: re.Match[str]) -> Spoken:
    # «с 03.2015», «в 03.2015»
    name = month(parses(GENITIVES[int(match["month"])])[0].normal_form, match.string, match.start())
    return Spoken(f"{name}{_year_words(match['year'])}", uncertain=True)


def _read_short(match: re.Match[str]) -> Spoken | None:
    """Read «20.05» as a day where its surroundings speak of one; elsewhere it is a decimal or a time."""
    text, start = match.string, match.start()
    day, month = int(ascii_digits(match["day"])), int(ascii_digits(match["month"]))
    before = word_before(text, start)
    begins = _LINE_START.search(text, max(0, start - 3), start) is not None
    when = (
        before in _DOTTED_DATE_PREPOSITIONS
        or (_HEADS.match(text, match.end()) and not _QUANTITY.search(text, max(0, start - 32), start))
        or (begins and _BEGINS.match(text, match.end()))
        or any(
            str(parse.tag.POS) in {"VERB", "INFN"} and "tran" not in parse.tag for parse in parses(before)[:1] if before
        )
    )
    is_measure = any(form.lemma in unit_lemmas() for word in words_after(text, match.end())[:1] for form in forms(word))
    if not (1 <= day <= 31 and 1 <= month <= 12 and when) or is_measure:
        return None
    case = _case_of_day(text, start, match.end())
    return Spoken(f"{ordinal(day, case, 'neut')} {GENITIVES[month]}", uncertain=True)


def _read_short_span(match: re.Match[str]) -> Spoken | None:
    """Read «01.06–31.08», unless its ends may be times as well: «09.10–10.05»."""
    days = [
        (int(ascii_digits(match[day])), int(ascii_digits(match[month]))) for day, month in (("d1", "m1"), ("d2", "m2"))
    ]
    if all(month % 5 == 0 and day < 24 for day, month in days) or not all(1 <= day <= 31 for day, _ in days):
        return None
    is_begun = word_before(match.string, match.start()) in {"с", "со"}  # «с 01.06–31.08»
    if governed(match.string, match.start()) and not is_begun:
        return None
    (first, month), (last, last_month) = days
    beginning = f"{ordinal(first, 'gent', 'neut')} {GENITIVES[month]}"
    end = f"{ordinal(last, 'accs', 'neut')} {GENITIVES[last_month]}"
    preposition = "" if is_begun else "со " if first == 2 else "с "
    return Spoken(f"{preposition}{beginning} по {end}", uncertain=True)


NAMED_DATE = Verbalizer(
    "date",
    re.compile(
        rf"(?P<first>\d{{1,2}})(?:{SPACE}?{DASH}{SPACE}?(?P<second>\d{{1,2}}))?{SPACE}"
        rf"{MONTH}{_YEAR}"
    ),
    _read_named,
)
LISTED_DAY = Verbalizer(
    "date",
    re.compile(
        rf"(\d{{1,2}})"
        rf"(?=(?:(?:,{SPACE}\d{{1,2}}){{0,4}}{SPACE}(?i:по|до|и|или|на){SPACE}\d{{1,2}}|{SPACE}\(\d{{1,2}}\)){SPACE}{MONTH})"
    ),
    _read_listed_day,
)
NEW_STYLE_DAY = Verbalizer("date", re.compile(rf"(\d{{1,2}})\)(?={SPACE}{MONTH})"), _read_new_style, after=")")
NUMERIC_DATE = Verbalizer(
    "date",
    re.compile(
        r"(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d]|[./-]\d)"
        rf"{_YEAR_MARK}"
    ),
    _read_numeric,
    after="./-",
)
HYPHENATED_DATE = Verbalizer(
    "date",
    re.compile(rf"(?P<day>[0-3]?\d)-(?:(?P<short>{SHORT})|(?P<month>(?!)))-(?P<year>\d{{4}})"),
    _read_hyphenated,
    after="-",
)
ROMAN_MONTH = Verbalizer(
    "date",
    re.compile(
        rf"(?P<day>\d{{1,2}})(?P<mark>[./-])(?P<month>{'|'.join(sorted(_ROMAN_MONTHS, key=len, reverse=True))})"
        r"(?P=mark)"
        rf"(?P<year>[12]\d{{3}})(?!\d){_YEAR_MARK}"
    ),
    _read_roman_month,
    after="./-",
)
ISO_DATE = Verbalizer(
    "date",
    re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{2})(?P=mark)(?P<day>\d{2})(?!\d|[-/.]\d)"),
    _read_numeric,
    after="-/.",
)
MONTH_OF_YEAR = Verbalizer(
    "date",
    re.compile(rf"(?P<month>0[1-9]|1[0-2])\.(?P<year>(?:19|20)\d\d)(?!\d|[.,/-]\d){_YEAR_MARK}"),
    _read_month_of_year,
    after=".",
)
SHORT_DATE = Verbalizer(
    "date",
    re.compile(
        rf"(?P<day>[0-3]\d)\.(?P<month>[01]\d)(?!\d|{SPACE}?[%$€₽°=×]|[.,/-]\d|{SPACE}(?:м|к|г|л|т|с|млн|тыс)\b)"
    ),
    _read_short,
    after=".",
)
_DAY_AND_MONTH = r"(?P<d{0}>[0-3]\d)\.(?P<m{0}>0[1-9]|1[0-2])"
SHORT_SPAN = Verbalizer(
    "date",
    re.compile(
        rf"{_DAY_AND_MONTH.format(1)}{SPACE}?{DASH}{SPACE}?{_DAY_AND_MONTH.format(2)}"
        rf"(?![\d%]|[.,:/-]\d|{SPACE}?(?:[%$€₽°]|{unit_pattern()}{WORD_END}))"
    ),
    _read_short_span,
    after=".",
)
