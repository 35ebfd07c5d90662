"""Which case, gender and number a numeral takes: from what governs it and from the noun it counts.

The noun's own form comes first, because the writer has already declined it («с 3 детьми»); the preposition,
verb or adjective before the number decides where the form leaves several cases open («около 150 человек»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from ru_g2p.normalize.numerals import CASES, Case, Gender, cardinal, ends_in_few, ends_in_one, ordinal
from ru_g2p.tables import rows

_WINDOW: Final = 48
"""Characters looked at on either side of a number; a bound keeps a pass linear."""

_BEFORE = re.compile(r"([А-Яа-яЁё+-]+)[ \u00a0\u202f]+\Z")
_AFTER = re.compile(r"[ \u00a0\u202f]+([А-Яа-яЁё+-]+)")
_CASE_NAMES: Final[dict[str, Case]] = {
    **{case: case for case in CASES},
    "gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a declined word."""

    lemma: str
    part: str
    case: Case
    gender: Gender
    plural: bool
    animate: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """The form a numeral takes."""

    case: Case = "nomn"
    gender: Gender = "masc"
    animate: bool = False
    is_ordinal: bool = False

    def read(self, n: int) -> str:
        """Say ``n`` in this form."""
        say = ordinal if self.is_ordinal else cardinal
        return say(n, self.case, self.gender, animate=self.animate)


@cache
def _analyzer() -> Any:
    import pymorphy3  # noqa: PLC0415  (0.3 s that plain text never needs)

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=8192)
def parses(word: str) -> tuple[Any, ...]:
    """Return pymorphy3's readings of a word, the improbable ones left out."""
    return tuple(parse for parse in _analyzer().parse(word) if parse.score >= 0.005)


def gender_of(parse: Any) -> Gender:
    """Return the gender of a reading; masculine where it has none."""
    genders: dict[str, Gender] = {"femn": "femn", "neut": "neut"}
    return genders.get(str(parse.tag.gender), "masc")


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[Form, ...]:
    """Return the declined readings of a word, likeliest first."""
    found = []
    for parse in parses(word.lower()):
        tag = parse.tag
        case = _CASE_NAMES.get(str(tag.case))
        if case is None or str(tag.POS) not in {"NOUN", "ADJF", "PRTF"}:
            continue
        if tag.POS == "ADJF" and "Fixd" in tag:  # «их», «его»: one form for all cases tells none
            continue
        gender = gender_of(parse)
        # An adjective's accusative plural tells animacy by itself; a noun always does.
        found.append(Form(parse.normal_form, str(tag.POS), case, gender, tag.number == "plur", tag.animacy == "anim"))
    return tuple(found)


@lru_cache(maxsize=4096)
def inflect(lemma: str, case: Case, *, plural: bool = False) -> str:
    """Decline a dictionary form word by word: ``inflect("квадратный метр", "gent")``."""
    if " " in lemma:
        return " ".join(inflect(word, case, plural=plural) for word in lemma.split())
    for parse in parses(lemma):
        if parse.tag.case == "nomn" and parse.tag.POS in {"NOUN", "ADJF"}:
            declined = parse.inflect({case, "plur" if plural else "sing"})
            return str(declined.word) if declined else lemma
    return lemma


@lru_cache(maxsize=1024)
def agree(adjective: str, noun: Form) -> str:
    """Give an adjective the case, number and gender of ``noun``: «святого Николая»."""
    grammemes = {noun.case, "plur"} if noun.plural else {noun.case, "sing", noun.gender}
    for parse in parses(adjective):
        declined = parse.inflect(grammemes)
        if declined:
            return str(declined.word)
    return adjective


def word_before(text: str, start: int) -> str:
    """Return the word right before ``start``, in lower case; empty if punctuation stands between."""
    found = _BEFORE.search(text[max(0, start - _WINDOW) : start])
    return _plain(found[1]) if found else ""


def words_after(text: str, end: int) -> list[str]:
    """Return up to three words that follow ``end`` without punctuation between, in lower case."""
    found: list[str] = []
    limit = min(len(text), end + 2 * _WINDOW)
    while len(found) < 3 and (step := _AFTER.match(text, end, limit)):
        found.append(_plain(step[1]))
        end = step.end()
    return found


def _plain(word: str) -> str:
    return word.replace("+", "").lower()


@cache
def _government() -> dict[str, tuple[tuple[Case, ...], Case]]:
    table = {}
    for word, cases, bare, _example in rows("normalize/government.tsv", "word", "cases", "bare", "example"):
        table[word] = (tuple(_CASE_NAMES[case] for case in cases.split(",")), _CASE_NAMES[bare])
    return table


def governed(text: str, start: int) -> tuple[tuple[Case, ...], Case] | None:
    """Return the cases that the word before ``start`` may govern and the one for a number without a noun."""
    word = word_before(text, start)
    if not word:
        return None
    table = _government()
    if word in table:
        return table[word]
    for parse in parses(word):
        if str(parse.tag.POS) in {"VERB", "INFN", "GRND", "PRTF", "NOUN"} and parse.normal_form in table:
            return table[parse.normal_form]
    return None


def case_of_bare(text: str, start: int, default: Case = "nomn") -> Case:
    """Return the case of a number whose noun carries no form of its own (a unit, a symbol, nothing)."""
    found = governed(text, start)
    if found:
        return found[1]
    oblique = [case for case in _modifier_cases(word_before(text, start)) if case not in {"nomn", "accs"}]
    return oblique[0] if oblique else default


def counted(n: int, text: str, start: int, end: int) -> Agreement:
    """Return the form of the number ``n`` written at ``text[start:end]``."""
    found = governed(text, start)
    candidates = found[0] if found else _open_cases(text, start)
    noun = _counted_noun(words_after(text, end))
    if noun:
        if not ends_in_few(n) and noun[0].lemma in _ordinal_nouns():
            # «20 век» is no twenty eyelids: of a word that is counted in order, its own singular comes first.
            agreed = _as_ordinal(tuple(form for form in noun if form.lemma == noun[0].lemma), candidates)
            if agreed:
                return agreed
        agreed = _as_cardinal(n, noun, candidates) or _as_ordinal(noun, candidates)
        if agreed:
            return agreed
    return Agreement(case=case_of_bare(text, start))


def _open_cases(text: str, start: int) -> tuple[Case, ...]:
    word = word_before(text, start)
    modified = _modifier_cases(word)
    if modified:
        return modified
    if any("tran" in parse.tag and parse.tag.POS in {"VERB", "INFN", "GRND"} for parse in parses(word)[:1]):
        return ("accs", "nomn", "gent", "datv", "ablt", "loct")
    return CASES


def _modifier_cases(word: str) -> tuple[Case, ...]:
    # «последних 5 лет»: an adjective before the number stands in the number's case.
    return tuple(dict.fromkeys(form.case for form in forms(word) if form.plural and form.part in {"ADJF", "PRTF"}))


@cache
def _ordinal_nouns() -> frozenset[str]:
    return frozenset(word for word, _example in rows("normalize/ordinal_nouns.tsv", "noun", "example"))


def _counted_noun(words: Iterable[str]) -> tuple[Form, ...]:
    # Adjectives may stand between; if no noun follows, the last of them is the noun («3 подозреваемых»).
    last: tuple[Form, ...] = ()
    for word in words:
        found = forms(word)
        nouns = tuple(form for form in found if form.part == "NOUN")
        if nouns and (not found or found[0].part == "NOUN" or last):
            return nouns
        if not found or (len(found) < len(parses(word)) and not _mostly_adjective(word)):
            return last
        last = found
    return last


def _mostly_adjective(word: str) -> bool:
    return bool(parses(word)) and str(parses(word)[0].tag.POS) in {"ADJF", "PRTF"}


def _as_cardinal(n: int, noun: tuple[Form, ...], candidates: tuple[Case, ...]) -> Agreement | None:
    for case in candidates:
        for form in noun:
            if _fits(n, form, case):
                return Agreement(case, form.gender, form.animate or _substantive_person(form, case))
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
    if case not in {"nomn", "accs"}:
        return form.case == case and form.plural
    if not ends_in_few(n):
        return form.case == "gent" and form.plural
    if form.part != "NOUN":
        return form.case in {"gent", "nomn"} and form.plural
    if case == "accs" and form.animate and n < 5:
        return form.case in {"gent", "accs"} and form.plural
    return form.case == "gent" and not form.plural


def _substantive_person(form: Form, case: Case) -> bool:
    # «задержали 3 подозреваемых»: an adjective used as a noun after a number names persons.
    return form.part != "NOUN" and case == "accs" and form.case == "gent"
