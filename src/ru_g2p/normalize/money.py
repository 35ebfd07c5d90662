"""Prices: two decimals of a currency are its hundredth parts («25 600,50 руб.»: шестьсот рублей пятьдесят копеек)."""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.normalize.agreement import gender_of, inflect, parses
from ru_g2p.normalize.apposition import case_here
from ru_g2p.normalize.numerals import Case, cardinal
from ru_g2p.normalize.units import Unit, counted_form, units
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows


@cache
def _parts() -> dict[str, str]:
    return {currency: part for currency, part, _ in rows("normalize/money.tsv", "currency", "part", "example")}


def _read_pair(match: re.Match[str]) -> Spoken:
    # «Курс USD/RUB растёт»: of the dollar to the rouble
    first, second = units()[match[1]].lemma, units()[match[2]].lemma
    case = case_here(first, match.string, match.start())
    return Spoken(f"{inflect(first, case)} к {inflect(second, 'datv')}")


def amount(unit: Unit, whole: int, fraction: str, case: Case) -> str | None:
    """Say a price in ``case``; ``None`` unless ``fraction`` has two digits and the currency hundredth parts."""
    part = _parts().get(unit.lemma)
    if part is None or len(fraction) != 2:
        return None
    hundredths = int(fraction)
    said = []
    if whole or not hundredths:
        said += [cardinal(whole, case, unit.gender), counted_form(unit.lemma, "", case, whole, fractional=False)]
    if hundredths:
        gender = gender_of(parses(part)[0])
        said += [cardinal(hundredths, case, gender), counted_form(part, "", case, hundredths, fractional=False)]
    return " ".join(said)


_CODE = "(USD|EUR|RUB|GBP|CNY|UAH|KZT|JPY)"
PAIR = Verbalizer("money", re.compile(rf"{_CODE}/{_CODE}(?![A-Za-z])"), _read_pair)
"""The exchange rate of two currencies: «USD/RUB»."""
