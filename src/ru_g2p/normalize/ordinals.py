"""Numbers with a written ending: «5-й», «3-м», «2-х», «1990-х», «41м году»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product, takewhile

from ru_g2p.normalize.agreement import Form, forms, parses, word_before, words_after
from ru_g2p.normalize.alphabet import DASH, DASHES, SPACE, WORD_END
from ru_g2p.normalize.fitting import Agreement
from ru_g2p.normalize.government import governed
from ru_g2p.normalize.numerals import CASES, Case, Gender, ascii_digits, collective, is_number, ordinal
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_GENDERS: tuple[Gender, ...] = ("masc", "femn", "neut", "plur")
_PERSONS = re.compile(rf"(?<![а-яё])(?i:нас|вас|их)(?:{SPACE}(?:было|будет|осталось|стало))?{SPACE}\Z")
"""«нас 3-е», «нас было 2-е»: persons are counted by collective numerals."""

_COLLECTIVE_ENDINGS = frozenset({"е", "ое", "ро", "еро"})
_BECOMING = frozenset({
    "стать", "становиться", "прийти", "приходить", "финишировать", "стартовать", "оказаться", "остаться", "быть",
    "идти",
})  # fmt: skip
"""Verbs of which an ordinal tells the place: «стал 3-м»."""

_COUNTING_ENDINGS = frozenset({"х", "ух", "ёх", "мя", "ти", "ми", "и"})
_ENDING_PARTS = frozenset({"PREP", "CONJ"})
"""What no noun phrase goes on with: «был 5-м в списке»."""

_TIMES = {"2": "дважды", "3": "трижды", "4": "четырежды"}
"""«4-жды Герой»"""

_INSTRUMENTAL = frozenset({"м", "ым", "им"})
_SHARED = re.compile(
    rf"(?:,{SPACE}\d{{1,4}}{DASH}[а-яё]{{1,3}}){{0,6}},?{SPACE}и{SPACE}\d{{1,4}}{DASH}[а-яё]{{1,3}}(?={SPACE})"
)
_OUT_OF = re.compile(rf"{SPACE}из{SPACE}(?:\d|[а-яё])")
_SHARED_BEFORE = re.compile(rf"\d{DASH}[а-яё]{{1,3}}{SPACE}и{SPACE}\Z")
_MISSPELLED = {
    "ая": "я", "ой": "й", "ый": "й", "ий": "й", "ое": "е", "ее": "е", "ые": "е", "ую": "ю", "ом": "м", "ем": "м",
    "ым": "м", "его": "го", "ого": "го", "ому": "му", "ему": "му", "ых": "х", "их": "х",
}  # fmt: skip
"""Endings longer than the norm («1-ая» for «1-я»): their last letters tell the form as well."""


def _read(match: re.Match[str]) -> Spoken | None:
    digits = ascii_digits(re.sub(r"\D", "", match["digits"]))
    ending = match["ending"].lower().replace("+", "")
    if not is_number(digits):
        return None
    if _is_collective(int(digits), ending, match):
        return Spoken(collective(int(digits)))
    if ending == "жды" and digits in _TIMES:
        return Spoken(_TIMES[digits])
    readings = list(_readings(int(digits), ending))
    if _OUT_OF.match(match.string, match.end()):  # «в 2-х из 5 сражений»
        readings = [
            found for found in readings if not found[1].is_ordinal or ending not in _COUNTING_ENDINGS
        ] or readings
    if not readings and ending in _MISSPELLED:
        readings = list(_readings(int(digits), _MISSPELLED[ending]))
    if not readings:
        return None
    words, sure = _choose(readings, match)
    return Spoken(words, uncertain=not sure)


def _is_collective(n: int, ending: str, match: re.Match[str]) -> bool:
    if ending not in _COLLECTIVE_ENDINGS or not 1 < n <= 10 or not collective(n).endswith(ending):
        return False
    if ending.endswith("ро") or _PERSONS.search(match.string, max(0, match.start() - 16), match.start()):
        return True
    # «2-ое детей», «3-е суток», but «2-е издание»
    noun = [form for word in words_after(match.string, match.end())[:1] for form in forms(word)]
    return bool(noun) and all(form.plural and form.case in {"gent", "accs"} for form in noun)


def _read_parallel(match: re.Match[str]) -> Spoken | None:
    # «на 55° с. ш.»: a place
    if word_before(match.string, match.start()) != "на":
        return None
    return Spoken(f"{ordinal(int(match['degree']), 'loct')} градусе")


def _read_span(match: re.Match[str]) -> Spoken | None:
    # «3–4-й этаж», «на 2–3-м этажах»: the ending is that of both
    said = []
    for number in (match["first"], match["digits"]):
        n, ending = int(ascii_digits(number)), match["ending"].lower()
        readings = [reading for reading in _readings(n, ending) if reading[1].is_ordinal]
        if not readings:
            return None
        said.append(_choose(readings, match)[0])
    return Spoken(" - ".join(said), uncertain=True)


@cache
def _agreements() -> tuple[tuple[Agreement, ...], tuple[Agreement, ...]]:
    # «в 84-м» is likelier than «84-м быть»: where the ending leaves it open, the prepositional is the first guess.
    cases: tuple[Case, ...] = ("nomn", "accs", "gent", "datv", "loct", "ablt")
    ordinals = tuple(Agreement(case, gender, is_ordinal=True) for gender in _GENDERS for case in cases)
    return ordinals, tuple(Agreement(case, gender) for gender in ("masc", "femn") for case in CASES)


def _readings(n: int, ending: str) -> Iterator[tuple[str, Agreement]]:
    """Yield the declined numerals that end as written."""
    ordinals, cardinals = _agreements()
    if ending == "е" and n % 10 == 0 and n > 10:  # «90-е» is a decade
        ordinals = tuple(sorted(ordinals, key=lambda agreement: agreement.gender != "plur"))
    # «2-х», «3-м» among plurals: two to four with these endings are mostly counted, a decade («90-х») is not.
    # Nobody writes «3-и» for «три»: they are «третьи».
    counts_first = (
        ending in _COUNTING_ENDINGS and not (ending == "и" and n % 10 == 3) and n % 10 in {2, 3, 4, 5, 6, 7, 8}
    )
    for agreement in [*cardinals, *ordinals] if counts_first else [*ordinals, *cardinals]:
        words = agreement.read(n)
        if words.replace("ё", "е").endswith(ending.replace("ё", "е")):
            yield words, agreement


def _choose(readings: list[tuple[str, Agreement]], match: re.Match[str]) -> tuple[str, bool]:
    """Return the reading that agrees with the noun after or the name before, and whether that settles it."""
    if len({words for words, _ in readings}) == 1:
        return readings[0][0], True
    allowed = governed(match.string, match.start())
    settled = _by_noun_after(readings, match, allowed[0] if allowed else CASES)
    if settled:
        return settled, True
    if any(parse.normal_form in _BECOMING for parse in parses(word_before(match.string, match.start()))[:1]):
        for words, reading in readings:
            if reading.case == "ablt" and reading.is_ordinal:
                return words, False  # «пришёл 2-м»
    if not allowed and match["ending"] in _INSTRUMENTAL:
        # «а я — 31-м»: the prepositional never stands without its preposition.
        instrumental = (words for words, reading in readings if reading.is_ordinal and reading.case == "ablt")
        return next(instrumental, readings[0][0]), False
    if allowed:
        for case in (allowed[1], *allowed[0]):
            for words, reading in readings:
                if reading.case == case and (reading.is_ordinal or len(allowed[0]) < 2):
                    return words, False
    return readings[0][0], False


def _by_noun_after(readings: list[tuple[str, Agreement]], match: re.Match[str], cases: tuple[Case, ...]) -> str | None:
    shared = _SHARED.match(match.string, match.end())
    is_span = "first" in match.re.groupindex  # «заняла 5–8-е места»: each is one
    is_last = _SHARED_BEFORE.search(match.string, max(0, match.start() - 8), match.start()) is not None
    following = words_after(match.string, shared.end() if shared else match.end())
    phrase = takewhile(lambda word: str(parses(word)[0].tag.POS) not in _ENDING_PARTS, following[:2])
    noun = next((forms(word) for word in phrase if forms(word)), ())
    if shared or is_last:  # «1-й и 2-й танковых армий»: a plural adjective has no gender
        noun = next((found for word in following if (found := _noun_forms(word))), noun)
    each_is_one = (True,) if is_span else (True, False) if shared else (False, True) if is_last else (False,)
    for case, is_shared in product(cases, each_is_one):
        for form in noun:
            # «к 3-м часам» is «трём»: of several things the number is rather counted.
            is_counted = case == "datv" and form.plural and not shared
            for words, reading in sorted(readings, key=lambda found: is_counted and found[1].is_ordinal):
                if form.case == reading.case == case and _agrees(reading, form, is_shared=is_shared):
                    return words
    return None if noun else _by_name_before(readings, match)


def _noun_forms(word: str) -> tuple[Form, ...]:
    return tuple(form for form in forms(word) if form.part == "NOUN")


def _agrees(reading: Agreement, form: Form, *, is_shared: bool) -> bool:
    if not reading.is_ordinal:
        return True
    if form.plural and not is_shared:
        return reading.gender == "plur"
    # «во 2-м и 3-м таймах»: each is one, though the noun is plural.
    return reading.gender == form.gender


def _by_name_before(readings: list[tuple[str, Agreement]], match: re.Match[str]) -> str | None:
    # «Елизаветы 3-й»: the number follows a name
    text, start = match.string, match.start()
    name = word_before(text, start)
    if not name or not text[max(0, start - 1 - len(name)) : start][:1].isupper():
        return None
    for form in forms(name):
        for words, reading in readings:
            if form.animate and reading.is_ordinal and (form.case, form.gender) == (reading.case, reading.gender):
                return words
    return None


_ENDING = r"[А-Яа-яёЁ+]{1,4}"
_GLUED = r"(?:ый|ой|ий|й|ая|я|ое|ее|е|ые|ого|его|го|ому|ему|му|ом|ем|ым|м|ую|ю|ых|их|х|у)"
PARALLEL = Verbalizer(
    "ordinal",
    re.compile(rf"(?P<degree>\d{{1,3}})°(?={SPACE}?(?:[сю]\.{SPACE}?ш|[вз]\.{SPACE}?д)\.)"),
    _read_parallel,
    after="°",
)
ORDINAL_SPAN = Verbalizer(
    "ordinal",
    re.compile(rf"(?P<first>\d{{1,3}}){DASH}(?P<digits>\d{{1,3}}){DASH}(?P<ending>[а-яё]{{1,3}}){WORD_END}"),
    _read_span,
    after=DASHES,
)
ORDINAL = Verbalizer(
    "ordinal",
    re.compile(
        rf"(?P<digits>\d{{1,3}}(?:{SPACE}\d{{3}}){{1,3}}|\d{{1,9}})"
        rf"(?:{DASH}|{SPACE}{DASH}{SPACE}(?=й{WORD_END}))(?P<ending>{_ENDING}){WORD_END}"
    ),
    _read,
)
GLUED_ORDINAL = Verbalizer(
    "ordinal",
    re.compile(
        rf"(?P<digits>\d{{1,4}})(?P<ending>(?!м{WORD_END}(?!{SPACE}(?:год|номер|класс)))(?:{_GLUED})){WORD_END}(?!\d)"
    ),
    _read,
)
