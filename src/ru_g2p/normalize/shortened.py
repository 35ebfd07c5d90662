"""Shortened words that a number counts or that govern it, written out before it is read: «на 3-й ул.», «ок. 5»."""

from __future__ import annotations

import re
from typing import Final

from ru_g2p.normalize.abbreviation_table import table
from ru_g2p.normalize.agreement import inflect, word_before
from ru_g2p.normalize.alphabet import SENTENCE_ENDS, SPACE
from ru_g2p.normalize.apposition import PLACES, agreeing, case_here
from ru_g2p.normalize.units import counted_form
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_COUNTED_IN_ORDER: Final = {
    "эт": "этаж", "кл": "класс", "корп": "корпус", "пол": "половина", "четв": "четверть", "тыс": "тысячелетие",
    "ул": "улица", "пл": "площадь", "наб": "набережная", "пер": "переулок", "мин": "минута", "сек": "секунда",
    "стр": "страница", "гл": "глава", "ч": "часть", "т": "том", "пр-д": "проезд", "просп": "проспект",
}  # fmt: skip
_STREETS: Final = frozenset({"улица", "площадь", "набережная", "переулок", "проезд", "проспект"})
_PERIODS: Final = {"мин": "минуту", "сек": "секунду", "сут": "сутки", "нед": "неделю"}
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


def _read_capitals(match: re.Match[str]) -> Spoken | None:
    written = match[0].lower()
    return Spoken(written) if f"{written}." in table() else None


def _read_times(match: re.Match[str]) -> Spoken:
    period = {"д": "день", "сут": "сутки", "нед": "неделю", "мес": "месяц"}.get(match["per"] or "", match["per"] or "")
    limited = _LIMITED.search(match.string, max(0, match.start() - 8), match.start())  # «не чаще 1 р.»
    is_few = (match[1] == "1") if limited else match[1][-1] in "234"
    return Spoken(f"{match[1]} {'раза' if is_few else 'раз'} в {period}")


SHORTENED: Final = (
    # «соответствует ГОСТ 2874-82»
    Verbalizer("acronym", re.compile(r"ГОСТ(?<![\w-]ГОСТ)(?= (?:Р )?\d)"), _read_standard),
    # «ТЕЛ. 22-15-40», «УЛ. МИРА»: all is capitals
    Verbalizer("abbreviation", re.compile(r"(?<![\w.+-])[А-ЯЁ]{2,5}(?=\. ?(?:\d|№|[А-ЯЁ]{2}))"), _read_capitals),
    # «ЧСС 78 в мин»
    Verbalizer(
        "abbreviation",
        re.compile(r"в (?<=\d ..)(?P<per>мин|сек|сут|нед)(?![\w-])\.?"),
        lambda match: Spoken(f"в {_PERIODS[match['per']]}{'.' if _AT_END.match(match.string, match.end()) else ''}"),
    ),
    # «— 45 б.», «(2 ст.)»
    Verbalizer(
        "abbreviation",
        re.compile(r"(?:(?<=[-\u2013\u2014] )|(?<=набрал )|(?<=набрала ))(\d{1,3}) б\.(?=[,;)]|\s*\Z| [а-я])"),
        lambda match: Spoken(f"{match[1]} {counted_form('балл', '', 'nomn', int(match[1]), fractional=False)}"),
    ),
    Verbalizer("abbreviation", re.compile(r"ст(?<=\d ст)\.(?=[),;]|\s*\Z)"), lambda match: Spoken("стак.")),
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
