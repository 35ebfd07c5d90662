"""Numbers after their noun: «глава 10», «в статье 5 закона», «д. 10А», «в главах 1–3»; «в 1-2 классах»."""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.normalize.acronyms import letter_names
from ru_g2p.normalize.agreement import Form, forms, inflect, word_before, words_after
from ru_g2p.normalize.alphabet import DASH, DASHES, LETTERS, SPACE, WORD_END
from ru_g2p.normalize.apposition import case_here, is_part_of
from ru_g2p.normalize.counting import counted_noun, counts, ordinal_nouns
from ru_g2p.normalize.government import governed
from ru_g2p.normalize.numerals import Case, Gender, ascii_digits, cardinal, ends_in_few, integer, ordinal
from ru_g2p.normalize.units import STOP, counted_form, unit_pattern
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

_WINDOW = 32
_SCHOOL = frozenset({"класс", "курс"})
_NUMBER_BEFORE = re.compile(rf"[\d ]{SPACE}\Z")
_LISTED = rf"(?:\d{{1,4}}[а-яё]?(?:,{SPACE}|{SPACE}(?:и|или){SPACE})){{0,4}}"
"""«ст. 5, 6 и 7»: the noun stands once."""

_NO_OTHER = r"(?<!\d)(?<!т\.)(?<!т\. )"
"""Not «в т. ч. 1 тыс. детей»."""

_LABEL = re.compile(
    rf"(?:{_NO_OTHER}(?<![{LETTERS}+])(?P<word>[{LETTERS}]+)(?P<stop>\.?){SPACE}?(?:№{SPACE}?)?{_LISTED}|[№§]{SPACE}?{_LISTED})\Z"
)
_MEASURED = re.compile(rf"{SPACE}?{unit_pattern()}{WORD_END}(?!\.{SPACE}?\d)")
_TIMES = frozenset({"год", "час", "минута", "секунда", "день", "сутки", "неделя", "месяц", "раз", "рубль", "человек"})
_BLOCKS = {"к": "корпус", "с": "строение"}
"""«дом 14к2»"""

_WORKS = re.compile(r"(?i:сочинени|соч\.|собрани|собр\.|издани|изд\.|роман|словар|энциклопеди|истори)")
_IMPRINT = re.compile(rf"(?:\A|{SPACE}т\.,{SPACE}|[12]\d{{3}}\.?{SPACE}(?:{DASH}{SPACE})?|\.{SPACE}{DASH}{SPACE})\Z")
"""What stands before the number of pages in a reference to a book: «М.: Наука, 2005. — 256 с.»."""

_FEWEST_PAGES = 48
"""A smaller number is rather of seconds; UNESCO calls a book what has 49 pages."""

_FORM_CASES: dict[str, Case] = {
    "в": "loct",
    "во": "loct",
    "из": "gent",
    "к": "datv",
    "ко": "datv",
    "о": "loct",
    "у": "gent",
}
_AT_SCHOOL = re.compile(r"(?i:уч[аеёи]|школ|переш[её]л|пришл?[ёеао])[^.!?]*\Z")
_MOVES_UP = re.compile(rf"(?i:переш[её]?л|переход|перев[её]л|пош[её]?л|поступ)[а-яё]*{SPACE}в{SPACE}\Z")
_FORM_AFTER = re.compile(rf"{SPACE}кл\b{STOP}")
"""«8 «Б» кл.»"""

_PARTITIVE = frozenset({"часть"})
"""«часть 2 статьи 5» are no two articles: a part of the law's own numbering counts nothing."""


@cache
def headings() -> dict[str, str]:
    """Return the nouns whose number is an ordinal after them, by themselves and by how they are shortened."""
    table = rows("normalize/headings.tsv", "noun", "short", "example")
    return {short: noun for noun, short, _ in table if short} | {noun: noun for noun, _, _ in table}


def _head(text: str, start: int, *, is_range: bool) -> tuple[Form, bool, bool] | None:
    """Return the heading's noun before ``start`` in the case its governor asks for; if it is plural; if shortened."""
    found = re.search(rf"{_NO_OTHER}([А-Яа-яЁё]+)(\.?){SPACE}{_LISTED}\Z", text[max(0, start - _WINDOW) : start])
    if not found or (
        _NUMBER_BEFORE.search(text[max(0, start - _WINDOW) : start - len(found[0])])
        and not is_part_of(text, start - len(found[0]))
    ):
        return None  # «2 ч. 5 мин»
    word, head_start = found[1].lower(), start - len(found[0])
    if found[2]:
        lemma = headings().get(word + ".")
        if not lemma:
            return None
        case = case_here(lemma, text, head_start)
        form = next(form for form in forms(lemma) if form.case == "nomn" and not form.animate)
        return Form(lemma, "NOUN", case, form.gender, False, False), False, True
    readings = [form for form in forms(word) if form.lemma in headings() and not form.animate]
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


@cache
def _numbered() -> frozenset[str]:
    table = rows("normalize/numbered_nouns.tsv", "noun", "short", "example")
    return frozenset(word for noun, short, _ in table for word in (noun, *short.split()))


def _read_numbered(match: re.Match[str]) -> Spoken | None:
    text, start = match.string, match.start()
    label = _LABEL.search(text, max(0, start - _WINDOW), start)
    if not label:
        return _building(match) if match["part"] and text.endswith(", ", 0, start) else None
    if ("№" not in label[0] and _MEASURED.match(text, match.end())) or (match["until"] and not label["stop"]):
        return None  # «кв. 50 кв. м»
    word, is_short = label["word"] or "", label["stop"] == "."
    if "№" in label[0]:
        pass  # whatever is numbered: «№ 405к»
    elif match["glued"] and not match["glued"].isupper():
        return None  # «дом 5с лишним лет»
    elif word and not is_short:
        lemma = next((form.lemma for form in forms(word) if form.lemma in _numbered() and not form.plural), None)
        if not lemma or _is_quantity(match):
            return None  # «дом 5 лет пустовал»
    elif word and (_is_seconds(label) or re.sub(r"\A(.)\1\Z", r"\1", word.lower()) + "." not in _numbered()):
        return None  # «пп. 1 и 2» are as «п. 1»
    return _building(match)


def _is_seconds(label: re.Match[str]) -> bool:
    # «10 с. 5 мин»
    return (
        label["word"] == "с"
        and _NUMBER_BEFORE.search(label.string, max(0, label.start() - 2), label.start()) is not None
    )


def _building(match: re.Match[str]) -> Spoken:
    number = _dictated(ascii_digits(match["number"]))
    if match["until"]:
        until = integer(ascii_digits(match["until"]))
        number += f"{' - ' if ' ' in number + until else '-'}{until}"
    slash = f" дробь {integer(ascii_digits(match['slash']))}" if match["slash"] else ""
    slash += f" {_BLOCKS[match['part']]} {integer(ascii_digits(match['block']))}" if match["part"] else ""
    written = match["letter"] or match["glued"]
    letter = f" {letter_names()[written.upper()]}" if written else ""
    return Spoken(number + slash + letter)


def _dictated(digits: str) -> str:
    # «поезд № 016» is «ноль шестнадцать».
    rest = digits.lstrip("0")
    if len(digits) == 3 and len(rest) == 2:
        return f"ноль {integer(rest)}"
    return integer(digits)


def _is_quantity(match: re.Match[str]) -> bool:
    if match["slash"] or match["letter"] or match["part"]:
        return False
    n, noun = int(ascii_digits(match["number"])), counted_noun(words_after(match.string, match.end()))
    return bool(noun) and counts(n, match.string, match.end()) and (n > 4 or noun[0].lemma in _TIMES)


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
    if not is_shortened and _MEASURED.match(text, match.end()):
        return None  # «в книге 300 стр.»
    if plural or first == 0 or (form.lemma not in _PARTITIVE and counts(first, text, match.end())):
        return None
    return Spoken(ordinal(first, form.case, form.gender))


def _read_ordinal_range(match: re.Match[str]) -> Spoken | None:
    # «в 1-2 классах», «на 3–4 этажах»: of nouns counted in order
    noun = counted_noun(words_after(match.string, match.end()))
    if not noun or noun[0].lemma not in ordinal_nouns():
        return None
    governor = governed(match.string, match.start())
    if not governor or governor[0][0] == "accs":
        ungoverned = _read_ungoverned_range(match, noun)
        if ungoverned or not governor:
            return ungoverned
    for case in governor[0]:
        for form in noun:
            if form.case == case and form.plural and case not in {"accs", "gent"}:
                return Spoken(_each(match, case, form.gender), uncertain=True)
    return None


def _read_ungoverned_range(match: re.Match[str], noun: tuple[Form, ...]) -> Spoken | None:
    # «заняла 5–8 места», «ученики 9–11 классов»: what is counted would be «5–8 мест», and nobody counts classes there.
    is_few = ends_in_few(int(ascii_digits(match["second"])))
    before = word_before(match.string, match.start())
    is_taken = before.startswith(("заня", "заним", "подел", "раздел"))
    after_noun = bool(before) and any(form.part == "NOUN" for form in forms(before)[:1])
    for form in noun:
        # «занял 1–2 места» are the first and the second too
        if form.plural and form.case == "nomn" and (not is_few or (is_taken and form.lemma == "место")):
            return Spoken(_each(match, "nomn", form.gender), uncertain=True)
        if form.plural and form.case == "gent" and after_noun and form.lemma in _SCHOOL:
            return Spoken(_each(match, "gent", "plur"), uncertain=True)
    return None


def _each(match: re.Match[str], case: Case, gender: Gender) -> str:
    return " - ".join(ordinal(int(ascii_digits(n)), case, gender) for n in (match["first"], match["second"]))


def _read_volumes(match: re.Match[str]) -> Spoken | None:
    # «собрание сочинений в 10 т.»
    text, start, n = match.string, match.start(), int(ascii_digits(match["number"]))
    is_work = match["short"] == "тт" or _WORKS.search(text, max(0, start - 2 * _WINDOW), start)
    if not is_work or word_before(text, start) != "в":
        return None
    return Spoken(f"{cardinal(n, 'loct')} {counted_form('том', '', 'loct', n, fractional=False)}")


def _read_form(match: re.Match[str]) -> Spoken | None:
    # «из 11 «Б»», «в 5 Г», «к 7-А»: a form at school
    n = int(ascii_digits(match["number"]))
    short = _FORM_AFTER.match(match.string, match.end())
    if short and 0 < n < 12:
        form_case = case_here("класс", match.string, match.start())
        letter = letter_names()[(match["letter"] or match["plain"]).upper()]
        return Spoken(f"{ordinal(n, form_case)} {letter} {inflect('класс', form_case)}", end=short.end())
    governor = governed(match.string, match.start())
    before = word_before(match.string, match.start())
    case: Case | None = _FORM_CASES.get(before)
    if not governor or not case or not 0 < n < 12:
        return None
    if match["plain"] in {"А", "В"} and not _AT_SCHOOL.search(
        match.string, max(0, match.start() - _WINDOW), match.start()
    ):
        return None  # «напряжение в 9 В»
    if _MOVES_UP.search(match.string, max(0, match.start() - _WINDOW), match.start()):
        case = "nomn"  # as the accusative
    return Spoken(f"{ordinal(n, case)} {letter_names()[(match['letter'] or match['plain']).upper()]}")


def _read_pages(match: re.Match[str]) -> Spoken | None:
    n = int(ascii_digits(match["number"]))
    if n < _FEWEST_PAGES or not _IMPRINT.search(match.string, max(0, match.start() - 10), match.start()):
        return None
    counted = counted_form("страница", "", "nomn", n, fractional=False)
    return Spoken(f"{cardinal(n, gender='femn')} {counted}", uncertain=True)


_END = r"(?!\d|[.,:/]\d|-[а-яё]|[%°$€₽])"
HEADING = Verbalizer(
    "heading",
    re.compile(rf"(?P<first>\d{{1,3}})(?:{SPACE}?[-\u2010-\u2015]{SPACE}?(?P<second>\d{{1,3}}))?{_END}"),
    _read_heading,
)
NUMBERED = Verbalizer(
    "reference",
    re.compile(
        rf"(?P<number>\d{{1,4}})(?:{DASH}(?P<until>\d{{1,4}}))?(?:/(?P<slash>\d{{1,3}}))?(?:(?P<part>[кс])(?P<block>\d{{1,2}})(?!\d))?"
        rf"(?:{SPACE}?(?P<letter>(?!г\.)[{LETTERS}])(?=[,;:)]|{SPACE}?\Z|\.{SPACE}?\Z)"
        rf"|(?P<glued>[{LETTERS}])(?={SPACE}[а-яё]))?"
        rf"(?!\d|[.,:/]\d|{SPACE}?{DASH}{SPACE}?\d|-?[{LETTERS}+]|{SPACE}?[%°$€₽]|(?<=\d{{4}}){SPACE}?г(?:г?\.|од))"
    ),
    _read_numbered,
)
VOLUMES = Verbalizer(
    "reference", re.compile(rf"(?P<number>\d{{1,3}}){SPACE}?(?P<short>тт?)(?=\.){STOP}"), _read_volumes
)
FORM = Verbalizer(
    "reference",
    re.compile(
        rf"(?P<number>\d{{1,2}}){SPACE}?(?:[«\"](?P<letter>[А-Жа-ж])[»\"]|(?P<plain>[А-ЕЖ])(?![\w»\"]|{SPACE}\d|\.\w))"
    ),
    _read_form,
)
PAGES = Verbalizer("reference", re.compile(rf"(?P<number>\d{{2,4}}){SPACE}?с(?=\.){STOP}"), _read_pages)
ORDINAL_RANGE = Verbalizer(
    "ordinal",
    re.compile(rf"(?P<first>\d{{1,2}})[-\u2010-\u2015](?P<second>\d{{1,2}})(?={SPACE})"),
    _read_ordinal_range,
    after=DASHES,
)
