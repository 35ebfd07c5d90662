"""Clock times: «в 9:05», «к 7:30», «00:00:15», «21.00», «7 утра», «2PM»."""

from __future__ import annotations

import re

from ru_g2p.normalize.agreement import parses, word_before, words_after
from ru_g2p.normalize.alphabet import DASH, SPACE, WORD_END
from ru_g2p.normalize.government import case_of_bare, governed
from ru_g2p.normalize.numerals import Case, Gender, ascii_digits, cardinal
from ru_g2p.normalize.units import counted_form, unit_pattern
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_TIME_PREPOSITIONS = frozenset({"в", "до", "к", "около", "после", "с"})
_PART_OF_DAY = re.compile(rf"{SPACE}(?:утр|дня|вечер|ноч)")
_DATE_PREPOSITIONS = _TIME_PREPOSITIONS - {"в", "около"}
_DAY_OF_MONTH = re.compile(r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])")
_OTHER_END = re.compile(rf"{SPACE}до{SPACE}(\d{{1,2}}\.\d\d)(?![\d.])")
_OTHER_BEGINNING = re.compile(rf"(?<![а-яё])[Сс]о?{SPACE}(\d{{1,2}}\.\d\d){SPACE}до{SPACE}\Z")
_UNTIL_MINUTES = re.compile(rf"{SPACE}до{SPACE}\d{{1,2}}:(?!00)\d\d(?![\d:])")
"""«с 13:00 до 13:45» is said without the word for hours."""

_UNTIL_DAY = re.compile(rf"{SPACE}по{SPACE}\d")
_SCORES = ("счёт", "счет", "выигра", "проигра", "обыгра", "победил", "уступил", "разгроми", "ничь")
_WINDOW = 48
_MATCH = re.compile(r"(?i:парти|сет[аеу]?\b|сетов|тай-?брейк|сч[её]т|выигра|проигра|обыгра|победил|уступил|разгром)")
"""A match is told of: a pair of numbers without a preposition is its score."""

_LIST_BEFORE = re.compile(r"(?:(?<![\d:])\d{1,3}:\d{1,3}(?:[,;]\s?|\s?\()){1,6}\Z")
_LIST_AFTER = re.compile(r"(?:(?:[,;]\s?|\s?\()\d{1,3}:\d{1,3}(?![\d:])){1,6}")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4]):[0-5]\d")
_VERSE = re.compile(rf"(?<![А-Яа-я])(?:Мф|Мк|Лк|Ин|Деян|Откр|Рим|Кор|Быт|Исх|Пс|Притч|Еккл?|Ис)\.{SPACE}?\Z")
"""«Ин. 3:16»: chapter and verse."""

_SMALLEST_SCALE = 100
"""«1:25 000»: a map, no match."""

_RATIO_NOUNS = ("соотношени", "курс", "пропорци", "масштаб", "отношени", "вероятность")
_SCREENS = ("экран", "диспле", "монитор", "телевизор", "формат", "сторон", "видео", "кадр", "матриц")


def _counted(n: int, unit: str, gender: Gender, case: Case) -> str:
    return f"{cardinal(n, case, gender)} {counted_form(unit, '', case, n, fractional=False)}"


def _read(match: re.Match[str]) -> Spoken | None:
    text, start = match.string, match.start()
    hours, minutes = int(ascii_digits(match["hours"])), int(ascii_digits(match["minutes"]))
    case = case_of_bare(text, start)
    said = [_counted(hours, "час", "masc", case)]
    if match["seconds"]:
        seconds = int(ascii_digits(match["seconds"]))
        said += [_counted(minutes, "минута", "femn", case), _counted(seconds, "секунда", "femn", case)]
    elif governed(text, start) and (minutes or (hours > 1 and _UNTIL_MINUTES.match(text, match.end()))):
        # «в 9:05» tells when and is said short, «9:05» by itself in full
        said = [_short(hours, minutes, case)]
    elif minutes:
        said.append(_counted(minutes, "минута", "femn", case))
    return Spoken(" ".join(said))


def _read_dotted(match: re.Match[str]) -> Spoken | None:
    # «в 21.00» is a time, but 21.00 by itself may be a sum, and «с 20.05 по 25.05» a span of days.
    text, end = match.string, match.end()
    before = word_before(text, match.start())
    if before not in _TIME_PREPOSITIONS or _UNTIL_DAY.match(text, end):
        return None
    if before in _DATE_PREPOSITIONS and _DAY_OF_MONTH.fullmatch(match[0]) and not _is_in_span_of_times(match):
        return None  # «до 21.04», but «до 21.30», «в 21.04»
    following = parses(next(iter(words_after(text, end)), ""))[:1] if text[end : end + 1].isspace() else ()
    if any(str(parse.tag.POS) in {"NOUN", "ADJF"} for parse in following) and not _PART_OF_DAY.match(text, end):
        return None
    time = _read(match)
    return time and Spoken(time.words, uncertain=True)


def _is_in_span_of_times(match: re.Match[str]) -> bool:
    """Tell whether the other end of the span is a time and no day: «с 09.05 до 10.30»."""
    text, start = match.string, match.start()
    other = _OTHER_END.match(text, match.end()) or _OTHER_BEGINNING.search(text, max(0, start - 12), start)
    return other is not None and not _DAY_OF_MONTH.fullmatch(other[1])


def _read_span(match: re.Match[str]) -> Spoken | None:
    # «обед 13:00–14:00»; a preposition governs both: «в 10:30–11:00»
    text, start = match.string, match.start()
    is_begun = word_before(text, start) in {"с", "со"}  # «с 9:00–18:00»
    if governed(text, start) and not is_begun:
        return None
    hours, minutes = (int(ascii_digits(part)) for part in re.split("[.:]", match["from"]))
    last, last_minutes = (int(ascii_digits(part)) for part in re.split("[.:]", match["to"]))
    beginning = "часа" if (hours, minutes) == (1, 0) else _short(hours, minutes, "gent")
    end = _short(last, last_minutes, "gent") if last_minutes else _counted(last, "час", "masc", "gent")
    return Spoken(f"{'' if is_begun else 'с '}{beginning} до {end}", uncertain=True)


def _short(hours: int, minutes: int, case: Case) -> str:
    return " ".join(
        [
            cardinal(hours, case),
            *([cardinal(0, case)] if 0 < minutes < 10 else []),
            *([cardinal(minutes, case)] if minutes else []),
        ]
    )


def _read_dotted_span(match: re.Match[str]) -> Spoken | None:
    # «12.50–13.50 метра» is counted
    following = parses(next(iter(words_after(match.string, match.end())), ""))[:1]
    first, last = (tuple(int(ascii_digits(part)) for part in match[side].split(".")) for side in ("from", "to"))
    if first >= last or any(str(parse.tag.POS) == "NOUN" for parse in following):
        return None
    return _read_span(match)


def _read_hyphenated(match: re.Match[str]) -> Spoken | None:
    # «в 19-00», «с 9-30»; «в 10-15 домах» is a range of two that differ little
    hours, minutes = int(ascii_digits(match["hours"])), int(ascii_digits(match["minutes"]))
    return _read_dotted(match) if minutes < hours or minutes > hours + 10 else None


def _read_score(match: re.Match[str]) -> Spoken | None:
    left, right = (int(ascii_digits(re.sub(r"\D", "", side))) for side in match.groups())
    is_scale = left == 1 and right >= _SMALLEST_SCALE
    before = word_before(match.string, match.start())
    if before.startswith(_SCREENS):
        return Spoken(f"{cardinal(left)} на {cardinal(right)}")
    if is_scale or before.startswith(_RATIO_NOUNS):
        return Spoken(f"{cardinal(left)} к {cardinal(right, 'datv')}")
    padding = "ноль " if len(match[2]) == 2 and match[2].startswith("0") and right else ""  # «2:01» of a chess clock
    return Spoken(f"{cardinal(left)} {padding}{cardinal(right)}", uncertain=True)


def _read_ratio(match: re.Match[str]) -> Spoken | None:
    is_verse = _VERSE.search(match.string[max(0, match.start() - 8) : match.start()])
    before = word_before(match.string, match.start())
    is_ratio = before.startswith((*_RATIO_NOUNS, *_SCREENS, *_SCORES))
    is_score = before not in _TIME_PREPOSITIONS and (_is_listed_score(match) or _is_of_match(match))
    is_scale = len(match[2]) > 3 or " " in match[2]
    return _read_score(match) if is_verse or is_ratio or is_score or is_scale else None


def _is_of_match(match: re.Match[str]) -> bool:
    told = match.string[max(0, match.start() - 2 * _WINDOW) : match.start()]
    begins = max(map(told.rfind, ".!?\n")) + 1
    return match[2] != "00" and _MATCH.search(told, begins) is not None


def _is_listed_score(match: re.Match[str]) -> bool:
    """Tell whether one of the pairs around is no time, so that none is: «3:1 (25:20, 23:25)»."""
    before = _LIST_BEFORE.search(match.string, max(0, match.start() - _WINDOW), match.start())
    after = _LIST_AFTER.match(match.string, match.end(), match.end() + _WINDOW)
    pairs = "".join(found[0] for found in (before, after) if found)
    return any(not _CLOCK.fullmatch(pair) for pair in re.findall(r"\d+:\d+", pairs))


def _read_hour(match: re.Match[str]) -> Spoken | None:
    # «в 7 утра», «после 3 дня»: the hour is not what the noun counts.
    hour = int(ascii_digits(match[1]))
    is_span = match["part"] in {"дня", "ночи"} and word_before(match.string, match.start()) not in _TIME_PREPOSITIONS
    if not 1 <= hour <= 12 or is_span:
        return None
    return Spoken("час" if hour == 1 else cardinal(hour, case_of_bare(match.string, match.start())))


def _read_english(match: re.Match[str]) -> Spoken | None:
    hour, is_morning = int(ascii_digits(match["hours"])), match["half"].lower().startswith("a")
    if not 1 <= hour <= 12:
        return None
    part = ("утра" if hour >= 4 and hour < 12 else "ночи") if is_morning else ("дня" if hour % 12 < 5 else "вечера")
    case = case_of_bare(match.string, match.start())
    minutes = int(ascii_digits(match["minutes"] or "0"))
    said = [_counted(hour, "час", "masc", case)]
    if minutes:
        said.append(_counted(minutes, "минута", "femn", case))
    return Spoken(" ".join([*said, part]))


TIME = Verbalizer(
    "time",
    re.compile(r"(?P<hours>[01]?\d|2[0-4]):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d))?(?![\d:])"),
    _read,
    after=":",
)
HYPHENATED_TIME = Verbalizer(
    "time",
    re.compile(
        r"(?P<hours>[01]?\d|2[0-4])-(?P<minutes>[0-5][05])(?P<seconds>(?!))?"
        rf"(?![\d%]|[.,:/-]\d|-[а-яё]|{SPACE}?[%$€₽°])"
    ),
    _read_hyphenated,
    after="-",
)
SPAN = Verbalizer(
    "time",
    re.compile(rf"(?P<from>{_CLOCK.pattern}){SPACE}?{DASH}{SPACE}?(?P<to>{_CLOCK.pattern})(?![\d:])"),
    _read_span,
    after=":",
)
DOTTED_SPAN = Verbalizer(
    "time",
    re.compile(
        r"(?P<from>(?:[01]?\d|2[0-4])\.[0-5][05])[-\u2013\u2014](?P<to>(?:[01]?\d|2[0-4])\.[0-5][05])"
        rf"(?![\d%]|[.,:/-]\d|{SPACE}?(?:[%$€₽°]|{unit_pattern()}{WORD_END}))"
    ),
    _read_dotted_span,
    after=".",
)
DOTTED_TIME = Verbalizer(
    "time",
    re.compile(
        r"(?P<hours>[01]?\d|2[0-4])\.(?P<minutes>[0-5]\d)(?P<seconds>(?!))?"
        rf"(?![\d%]|[.,:/-]\d|{SPACE}?[%$€₽°])"
    ),
    _read_dotted,
    after=".",
)
HOUR = Verbalizer("time", re.compile(rf"(\d{{1,2}})(?={SPACE}(?P<part>утра|вечера|ночи|дня){WORD_END})"), _read_hour)
ENGLISH_TIME = Verbalizer(
    "time",
    re.compile(rf"(?P<hours>1?\d)(?::(?P<minutes>[0-5]\d))?{SPACE}?(?P<half>[AaPp]\.?[Mm])(?![A-Za-z])\.?"),
    _read_english,
)
RATIO = Verbalizer(
    "ratio", re.compile(rf"(\d{{1,4}}):(\d{{1,3}}(?:{SPACE}\d{{3}}){{1,2}}|\d{{1,9}})(?![\d:])"), _read_ratio, after=":"
)
SCORE = Verbalizer("score", re.compile(r"(\d{1,3}):(\d{1,3})(?![\d:])"), _read_score, after=":")
