"""Roman numerals: «XXI век», «II мировая», «Пётр I», «о Людовике XIV», «глава IV», «XVI–XVII вв.»."""

from __future__ import annotations

import re
from functools import cache

from ru_g2p.normalize.acronyms import names_points
from ru_g2p.normalize.agreement import Form, forms, gender_of, inflect, parses, word_before, words_after
from ru_g2p.normalize.alphabet import DASH, LETTERS, SENTENCE_ENDS, SPACE
from ru_g2p.normalize.apposition import case_here
from ru_g2p.normalize.counting import counted_noun, ordinal_nouns
from ru_g2p.normalize.fitting import Agreement
from ru_g2p.normalize.government import governed
from ru_g2p.normalize.numerals import CASES, Case, Gender
from ru_g2p.normalize.references import headings
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.normalize.years import end_of_phrase
from ru_g2p.tables import rows

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = r"(?=[IVXLCDM])(?:M{0,3})(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_JOINED = re.compile(
    rf"(?:{SPACE}(?:и|или|по|до){SPACE}|,{SPACE}|{SPACE}?{DASH}{SPACE}?)(?P<next>{_ROMAN})(?![A-Za-z])"
)
_JOINED_BEFORE = re.compile(
    rf"(?<![A-Za-z]){_ROMAN}(?:{SPACE}(?:и|или|по|до){SPACE}|,{SPACE}|{SPACE}?{DASH}{SPACE}?)\Z"
)
_NAMESAKE_BEFORE = re.compile(rf"(?<![{LETTERS}])[А-ЯЁ][а-яё]+{SPACE}[IVXLC]+(?:,|{SPACE}и){SPACE}\Z")
"""«при Екатерине II и Павле I»: both have one governor."""

_CENTURY_BEFORE = re.compile(rf"[IVXL]{{1,6}}{SPACE}век[^.!?\n]{{0,80}}\Z")
_SENTENCE = 96
_SPAN_TO = re.compile(rf"{SPACE}(?:по|до){SPACE}")
_ENDING = re.compile(rf"{DASH}(?:й|я|е|го|му|м|х|ю|ой|ый|ая|ое)(?![{LETTERS}])")
_BY_ENDING = {
    "й": Agreement(is_ordinal=True), "я": Agreement("nomn", "femn", is_ordinal=True),
    "е": Agreement("nomn", "neut", is_ordinal=True), "го": Agreement("gent", is_ordinal=True),
    "му": Agreement("datv", is_ordinal=True), "м": Agreement("loct", is_ordinal=True),
    "ю": Agreement("accs", "femn", is_ordinal=True), "х": Agreement("gent", "plur", is_ordinal=True),
}  # fmt: skip
"""«в XVIII-м», where no noun tells more."""

_UP_TO_PERIOD = re.compile(rf"{SPACE}?{DASH}{SPACE}?(?:нач|кон|сер|перв|втор|трет|посл)")
_SHORT_HEADING = re.compile(rf"(?<![{LETTERS}])(гл\.|ч\.|кн\.|разд\.|т\.){SPACE}?\Z", re.IGNORECASE)
_LONGEST_LIST = 4
_NUMBERED = frozenset({
    "глава", "часть", "том", "книга", "раздел", "класс", "степень", "тип", "категория", "группа", "статья",
    "приложение", "параграф", "акт", "этап", "тур", "корпус", "квартал", "секция", "блок", "выпуск", "действие",
    "песнь", "серия",
})  # fmt: skip
"""Nouns after which a single letter is a numeral too, and no part of what follows: «часть I тома V»."""

_LETTERS = frozenset("CDLM")
"""Hardly ever numerals by themselves: «витамин C», «класс D», «размер L», «диск D:»."""

_NO_NUMERALS = frozenset({
    "CD", "DC", "MD", "CV", "CI", "DI", "MC", "CM", "MM", "DM", "CC", "MI", "MIX", "DIV", "DVI", "CLI", "ML", "DL",
    "CL", "DX", "CX", "MX", "XC", "DV", "MV", "XL",
})  # fmt: skip
"""Letters that are more often something else («CD», «MIX») where no noun that is numbered stands beside."""


def value(roman: str) -> int:
    """Return the value of a well-formed Roman numeral."""
    values = [_VALUES[letter] for letter in roman]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


@cache
def _shorts() -> dict[str, tuple[str, bool]]:
    table = rows("normalize/ordinal_shorts.tsv", "written", "noun", "number", "example")
    return {written: (noun, number == "plural") for written, noun, number, _ in table}


def _case_of_short(text: str, start: int) -> tuple[Case, bool]:
    """Return the case of a shortened noun, and whether it is sure: «в XX в.», «храм XVI в.»."""
    found = governed(text, start)
    before = word_before(text, start)
    if before in {"в", "во", "о", "об", "на"}:
        return "loct", True
    if found:
        return found[1], True
    if text[max(0, start - 8) : start].rstrip().endswith(("гг.", "сер.", "нач.", "кон.", "пол.", "четв.")):
        return "gent", True  # «20-е гг. XX в.», «к сер. XX в.»
    if any(str(parse.tag.POS) == "NOUN" for parse in parses(before)[:1]):
        return "gent", False
    return "nomn", False


def _read_century(match: re.Match[str]) -> Spoken | None:
    noun, plural = _shorts()[match["short"]]
    first, second = _number(match["first"]), _number(match["second"]) if match["second"] else None
    case, sure = _case_of_short(match.string, match.start())
    gender = gender_of(parses(noun)[0])
    if match["link"] and re.search(
        rf"(?:[Сс]о?|[Оо]т){SPACE}\Z", match.string[max(0, match.start() - 4) : match.start()]
    ):
        # «с XVI по XVIII вв.»: each number has its own preposition, and one century ends the span.
        case = "accs" if "по" in match["link"] else "gent"
        spoken = f"{Agreement('gent', gender, is_ordinal=True).read(first)}{match['link']}"
        return Spoken(f"{spoken}{Agreement(case, gender, is_ordinal=True).read(second or 0)} {inflect(noun, case)}")
    joint = match["link"] if match["link"] and "и" in match["link"] else " - "
    words = joint.join(Agreement(case, gender, is_ordinal=True).read(n) for n in (first, second) if n is not None)
    spoken = f"{words} {inflect(noun, case, plural=plural)}"
    return Spoken(spoken, uncertain=not sure, end=end_of_phrase(match))


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else value(written)


def _read(match: re.Match[str]) -> Spoken | None:
    text, start, end = match.string, match.start(), match.end()
    ending = _ENDING.match(text, end)
    if names_points(match) or (match[0] in _LETTERS and not ending):
        return None  # «точка C», «отрезок CD»
    if ending:
        end = ending.end()
    n = value(match[0])
    last = end
    for _ in range(_LONGEST_LIST):  # «V и IV тысячелетиях»: the noun stands after the last numeral
        joined = _JOINED.match(text, last)
        if not joined:
            break
        last = joined.end()
    agreement, sure = _by_noun_after(text, start, end, last)
    if agreement is None:
        agreement, sure = _by_period(text, start, end)
    is_likely = match[0] not in _NO_NUMERALS
    if agreement is None and (is_likely or any(form.lemma in _NUMBERED for form in forms(word_before(text, start)))):
        agreement, sure = _by_name_before(text, start, short=len(match[0]) == 1, is_list=last > end)
    if agreement is None and is_likely:
        agreement, sure = _by_shortened(text, start)
    if agreement is None and is_likely and len(match[0]) > 1:
        agreement, sure = _by_earlier_century(text, start)
    if agreement is None and ending:
        agreement, sure = _BY_ENDING.get(ending[0][1:]), True
    if agreement is None:
        if len(match[0]) == 1 or not is_likely:
            return None  # letters, rather
        return Spoken(Agreement().read(n), uncertain=True)
    return Spoken(agreement.read(n), uncertain=not sure or len(match[0]) == 1, end=end)


def _by_noun_after(text: str, start: int, first_end: int, end: int) -> tuple[Agreement | None, bool]:
    following = words_after(text, end)
    noun = counted_noun(following)
    before = word_before(text, start)
    # «Людовик XVI правил», «при Павле I границы расширились»: the numeral is the ruler's.
    is_of_name = _is_ruler(text, start, before)
    if not noun or (is_of_name and (_is_verb(following[0]) or noun[0].lemma not in ordinal_nouns())):
        return None, False
    found = governed(text, start)
    after_noun = not found and any(str(parse.tag.POS) == "NOUN" for parse in parses(before)[:1])
    if after_noun and _is_numbered(before):
        return None, False  # «часть III тома V»
    if after_noun and not any(form.case == "gent" for form in noun):
        return None, False  # «Пётр I царь»
    candidates: tuple[Case, ...] = found[0] if found else ("gent",) if after_noun else CASES
    is_list = end > first_end or _JOINED_BEFORE.search(text, max(0, start - 16), start) is not None
    if _SPAN_TO.match(text, first_end):  # «с XVI по XVIII век»: the preposition before the first has its own case
        return Agreement(found[1] if found else "gent", noun[0].gender, is_ordinal=True), True
    for form in _likeliest_first(noun, following[0], is_list=is_list):
        if form.case in candidates:
            gender = "plur" if form.plural and not is_list else form.gender
            return Agreement(form.case, gender, form.animate and not form.plural, is_ordinal=True), True
    return None, False


def _is_ruler(text: str, start: int, name: str) -> bool:
    written = text[max(0, start - 1 - len(name)) : start - 1]
    return written[:1].isupper() and any("Name" in parse.tag and parse.tag.POS == "NOUN" for parse in parses(name))


def _is_verb(word: str) -> bool:
    return any(str(parse.tag.POS) == "VERB" for parse in parses(word))


def _likeliest_first(noun: tuple[Form, ...], word: str, *, is_list: bool) -> list[Form]:
    # «XX века» is the genitive of one century, but «XXII Олимпийские игры» are many.
    adjective = [form for form in forms(word) if form.part == "ADJF"]
    is_plural = bool(adjective) and all(form.plural for form in adjective)
    return sorted(noun, key=lambda form: form.plural != (is_list or is_plural))


def _by_period(text: str, start: int, end: int) -> tuple[Agreement | None, bool]:
    """Read a century whose noun stands further on: «конец XVIII — первая треть XIX века», «в XIX – нач. XX в.»."""
    case, sure = _case_of_short(text, start)
    if not _UP_TO_PERIOD.match(text, end) or case == "nomn":
        return None, False
    return Agreement(case, is_ordinal=True), sure


def _by_earlier_century(text: str, start: int) -> tuple[Agreement | None, bool]:
    # «в XX веке …, а в XXI …»: the noun is left out
    found = governed(text, start)
    if not found or not _CENTURY_BEFORE.search(text, max(0, start - _SENTENCE), start):
        return None, False
    return Agreement("loct" if word_before(text, start) in {"в", "во"} else found[1], is_ordinal=True), False


def _by_shortened(text: str, start: int) -> tuple[Agreement | None, bool]:
    # «гл. XII», «в т. II»
    short = _SHORT_HEADING.search(text[max(0, start - 6) : start])
    if not short:
        return None, False
    lemma = headings().get(short[1].lower()) or "том"
    gender: Gender = next((form.gender for form in forms(lemma) if form.case == "nomn" and not form.animate), "masc")
    return Agreement(case_here(lemma, text, start - len(short[0])), gender, is_ordinal=True), True


def _by_name_before(text: str, start: int, *, short: bool, is_list: bool) -> tuple[Agreement | None, bool]:
    named = word_before(text, start)
    inner = len(text[max(0, start - 48) : start].rstrip()) + max(0, start - 48) - len(named)
    outer = word_before(text, inner) if any(form.case == "gent" for form in forms(named)[:1]) else ""
    if _is_numbered(outer) and text[inner : inner + 1].islower():
        return _by_name_before(text, inner, short=short, is_list=is_list)  # «группа крови II»
    capitalized = text[max(0, start - 48) : start].rstrip()[-len(named) :][:1].isupper()
    noun = tuple(form for form in forms(named) if form.part == "NOUN")
    numbered = any(form.lemma in _NUMBERED for form in noun)
    if (
        not noun
        or named == "буква"
        or (governed(text, start) and not capitalized)
        or (short and not (capitalized or numbered))
    ):
        return _after_joined(text, start)
    form = _head_form(text, start, named, noun, capitalized=capitalized, is_list=is_list)
    gender = form.gender if not form.plural else "femn" if form.lemma in {"глава", "часть"} else "masc"
    return Agreement(form.case, gender, form.animate, is_ordinal=True), False


def _after_joined(text: str, start: int) -> tuple[Agreement | None, bool]:
    # «Главы IV и V», «глава IV - V»: the noun stands before the first numeral.
    before = re.search(
        rf"([{LETTERS}]+){SPACE}{_ROMAN}(?:(?:,{SPACE}|{SPACE}?{DASH}{SPACE}?){_ROMAN}){{0,3}}"
        rf"(?:{SPACE}и{SPACE}|,{SPACE}|{SPACE}?{DASH}{SPACE}?)\Z",
        text[max(0, start - 48) : start],
    )
    if not before:
        return None, False
    head_start = max(0, start - 48) + before.end(1) + 1
    return _by_name_before(text, head_start, short=False, is_list=True)


def _head_form(text: str, start: int, named: str, noun: tuple[Form, ...], *, capitalized: bool, is_list: bool) -> Form:
    """Return the reading of the noun before the numeral: «глава IV» is a chapter, a capitalized name a person's."""
    if capitalized and named not in {"глава", "главы", "главе"}:
        given = {parse.normal_form for parse in parses(named) if "Name" in parse.tag}
        candidates = tuple(form for form in noun if form.lemma in given) or noun  # of Павел, not of a Mr Павля
    else:
        candidates = tuple(form for form in noun if not form.animate) or noun
    if is_list:
        candidates = tuple(form for form in candidates if form.plural) or candidates
    head_start = (
        start - len(text[max(0, start - 48) : start]) + text[max(0, start - 48) : start].rstrip().rfind(" ") + 1
    )
    joined = _NAMESAKE_BEFORE.search(text, max(0, head_start - 32), head_start)
    found = governed(text, joined.start() if joined else head_start)
    for case in found[0] if found else ():
        for form in candidates:
            if form.case == case:
                return _ruler(form, candidates)
    return _ruler(candidates[0], candidates)


def _is_numbered(word: str) -> bool:
    return any(form.lemma in _NUMBERED for form in forms(word))


def _ruler(form: Form, candidates: tuple[Form, ...]) -> Form:
    # «о Павле I» is of Павел, not of Павла: numbered namesakes are mostly men
    alike = (other for other in candidates if other.animate and (other.case, other.gender) == (form.case, "masc"))
    return next(alike, form) if form.animate else form


_NO_PREPOSITION = (
    rf"[,;:)]|{SPACE}(?:у|на|со?|из|к|от|до|под|при|об?|над|без|для|между|после|через|[-\u2013\u2014])(?![{LETTERS}])"
)
"""What follows «в» only if it is a century without its full stop: «в XIX в у нас»."""

_SHORT = "|".join(sorted((re.escape(written) for written in _shorts()), key=len, reverse=True))
CENTURY = Verbalizer(
    "roman",
    re.compile(
        rf"(?P<first>{_ROMAN})(?:(?P<link>{SPACE}?{DASH}{SPACE}?|{SPACE}(?:и|по|до){SPACE})(?P<second>{_ROMAN}))?"
        rf"{SPACE}?(?P<short>{_SHORT})(?:(?=\.)|(?<= в)(?={_NO_PREPOSITION}))(?:\.(?!{SENTENCE_ENDS}))?"
    ),
    _read_century,
)
ARABIC_CENTURY = Verbalizer(
    "century",
    re.compile(
        rf"(?P<first>[12]?\d)(?:(?P<link>{DASH}|{SPACE}(?:и|по|до){SPACE})(?P<second>[12]?\d))?{SPACE}?"
        rf"(?P<short>вв|в|эт|кл|(?:кв|пол)(?=\.{SPACE}?\d{{4}}))(?=\.)(?:\.(?!{SENTENCE_ENDS}))?"
    ),
    _read_century,
)
ROMAN = Verbalizer("roman", re.compile(rf"{_ROMAN}(?!\+?[A-Za-z0-9А-Яа-яЁё])"), _read)
