"""Which forms of a numeral fit the form of the noun after it: «с тремя детьми», «двое суток», «трёх подозреваемых»."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ru_g2p.normalize.agreement import Form, inflect
from ru_g2p.normalize.numerals import Case, Gender, cardinal, collective, ends_in_few, ends_in_one, ordinal
from ru_g2p.tables import rows


@dataclass(frozen=True, slots=True)
class Agreement:
    """The form a numeral takes."""

    case: Case = "nomn"
    gender: Gender = "masc"
    animate: bool = False
    is_ordinal: bool = False
    is_collective: bool = False
    is_fabled: bool = False
    """Whether 1001 is the number of the Arabian nights: «тысяча и одна ночь»."""
    is_distributive: bool = False
    """Whether only the one at the end is in the dative: «по двадцать одному рублю»."""

    def read(self, n: int) -> str:
        """Say ``n`` in this form."""
        if self.is_collective:
            return collective(n)
        if self.is_fabled:
            return f"{inflect('тысяча', self.case)} и {cardinal(1, self.case, self.gender, animate=self.animate)}"
        if self.is_distributive and 1 < n < 1000:
            return f"{cardinal(n - 1, 'accs')} {cardinal(1, 'datv', self.gender)}"
        say = ordinal if self.is_ordinal else cardinal
        return say(n, self.case, self.gender, animate=self.animate)


def as_cardinal(n: int, noun: tuple[Form, ...], candidates: tuple[Case, ...], *, is_subject: bool) -> Agreement | None:
    """Return the form of the cardinal ``n`` before ``noun`` in the first of the cases that its own form allows.

    ``is_subject`` tells that a genitive need not be what a verb before or after asks for: «приехали 3 друзей».
    """
    for case in candidates:
        for form in noun:
            if form.lemma in _collective_nouns() and form.plural:
                if _fits_plural_only(n, form, case):
                    return _plural_only(n, form, case)
            elif _fits(n, form, case):
                # «стол на 3 человека»: the written singular tells the accusative of the inanimate.
                animate = form.animate and (form.plural or ends_in_one(n))
                return Agreement(case, form.gender, animate or _substantive_person(form, case))
            elif case == "nomn" and is_subject and _is_group(n, form):
                return Agreement(is_collective=True)
    return None


def as_ordinal(noun: tuple[Form, ...], candidates: tuple[Case, ...]) -> Agreement | None:
    """Return the form of an ordinal that agrees with ``noun`` in the singular."""
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
    return _fits_few(n, form, case)


def _fits_few(n: int, form: Form, case: Case) -> bool:
    # After two to four a noun stands in the genitive singular, adjectives and the animate accusative in the plural.
    if case == "accs" and form.animate and n < 5 and form.plural:
        return form.case in {"gent", "accs"}
    if form.adjectival:
        return form.case == "gent"
    if form.part != "NOUN":
        return form.case in {"gent", "nomn"} and form.plural
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
    return Agreement(case, form.gender, form.animate, is_collective=direct and ends_in_few(n))


def _is_group(n: int, form: Form) -> bool:
    # «приехали 3 друзей» can only be «трое друзей»: the cardinal would ask for «друга».
    return 1 < n < 5 and form.animate and form.gender == "masc" and form.plural and form.case == "gent"


def _substantive_person(form: Form, case: Case) -> bool:
    # «задержали 3 подозреваемых»: an adjective used as a noun after a number names persons.
    return form.part != "NOUN" and case == "accs" and form.case == "gent"


@cache
def _collective_nouns() -> frozenset[str]:
    return frozenset(word for word, _example in rows("normalize/collective_nouns.tsv", "noun", "example"))
