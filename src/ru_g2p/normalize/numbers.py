"""Cardinals, decimals, ranges, and numbers with a unit: «с 3 детьми», «3,5 кг», «5-7 дней», «до 100 %»."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from ru_g2p.normalize.agreement import forms, gender_of, parses, word_before
from ru_g2p.normalize.alphabet import LETTERS, SPACE
from ru_g2p.normalize.counting import counted, counted_with_half, gender_after, joins_number
from ru_g2p.normalize.figures import NUMBER, by_digits, parts, say
from ru_g2p.normalize.fitting import Agreement
from ru_g2p.normalize.gaps import closes_quotation
from ru_g2p.normalize.measured import case_of_amount, is_age_of_persons
from ru_g2p.normalize.money import amount
from ru_g2p.normalize.numerals import (
    Case,
    Gender,
    cardinal,
    ends_in_few,
    ends_in_one,
    is_number,
    one_and_a_half,
)
from ru_g2p.normalize.units import CURRENCY_SIGNS, STOP, Unit, counted_form, per, rate_pattern, unit_of, unit_pattern
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

MINUS: Final = r"[-\u2013\u2212]"
_MULTIPLIERS: Final = {
    "тыс": "тысяча", "млн": "миллион", "млрд": "миллиард", "трлн": "триллион", "k": "тысяча", "к": "тысяча",
    "m": "миллион", "м": "миллион", "mln": "миллион", "b": "миллиард", "bn": "миллиард", "t": "триллион",
}  # fmt: skip
_RANGE: Final = (
    rf"(?:(?:[-\u2010-\u2015]|{SPACE}?[-\u2010-\u2015]{SPACE}?)(?=\d)"
    rf"|{SPACE}?(?:…|\.{{2,3}}|[-\u2010-\u2015]){SPACE}?(?=[-+\u2212\u2013]\d)|(?:…|\.{{2,3}})(?=\d))"
)
"""«5-7», «5 – 7», «−15…−20», «5...7»."""
_NO_UNIT: Final = rf"табл\.{SPACE}?\d|(?:ч|стр)\.{SPACE}?\d{{1,3}}(?!\d|{SPACE}?(?:мин|сек|м\b|с\b))|ч\.{SPACE}?лож"
"""«ст. 158 ч. 2», «1 ч. ложка»: a part and a tea-spoon, not hours."""

_WORD = re.compile(rf"[{LETTERS}]{{4}}")
"""Of four letters or more, so that it is no unit."""

_AGED: Final = re.compile(
    rf"(?i:(?<![{LETTERS}])(?:мне|тебе|ему|ей|нам|вам|им|мальчик|девочка|мужчина|женщина|юноша|девушка|парень|сын|дочь"
    rf"|пациент(?:ка)?|больн(?:ой|ая)|реб[её]нок|гарантия|годности|стаж|опыт|возраст|срок))(?:{SPACE}[А-ЯЁ]\.)?,?{SPACE}(?:[-\u2013\u2014]{SPACE})?\Z"
    rf"|[А-ЯЁ][а-яё]+{SPACE}(?:[А-ЯЁ]\.{SPACE}?){{1,2}}\(\Z"
)
"""Whose age is told: «мальчик 5 л.», «мне 25 л.», «Иванова А. П. (35 л.)»."""

_HOUSE: Final = re.compile(rf"(?<![{LETTERS}])(?i:дом|д|корп|к|кв|класс[еау]?|кл|школ[аеуы]|подъезд|вход)\.?{SPACE}\Z")
_AGO: Final = re.compile(rf"{SPACE}(?:(?:назад|спустя)(?![а-яё])|(?:и{SPACE})?\d{{1,2}}{SPACE}мес)")
"""«5 г. назад», «2 г. 3 мес.»"""

_COMPARED = re.compile(r"[=<>≤≥≈≠]\s?\Z")
"""«При x = −2 значение»: what follows a sign of comparison is no place in an order."""

_NEXT_WORD = re.compile(rf"{SPACE}([а-яё]{{3,12}})(?![а-яё+-])")


_PLACES: Final = (
    "дом", "корпус", "квартир", "кабинет", "аудитори", "офис", "вагон", "класс", "строени", "литер", "маршрут",
    "автобус", "троллейбус", "трамва", "рейс", "поезд", "электричк", "палат", "подъезд", "участ", "школ",
)  # fmt: skip
_BLANKS: Final = " \u00a0\u202f"
_NAME_WINDOW: Final = 32
_QUOTATION: Final = 200
"""Characters in which the beginning of a quotation is looked for."""


def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<minus>{MINUS})?(?P<prefix>[{CURRENCY_SIGNS}]{SPACE}?)?(?P<first>{NUMBER})"
        rf"(?:(?P<range>{_RANGE})(?P<sign>[-+\u2212\u2013])?(?P<second>{NUMBER})(?!{SPACE}?[=+×]))?"
        rf"(?:(?P<scale>(?(prefix)(?:[KkКкMmМмBbT]|{SPACE}?(?:bn|mln))|[kкК])(?![A-Za-zА-Яа-яЁё\d]))"
        rf"|(?:{SPACE}|-(?=тыс))?(?P<multiplier>(?i:тыс|млн|млрд|трлн)){STOP}(?!\+?[а-яё]))?"
        rf"(?:(?:{SPACE}?|{SPACE}?-{SPACE}?(?=(?i:мм|см|мл|кг|км)))(?!{_NO_UNIT})(?:(?P<unit>{unit_pattern()})|(?(multiplier)(?=/)|(?(prefix)(?=/)|(?!))))(?:\.?{rate_pattern()})?"
        rf"(?!\+?[A-Za-zА-Яа-яЁё]|(?<![°′])\d|\.{SPACE}?[а-яё]\.|{SPACE}класс){STOP})?"
    )


def _read(match: re.Match[str]) -> Spoken | None:
    quantity = _Quantity(match)
    written = [part for part in (match["first"], match["second"]) if part]
    spoken = quantity.price() or quantity.read(written)
    return Spoken(
        f"минус {spoken}" if match["minus"] else spoken, uncertain=match["prefix"] is not None, end=quantity.end
    )


class _Quantity:
    """One match of a number: what governs it, and what it counts."""

    def __init__(self, match: re.Match[str]) -> None:
        self._match = match
        self.end = match.end()
        self._text, self._start, self._end = match.string, match.start(), match.end()
        self._multiplier = _MULTIPLIERS.get((match["multiplier"] or match["scale"] or "").strip(_BLANKS).lower())
        if match["scale"] and not match["prefix"] and self._is_place():
            self._multiplier, self.end = None, match.start("scale")  # «маршрут 101К»
        self._unit: Unit | None = unit_of(match["unit"] or (match["prefix"] or "").strip())
        if match["unit"] == '"' and closes_quotation(self._text, match.start("unit")):
            self._unit, self.end = None, match.start("unit")
        if self._unit and len(self._unit.written) == 1 and self._unit.written.isalpha() and self._is_label():
            self._unit, self.end = None, match.start("unit")
        if (
            self._unit
            and self._unit.lemma == "балл"
            and _HOUSE.search(self._text, max(0, self._start - 10), self._start)
        ):
            self._unit, self.end = None, match.start("unit")  # «д. 5 б.»
        if self._unit and self._unit.lemma == "дюйм" and self._text[: self._start].endswith(("′", "′ ")):
            self._unit = unit_of("сек")  # «15′ 20″»: of an angle
        if self._unit and self._unit.written in {"л", "г"} and self._is_of_years():
            self._unit = replace(self._unit, lemma="год", count="лет", kind="time")
        self._skip_repeated_unit()

    def _is_label(self) -> bool:
        # «поезд 016А», «дом 15А»: no amperes.
        glued = (
            self._match["unit"] and not self._match["second"] and self._text[self._match.start("unit") - 1].isdigit()
        )
        return bool(glued) and (self._is_place() or not is_number(parts(self._match["first"])[0]))

    def _is_place(self) -> bool:
        return word_before(self._text, self._start).startswith(_PLACES)

    def _is_of_years(self) -> bool:
        # «5 г. назад», «мальчик 5 л.»: neither grams nor litres
        if _AGO.match(self._text, self._end):
            return True
        of = _NEXT_WORD.match(self._text, self._end)
        is_short = "." in self._text[self._end - 1 : self._end + 1]
        if not is_short or (of and any(form.case == "gent" for form in forms(of[1]))):
            return False  # «дайте мне 2 л молока», «купи им 5 л»
        return _AGED.search(self._text, max(0, self._start - _NAME_WINDOW), self._start) is not None

    def _skip_repeated_unit(self) -> None:
        # «90 % процентов»: the sign is written out once more.
        noun = _NEXT_WORD.match(self._text, self.end)
        if noun and self._unit and any(form.lemma == self._unit.lemma for form in forms(noun[1])[:1]):
            self.end = noun.end()

    def price(self) -> str | None:
        """Say a sum with two decimals as roubles and kopecks; ``None`` if it is none."""
        whole, fraction = parts(self._match["first"])
        if not self._unit and not self._multiplier and len(fraction) == 2:
            return self._price_in_words(int(whole), fraction) if is_number(whole) else None
        if not self._unit or self._match["second"] or self._multiplier or self._match["per"] or not is_number(whole):
            return None
        return amount(self._unit, int(whole), fraction, self._case())

    def _price_in_words(self, whole: int, fraction: str) -> str | None:
        # «25 600,50 рублей»: the currency is written out.
        noun = _NEXT_WORD.match(self._text, self._end)
        # «0,35 рубля» is said as it is written, a fraction of a rouble.
        currency = next((form for form in forms(noun[1])[:1] if form.plural), None) if noun else None
        spoken = amount(Unit("", currency.lemma, "", "", "money"), whole, fraction, self._case()) if currency else None
        if noun and spoken:
            self.end = noun.end()
        return spoken

    def read(self, written: list[str]) -> str:
        """Say the number or the range, then its multiplier and unit."""
        numbers = [parts(part) for part in written]
        if self._match["unit"] in {"′", "″", "°"}:
            numbers = [(number[0].lstrip("0") or "0", number[1]) for number in numbers]  # «37°04′»
        whole, fraction = numbers[-1]
        if not is_number(whole):
            spoken = [by_digits(*number) for number in numbers]
            return " ".join(spoken + self._tail("nomn", 5, fractional=False))
        if numbers == [(whole, "00")] and not self._unit and not self._multiplier:
            numbers, fraction = [(whole, "")], ""  # «938,00»: the zeros of a sum
        if len(numbers) == 1 and (whole, fraction) == ("1", "5") and (half := self._one_and_a_half()):
            return half
        if len(numbers) == 1 and fraction == "5" and (half := self._with_half(int(whole))):
            return half
        agreement = self._agreement(int(whole), fractional=bool(fraction))
        spoken = [
            self._half_of_range(number, agreement.case) or say(number, self._each(number, agreement))
            for number in numbers
        ]
        if self._match["sign"]:
            spoken[-1] = f"{'плюс' if self._match['sign'] == '+' else 'минус'} {spoken[-1]}"
        # Orthography joins «пять-семь» by a hyphen, but numerals of several words by a dash.
        joint = " - " if any(" " in part for part in spoken) else "-"
        if len(numbers) > 1 and word_before(self._text, self._start) == "от":
            joint = " до "
        tail = self._tail(agreement.case, int(whole), fractional=bool(fraction))
        return " ".join([joint.join(spoken), *tail])

    def _with_half(self, whole: int) -> str | None:
        # «к 8,5 годам», «8,5 лет»: the writer counted whole things, a fraction would ask for «года»
        if not whole or self._unit or self._multiplier:
            return None
        agreement = counted_with_half(self._text, self._start, self._end)
        return f"{cardinal(whole, agreement.case, agreement.gender)} с половиной" if agreement else None

    def _one_and_a_half(self) -> str | None:
        case = self._case()
        if self._multiplier or (self._unit and self._is_everyday(self._unit)):
            tail = self._tail(case, 2 if case in {"nomn", "accs"} else 5, fractional=False)
            return " ".join([one_and_a_half(case, self._gender()), *tail])
        if self._unit:
            return None
        gender = gender_after(self._text, self._end)
        if not gender and case not in {"nomn", "accs"} and joins_number(self._text, self._end):
            gender = "masc"  # «от 1,5 до 2 кг»: in these cases it is the same for all
        return one_and_a_half(case, gender) if gender else None

    def _is_everyday(self, unit: Unit) -> bool:
        # In running text one says «полтора килограмма»; a figure by itself is technical and read exactly.
        if unit.kind == "time":
            return True
        technical = unit.tail or self._match["per"] or unit.written in {"%", "‰"}
        if not technical and self._case() not in {"nomn", "accs"}:
            return True
        before = self._text[max(0, self._start - _QUOTATION) : self._start]
        return not technical and _WORD.search(before) is not None

    def _half_of_range(self, number: tuple[str, str], case: Case) -> str | None:
        # «1–1,5 часа», «в 2–2,5 раза»
        if not self._match["second"] or number[1] != "5" or number[0] == "0":
            return None
        if self._unit and not self._multiplier and self._is_everyday(self._unit):
            gender: Gender | None = self._unit.gender
        else:
            gender = None if self._unit or self._multiplier else gender_after(self._text, self._end)
        if not gender:
            return None
        return (
            one_and_a_half(case, gender)
            if number[0] == "1"
            else f"{cardinal(int(number[0]), case, gender)} с половиной"
        )

    def _gender(self) -> Gender:
        return _gender(self._multiplier) if self._multiplier else self._unit.gender if self._unit else "masc"

    def _by_one_each(self, whole: int) -> bool:
        # «по 1 кг» is «по одному килограмму», but «по два килограмма»
        is_one = ends_in_one(whole) or (whole % 1000 == 0 and ends_in_one(whole // 1000))
        return is_one and word_before(self._text, self._start) == "по"

    def _each(self, number: tuple[str, str], agreement: Agreement) -> Agreement:
        # «по 1–2 таблетки» is «по одной-две»
        whole, fraction = number
        if fraction or not self._match["second"] or not (agreement.is_distributive or agreement.case == "accs"):
            return agreement
        if self._by_one_each(int(whole)):
            return replace(agreement, case="datv", is_distributive=True)
        return replace(agreement, case="accs", is_distributive=False)

    def _agreement(self, whole: int, *, fractional: bool) -> Agreement:
        if (self._multiplier or self._unit) and not fractional and self._by_one_each(whole):
            return Agreement("datv", self._gender(), is_distributive=True)
        if self._multiplier:
            return Agreement(self._case(), _gender(self._multiplier))
        if self._unit:
            is_days = self._unit.lemma == "сутки" and ends_in_few(whole) and self._case() in {"nomn", "accs"}
            return Agreement(self._case(), self._unit.gender, is_collective=is_days and not fractional)
        if fractional:
            return Agreement(self._case())
        if self._match["second"] and is_age_of_persons(self._text, self._start, self._end):
            return Agreement("gent")
        agreement = counted(whole, self._text, self._start, self._end)
        is_compared = agreement.is_ordinal and _COMPARED.search(self._text, max(0, self._start - 2), self._start)
        return Agreement(self._case()) if is_compared else agreement

    def _case(self) -> Case:
        return case_of_amount(self._text, self._start, self.end, self._unit, self._multiplier)

    def _tail(self, case: Case, n: int, *, fractional: bool) -> list[str]:
        words = []
        if self._multiplier:
            words.append(counted_form(self._multiplier, "", case, n, fractional=fractional))
        if self._unit:
            lemma, count = self._unit.lemma, self._unit.count
            if self._multiplier:
                words.append(count or counted_form(lemma, "", "gent", 5, fractional=False))
            else:
                words.append(counted_form(lemma, count, case, n, fractional=fractional))
            words.extend([self._unit.tail] if self._unit.tail else [])
        words.extend([per(self._match, self._unit)] if self._match["per"] else [])
        return words


def _gender(lemma: str) -> Gender:
    return gender_of(parses(lemma)[0])


NUMBER_WITH_UNIT = Verbalizer("number", _pattern(), _read)
