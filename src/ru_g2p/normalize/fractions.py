"""Fractions: «3/4», «½ ложки», «2½ года», «1/4 финала», and what only looks like one: «24/7», «120/80»."""

from __future__ import annotations

import re
import unicodedata

from ru_g2p.normalize.agreement import inflect, parses, word_before, words_after
from ru_g2p.normalize.alphabet import LETTERS, SPACE
from ru_g2p.normalize.counting import gender_after, is_share
from ru_g2p.normalize.government import case_of_bare, governed
from ru_g2p.normalize.numerals import Case, ascii_digits, cardinal, decimal, fraction, one_and_a_half
from ru_g2p.normalize.units import STOP, counted_form, unit_of, unit_pattern
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_HALVES: dict[Case, str] = {
    "nomn": "половина", "accs": "половину", "gent": "половины", "datv": "половине", "ablt": "половиной",
    "loct": "половине",
}  # fmt: skip
_HALF_AN_HOUR: dict[Case, str] = {"nomn": "полчаса", "accs": "полчаса", "gent": "получаса"}
_NAMED = {3: "треть", 4: "четверть"}
"""Parts that have a noun: «две трети жителей», but in arithmetic «две третьих»."""

_PROPORTIONS = ("давлен", "ад", "график", "режим", "шанс", "соотношен", "формат", "смен", "пропорц", "работа", "открыт")
_GREATEST_DENOMINATOR = 1000
"""What is more is the year of a document: «№ 45/2023»."""

_FEWEST_PARTS = 20
"""More than a whole is not told in so small parts: «140/90», «60/40», «205/55»."""

_WINDOW = 32
_HOUSE_BEFORE = re.compile(rf"[А-ЯЁ][а-яё]+,{SPACE}\Z")
_STREET_BEFORE = re.compile(rf"[а-яё]\.?{SPACE}{_HOUSE_BEFORE.pattern}")
"""«ул. Мира, 5/5»: a capital within the sentence, unlike «Норм, 10/10»."""

_CLOSED = re.compile(r"[,;]|\s*\Z|\.\s")
"""«наб. Фонтанки, 90/2, кв. 5»"""

_LISTED_PROPORTION = re.compile(
    rf"(?:{'|'.join(_PROPORTIONS)})[а-яё]*:?{SPACE}(?:\d+/\d+(?:,|{SPACE}и(?:/или)?|{SPACE}или){SPACE})+\Z"
)
"""«график 5/2, 2/2 или 8/5»"""

_APGAR = re.compile(rf"{SPACE}(?:балл(?:а|ов){SPACE})?по{SPACE}(?:шкале{SPACE})?Апгар")
_RATINGS = ("оцен", "рейтинг", "балл", "став", "постав", "вкус", "сервис", "результат", "твёрд", "тверд")
_ENDED = re.compile(r"\s*(?:[.,;!?)]|\Z|\n)")
_PAUSED = re.compile(r"[а-яё!)»][.,;!]\s\Z")
_TERM_BEFORE = re.compile(r"=|\d/\d{1,3}[,;] \Z")
_ITEM_END = re.compile(r"[,;)]|\s*\Z|\.\s")
_LONGEST_REST = 3
"""Days off after those of work: «5/2», «2/2», «7/3»."""

_MEMORIES = frozenset({32, 64, 128, 256, 512})
_LARGEST_MEMORY = 25
"""Gigabytes of memory and of storage of a telephone or a computer: «8/256»."""

_UNTIL = re.compile(r"[^.!?\n]{0,40}?\sдо\s")
_PRODUCT_BEFORE = re.compile(r"[A-Z][A-Za-z]+ \Z")
"""«Windows 10/11»"""

_YEARS = re.compile(r"(?:19|20)\d\d/(?:(?:19|20)?\d\d)")
_NOUN = re.compile(rf"{SPACE}[{LETTERS}+]{{2,}}")


def _read(match: re.Match[str]) -> Spoken | None:
    top, bottom = _terms(match)
    if not bottom or (top > _GREATEST_DENOMINATOR and match["whole"]):
        return None
    if top > _GREATEST_DENOMINATOR and _YEARS.fullmatch(match[0]):
        return None  # «2022/23»
    return Spoken(_proportion(match, top, bottom) or _fraction(match, top, bottom))


def _fraction(match: re.Match[str], top: int, bottom: int) -> str:
    text = match.string
    case = _case(text, match.start(), match)
    known = unit_of(match["unit"])
    unit = f"{inflect(known.lemma, 'gent')} {known.tail}".rstrip() if known else ""
    if match["whole"]:
        said = _mixed(match, top, bottom, case)
    elif bottom in _NAMED and top <= bottom and _is_part(match, case, unit):
        said = f"{cardinal(top, case, 'femn')} {counted_form(_NAMED[bottom], '', case, top, fractional=False)}"
    elif (top, bottom) != (1, 2) or not (unit or _NOUN.match(text, match.end())):
        said = fraction(top, bottom, case)
    elif unit == "часа" and case in _HALF_AN_HOUR:
        return _HALF_AN_HOUR[case]
    else:
        said = _HALVES[case]
    return f"{said} {unit}".strip()


def _is_part(match: re.Match[str], case: Case, unit: str) -> bool:
    """Tell whether the fraction is a part of something, not a bare figure: «на 1/3», «2/3 голосов»."""
    if match.string[match.end() : match.end() + 7].strip() == "финала":
        return False
    return bool(unit or case != "nomn" or _NOUN.match(match.string, match.end()))


def _proportion(match: re.Match[str], top: int, bottom: int) -> str | None:
    """Read «24/7», «120/80», «дом 5/2», which are no parts of a whole."""
    if not match["slashed"] or match["whole"]:
        return None
    before = word_before(match.string, match.start())
    known = unit_of(match["unit"])
    is_numbered = before.startswith(("дом", "этаж")) or match.string.endswith(("№", "№ "), 0, match.start())
    paired = None if is_numbered else _pair(match, top, bottom, before)
    if paired:
        return paired
    if (
        is_numbered
        or (
            (top, bottom) != (24, 7)
            and _PRODUCT_BEFORE.search(match.string, max(0, match.start() - _WINDOW), match.start())
        )
        or max(top, bottom) > _GREATEST_DENOMINATOR
        or match.string.startswith((" эт.", " этаж"), match.end())
        or (
            _HOUSE_BEFORE.search(match.string, max(0, match.start() - _WINDOW), match.start())
            and _CLOSED.match(match.string, match.end())
        )
    ):
        return f"{cardinal(top)} дробь {cardinal(bottom)}"
    is_ratio = top > bottom and (
        (bottom >= _FEWEST_PARTS and not before.startswith("дроб"))
        or before.startswith(_PROPORTIONS)
        or _LISTED_PROPORTION.search(match.string, max(0, match.start() - _WINDOW), match.start()) is not None
        or (bottom <= _LONGEST_REST and _is_alone(match))
    )
    is_memory = bottom in _MEMORIES and top < _LARGEST_MEMORY and _is_alone(match)
    if is_memory or (top, bottom) == (24, 7) or top == bottom or is_ratio:
        unit = f" {counted_form(known.lemma, '', 'nomn', bottom, fractional=False)} {known.tail}" if known else ""
        return f"{cardinal(top)} на {cardinal(bottom)}{unit}".rstrip()
    return None


def _is_alone(match: re.Match[str]) -> bool:
    if _TERM_BEFORE.search(match.string, max(0, match.start() - _WINDOW), match.start()):
        return False  # «x = 1/2, 5/2»
    # an item of a list: «няня, 5/2, 8:00–18:00», «ноутбук, 8/256, б/у»
    return (
        match.string.endswith((", ", "; "), 0, match.start()) and _ITEM_END.match(match.string, match.end()) is not None
    )


def _pair(match: re.Match[str], top: int, bottom: int, before: str) -> str | None:
    """Read two amounts of memory («12/256 ГБ»), two grades («8/9 по шкале Апгар»), a grade and the best one."""
    known = unit_of(match["unit"])
    if known and known.lemma.endswith("байт"):
        return f"{cardinal(top)} на {cardinal(bottom)} {known.count or inflect(known.lemma, 'gent', plural=True)}"
    if _APGAR.match(match.string, match.end()):
        return f"{cardinal(top)} {cardinal(bottom)}"
    return f"{cardinal(top)} из {cardinal(bottom, 'gent')}" if _is_rating(match, top, bottom, before) else None


def _is_rating(match: re.Match[str], top: int, bottom: int, before: str) -> bool:
    """Tell whether a grade out of five, ten or a hundred stands by itself: «Норм, 10/10», «оценка 7/10»."""
    if bottom not in {5, 10, 100} or top > bottom or not _ENDED.match(match.string, match.end()):
        return False
    if before.startswith(_RATINGS):
        return True
    if _STREET_BEFORE.search(match.string, max(0, match.start() - _WINDOW), match.start()):
        return False
    after_mark = _PAUSED.search(match.string, max(0, match.start() - 3), match.start()) is not None
    if top == bottom:
        return bottom < 100 and not governed(match.string, match.start())
    return after_mark and ((bottom == 10 and top > 1) or (bottom == 5 and top > 2))


def _terms(match: re.Match[str]) -> tuple[int, int]:
    if match["vulgar"]:
        top, bottom = unicodedata.normalize("NFKC", match["vulgar"]).split("\u2044")
        return int(top), int(bottom)
    return int(ascii_digits(match["top"])), int(ascii_digits(match["bottom"]))


def _mixed(match: re.Match[str], top: int, bottom: int, case: Case) -> str:
    whole = int(ascii_digits(match["whole"]))
    if (top, bottom) == (1, 2):
        known = unit_of(match["unit"])
        gender = known.gender if known else gender_after(match.string, match.end()) or "masc"
        return one_and_a_half(case, gender) if whole == 1 else f"{cardinal(whole, case, gender)} с половиной"
    part = "целая" if whole % 10 == 1 and whole % 100 != 11 else "целых"
    return f"{cardinal(whole, case, 'femn')} {part} {fraction(top, bottom, case)}"


def _case(text: str, start: int, match: re.Match[str]) -> Case:
    if text[match.end() : match.end() + 7].strip() == "финала":
        before = word_before(text, start)
        if before in {"в", "на"}:
            return "loct"
        if not governed(text, start) and any(str(parse.tag.POS) == "NOUN" for parse in parses(before)[:1] if before):
            return "gent"
    elif word_before(text, start) in {"с", "со"} and _NOUN.match(text, match.end()) and not _UNTIL.match(text, start):
        return "ablt"  # «с 1/2 стакана сахара»
    elif word_before(text, start) == "по" and (match["vulgar"] == "½" or match["top"] == "1"):
        return "datv"  # «по ½ таблетки»
    elif is_share(text, start, match.end()):
        return "loct"
    case = case_of_bare(text, start)
    # «1/2 стакана сахара растворите»
    return "accs" if case == "nomn" and any(map(_is_told_to, words_after(text, match.end()))) else case


def _is_told_to(word: str) -> bool:
    tags = [parse.tag for parse in parses(word)]
    return any("impr" in tag and "tran" in tag for tag in tags) and all(tag.POS != "NOUN" for tag in tags)  # «соли»


def _read_rating(match: re.Match[str]) -> Spoken:
    whole, tenth = int(ascii_digits(match[1])), ascii_digits(match[2])
    said = f"{cardinal(whole)} с половиной" if tenth == "5" else decimal(str(whole), tenth)
    return Spoken(f"{said} из десяти")


RATING = Verbalizer("fraction", re.compile(r"(\d)[.,](\d)/10(?![\d/])"), _read_rating, after=".,")
"""«оценка 8,5/10»"""

FRACTION = Verbalizer(
    "fraction",
    re.compile(
        rf"(?:(?P<whole>\d{{1,3}}){SPACE}?(?=[{_VULGAR}]|(?<=\s)\d{{1,2}}[/\u2044]\d))?"
        rf"(?:(?P<vulgar>[{_VULGAR}])|(?P<slashed>(?<!\d/)(?P<top>\d{{1,6}})[/\u2044](?P<bottom>\d{{1,4}}))(?![\d/]))"
        rf"(?:{SPACE}?(?P<unit>{unit_pattern()})(?![A-Za-zА-Яа-яЁё+\d/]){STOP})?"
    ),
    _read,
)
