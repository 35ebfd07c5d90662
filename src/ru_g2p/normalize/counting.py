"""Which case, gender and number a numeral takes from the noun it counts.

The noun's own form comes first, because the writer has already declined it («с 3 детьми»); what governs the
number decides where the form leaves several cases open («около 150 человек»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ru_g2p.normalize.agreement import (
    Form,
    case_of_bare,
    coordinated,
    forms,
    governed,
    governor_end,
    is_transitive,
    modifiers_before,
    parses,
    word_before,
    words_after,
)
from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.numerals import (
    CASES,
    Case,
    Gender,
    cardinal,
    collective,
    ends_in_few,
    ends_in_one,
    ordinal,
)
from ru_g2p.tables import rows

_JOINED = re.compile(rf"{SPACE}(?P<word>и|или|либо|до|по){SPACE}(?:\d{{1,3}}(?:{SPACE}\d{{3}})+|\d+)(?![\d.,:/-])")
"""The number that shares the noun with the one before it: «5 и 7 лет», «от 1 до 2 минут»."""

_OUT_OF = re.compile(rf"{SPACE}из{SPACE}\d{{1,9}}(?![\d.,:/-])")
"""«9 из 10»: the number before «из» has the gender of the noun after both."""

_IN_ONE = re.compile(rf"\d{SPACE}в{SPACE}\Z")
_OR_MORE = re.compile(rf"{SPACE}(?:и|или){SPACE}(?:более|больше|менее|меньше)(?={SPACE})")
"""«с 3 и более детьми»"""

_OPERATOR = re.compile(rf"{SPACE}(?:(?:плюс|минус){SPACE}(?:\d|минус|плюс)|ноль|нуль)")
_POSSESSIVE = frozenset({"свой", "мой", "твой", "наш", "ваш"})
_CAPITAL = re.compile(rf"{SPACE}?[А-ЯЁ]")
_HIGHEST_PLACE = 999
"""A larger number before a singular noun is no place in an order: «2024 Компания»."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The form a numeral takes."""

    case: Case = "nomn"
    gender: Gender = "masc"
    animate: bool = False
    is_ordinal: bool = False
    is_collective: bool = False

    def read(self, n: int) -> str:
        """Say ``n`` in this form."""
        if self.is_collective:
            return collective(n)
        say = ordinal if self.is_ordinal else cardinal
        return say(n, self.case, self.gender, animate=self.animate)


def counted(n: int, text: str, start: int, end: int) -> Agreement:
    """Return the form of the number ``n`` written at ``text[start:end]``."""
    found = governed(text, start)
    before = word_before(text, governor_end(text, start))
    candidates = found[0] if found else _open_cases(before, modifiers_before(text, start))
    if not found and candidates == CASES:
        candidates = (*coordinated(text, start), *CASES)
    joined = _JOINED.match(text, end) or _OUT_OF.match(text, end)
    more = _OR_MORE.match(text, end)
    noun_start = joined.end() if joined else more.end() if more else end
    noun = () if _OPERATOR.match(text, end) else counted_noun(words_after(text, noun_start))
    if joined and joined.re is _OUT_OF:
        case = "loct" if is_share(text, start, end) else case_of_bare(text, start)
        return Agreement(case, noun[0].gender if noun else "masc", bool(found and noun and noun[0].animate))
    if joined and joined["word"] in {"до", "по"}:
        if before in {"с", "со"} and noun and noun[0].lemma in ordinal_nouns():
            return Agreement("gent", noun[0].gender, is_ordinal=True)  # «с 1 по 4 место»
        # «от 1 до 2 минут»: the second number has a preposition of its own; only the gender is shared.
        return Agreement(case_of_bare(text, start), noun[0].gender if noun else "masc")
    if noun:
        is_noun_before = bool(before) and not found and _is_noun(before)
        if noun[0].lemma in ordinal_nouns() and before != "ни" and (not ends_in_few(n) or (is_noun_before and n < 5)):
            # «20 век» is no twenty eyelids: of a word that is counted in order, its own singular comes first.
            # «орден 2 степени»: after a noun the singular is the genitive of a place in order.
            own = tuple(form for form in noun if form.lemma == noun[0].lemma)
            agreed = _as_ordinal(own, ("gent",) if ends_in_few(n) else candidates)
            if agreed:
                return agreed
        if before in {"с", "со"} and ends_in_few(n):
            candidates = tuple(case for case in candidates if case != "accs")  # «со 2 раза» is no two times
        if is_noun_before and forms(before)[0].case == "nomn" and forms(before)[0].animate:
            candidates = ("gent", *candidates)  # «отец 3 детей»
        agreed = _as_cardinal(n, noun, candidates, has_word_before=bool(before)) or (
            _as_ordinal(noun, candidates)
            if n <= _HIGHEST_PLACE and (noun[0].lemma in ordinal_nouns() or not (joined or _CAPITAL.match(text, end)))
            else None
        )
        if agreed:
            return agreed
    if _IN_ONE.search(text, max(0, start - 4), start) and not noun:
        return Agreement("loct")  # «3 в 1»
    return Agreement(case=case_of_bare(text, start))


def is_share(text: str, start: int, end: int) -> bool:
    """Tell whether a part of several stands after «в»: «в 2/3 случаев», «в 95 % школ», «в 9 из 10 домов»."""
    if word_before(text, start) not in {"в", "во"}:
        return False
    if _OUT_OF.match(text, end):
        return True
    noun = words_after(text, end)[:1]
    return any(form.part == "NOUN" and form.plural and form.case == "gent" for word in noun for form in forms(word))


def counts(n: int, text: str, end: int) -> bool:
    """Tell whether the words after ``end`` can be what ``n`` counts, in any case."""
    noun = counted_noun(words_after(text, end))
    return bool(noun) and _as_cardinal(n, noun, CASES, has_word_before=True) is not None


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
def _collective_nouns() -> frozenset[str]:
    return frozenset(word for word, _example in rows("normalize/collective_nouns.tsv", "noun", "example"))


def _is_noun(word: str) -> bool:
    return any(str(parse.tag.POS) == "NOUN" for parse in parses(word)[:1])


def _open_cases(before: str, modified: tuple[Case, ...]) -> tuple[Case, ...]:
    if modified:
        return modified
    if is_transitive(before):
        return ("accs", "nomn", "gent", "datv", "ablt", "loct")
    return CASES


def counted_noun(words: Iterable[str]) -> tuple[Form, ...]:
    """Return the readings of the noun among the words after a number.

    Adjectives may stand between; if no noun follows, the last of them is the noun («3 подозреваемых»).
    """
    last: tuple[Form, ...] = ()
    for word in words:
        found = forms(word)
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


def _mostly_adjective(word: str) -> bool:
    return bool(parses(word)) and str(parses(word)[0].tag.POS) in {"ADJF", "PRTF"}


def _as_cardinal(
    n: int, noun: tuple[Form, ...], candidates: tuple[Case, ...], *, has_word_before: bool
) -> Agreement | None:
    for case in candidates:
        for form in noun:
            if form.lemma in _collective_nouns() and form.plural:
                if _fits_plural_only(n, form, case):
                    return _plural_only(n, form, case)
            elif _fits(n, form, case):
                # «стол на 3 человека»: the written singular tells the accusative of the inanimate.
                animate = form.animate and (form.plural or ends_in_one(n))
                return Agreement(case, form.gender, animate or _substantive_person(form, case))
            elif case == "nomn" and has_word_before and _is_group(n, form):
                return Agreement(is_collective=True)
    return None


def _as_ordinal(noun: tuple[Form, ...], candidates: tuple[Case, ...]) -> Agreement | None:
    for case in candidates:
        for form in noun:
            if form.case == case and not form.plural:
                return Agreement(case, form.gender, form.animate, is_ordinal=True)
    return None


def _fits(n: int, form: Form, case: Case) -> bool:
    """Tell whether a noun in ``form`` can follow the cardinal ``n`` declined in ``case``."""
    if ends_in_one(n):
        return form.case == case and not form.plural
    if n and n % 1000 == 0:  # «с 2000 бойцов»: the thousand is declined, what it counts is not
        case = "nomn"
    if case not in {"nomn", "accs"}:
        return form.case == case and form.plural
    if not ends_in_few(n):
        return form.case == "gent" and form.plural
    if form.part != "NOUN":
        return form.case in {"gent", "nomn"} and form.plural
    if case == "accs" and form.animate and n < 5 and form.plural:
        return form.case in {"gent", "accs"}
    return form.case == "gent" and not form.plural


def _fits_plural_only(n: int, form: Form, case: Case) -> bool:
    # Nouns without a singular («сутки») and «дети»: «одни сутки», «двое суток», «двумя сутками».
    if ends_in_one(n) or case not in {"nomn", "accs"}:
        return form.case == case
    return form.case == "gent"


def _plural_only(n: int, form: Form, case: Case) -> Agreement:
    if ends_in_one(n):
        return Agreement(case, "plur")
    direct = case == "nomn" or (case == "accs" and not form.animate)
    return Agreement(case, form.gender, form.animate, is_collective=direct and 1 < n < 5)


def _is_group(n: int, form: Form) -> bool:
    # «приехали 3 друзей» can only be «трое друзей»: the cardinal would ask for «друга».
    return 1 < n < 5 and form.animate and form.gender == "masc" and form.plural and form.case == "gent"


def _substantive_person(form: Form, case: Case) -> bool:
    # «задержали 3 подозреваемых»: an adjective used as a noun after a number names persons.
    return form.part != "NOUN" and case == "accs" and form.case == "gent"
