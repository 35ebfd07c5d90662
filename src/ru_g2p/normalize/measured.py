"""The case of a measured amount: «в 5 км от города» tells a place, «в 5 кг» a measure; «цена 1 кг» has a genitive."""

from __future__ import annotations

import re
from typing import Final

from ru_g2p.normalize.agreement import forms, word_before
from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.counting import is_share, unit_lemmas
from ru_g2p.normalize.government import case_of_bare, governed, governor_end
from ru_g2p.normalize.numerals import Case
from ru_g2p.normalize.units import Unit

_NEXT_WORD: Final = re.compile(rf"{SPACE}+([а-яё]{{3,16}})(?![а-яё+-])")
_FROM_PLACE: Final = re.compile(
    rf"{SPACE}+(?:(?i:от|к|друг{SPACE}от){SPACE}|(?:ходьбы|езды|пути|полёта|полета)(?![а-яё]))"
)
_PRICES: Final = ("цена", "цену", "цене", "цены", "стоимост")


def case_of_amount(text: str, start: int, end: int, unit: Unit | None, multiplier: str | None) -> Case:
    """Return the case of the amount written at ``text[start:end]`` in ``unit``, its thousands or millions by name."""
    case = case_of_bare(text, start)
    before = word_before(text, governor_end(text, start))
    if unit and unit.kind != "money" and not multiplier and before.startswith(_PRICES):
        return "gent"  # «цена 1 кг», but «цена 100 ₽»
    if unit and unit.kind == "money" and before == "цене":
        return "nomn"  # «по цене 100 ₽», but «два по цене одного»
    if unit and unit.written == "%" and is_share(text, start, end):
        return "loct"
    found = governed(text, start)
    allowed = found[0] if found else ()
    if before == "в" and "loct" in allowed and _tells_place(text, start, end, unit, multiplier):
        return "loct"
    if before in {"с", "со"} and (unit or multiplier) and allowed[:1] == ("ablt",):
        return "ablt"  # «с 500 ₽ в кармане», but «с 5 кг до 10 кг»
    return case


def is_age_of_persons(text: str, start: int, end: int) -> bool:
    """Tell whether the range at ``text[start:end]`` is how old those before it are: «детям 6–12 лет»."""
    noun = _NEXT_WORD.match(text, end)
    before = [form for form in forms(word_before(text, start))[:1] if form.part == "NOUN"]
    return noun is not None and noun[1] in {"лет", "месяцев"} and any(form.animate for form in before)


def _tells_place(text: str, start: int, end: int, unit: Unit | None, multiplier: str | None) -> bool:
    if _FROM_PLACE.match(text, end):
        return True
    following = _NEXT_WORD.match(text, end)
    noun = forms(following[1])[:1] if following else ()
    if multiplier and not unit:
        # «в 2 млн семей» lives something; «обошлось в 2 млн рублей», «оценивается в 13 млрд лет»
        is_measure = any(form.lemma in unit_lemmas() for form in noun)
        return not is_measure and is_share(text, start, end, of_several=True)
    # «В 1 кг яблок содержится»: a sentence begins with the amount of something
    begins = text.endswith(("В ", "В\u00a0"), 0, start)
    return begins and unit is not None and unit.kind == "" and any(form.case == "gent" for form in noun)
