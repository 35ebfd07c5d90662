"""Clock times: «в 9:05», «к 7:30», «00:00:15»."""

from __future__ import annotations

import re

from ru_g2p.normalize.agreement import case_of_bare, inflect, word_before
from ru_g2p.normalize.numerals import Case, Gender, ascii_digits, cardinal, ends_in_few, ends_in_one
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_TIME_PREPOSITIONS = frozenset({"в", "до", "к", "около", "после", "с"})


def _counted(n: int, unit: str, gender: Gender, case: Case) -> str:
    if ends_in_one(n):
        form = inflect(unit, case)
    elif case not in {"nomn", "accs"}:
        form = inflect(unit, case, plural=True)
    else:
        form = inflect(unit, "gent", plural=not ends_in_few(n))
    return f"{cardinal(n, case, gender)} {form}"


def _read(match: re.Match[str]) -> Spoken | None:
    hours, minutes = int(ascii_digits(match["hours"])), int(ascii_digits(match["minutes"]))
    case = case_of_bare(match.string, match.start())
    if match["seconds"]:
        seconds = int(ascii_digits(match["seconds"]))
        return Spoken(
            f"{_counted(hours, 'час', 'masc', case)} {_counted(minutes, 'минута', 'femn', case)} "
            f"{_counted(seconds, 'секунда', 'femn', case)}"
        )
    if not minutes:
        return Spoken(_counted(hours, "час", "masc", case))
    if minutes < 10:
        return Spoken(f"{cardinal(hours, case)} {cardinal(0, case)} {cardinal(minutes, case)}")
    return Spoken(f"{cardinal(hours, case)} {cardinal(minutes, case)}")


def _read_dotted(match: re.Match[str]) -> Spoken | None:
    # «в 21.00» is a time, but 21.00 by itself may be a sum.
    if word_before(match.string, match.start()) not in _TIME_PREPOSITIONS:
        return None
    time = _read(match)
    return time and Spoken(time.words, uncertain=True)


def _read_score(match: re.Match[str]) -> Spoken | None:
    left, right = (cardinal(int(ascii_digits(side))) for side in match.groups())
    return Spoken(f"{left} - {right}", uncertain=True)


TIME = Verbalizer(
    "time",
    re.compile(r"(?P<hours>[01]?\d|2[0-4]):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d))?(?![\d:])"),
    _read,
)
DOTTED_TIME = Verbalizer(
    "time",
    re.compile(
        r"(?P<hours>[01]?\d|2[0-4])\.(?P<minutes>[0-5]\d)(?P<seconds>(?!))?"
        r"(?![\d%]|[.,:]\d|[ \u00a0]?[%$€₽°]|[ \u00a0]\+?[а-яё])"
    ),
    _read_dotted,
)
SCORE = Verbalizer("score", re.compile(r"(\d{1,3}):(\d{1,3})(?![\d:])"), _read_score)
