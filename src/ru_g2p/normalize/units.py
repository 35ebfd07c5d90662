"""Units and currencies after a number, declined with it: «пять вольт», «2 м²», «500 ₽/мес.», «7 л/100 км»."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from ru_g2p.normalize.agreement import gender_of, inflect, parses
from ru_g2p.normalize.alphabet import SENTENCE_ENDS, SPACE
from ru_g2p.normalize.numerals import Case, Gender, cardinal, ends_in_few, ends_in_one
from ru_g2p.tables import rows

CURRENCY_SIGNS: Final = "$€£₽¥₴₸₿"
STOP: Final = rf"(?:\.(?:(?={SPACE}(?:США|РУБ|ДОЛЛ|ЧЕЛ|ЕВРО))|(?!{SENTENCE_ENDS})))?"
"""The full stop of an abbreviation, if it does not end the sentence as well."""

_TIMES: Final = frozenset({"день", "год", "час", "минута", "неделя", "месяц", "сутки", "квартал"})
_PERIODS: Final = {"сут": "сутки", "день": "день", "ч": "час", "мин": "минуту", "нед": "неделю", "мес": "месяц"}
_THEN: Final = rf"(?:/(?P<then>{'|'.join(_PERIODS)})(?![а-яё]))?"
_RATES: Final = (
    "день", "дн", "год", "г", "кв. м", "куб. м", "рейс", "сутки", "час", "минута", "неделя", "месяц", "ночь", "смена",
    "урок", "занятие", "сеанс", "литр", "штука", "человек", "квартал",
)  # fmt: skip
"""Denominators beside the units: «20 руб./день», «5 % в год»."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of ``units.tsv``."""

    written: str
    lemma: str
    tail: str
    count: str
    kind: str

    @property
    def gender(self) -> Gender:
        """The gender of the unit's noun; euro, an indeclinable, is masculine after a number."""
        noun = self.lemma.rsplit(maxsplit=1)[-1].rpartition("-")[2]
        return "masc" if noun == "евро" else gender_of(parses(noun)[0])


@cache
def units() -> dict[str, Unit]:
    """Return the units by how they are written."""
    table = rows("normalize/units.tsv", "written", "lemma", "tail", "count", "kind", "example")
    known = {row[0]: Unit(*row[:5]) for row in table}
    # «ВЕС 5 КГ»: in capitals, unless they are another unit («МБ»).
    capitals = {written.upper(): unit for written, unit in known.items() if re.fullmatch("[а-яё]{2,}", written)}
    return {written: replace(unit, written=written) for written, unit in capitals.items()} | known


def unit_pattern() -> str:
    """Return a pattern of any unit, the longest first; what may follow it is the caller's."""
    anywhere = [unit.written for unit in units().values() if unit.kind != "end"]
    edge = [re.escape(unit.written) for unit in units().values() if unit.kind == "end"]
    longest_first = [_spelled(written) for written in sorted(anywhere, key=len, reverse=True)]
    # «5 с половиной»: one of these letters before a word is a preposition.
    after = rf"\.|/|{SPACE}?[,;:)!?\u2026]|{SPACE}(?:[-\u2013\u2014]|и|а|но|или){SPACE}|{SPACE}*(?:\Z|\n)"
    closing = rf"(?:{'|'.join(edge)})(?={after})"
    return rf"(?:{'|'.join(longest_first)}|{closing})"


def _spelled(written: str) -> str:
    # The full stop of «л. с.» may also end the sentence.
    return re.escape(written[:-1]) + r"(?=\.)" if written.endswith(".") else re.escape(written)


def unit_of(written: str | None) -> Unit | None:
    """Return the unit that ``unit_pattern`` matched as ``written``."""
    return units().get(written or "") or units().get(f"{written}.")


def rate_pattern() -> str:
    """Return a pattern of what follows the slash of a rate: «/мес.», «/100 км»."""
    denominators = sorted({*_RATES, *(unit for unit in units() if re.match("[A-Za-zА-Яа-я]", unit))}, key=len)
    alternatives = "|".join(re.escape(written) for written in reversed(denominators))
    return rf"/{SPACE}?(?:(?P<per_count>\d{{1,4}}){SPACE}?)?(?P<per>{alternatives})" + _THEN


def counted_form(lemma: str, count: str, case: Case, n: int, *, fractional: bool) -> str:
    """Decline a unit after a number: «рубль», «рубля», «рублей», «рублями»; after a fraction «рубля»."""
    *adjectives, noun = lemma.split()
    if adjectives and not fractional and case in {"nomn", "accs"} and ends_in_few(n):
        # «два квадратных метра», but «две лошадиные силы»: the adjective is plural where the noun is not.
        adjective_case: Case = "nomn" if gender_of(parses(noun)[0]) == "femn" else "gent"
        return " ".join([*(inflect(word, adjective_case, plural=True) for word in adjectives), inflect(noun, "gent")])
    if fractional:
        return inflect(lemma, "gent")
    if ends_in_one(n):
        return _inflect_singular(adjectives, noun, case)
    is_round = n > 0 and n % 1000 == 0  # «к одной тысяче рублей»
    if case not in {"nomn", "accs"} and not is_round:
        return count if count and case == "gent" else inflect(lemma, case, plural=True)
    if ends_in_few(n):
        return inflect(noun, "gent")
    return count or inflect(lemma, "gent", plural=True)


def per(match: re.Match[str], numerator: Unit | None) -> str:
    """Say the rate after the slash: «в месяц», «за килограмм», «на сто километров»; without a unit «5 тыс./мес.»."""
    written = match["per"]
    known = units().get(written)
    lemma = known.lemma if known else {"дн": "день", "г": "год"}.get(written, written)
    is_time = (known is not None and (known.kind == "time" or lemma == "секунда")) or lemma in _TIMES
    preposition = "в" if is_time else "за" if numerator is None or numerator.kind == "money" else "на"
    if match["per_count"]:
        n = int(match["per_count"])
        gender = known.gender if known else "masc"
        return f"{preposition} {cardinal(n, 'accs', gender)} {counted_form(lemma, '', 'accs', n, fractional=False)}"
    *adjectives, noun = lemma.split()
    said = f"{preposition} {'сутки' if lemma == 'сутки' else _inflect_singular(adjectives, noun, 'accs')}"
    return f"{said} в {_PERIODS[match['then']]}" if match["then"] else said  # «2 мг/кг/сут»


def _inflect_singular(adjectives: list[str], noun: str, case: Case) -> str:
    # pymorphy3 gives an adjective no accusative without gender and animacy: «один квадратный метр».
    gender = gender_of(parses(noun)[0])
    declined = []
    for adjective in adjectives:
        form = next(parse for parse in parses(adjective) if parse.tag.case == "nomn")
        grammemes = {case, "sing", gender, "inan"} if case == "accs" and gender == "masc" else {case, "sing", gender}
        agreed = form.inflect(grammemes)
        declined.append(str(agreed.word) if agreed else adjective)
    return " ".join([*declined, inflect(noun, case)])
