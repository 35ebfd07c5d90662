"""The case of an abbreviated word: from the name or noun after it, what governs it, and the adjective before it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from ru_g2p.normalize.abbreviation_table import table
from ru_g2p.normalize.agreement import Form, agree, forms, gender_of, inflect, parses, word_before, words_after
from ru_g2p.normalize.alphabet import DASH, LETTERS, SPACE
from ru_g2p.normalize.government import governed
from ru_g2p.normalize.names import NAME
from ru_g2p.normalize.numerals import CASES, Case, Gender
from ru_g2p.tables import rows

THINGS: Final[dict[str, Case]] = {
    "в": "loct", "во": "loct", "на": "loct", "по": "datv", "за": "ablt", "под": "ablt",
}  # fmt: skip
PLACES: Final[dict[str, Case]] = {**THINGS, "с": "gent", "со": "gent"}
"""Where a preposition governs two cases, the likelier one for a noun without a number, by what the noun names."""

_WINDOW: Final = 60
_REFERENCE: Final = re.compile(
    r"(?<![а-яё])(?:(?:см|ср|См|Ср)\.\s?|[Сс]мотри(?:те)?\s)"
    r"(?:[а-яё]{1,6}\.\s?(?:\d[\d.\u2013-]{0,8}|[IVXLC]{1,8})[а-яё]?(?:\s[а-яё]{1,5}\.\s?(?:\d{1,4}|[IVXLC]{1,8}))?"
    r"(?:[,;]|[,;]?\sи)\s){0,4}\Z"
)
"""«см. рис. 2 и табл. 3, стр. 4», «ср. гл. 2 т. II и с. 8»: the reference governs each of the items it joins."""
_FROM: Final = frozenset({"с", "со", "из", "от"})
_ADJECTIVE_SHORT: Final = re.compile(rf"(?<![{LETTERS}])([А-ЯЁа-яё][а-яё]{{1,7}}\.){SPACE}?\Z")
_PART_OF: Final = re.compile(
    rf"(?<![а-яё])(?:[Чч]|[Пп]п?|[Пп]одп|[Аа]бз|[Гг]л|[Рр]азд)\.{SPACE}?(?:\d[\d.,\u2013-]{{0,8}}(?:{SPACE}и{SPACE}\d{{1,3}})?|[«\"]?[а-я][»\"]?(?:{SPACE}и{SPACE}[«\"]?[а-я][»\"]?)?),?{SPACE}\Z"
)
_COORDINATED: Final = re.compile(rf"(?:(?:,|{SPACE}и){SPACE}[а-яё]{{2,8}}\.){{1,4}}")
_COORDINATED_BEFORE: Final = re.compile(rf"[а-яё]{{2,8}}\.(?:,|{SPACE}и){SPACE}\Z")
_JOINED_BEFORE: Final = re.compile(
    rf"(?<![{LETTERS}A-Z])(?:(?:(?:ул|пл|пр|просп|пер|наб|г|с|п|д|пос|дер|пгт|ст|р|оз|о|х)\.{SPACE}?[А-ЯЁ][а-яё]+(?:,|{SPACE}и){SPACE}){{1,3}}|ст\.{SPACE}?\d[\d.]{{0,6}},?{SPACE}|[IVXLC]+{SPACE}?{DASH}{SPACE}?)\Z"
)
"""«на углу ул. Мира и пр. Гоголя», «по ст. 12 ч. 3», «в XIX–нач. XX вв.»: both have one governor."""

_NUMBERED: Final = re.compile(rf"[а-яё]{{1,5}}\.{SPACE}?\d")

_SINGULAR_ORDINALS: Final = re.compile(
    rf"(?:(?P<other>\d-(?:й|го|му|м|я|ю)){SPACE}и{SPACE}\d{{0,2}})?\d-(?:й|го|му|м|я|ю){SPACE}\Z"
)
_NUMBERED_BEFORE: Final = re.compile(rf"[а-яё]{SPACE}№{SPACE}?\d{{1,5}}{SPACE}\Z")
"""«школы № 5 пос. Мирный»"""

_FEW_BEFORE: Final = re.compile(rf"(?<![\d,.])(?:\d{{0,6}}[02-9])?[234]{SPACE}\Z")
_PAGES: Final = frozenset({"страница", "рисунок", "таблица"})
"""«гл. 3, с. 45»: nothing that a chapter or point is a part of."""

_QUOTE: Final = re.compile(rf"{SPACE}?[«\"„]([{LETTERS}+-]+)")
_NO_NOUN_PARTS: Final = frozenset(
    {"PREP", "CONJ", "PRCL", "VERB", "INFN", "GRND", "PRED", "ADVB", "COMP", "NPRO", "ADJS", "PRTS"}
)
_WAYS: Final = frozenset({"налево", "направо", "прямо", "затем", "снова", "обратно", "сразу", "потом"})
"""Words between a verb of motion and its aim: «поверните налево на ул. Мира»."""

_LAST_WORD: Final = re.compile(rf"([{LETTERS}+-]+){SPACE}+\Z")


def is_reference(text: str, start: int) -> bool:
    """Tell whether «см.» governs what stands at ``start``, other items of its list between them or not."""
    return _REFERENCE.search(text, max(0, start - _WINDOW), start) is not None


def case_here(
    lemma: str, text: str, start: int, preferred: dict[str, Case] = THINGS, *, named: tuple[Case, ...] = ()
) -> Case:
    """Return the case of ``lemma`` abbreviated at ``start``.

    ``preferred`` is the case of its kind where a preposition governs two, ``named`` are the cases of the name after it.
    """
    if is_reference(text, start):
        return "accs"
    if is_part_of(text, start) and lemma not in _PAGES:
        return "gent"
    if preferred is PLACES and word_before(text, start).startswith("адрес"):
        return "nomn"  # «по адресу ул. Мира, 14»
    joined = _JOINED_BEFORE.search(text, max(0, start - _WINDOW), start)
    if joined and joined[0].rstrip().endswith(",") and _NUMBERED.match(text, start):
        joined = None  # «на ул. Мира, д. 5»
    start = joined.start() if joined else start
    shown = modifier_of(lemma, text, start)
    if shown:
        before = _LAST_WORD.search(text[max(0, start - _WINDOW) : start])
        start -= len(before[0]) if before else 0
    wanted = _wanted(text, start, preferred, animate=parses(lemma)[0].tag.animacy == "anim")
    of_place = preferred is PLACES and wanted[0] == "gent"
    is_open = "nomn" in named and (of_place or word_before(text, start) in PLACES)
    if is_open or (named and joined):
        return wanted[0]  # «на оз. Байкал», «жители д. Горки»: a name that may be left undeclined tells nothing
    allowed = shown or named
    return next((case for case in wanted if case in allowed), wanted[0])


def is_part_of(text: str, start: int) -> bool:
    """Tell whether what stands at ``start`` is what a numbered part before it belongs to: «ч. 2 ст. 5»."""
    return _PART_OF.search(text[max(0, start - 24) : start]) is not None


def modifier_of(lemma: str, text: str, start: int) -> tuple[Case, ...]:
    """Return the cases of the adjective before ``start`` if it can agree with ``lemma``: «на Красной» (площади)."""
    before = _LAST_WORD.search(text[max(0, start - _WINDOW) : start])
    if not before:
        return ()
    gender = _gender(lemma)
    return tuple(
        dict.fromkeys(
            form.case
            for form in forms(before[1].replace("+", ""))
            if form.part == "ADJF" and not form.plural and form.gender == gender
        )
    )


def agreeing(words: str, text: str, start: int, end: int, noun: str, *, each_is_one: bool = False) -> str | None:
    """Give the adjective that ends ``words`` the form of the noun after it; none if no noun can follow.

    ``noun`` is the dictionary form of that noun where it is abbreviated too: «с англ. яз.»; of coordinated adjectives
    before a plural ``each_is_one`` in «на англ. и нем. языках», but not in «с/х и пром. предприятия».
    """
    *fixed, adjective = words.split()
    coordinated = _COORDINATED.match(text, end)
    if noun:
        case = case_here(noun, text, start, PLACES)
        form: Form | None = Form(noun, "NOUN", case, _gender(noun), plural=False, animate=False)
    else:
        form = _noun_after(text, start, coordinated.end() if coordinated else end)
    if form is None:
        return None if _is_uninflected(text, end) else words
    if each_is_one and form.plural and (coordinated or _COORDINATED_BEFORE.search(text[max(0, start - 14) : start])):
        form = replace(form, plural=False, gender=_gender(form.lemma))
    is_counted = form.case == "gent" or (form.case == "nomn" and form.plural)
    if is_counted and form.gender != "femn" and _FEW_BEFORE.search(text, max(0, start - 10), start):
        form = replace(form, case="gent", plural=True)  # «три населённых пункта»
    if form.case == "accs" and not form.animate and (form.plural or form.gender == "masc"):
        form = replace(form, case="nomn")
    return " ".join([*fixed, agree(adjective, form)])


def in_language(adjective: str, text: str, start: int, end: int, noun: str) -> str | None:
    """Return a language's adjective: it agrees («греч. слово») or stands alone («от греч. λόγος», «с нем. Петрова»)."""
    if text.endswith(("по-", "По-"), max(0, start - 3), start):
        return adjective.removesuffix("й")  # «по-франц.»
    before = word_before(text, start)
    following = text[end : end + 3].strip(' \u00a0\u202f"«„(')[:1]
    is_cyrillic = re.match(f"[{LETTERS}]", following) is not None
    if (noun or (is_cyrillic and following.islower())) and not (before in _FROM and not noun and _is_cited(text, end)):
        return agreeing(adjective, text, start, end, noun, each_is_one=True) or adjective
    if before in _FROM:
        return inflect(adjective, "gent")
    if not following.isalpha() or is_cyrillic:
        return None
    found = governed(text, start)
    return inflect(adjective, _wanted(text, start, THINGS)[0] if found else "nomn")


def _is_cited(text: str, end: int) -> bool:
    """Tell whether the word after ``end`` is cited, not governed: «от греч. логос»."""
    following = words_after(text, end)[:1]
    return not any(form.case in {"gent", "ablt"} for word in following for form in forms(word))


def contracted(lemma: str, body: str, written: str, text: str, start: int) -> str | None:
    """Return the form of ``lemma`` that ends as written: «р-не» is «районе»; none if no form does."""
    ending = written.rpartition("-")[2]
    fitting: dict[Case, str] = {}
    for form in _lexeme(lemma):
        if form[1].endswith(ending):
            fitting.setdefault(form[0], form[1])
    wanted = _wanted(text, start, PLACES)
    if modifier_of(lemma, text, start):
        wanted = tuple(modifier_of(lemma, text, start))
    return next((fitting[case] for case in [*wanted, *CASES] if case in fitting), None)


@cache
def _lexeme(lemma: str) -> tuple[tuple[Case, str], ...]:
    return tuple(
        (form.case, str(word.word))
        for parse in parses(lemma)[:1]
        for word in parse.lexeme
        for form in forms(word.word)
        if form.lemma == parse.normal_form
    )


def _noun_after(text: str, start: int, end: int) -> Form | None:
    quoted = _QUOTE.match(text, end)
    following = words_after(text, end) or [name["name"].lower() for name in [NAME.match(text, end)] if name]
    if quoted:
        following = [quoted[1].lower(), *words_after(text, quoted.end())]
    for word in following:
        if parses(word)[0].tag.POS in {"PREP", "VERB", "INFN", "PRED"}:
            return None
        found = [form for form in forms(word) if form.part == "NOUN"]
        found = [form for form in found if form.lemma == found[0].lemma]  # «Св. Георгия»: Георгий, not a Георгия
        ordinals = _SINGULAR_ORDINALS.search(text[max(0, start - 12) : start])
        if ordinals:  # «1-я гор. больница», «1-я и 2-я гор. больницы»
            found = [form for form in found if form.plural == bool(ordinals["other"])] or found
        if found and parses(word)[0].tag.POS == "NOUN":
            wanted = _wanted(text, start, THINGS)
            if governed(text, start) and all(form.case != wanted[0] for form in found):  # «до гв. полка»
                found = [form for form in forms(word) if form.part == "NOUN" and form.case == wanted[0]] or found
            return next((form for case in wanted for form in found if form.case == case), found[0])
    return None


def _is_uninflected(text: str, end: int) -> bool:
    """Tell whether the word after ``end`` begins no noun phrase: «гл. без номера», «ср. и пт.»."""
    following = words_after(text, end)[:1]
    return any(str(parse.tag.POS) in _NO_NOUN_PARTS for word in following for parse in parses(word)[:1]) and not any(
        form.part == "NOUN" for word in following for form in forms(word)
    )


def _wanted(text: str, start: int, preferred: dict[str, Case], *, animate: bool = False) -> tuple[Case, ...]:
    """Return the cases that what stands before ``start`` asks for, the likeliest first."""
    short = _ADJECTIVE_SHORT.search(text[max(0, start - 10) : start])
    kinds = {row.kind for row in table().get(short[1].lower(), ())} if short else set()
    if short and kinds & {"agrees", "language"}:
        start -= len(short[0])
    elif short and short[1].lower() == "зав.":
        return _first(("ablt",))  # «зав. каф.»
    elif "noun" in kinds or _NUMBERED_BEFORE.search(text, max(0, start - _WINDOW), start):
        return _first(("gent",))  # «зам. нач.»
    before = word_before(text, start)
    found = governed(text, start)
    case = preferred.get(before)
    if case:
        moves = preferred in (THINGS, PLACES) and before in {"в", "во", "на"} and _moves(text, start)
        likely: tuple[Case, ...] = ("accs", case) if moves else (case,)
        return tuple(dict.fromkeys([*likely, *(found[0] if found else ())]))
    if found:
        return found[0]
    if before == "и":  # «реформа контроля и полит. системы»
        joined = {form.case for form in forms(word_before(text, start - len("и "))) if form.part == "NOUN"}
        if "gent" in joined and "nomn" not in joined:
            return _first(("gent",))
    tags = [parse.tag for parse in parses(before)[:1]] if before else []
    first: tuple[Case, ...] = ()
    if any(tag.POS == "NOUN" for tag in tags):
        first = ("gent",)
    elif any("tran" in tag and tag.POS in {"VERB", "INFN", "GRND"} for tag in tags):
        # «доложил зам.» tells rather who did it than to whom, «закрыли ул.» what was done.
        subject = animate and any({"masc", "past"} <= set(tag.grammemes) for tag in tags)
        first = ("nomn",) if subject else ("accs",)
    return _first(first)


def _first(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    return tuple(dict.fromkeys([*cases, "nomn", "gent", "datv", "ablt", "accs", "loct"]))


def _moves(text: str, start: int) -> bool:
    """Tell whether a verb of motion stands before the preposition before ``start``: «свернул на ул. Мира»."""
    preposition = _LAST_WORD.search(text[max(0, start - _WINDOW) : start])
    verb = word_before(text, start - len(preposition[0])) if preposition else ""
    if verb in _WAYS:
        verb = word_before(text, start - len(preposition[0]) - len(verb) - 1) if preposition else ""
    return any(parse.normal_form in _motion_verbs() for parse in parses(verb)) if verb else False


@cache
def _motion_verbs() -> frozenset[str]:
    return frozenset(verb for verb, _example in rows("normalize/motion_verbs.tsv", "verb", "example"))


def _gender(lemma: str) -> Gender:
    return gender_of(parses(lemma.rsplit(maxsplit=1)[-1])[0])
