"""Shortened words that a number counts or that govern it, written out before it is read: «на 3-й ул.», «ок. 5»."""

from __future__ import annotations

import re
from typing import Final

from ru_g2p.normalize.abbreviation_table import table
from ru_g2p.normalize.acronyms import acronyms
from ru_g2p.normalize.agreement import forms, inflect, parses, word_before, words_after
from ru_g2p.normalize.alphabet import SENTENCE_ENDS, SPACE
from ru_g2p.normalize.apposition import PLACES, agreeing, case_here
from ru_g2p.normalize.numerals import ordinal
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_COUNTED_IN_ORDER: Final = {
    "эт": "этаж", "кл": "класс", "корп": "корпус", "пол": "половина", "четв": "четверть", "тыс": "тысячелетие",
    "ул": "улица", "пл": "площадь", "наб": "набережная", "пер": "переулок", "мин": "минута", "сек": "секунда",
    "стр": "страница", "гл": "глава", "ч": "часть", "т": "том", "пр-д": "проезд", "просп": "проспект",
}  # fmt: skip
_STREETS: Final = frozenset({"улица", "площадь", "набережная", "переулок", "проезд", "проспект"})
_LIMITED: Final = re.compile(r"(?:чаще|реже|более|менее|больше|меньше|до) \Z")
_AT_END: Final = re.compile(r"\s*(?:\Z|\n)")
_FEMININE: Final = frozenset({"улица", "площадь", "набережная", "минута", "секунда", "страница", "глава", "часть"})


def _read_before_number(match: re.Match[str]) -> Spoken:
    return Spoken({"ок": "около", "Ок": "Около", "св": "свыше"}.get(match[1], f"{match[1]}ение"))


def _read_counted_in_order(match: re.Match[str]) -> Spoken:
    noun = _COUNTED_IN_ORDER[match[2]]
    ending = match[1].strip().rpartition("-")[2]
    if noun in _FEMININE and ending in {"й", "ой", "ей"}:
        case = case_here(noun, match.string, match.start(), PLACES)
        return Spoken(match[1] + inflect(noun, "gent" if case in {"nomn", "accs"} else case) + _stop(match))
    if noun in _FEMININE and ending == "ю":
        return Spoken(match[1] + inflect(noun, "accs") + _stop(match))
    if ending in {"й", "я", "е"}:  # «с 3-го по 5-й кл.»
        return Spoken(f"{match[1]}{noun}{_stop(match)}")
    return Spoken(match[1] + inflect(noun, case_here(noun, match.string, match.start())) + _stop(match))


def _stop(match: re.Match[str]) -> str:
    if _COUNTED_IN_ORDER.get(match[2]) in _STREETS and not _AT_END.match(match.string, match.end()):
        return ""  # «на 3-й ул. Мира»
    return "." if re.compile(SENTENCE_ENDS).match(match.string, match.end()) else ""


def _read_compound(match: re.Match[str]) -> Spoken | None:
    # «3-комн. кв.», «в 5-эт. доме»
    adjective = {"к": "комнатный", "комн": "комнатный", "эт": "этажный"}[match[2]]
    is_flat = match[3] is not None
    agreed = agreeing(adjective, match.string, match.start(), match.end(2) + 1, "квартира" if is_flat else "")
    return Spoken(f"{match[1]}-{agreed} {match[3] or ''}".rstrip()) if agreed else None


def _read_half(match: re.Match[str]) -> Spoken:
    # «в 1-й пол. XIX в.», «во 2 пол. XX в.»: the ordinal agrees with a half, a quarter or a third.
    noun = _COUNTED_IN_ORDER[match["short"]]
    case = case_here(noun, match.string, match.start(), PLACES)
    ending = match["ending"] or {"nomn": "я", "accs": "ю"}.get(case, "й")
    if ending in {"й", "ой"}:
        case = "gent" if case in {"nomn", "accs"} else case
    else:
        case = "nomn" if ending == "я" else "accs"
    return Spoken(f"{match['n']}-{ending} {inflect(noun, case)}")


def _read_points(match: re.Match[str]) -> Spoken:
    number = match["number"]
    few = "," in number or (
        number[-1] in "234" and number[-2:-1] != "1" and match.string.endswith("на ", 0, match.start())
    )
    return Spoken(f"{number} {'пункта' if few else 'пунктов'}{'.' if _AT_END.match(match.string, match.end()) else ''}")


def _read_standard(match: re.Match[str]) -> Spoken | None:
    is_dative = word_before(match.string, match.start()) in {"по", "согласно", "соответствует", "соответствуют", "к"}
    return Spoken("ГОСТу") if is_dative else None


def _read_times(match: re.Match[str]) -> Spoken:
    period = {"д": "день", "сут": "сутки", "нед": "неделю", "мес": "месяц"}.get(match["per"] or "", match["per"] or "")
    limited = _LIMITED.search(match.string, max(0, match.start() - 8), match.start())  # «не чаще 1 р.»
    is_few = (match[1] == "1") if limited else match[1][-1] in "234"
    return Spoken(f"{match[1]} {'раза' if is_few else 'раз'} в {period}")


def _read_glass_or_degree(match: re.Match[str]) -> Spoken | None:
    """Tell «2 ст. сахара» (glasses) and «ожог 2 ст.» (of the second degree) from «2 ст. лейтенанта»."""
    text, n = match.string, match["n"]
    if _GRADED.search(text, max(0, match.start() - _WINDOW), match.start()):
        ordinals = n if n.isalpha() else re.sub(r"\d+", lambda each: ordinal(int(each[0]), "gent", "femn"), n)
        return Spoken(f"{ordinals} степени{'.' if re.compile(SENTENCE_ENDS).match(text, match.end()) else ''}")
    following = words_after(text, match.end()) if _LOWER.match(text, match.end()) else []
    nouns = [forms(word)[0] for word in following if forms(word)]
    noun = next((form for form in nouns if form.part == "NOUN"), None)
    is_substance = noun and noun.case == "gent" and not noun.animate and noun.lemma not in _NO_SUBSTANCES
    if n.isalpha() or "й" in match[0] or _PART_BEFORE.search(text, max(0, match.start() - 6), match.start()):
        return None
    is_listed = _LISTED_BEFORE.search(text, max(0, match.start() - 4), match.start()) and _CLOSED.match(
        text, match.end()
    )
    return Spoken(f"{n} стак.") if is_substance or is_listed else None


def _read_before_fraction(match: re.Match[str]) -> Spoken:
    return Spoken({"гр": "график", "эт": "этаж"}[match[1]])


def _read_capitals(match: re.Match[str]) -> Spoken | None:
    """Write «ТЕЛ. 22-15-40», «УЛ. ЛЕНИНА» in small letters, by which the table knows them."""
    small = match[0].lower()
    if len(small) == 2:  # «Г. МОСКВА», but «Г. ПЕТРОВ» is an initial
        named = _SHOUTED.match(match.string, match.end())
        return Spoken(small) if named and any("Geox" in parse.tag for parse in parses(named[1].lower())) else None
    return Spoken(small) if small in table() and match[1] not in _OFFICES | acronyms().keys() else None


_OFFICES: Final = frozenset({"ВС", "СБ", "МК", "ПС", "ИН", "СР", "ПТ", "ВТ", "АП", "МФ", "ТТ", "ПП", "КАН"})
"""Acronyms that the table does not list because they are spelled, though small letters abbreviate something else."""

_SHOUTED: Final = re.compile(rf"{SPACE}?([А-ЯЁ]{{3,24}})(?![а-яё])")
_WINDOW: Final = 48
_GRADED: Final = re.compile(
    r"(?i:ожог|ожирени|гипертони|гипертензи|гипертрофи|сколиоз|плоскостопи|астм|анеми|недостаточност|болезн|зоб|отморожени"
    r"|обморожени|варикоз|миопи|близорукост|дисплази|пролапс|артроз|аденоид|тяжест|геморро|стеноз|перелом|орден|медал|диплом|(?<![а-яё])(?:дн|аг|гб|хсн|хобл)(?![а-яё]))[а-яё]{0,3}"
    rf"(?:{SPACE}[А-ЯЁа-яё.]{{1,16}}){{0,2}},?{SPACE}\Z"
)
"""What has degrees: «ожог кисти 2 ст.», «орден Отечественной войны 2 ст.»."""

_NO_SUBSTANCES: Final = frozenset(
    {
        "группа",
        "курс",
        "класс",
        "смена",
        "метро",
        "ложка",
        "лейтенант",
        "закон",
        "кодекс",
        "пьедестал",
        "лестница",
        "ракета",
        "обработка",
        "очистка",
        "опасность",
        "готовность",
    }
)
_PART_BEFORE: Final = re.compile(rf"(?<![а-яё])(?i:ч|п|пп|подп|абз|гл|ст)\.{SPACE}?\Z")
_LISTED_BEFORE: Final = re.compile(r"(?:\(|[-\u2010-\u2015:] ?)\Z")
_LOWER: Final = re.compile(rf"{SPACE}?[а-яё]")
_CLOSED: Final = re.compile(rf"{SPACE}?(?:[,;)]|\Z|\n)")

SHORTENED: Final = (
    Verbalizer(
        "abbreviation",
        re.compile(rf"(?<![А-ЯЁа-яё\w])([А-ЯЁ]{{2,6}}|Г)\.(?={SPACE}?(?:[\d№:+]|«?[А-ЯЁ]{{2}}))"),
        _read_capitals,
    ),
    Verbalizer(
        "abbreviation",
        re.compile(
            rf"(?<![\w.,])(?P<n>[0-9]{{1,3}}(?:[-\u2013,/]\d{{1,3}})?|I{{1,3}}V?)(?:-й)?{SPACE}?ст\.(?!{SPACE}?(?:\d|л\b|лож))"
        ),
        _read_glass_or_degree,
    ),
    # «соответствует ГОСТ 2874-82»
    Verbalizer("acronym", re.compile(r"ГОСТ(?<![\w-]ГОСТ)(?= (?:Р )?\d)"), _read_standard),
    # «гр. 5/2», «эт. 2/5», «98 т. км»
    Verbalizer("abbreviation", re.compile(r"(гр|эт)(?<![\w-]..)\.(?= ?\d{1,2}/\d)"), _read_before_fraction),
    Verbalizer("abbreviation", re.compile(r"т(?<=\d т)\.?(?= ?км)"), lambda match: Spoken("тыс.")),
    # «4:3 ОТ»
    Verbalizer("abbreviation", re.compile(r"ОТ(?<=\d:\d ОТ)(?!\w)"), lambda match: Spoken("овертайм")),
    Verbalizer("abbreviation", re.compile(r"уч-ся(?<=\d .....)(?!\w)"), lambda match: Spoken("учащихся")),
    # «упал на 245,12 п.», «до 34 567 п.»
    Verbalizer(
        "abbreviation",
        re.compile(
            rf"(?P<number>(?:(?<=на )|(?<=до )|(?<=с ))\d[\d \u00a0\u202f]{{0,9}}(?:,\d{{1,2}})?){SPACE}п\."
            rf"(?!{SPACE}?(?:п\.|\d))"
        ),
        _read_points,
    ),
    # «1 р. 15 к.»
    Verbalizer(
        "abbreviation",
        re.compile(rf"(р(?:(?<=\d.)|(?<=\d .))(?:уб)?\.?{SPACE}\d{{1,2}}){SPACE}?к\.?(?![\w-])"),
        lambda match: Spoken(f"{match[1]} коп."),
    ),
    # «по 1 таб. 3 р. в день», «2 р/сут»: times, not roubles
    Verbalizer(
        "abbreviation",
        re.compile(
            rf"([1-9](?<![\d.,].)(?:[-\u2013][1-9])?){SPACE}?р\.?"
            rf"(?:{SPACE}в{SPACE}(?=(?:день|сутки|неделю|месяц|сут|нед|мес|\d{{1,2}} ?(?:ч|дн|нед|мес))(?!\w))"
            r"|/(?P<per>день|д|сут|нед|мес)(?!\w)\.?)"
        ),
        _read_times,
    ),
    # «п/к 5 мл»: its last letter is no preposition
    Verbalizer(
        "abbreviation",
        re.compile(rf"(?<![\w/])(?:п/к|в/м|в/в)(?={SPACE}\d)"),
        lambda match: Spoken({"п/к": "подкожно", "в/м": "внутримышечно", "в/в": "внутривенно"}[match[0]]),
    ),
    # What governs a number, or is counted in order, must be a word before the number is read.
    Verbalizer("abbreviation", re.compile(r"(?<![а-яё])([Оо]к|св|[Вв] теч)\.(?= ?\d)"), _read_before_number),
    Verbalizer(
        "abbreviation",
        re.compile(
            r"(?<![\d.,+])((?:\d{1,3}\+)?\d{1,3}(?:-[а-яё]{1,2})? )"
            r"(эт|кл|корп(?!\. ?\d)|(?<=-[емоу] )тыс|(?<=-го )тыс"
            r"|(?<=-[ймяю] |[гм][оу] )(?:ул|пл|наб|пер|мин|сек|стр|гл|ч|т|пр-д|просп))"
            r"(?:\.|(?<=-д))(?=\W|\Z)"
        ),
        _read_counted_in_order,
    ),
    Verbalizer(
        "abbreviation",
        re.compile(
            rf"(?P<n>[1-4])(?<![\d.,-].)(?:-(?P<ending>я|й|ю|ой){SPACE}|{SPACE}(?=(?:пол|четв)\.{SPACE}?[IVXLCХ]))"
            r"(?P<short>пол|четв)\.(?=\W|\Z)"
        ),
        _read_half,
    ),
    Verbalizer(
        "abbreviation",
        re.compile(r"([1-9]\d?)-((?=к\. ?кв)к|комн|эт)\.(?: ?(кв\.))?"),
        _read_compound,
    ),
    Verbalizer(
        "abbreviation",
        re.compile(rf"\((р|род|ум)\.{SPACE}?(?=[12]\d{{3}})"),
        lambda match: Spoken({"у": "(умер в ", "р": "(родился в "}[match[1][0]]),
    ),
)
