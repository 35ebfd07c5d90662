"""Numbers with a written ending and compounds: «5-й», «3-м», «2-х», «1990-х», «80-летний»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ru_g2p.normalize.agreement import Agreement, forms, governed, parses, words_after
from ru_g2p.normalize.alphabet import DASH, LETTERS, SPACE, WORD_END
from ru_g2p.normalize.numerals import CASES, Gender, ascii_digits, compound, is_number
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_GENDERS: tuple[Gender, ...] = ("masc", "femn", "neut", "plur")


def _read(match: re.Match[str]) -> Spoken | None:
    digits = ascii_digits(re.sub(r"\D", "", match["digits"]))
    ending = match["ending"].lower()
    if not is_number(digits):
        return None
    n = int(digits)
    readings = list(_readings(n, ending))
    if readings:
        words, sure = _choose(readings, match)
        return Spoken(words, uncertain=not sure)
    if len(digits) <= 4 and n and _is_adjective(ending):
        return Spoken(compound(n) + ending)
    return None


def _readings(n: int, ending: str) -> Iterator[tuple[str, Agreement]]:
    """Yield the declined numerals that end as written."""
    ordinals = [Agreement(case, gender, is_ordinal=True) for gender in _GENDERS for case in CASES]
    cardinals = [Agreement(case, "masc") for case in CASES]
    if len(ending) > 3:
        return
    # «2-х», «3-м» among plurals: two to four with these endings are mostly counted, a decade («90-х») is not.
    counts_first = ending in {"х", "ух", "ёх", "мя", "ти", "ми"} and n % 10 in {2, 3, 4, 5, 6, 7, 8}
    for agreement in [*cardinals, *ordinals] if counts_first else [*ordinals, *cardinals]:
        words = agreement.read(n)
        if words.replace("ё", "е").endswith(ending.replace("ё", "е")):
            yield words, agreement


def _choose(readings: list[tuple[str, Agreement]], match: re.Match[str]) -> tuple[str, bool]:
    if len({words for words, _ in readings}) == 1:
        return readings[0][0], True
    following = words_after(match.string, match.end())
    noun = next((forms(word) for word in following[:2] if forms(word)), ())
    allowed = governed(match.string, match.start())
    for case in allowed[0] if allowed else CASES:
        for form in noun:
            for words, reading in readings:
                gender: Gender = "plur" if form.plural else form.gender
                if form.case == reading.case == case and (not reading.is_ordinal or reading.gender == gender):
                    return words, True
    if allowed:
        for case in allowed[0]:
            for words, reading in readings:
                if reading.case == case:
                    return words, False
    return readings[0][0], False


def _is_adjective(word: str) -> bool:
    found = parses(word)
    return len(word) > 3 and (word.startswith("лети") or any(str(parse.tag.POS) in {"ADJF", "ADJS"} for parse in found))


ORDINAL = Verbalizer(
    "ordinal",
    re.compile(
        rf"(?P<digits>\d{{1,3}}(?:{SPACE}\d{{3}}){{1,3}}|\d{{1,9}}){DASH}(?P<ending>[{LETTERS}]{{1,24}}){WORD_END}"
    ),
    _read,
)
