"""Which case, gender and number a numeral takes from the noun it counts.

The noun's own form comes first, because the writer has already declined it («с 3 детьми»); what governs the
number decides where the form leaves several cases open («около 150 человек»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from ru_g2p.normalize.agreement import Form, forms, parses, word_before, words_after
from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.fitting import Agreement, as_cardinal, as_ordinal
from ru_g2p.normalize.government import (
    case_of_bare,
    coordinated,
    governed,
    governor_end,
    is_object,
    modifiers_before,
)
from ru_g2p.normalize.numerals import (
    CASES,
    Case,
    Gender,
    ends_in_few,
    ends_in_one,
)
from ru_g2p.normalize.units import unit_of, unit_pattern, units
from ru_g2p.tables import rows

_JOINED = re.compile(
    rf"(?:(?:,{SPACE}\d{{1,3}}){{0,4}}{SPACE}(?P<word>и|или|либо|до|по){SPACE}(?:\d{{1,3}}(?:{SPACE}\d{{3}})+|\d+)"
    rf"|(?:,{SPACE}\d{{1,3}}){{1,4}}(?={SPACE}))(?![\d.,:/-])"
)
"""The number that shares the noun with the one before it: «5 и 7 лет», «от 1 до 2 минут»."""

_OUT_OF = re.compile(rf"{SPACE}(?P<word>из){SPACE}\d{{1,9}}(?![\d.,:/-])")
"""«9 из 10»: the number before «из» has the gender of the noun after both."""

_WINDOW = 40
_OUT_OF_BEFORE = re.compile(rf"(?<![\w-])[Ии]з{SPACE}\d[\d ]*{SPACE}([а-яё]+)(?:{SPACE}[а-яё]+)?{SPACE}\Z")
"""«из 5 заявок 2 отклонили»: the number without a noun has the gender of the whole's."""

_MEASURE = re.compile(rf"{SPACE}?(?:(?P<thousands>тыс)|(?P<unit>{unit_pattern()}))(?![A-Za-zА-Яа-яЁё])")
_SHARE_BEFORE = re.compile(
    rf"(?<![а-яё])[Вв]о?{SPACE}(?:\d{{1,3}}/\d{{1,3}}|[½⅓⅔¼¾]|\d{{1,3}}{SPACE}?%){SPACE}[а-яё]+(?:ов|ев|ей|[бвгджзклмнпрстфхцчшщйь]){SPACE}[^.!?\n]*\Z"
)
_NO_NOUN = re.compile(rf"[,;.)]|\Z|{SPACE}(?:[-\u2013\u2014]|нет){SPACE}?")
"""«в 2/3 случаев помогает, а в 1/3 — нет»"""

_AMONG = re.compile(rf"{SPACE}из{SPACE}(?=[а-яё])")
_IN_ONE = re.compile(rf"\d{SPACE}в{SPACE}\Z")
_OR_MORE = re.compile(rf"{SPACE}(?:и|или){SPACE}(?:более|больше|менее|меньше)(?={SPACE})")
"""«с 3 и более детьми»"""

_OPERATOR = re.compile(rf"{SPACE}(?:(?:плюс|минус){SPACE}(?:\d|минус|плюс)|ноль|нуль)")
_LISTED = re.compile(rf"\d(?:,|{SPACE}и){SPACE}\Z")
_FROM = frozenset({"с", "со"})
_POSSESSIVE = frozenset({"свой", "мой", "твой", "наш", "ваш"})
_CAPITAL = re.compile(rf"{SPACE}?[А-ЯЁ]")
_UNCOUNTED = frozenset({"ADVB", "PRCL", "CONJ", "PREP", "PRED", "COMP"})
_RARE = 0.1
"""A likelihood below which a reading of pymorphy3 is left out: «уже» as the prepositional of «уж»."""

_FABLED = 1001
_FABLED_NOUNS = frozenset({"ночь", "мелочь", "способ", "причина", "совет"})
"""What there are a thousand and one of, as of the Arabian nights; roubles are counted."""

_HIGHEST_PLACE = 999
"""A larger number before a singular noun is no place in an order: «2024 Компания»."""


def counted(n: int, text: str, start: int, end: int) -> Agreement:
    """Return the form of the number ``n`` written at ``text[start:end]``."""
    found = governed(text, start)
    before = word_before(text, governor_end(text, start))
    candidates = found[0] if found else _open_cases(text, start, modifiers_before(text, start))
    if not found and candidates == CASES:
        candidates = (*coordinated(text, start), *CASES)
    joined = _JOINED.match(text, end) or _OUT_OF.match(text, end)
    more = _OR_MORE.match(text, end)
    noun_start = joined.end() if joined else more.end() if more else end
    noun = () if _OPERATOR.match(text, end) else counted_noun(words_after(text, noun_start))
    if joined and joined["word"] in {"до", "по", "из"}:
        return _before_another(joined, start, noun, before, is_governed=found is not None)
    agreed = None
    if noun:
        in_several = n > 0 and n % 1000 == 0 and is_share(text, start, end, of_several=True)
        likely = _likely(candidates, n, noun, before, in_several=in_several)
        agreed = None
        if joined or _LISTED.search(text, max(0, start - 8), start):
            agreed = _listed(n, noun, candidates, before)
        agreed = agreed or _in_order(n, noun, candidates, before, after_noun=not found and _is_noun(before))
        is_subject = bool(before) or _is_followed_by_doing(text, noun_start)
        agreed = agreed or as_cardinal(n, noun, likely, is_subject=is_subject)
        if n == _FABLED and agreed and noun[0].lemma in _FABLED_NOUNS:
            agreed = replace(agreed, is_fabled=True)
        if before == "по" and agreed and agreed.case == "datv" and ends_in_one(n) and not agreed.is_ordinal:
            agreed = replace(agreed, is_distributive=True)
        if before == "по" and agreed and agreed.case == "accs" and n % 1000 == 0 and ends_in_one(n // 1000):
            agreed = replace(agreed, case="datv")  # «по 1000 рублей»
        may_be_place = noun[0].lemma in ordinal_nouns() or not (joined or _CAPITAL.match(text, end))
        if not agreed and n <= _HIGHEST_PLACE and may_be_place:
            agreed = as_ordinal(noun, candidates)
    if not agreed and not noun:
        among = _AMONG.match(text, end)
        members = counted_noun(words_after(text, among.end() - 1)) if among else ()
        if members and members[0].plural:  # «1 из пациенток»
            return Agreement(case_of_bare(text, start), members[0].gender, members[0].animate and found is not None)
        whole = _OUT_OF_BEFORE.search(text, max(0, start - _WINDOW), start)
        named = counted_noun([whole[1].lower()]) if whole else ()
        if named:
            return Agreement(gender=named[0].gender)
    is_in = not noun and _IN_ONE.search(text, max(0, start - 4), start)  # «3 в 1»
    return agreed or Agreement("loct" if is_in else case_of_bare(text, start))


def counted_with_half(text: str, start: int, end: int) -> Agreement | None:
    """Return the form of the number before «с половиной» if the noun after is a plural: «8,5 лет», «к 8,5 годам»."""
    noun = counted_noun(words_after(text, end))
    if not noun or not all(form.plural for form in noun):
        return None
    found = governed(text, start)
    agreement = as_cardinal(5, noun, found[0] if found else CASES, is_subject=False)
    return agreement and Agreement(agreement.case, noun[0].gender)


def _before_another(
    joined: re.Match[str], start: int, noun: tuple[Form, ...], before: str, *, is_governed: bool
) -> Agreement:
    """Return the form of a number whose noun follows another with a preposition of its own: «от 1 до 2 минут»."""
    text, end = joined.string, joined.start()
    gender: Gender = noun[0].gender if noun else "masc"
    if joined["word"] == "из":
        case = "loct" if is_share(text, start, end) else case_of_bare(text, start)
        return Agreement(case, gender, is_governed and bool(noun) and noun[0].animate)
    if before in _FROM and noun and noun[0].lemma in ordinal_nouns():
        return Agreement("gent", gender, is_ordinal=True)  # «с 1 по 4 место»
    gender = gender if noun else _gender_of_unit(text, joined.end())
    return Agreement(case_of_bare(text, start), gender)


def _gender_of_unit(text: str, end: int) -> Gender:
    # «от 1 до 3 тыс. рублей», «от 1 до 2 мин.»
    measure = _MEASURE.match(text, end)
    if measure and measure["thousands"]:
        return "femn"
    unit = unit_of(measure["unit"]) if measure else None
    return unit.gender if unit else "masc"


def _in_order(
    n: int, noun: tuple[Form, ...], candidates: tuple[Case, ...], before: str, *, after_noun: bool
) -> Agreement | None:
    """Read «20 век», which is no twenty eyelids, and «орден 2 степени» by the place in order."""
    if noun[0].lemma not in ordinal_nouns() or before == "ни":
        return None
    if ends_in_few(n) and not (after_noun and n < 5):
        return None
    # Of a word that is counted in order its own singular comes first; after a noun the singular is the genitive.
    own = tuple(form for form in noun if form.lemma == noun[0].lemma)
    return as_ordinal(own, ("gent",) if ends_in_few(n) else candidates)


def _listed(n: int, noun: tuple[Form, ...], candidates: tuple[Case, ...], before: str) -> Agreement | None:
    """Read «в 5 и 6 классах», «1, 2 и 3 места», which are those and no others, by their places in order."""
    # «на 12 и 88 минутах» a goal was scored
    is_place = noun[0].lemma in ordinal_nouns() or (before == "на" and noun[0].lemma == "минута")
    for case in candidates:
        for form in noun:
            if form.case == case != "gent" and form.plural and form.lemma == noun[0].lemma:
                if is_place:
                    return Agreement(case, form.gender, is_ordinal=True)
                if ends_in_one(n) and case not in {"nomn", "accs"}:
                    return Agreement(case, form.gender)  # «с 1, 5 и 10 рублями»
    return None


def _likely(
    candidates: tuple[Case, ...], n: int, noun: tuple[Form, ...], before: str, *, in_several: bool
) -> tuple[Case, ...]:
    """Put first the case that what stands before the number makes likelier than the others its noun allows."""
    if in_several and noun[0].lemma not in unit_lemmas():
        return ("loct", *candidates)  # «в 2000 городов», but «в 2000 рублей», «тиражом в 2000 книг»
    if before in _FROM and ends_in_few(n):
        return tuple(case for case in candidates if case != "accs")  # «со 2 раза» is no two times
    if candidates == CASES and any(
        form.case == "nomn" and form.animate and not form.plural for form in forms(before)[:1]
    ):
        return ("gent", *candidates)  # «отец 3 детей»
    return candidates


def is_share(text: str, start: int, end: int, *, of_several: bool = False) -> bool:
    """Tell whether a part of several stands after «в»: «в 2/3 случаев», «в 95 % школ», «в 9 из 10 домов».

    ``of_several`` asks for those by thousands, where a noun before has them as its measure: «долг в 2 млн тенге».
    """
    if word_before(text, start) not in {"в", "во"}:
        return False
    if _OUT_OF.match(text, end) or (
        _NO_NOUN.match(text, end) and _SHARE_BEFORE.search(text, max(0, start - 2 * _WINDOW), start)
    ):
        return True
    noun_before = [form for form in forms(word_before(text, start - len("в "))) if form.part == "NOUN"]
    is_measure = any(of_several or form.case == "ablt" for form in noun_before[:1])
    return not is_measure and _counts_several(text, end)


def _counts_several(text: str, end: int) -> bool:
    noun = words_after(text, end)[:1]
    if "раз" in noun:
        return False
    return any(form.part == "NOUN" and form.plural and form.case == "gent" for word in noun for form in forms(word))


def counts(n: int, text: str, end: int) -> bool:
    """Tell whether the words after ``end`` can be what ``n`` counts, in any case."""
    noun = counted_noun(words_after(text, end))
    return bool(noun) and as_cardinal(n, noun, CASES, is_subject=True) is not None


def gender_after(text: str, end: int) -> Gender | None:
    """Return the gender of the noun that follows ``end``, if one does, or the number joined to it: «1,5 и 2 метра»."""
    joined = _JOINED.match(text, end)
    noun = counted_noun(words_after(text, joined.end() if joined else end))
    return noun[0].gender if noun else None


def joins_number(text: str, end: int) -> bool:
    """Tell whether another number follows that shares the noun: «от 1,5 до 2 кг»."""
    return _JOINED.match(text, end) is not None


@cache
def ordinal_nouns() -> frozenset[str]:
    """Return the nouns that a number names by order when they stand in the singular: «21 век»."""
    return frozenset(word for word, _example in rows("normalize/ordinal_nouns.tsv", "noun", "example"))


@cache
def unit_lemmas() -> frozenset[str]:
    """Return the nouns of the units and currencies, in which one measures."""
    return frozenset(unit.lemma for unit in units().values())


def _is_followed_by_doing(text: str, end: int) -> bool:
    """Tell whether what is counted does something that has no object: «4 солдат вернулись»."""
    tags = [parse.tag for word in words_after(text, end)[1:] for parse in parses(word)[:1]]
    return any("intr" in tag and "plur" in tag and tag.POS == "VERB" for tag in tags)


def _is_noun(word: str) -> bool:
    return any(str(parse.tag.POS) == "NOUN" for parse in parses(word)[:1])


def _open_cases(text: str, start: int, modified: tuple[Case, ...]) -> tuple[Case, ...]:
    if modified:
        return modified
    if is_object(text, governor_end(text, start)):
        return ("accs", "nomn", "gent", "datv", "ablt", "loct")
    return CASES


def counted_noun(words: Iterable[str]) -> tuple[Form, ...]:
    """Return the readings of the noun among the words after a number.

    Adjectives may stand between; if no noun follows, the last of them is the noun («3 подозреваемых»).
    """
    last: tuple[Form, ...] = ()
    for word in words:
        found = forms(word)
        if _is_hardly_noun(word):
            return last  # «в 7 уже поздно»: no grass-snakes
        nouns = tuple(form for form in found if form.part == "NOUN")
        if nouns and (found[0].part == "NOUN" or last):
            return nouns
        if not found or (len(found) < len(parses(word)) and not _mostly_adjective(word)):
            return last
        if any("Apro" in parse.tag and parse.normal_form not in _POSSESSIVE for parse in parses(word)[:1]):
            # «404 всем известна»: no noun is left out
            return last
        last = found
    return last


def _is_hardly_noun(word: str) -> bool:
    readings = parses(word)
    return any(str(parse.tag.POS) in _UNCOUNTED for parse in readings[:1]) and not any(
        parse.tag.POS == "NOUN" and parse.score > _RARE for parse in readings
    )


def _mostly_adjective(word: str) -> bool:
    return bool(parses(word)) and str(parses(word)[0].tag.POS) in {"ADJF", "PRTF"}
