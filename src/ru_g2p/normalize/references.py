"""Numbers after the noun they belong to: «глава 10», «в части 2», «в главах 1–3», «в 1-2 классах»."""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.normalize.agreement import Form, case_of_bare, forms, governed, word_before, words_after
from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.apposition import is_part_of, is_reference
from ru_g2p.normalize.counting import counted_noun, counts, ordinal_nouns
from ru_g2p.normalize.numerals import CASES, Case, Gender, ascii_digits, ordinal
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

_WINDOW = 32
_NUMBER_BEFORE = re.compile(rf"[\d ]{SPACE}\Z")
_PARTITIVE = frozenset({"часть"})
"""«часть 2 статьи 5» are no two articles: a part of the law's own numbering counts nothing."""


@cache
def _heads() -> dict[str, str]:
    table = rows("normalize/headings.tsv", "noun", "short", "example")
    return {short: noun for noun, short, _ in table if short} | {noun: noun for noun, _, _ in table}


def _head(text: str, start: int, *, is_range: bool) -> tuple[Form, bool, bool] | None:
    """Return the heading's noun before ``start`` in the case its governor asks for; if it is plural; if shortened."""
    found = re.search(rf"(?<!\d)([А-Яа-яЁё]+)(\.?){SPACE}\Z", text[max(0, start - _WINDOW) : start])
    if not found or (_NUMBER_BEFORE.search(text[max(0, start - _WINDOW) : start - len(found[0])]) and not is_part_of(text, start - len(found[0]))):
        return None  # «2 ч. 5 мин»
    word, head_start = found[1].lower(), start - len(found[0])
    if found[2]:
        lemma = _heads().get(word + ".")
        if not lemma:
            return None
        if is_part_of(text, head_start):
            case: Case = "gent"
        else:
            case = "accs" if is_reference(text, head_start) else case_of_bare(text, head_start)
        if case == "accs" and word_before(text, head_start) in {"в", "на"}:
            case = "loct"
        form = next(form for form in forms(lemma) if form.case == "nomn" and not form.animate)
        return Form(lemma, "NOUN", case, form.gender, False, False), False, True
    readings = [form for form in forms(word) if form.lemma in _heads() and not form.animate]
    if not readings:
        return None
    if not is_range:
        readings = [form for form in readings if not form.plural] or readings
    governor = governed(text, head_start)
    for case in governor[0] if governor else ():
        for form in readings:
            if form.case == case:
                return form, form.plural, False
    return readings[0], readings[0].plural, False


def _read_heading(match: re.Match[str]) -> Spoken | None:
    text, start = match.string, match.start()
    found = _head(text, start, is_range=match["second"] is not None)
    if not found:
        return None
    form, plural, is_shortened = found
    first = int(ascii_digits(match["first"]))
    if match["second"]:
        second = int(ascii_digits(match["second"]))
        since = "со" if first == 2 else "с"
        spoken = f"{since} {ordinal(first, 'gent', form.gender)} по {ordinal(second, 'accs', form.gender)}"
        return Spoken(spoken) if plural or is_shortened else None
    if plural or first == 0 or (form.lemma not in _PARTITIVE and counts(first, text, match.end())):
        return None
    return Spoken(ordinal(first, form.case, form.gender))


def _read_ordinal_range(match: re.Match[str]) -> Spoken | None:
    # «в 1-2 классах», «на 3–4 этажах»: of nouns counted in order
    noun = counted_noun(words_after(match.string, match.end()))
    if not noun or noun[0].lemma not in ordinal_nouns():
        return None
    governor = governed(match.string, match.start())
    if not governor:
        return None
    for case in governor[0] if governor else CASES:
        for form in noun:
            if form.case == case and form.plural and case not in {"accs", "gent"}:
                return Spoken(_each(match, case, form.gender), uncertain=True)
    return None


def _each(match: re.Match[str], case: Case, gender: Gender) -> str:
    return " - ".join(ordinal(int(ascii_digits(n)), case, gender) for n in (match["first"], match["second"]))


_END = r"(?!\d|[.,:/]\d|-[а-яё]|[%°$€₽])"
HEADING = Verbalizer(
    "heading",
    re.compile(rf"(?P<first>\d{{1,3}})(?:{SPACE}?[-\u2010-\u2015]{SPACE}?(?P<second>\d{{1,3}}))?{_END}"),
    _read_heading,
)
ORDINAL_RANGE = Verbalizer(
    "ordinal", re.compile(rf"(?P<first>\d{{1,2}})[-\u2010-\u2015](?P<second>\d{{1,2}})(?={SPACE})"), _read_ordinal_range
)
