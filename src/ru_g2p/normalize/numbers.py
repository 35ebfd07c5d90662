"""Cardinals, decimals, ranges, and numbers with a unit: «с 3 детьми», «3,5 кг», «5-7 дней», «до 100 %»."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ru_g2p.normalize.agreement import (
    Agreement,
    case_of_bare,
    counted,
    gender_of,
    inflect,
    parses,
    word_before,
)
from ru_g2p.normalize.alphabet import SENTENCE_ENDS, SPACE
from ru_g2p.normalize.numerals import (
    Case,
    Gender,
    ascii_digits,
    by_digit,
    decimal,
    ends_in_few,
    ends_in_one,
    is_number,
)
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

MINUS: Final = r"[-\u2013\u2212]"
NUMBER: Final = (
    rf"(?:\d{{1,3}}(?:{SPACE}\d{{3}}){{1,4}}(?!\d)|\d{{1,3}}(?:\.\d{{3}}){{2,4}}(?![.\d])|\d+)"
    r"(?:[.,]\d{1,12}(?!\d|[.,]\d))?"
)
_GROUPS: Final = re.compile(rf"\d{{1,3}}(?:(?:{SPACE}\d{{3}})+|(?:\.\d{{3}}){{2,}})(?=\D|\Z)")
_MULTIPLIERS: Final = {"тыс": "тысяча", "млн": "миллион", "млрд": "миллиард", "трлн": "триллион"}
_STOP: Final = rf"(?:\.(?!{SENTENCE_ENDS}))?"
_CURRENCY: Final = "$€£₽¥₴"


@cache
def _units() -> dict[str, tuple[str, str, str]]:
    table = rows("normalize/units.tsv", "written", "lemma", "tail", "count", "example")
    return {written: (lemma, tail, count) for written, lemma, tail, count, _ in table}


def _pattern() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(_units(), key=len, reverse=True))
    return re.compile(
        rf"(?P<minus>{MINUS})?(?P<prefix>[{_CURRENCY}]{SPACE}?)?(?P<first>{NUMBER})"
        rf"(?:[-\u2010-\u2015](?P<second>{NUMBER}))?"
        rf"(?:{SPACE}?(?P<multiplier>тыс|млн|млрд|трлн){_STOP}(?!\+?[а-яё]))?"
        rf"(?:{SPACE}?(?P<unit>{units})(?!\+?[A-Za-zА-Яа-яЁё\d]|\.{SPACE}?[а-яё]\.){_STOP})?"
    )


def _read(match: re.Match[str]) -> Spoken | None:
    written = [part for part in (match["first"], match["second"]) if part]
    spoken = _Quantity(match).read(written)
    return Spoken(f"минус {spoken}" if match["minus"] else spoken, uncertain=match["prefix"] is not None)


class _Quantity:
    """One match of a number: what governs it, and what it counts."""

    def __init__(self, match: re.Match[str]) -> None:
        self._text, self._start, self._end = match.string, match.start(), match.end()
        self._multiplier = _MULTIPLIERS.get(match["multiplier"] or "")
        self._unit = _units().get(match["unit"] or (match["prefix"] or "").strip())

    def read(self, written: list[str]) -> str:
        """Say the number or the range, then its multiplier and unit."""
        numbers = [_parts(part) for part in written]
        whole, fraction = numbers[-1]
        if not is_number(whole):
            spoken = [_plain(*number) for number in numbers]
            return " ".join(spoken + self._tail("nomn", 5, fractional=False))
        agreement = self._agreement(int(whole), fractional=bool(fraction))
        spoken = [_say(number, agreement) for number in numbers]
        # Orthography joins «пять-семь» by a hyphen, but numerals of several words by a dash.
        joint = " - " if any(" " in part for part in spoken) else "-"
        tail = self._tail(agreement.case, int(whole), fractional=bool(fraction))
        return " ".join([joint.join(spoken), *tail])

    def _agreement(self, whole: int, *, fractional: bool) -> Agreement:
        counted_word = self._multiplier or (self._unit[0] if self._unit else None)
        if counted_word:
            return Agreement(self._case(), _gender(counted_word))
        if fractional:
            return Agreement(self._case())
        return counted(whole, self._text, self._start, self._end)

    def _case(self) -> Case:
        # «в 5 км от города» tells a place, «в 5 кг» a measure.
        case = case_of_bare(self._text, self._start)
        near = self._text[self._end : self._end + 4]
        if case == "accs" and near.strip() == "от" and word_before(self._text, self._start) == "в":
            return "loct"
        return case

    def _tail(self, case: Case, n: int, *, fractional: bool) -> list[str]:
        words = []
        if self._multiplier:
            words.append(_counted_form(self._multiplier, "", case, n, fractional=fractional))
        if self._unit:
            lemma, tail, count = self._unit
            if self._multiplier:
                words.append(count or inflect(lemma, "gent", plural=True))
            else:
                words.append(_counted_form(lemma, count, case, n, fractional=fractional))
            words.extend([tail] if tail else [])
        return words


def _parts(written: str) -> tuple[str, str]:
    """Split a written number into the ASCII digits of its whole and fractional parts."""
    grouped = _GROUPS.match(written)
    if grouped:
        whole, rest = grouped[0], written[grouped.end() :]
    else:
        whole, rest = re.split(r"(?=[.,])", written, maxsplit=1) if re.search(r"[.,]", written) else (written, "")
    return ascii_digits(re.sub(r"\D", "", whole)), ascii_digits(rest[1:])


def _plain(whole: str, fraction: str) -> str:
    return f"{by_digit(whole)} запятая {by_digit(fraction)}" if fraction else by_digit(whole)


def _say(number: tuple[str, str], agreement: Agreement) -> str:
    whole, fraction = number
    if fraction:
        return decimal(whole, fraction, agreement.case)
    return agreement.read(int(whole)) if is_number(whole) else by_digit(whole)


def _gender(lemma: str) -> Gender:
    # «квадратный метр»: the last word is the noun.
    return gender_of(parses(lemma.rsplit(maxsplit=1)[-1])[0])


def _counted_form(lemma: str, count: str, case: Case, n: int, *, fractional: bool) -> str:
    """Decline a unit after a number: «рубль», «рубля», «рублей», «рублями»; after a fraction «рубля»."""
    *adjectives, noun = lemma.split()
    if adjectives and not fractional and case in {"nomn", "accs"} and ends_in_few(n):
        # «два квадратных метра»: the adjective is plural where the noun is not.
        return " ".join([*(inflect(word, "gent", plural=True) for word in adjectives), inflect(noun, "gent")])
    if fractional:
        return inflect(lemma, "gent")
    if ends_in_one(n):
        return inflect(lemma, case)
    if case not in {"nomn", "accs"}:
        return count if count and case == "gent" else inflect(lemma, case, plural=True)
    if ends_in_few(n):
        return inflect(lemma, "gent")
    return count or inflect(lemma, "gent", plural=True)


def _read_percent_adjective(match: re.Match[str]) -> Spoken | None:
    from ru_g2p.normalize.numerals import compound  # noqa: PLC0415

    digits = ascii_digits(match[1])
    if not is_number(digits) or len(digits) > 4:
        return None
    return Spoken(f"{compound(int(digits))}процент{match[2]}")


PERCENT_ADJECTIVE = Verbalizer(
    "percent", re.compile(rf"(\d{{1,4}}){SPACE}?%-?(н[а-яё]{{1,4}})"), _read_percent_adjective
)
NUMBER_WITH_UNIT = Verbalizer("number", _pattern(), _read)
