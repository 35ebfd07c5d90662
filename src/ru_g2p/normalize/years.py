"""Years: «в 1998 году», «2024 г.», «в 2001-2003 гг.», «1990-е гг.», «44 г. до н. э.», «в 1998»."""

from __future__ import annotations

import re

from ru_g2p.normalize.agreement import forms, parses, word_before, words_after
from ru_g2p.normalize.alphabet import DASHES, LETTERS, SENTENCE_ENDS, SPACE, WORD_END
from ru_g2p.normalize.counting import counts
from ru_g2p.normalize.government import governed, governor_end
from ru_g2p.normalize.months import GENITIVES, SHORT, is_month
from ru_g2p.normalize.numerals import Case, ascii_digits, ends_in_one, ordinal
from ru_g2p.normalize.units import unit_pattern
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

SINGULAR: dict[Case, str] = {
    "nomn": "год", "gent": "года", "datv": "году", "accs": "год", "ablt": "годом", "loct": "году",
}  # fmt: skip
_PLURAL: dict[Case, str] = {
    "nomn": "годы", "gent": "годов", "datv": "годам", "accs": "годы", "ablt": "годами", "loct": "годах",
}  # fmt: skip
_LOCATIVE = frozenset({"в", "во", "о", "об", "при"})
_SEASONS = frozenset({"весной", "летом", "осенью", "зимой", "начале", "конце", "середине", "начала", "конца"})
_DECADE_CASES: dict[str, Case] = {"е": "nomn", "х": "gent", "м": "datv", "ми": "ablt"}
_STOP = rf"(?:\.(?!{SENTENCE_ENDS})|(?<=Г)\.(?= [А-ЯЁ]{{2}}))?"  # «В 1974 Г. ПОСТРОЕН»: all is capitals
_ERA = rf"(?:до{SPACE})?(?:н\.{SPACE}?э|нашей{SPACE}эры)"
_LATIN_ERAS = {"BCE": "до нашей эры", "BC": "до нашей эры", "CE": "нашей эры", "AD": "нашей эры"}
_OPENING = re.compile(
    rf"(?:\A|[.!?…]\s+)(?:В|К|С|До|После|Около|Летом|Весной|Осенью|Зимой)(?:{SPACE}[а-яё]+){{0,2}}{SPACE}\Z"
)
_PERIOD_BEFORE = re.compile(
    rf"(?<![а-яё])(?:(?i:{SHORT}|кв|пол|мес|обр)\.|(?:{'|'.join(GENITIVES.values())})\)){SPACE}\Z"
)
"""«за I кв. 2024 г.», «17 февраля (1 марта) 1861 г.»"""

_SEASON = re.compile(r"(?i:сезон)[а-яё]{0,3}[ -]\Z")
"""«в сезоне 2023/24»"""

_NEXT = re.compile(rf"\.?{SPACE}([{LETTERS}]+)")
_CLAUSE = 60
_WHO = re.compile(rf"\.{SPACE}(?:[А-ЯЁ]\.{SPACE}?){{1,3}}([А-ЯЁ][а-яё]+)")
_FIRST_WORD = re.compile(r"(?:\A|[.!?…]\s+)([А-ЯЁ][а-яё]+)(?=[^.!?]*\Z)")
_MEASURED = re.compile(rf"{SPACE}?{unit_pattern()}(?![А-Яа-яЁё])")
_LATIN_ERA = r"(?:BCE|CE|B\.?C|A\.?D)(?![A-Za-z])"


_MODEL_BEFORE = re.compile(rf"[A-Za-z]\d{{0,3}}{SPACE}\Z")
"""«Audi A4 2010 г.» is of that year."""


def case_of_year(text: str, start: int, default: Case) -> Case:
    """Return the case in which a year stands: «в» asks for the prepositional, a noun for the genitive."""
    if _PERIOD_BEFORE.search(text[max(0, start - 12) : start]):
        return "gent"
    before = word_before(text, governor_end(text, start))
    if before in _LOCATIVE:
        return "loct"
    found = governed(text, start)
    if found:
        return found[1]
    if _MODEL_BEFORE.search(text, max(0, start - 4), start):
        return "gent"
    # «события 1917 г.», «в мае 1998 г.»
    is_noun = any(str(parse.tag.POS) == "NOUN" for parse in parses(before)[:1] if before)
    return "gent" if is_noun or before in _SEASONS else default


def _ordinals(match: re.Match[str], case: Case) -> str:
    """Say the year or the two years of a match, of which the second may be shortened («1997-98»)."""
    first, second = ascii_digits(match["first"]), ascii_digits(match["second"] or "")
    if second and len(second) < len(first) == 4 and not _is_era(match):
        second = first[: 4 - len(second)] + second
    return " - ".join(ordinal(int(year), case) for year in (first, second) if year)


def _is_era(match: re.Match[str]) -> bool:
    return re.match(rf"{SPACE}?{_ERA}", match.string[match.end() : match.end() + 12]) is not None


def _read_abbreviated(match: re.Match[str]) -> Spoken | None:
    marked = _is_era(match) or match["short"] in {"гг", "ГГ"} or match["of"] or _tells_when(match)
    if len(match["first"]) < 4 and not marked:
        return None  # «500 г сыра»
    if len(match["first"]) == 4 and not 1000 <= int(match["first"]) <= 2999 and not _is_era(match):
        return None
    if match.string.endswith(("=", "= "), 0, match.start()) and not match["of"]:
        return None  # «1 кг = 1000 г»
    if match["of"]:
        event = "рождения" if "р" in match["of"] else "выпуска"
        noun = _PLURAL if match["second"] else SINGULAR
        return Spoken(f"{_ordinals(match, 'gent')} {noun['gent']} {event}", uncertain=True)
    case = case_of_year(match.string, match.start(), "nomn")
    certain = governed(match.string, match.start()) is not None
    noun = _PLURAL if match["second"] or (match["short"] in {"гг", "ГГ"} and not _spans(match)) else SINGULAR
    return Spoken(f"{_ordinals(match, case)} {noun[case]}", uncertain=not certain, end=end_of_phrase(match))


def _tells_when(match: re.Match[str]) -> bool:
    # «В 862 г. Рюрик пришёл», «в 988 г. крестили»: somebody does something, nobody weighs anything
    following = _NEXT.match(match.string, match.end())
    if len(match["first"]) != 3 or not following or word_before(match.string, match.start()) != "в":
        return False
    readings = parses(following[1].lower())
    if following[1][0].islower():
        return any(str(parse.tag.POS) == "VERB" for parse in readings[:1])
    return any({"Name", "Surn", "Geox"} & set(parse.tag.grammemes) for parse in readings)


def end_of_phrase(match: re.Match[str]) -> int:
    """Return where the match ends, its full stop included where the sentence has hardly begun: «В 1812 г. Наполеон»."""
    text, end = match.string, match.end()
    if not re.match(rf"\.{SPACE}[А-ЯЁ]", text[end : end + 3]):
        return end
    before = text[max(0, match.start() - _CLAUSE) : match.start()]
    return end + 1 if _OPENING.search(before) or _names_who(before, text, end) else end


def _names_who(before: str, text: str, end: int) -> bool:
    """Tell whether initials and a surname belong to the sentence: «открыт в 1842 г. К. Доплером», «Умер … Н. Н. Ге»."""
    who, first = _WHO.match(text, end), _FIRST_WORD.search(before)
    if not who:
        return False
    likeliest = next((form.case for form in forms(who[1].lower())), "nomn")
    by_whom = likeliest == "ablt" or (likeliest != "nomn" and who[1].endswith(("ом", "ем", "ым")))
    return by_whom or (
        first is not None and any(str(parse.tag.POS) == "VERB" for parse in parses(first[1].lower())[:1])
    )


def _spans(match: re.Match[str]) -> bool:
    # «с 1990 по 1995 гг.»: the last year is one.
    return word_before(match.string, match.start()) in {"по", "до"}


def _read_word(match: re.Match[str]) -> Spoken | None:
    year, word = int(ascii_digits(match["first"])), match["word"].lower()
    if year < 1000 and ((word == "года" and year % 10 in {2, 3, 4}) or (ends_in_one(year) and word != "году")):
        return None  # «22 года», «21 год» count years
    case: Case | None = next((case for case, form in SINGULAR.items() if form == word), None)
    if word == "год":
        case = "nomn"
    elif word == "году":
        case = "datv" if word_before(match.string, match.start()) in {"к", "ко", "по"} else "loct"
    if case is None:
        case = next((case for case, form in _PLURAL.items() if form == word), None)
        if case is None or year < 100:
            return None
        case = case_of_year(match.string, match.start(), case) if case == "nomn" else case
    return Spoken(_ordinals(match, case), end=match.start("word") - len(match["space"]))


def _read_listed(match: re.Match[str]) -> Spoken | None:
    """Read the first of several years whose noun stands after the last: «в 1943 и 1951 гг.», «с 1990 по 1995»."""
    if match["link"] in {"по", "до"} and word_before(match.string, match.start()) not in {"с", "со", "от"}:
        return None
    if len(match["last"]) < 4 and (match["noun"] or "").lstrip().lower().startswith("г"):
        return None  # «от 2 до 5 г»
    if not match["noun"] and not _is_bare_span(match):
        return None
    return Spoken(ordinal(int(match["first"]), case_of_year(match.string, match.start(), "nomn")))


def _is_bare_span(match: re.Match[str]) -> bool:
    # «с 1990 по 1995», but not «с 1990 по 1995 руб.»
    text, end = match.string, match.end("last")
    counted = counts(int(match["last"]), text, end) or _MEASURED.match(text, end) is not None
    return match["link"] in {"по", "до"} and 1000 <= int(match["first"]) <= 2100 and not counted


def _read_decade(match: re.Match[str]) -> Spoken | None:
    decade = int(ascii_digits(match["first"]))
    ending = match["ending"].lower()
    case: Case = _DECADE_CASES[ending]
    if ending == "х" and word_before(match.string, match.start()) in _LOCATIVE:
        case = "loct"
    return Spoken(f"{ordinal(decade, case, 'plur')} {_PLURAL[case]}", end=end_of_phrase(match))


def _read_first_decade(match: re.Match[str]) -> Spoken | None:
    # «1960–1970-х»: the ending stands once, after the second.
    return Spoken(ordinal(int(match[1]), _DECADE_CASES[match["ending"]], "plur"))


def _read_of_era(match: re.Match[str]) -> Spoken | None:
    """Read a year that only «до н. э.» marks as one: «около 50 н. э.», «12500–9500 до н. э.»."""
    case = case_of_year(match.string, match.start(), "nomn")
    era = f" {_LATIN_ERAS[match['era'].replace('.', '')]}" if match["era"] else ""
    return Spoken(f"{_ordinals(match, case)} {SINGULAR[case]}{era}", uncertain=True)


def _read_school_year(match: re.Match[str]) -> Spoken | None:
    noun = next((form for word in words_after(match.string, match.end()) for form in forms(word)[:1]), None)
    season = _SEASON.search(match.string, max(0, match.start() - 12), match.start())
    if (noun is None or match["noun"] is None) and not season:
        return None
    second = match["first"][:2] + match["second"] if len(match["second"]) == 2 else match["second"]
    case, gender = (noun.case, noun.gender) if noun and not season else ("gent", "masc")
    words = (ordinal(int(ascii_digits(year)), case, gender) for year in (match["first"], second))
    return Spoken(" - ".join(words) + (" годов" if season else ""))


def _read_bracketed(match: re.Match[str]) -> Spoken | None:
    # «Блок (1880–1921)», «под Аустерлицем (1805)»
    return Spoken(_ordinals(match, "nomn"), uncertain=True)


def _read_bare(match: re.Match[str]) -> Spoken | None:
    """Read a year that nothing but its preposition or a month tells: «в 1998», «в мае 2010»."""
    text, start, end = match.string, match.start(), match.end()
    before = word_before(text, start)
    if is_month(before) or before in _SEASONS:
        return Spoken(f"{_ordinals(match, 'gent')} года", uncertain=True)
    following = words_after(text, end)
    counted = bool(following) and counts(int(match["second"] or match["first"]), text, end)
    if counted or (before == "к" and not following) or before not in {"в", "с", "до", "после", "по", "к"}:
        return None
    if before != "в" and (match["first"].endswith("00") or not match["first"].startswith(("17", "18", "19", "20"))):
        return None
    if before == "по" and not re.search(r"(?:^|\s)[Сс]о?\s\S+\s\Z", text[max(0, start - 16) : start - 3]):
        return None
    return Spoken(_ordinals(match, case_of_year(text, start, "loct")), uncertain=True)


_SPAN = rf"{SPACE}?[-\u2010-\u2015]{SPACE}?"
_YEARS = rf"(?P<first>\d{{1,4}})(?:{_SPAN}(?P<second>\d{{1,4}}))?"
YEAR_WORD = Verbalizer(
    "year",
    re.compile(rf"{_YEARS}(?P<space>{SPACE})(?P<word>(?i:год(?:а|у|ом|е|ы|ов|ам|ами|ах)?)){WORD_END}"),
    _read_word,
)
YEAR = Verbalizer(
    "year",
    re.compile(
        rf"(?P<first>\d{{1,4}})(?:(?:{_SPAN}|(?<=\d{{4}})/)(?P<second>\d{{2,4}}))?"
        rf"{SPACE}?(?P<short>гг|г|(?:ГГ|Г)(?=\.))(?P<of>\.{SPACE}?(?:(?:р|в|вып)(?=\.)|рождения|выпуска))?{WORD_END}{_STOP}"
    ),
    _read_abbreviated,
)
LISTED_YEAR = Verbalizer(
    "year",
    re.compile(
        rf"(?P<first>\d{{1,5}})(?=(?:,{SPACE}\d{{4}}){{0,4}}{SPACE}(?P<link>и|или|по|до){SPACE}(?P<last>\d{{1,5}})"
        rf"(?:(?P<noun>{SPACE}?гг?{WORD_END}|{SPACE}?ГГ?\.|{SPACE}(?i:год)|{SPACE}{_ERA}|{SPACE}{_LATIN_ERA})"
        rf"|(?<=[12]\d{{3}})(?!\d|[.,]\d|{SPACE}?[\d%$€₽A-Za-z°])))"
    ),
    _read_listed,
)
ERA_YEAR = Verbalizer(
    "year",
    re.compile(
        rf"(?P<first>\d{{1,5}})(?:{_SPAN}(?P<second>\d{{1,5}}))?"
        rf"(?:(?={SPACE}{_ERA})|{SPACE}(?P<era>{_LATIN_ERA})(?:\.(?!{SENTENCE_ENDS}))?)"
    ),
    _read_of_era,
)
DECADE = Verbalizer(
    "year",
    re.compile(rf"(?P<first>\d{{1,3}}0)-(?P<ending>(?i:[ехм]|ми)){SPACE}?(?:гг|ГГ){WORD_END}{_STOP}"),
    _read_decade,
    after="-",
)
FIRST_DECADE = Verbalizer(
    "year",
    re.compile(rf"(\d{{1,3}}0)(?=[-\u2010-\u2015]\d{{1,3}}0-(?P<ending>[ехм]|ми){WORD_END})"),
    _read_first_decade,
    after=DASHES,
)
SCHOOL_YEAR = Verbalizer(
    "year",
    re.compile(
        rf"(?P<first>[12]\d{{3}})[/-](?P<second>\d{{2}}|\d{{4}})(?!\d|[.,/-]\d)(?P<noun>(?={SPACE}(?:учебн|сезон|год)))?"
    ),
    _read_school_year,
    after="/-",
)
BRACKETED_YEAR = Verbalizer(
    "year",
    re.compile(rf"(?<=[(\[])(?P<first>1\d{{3}}|20\d\d)(?:{_SPAN}(?P<second>1\d{{3}}|20\d\d|\d\d))?(?=[)\]])"),
    _read_bracketed,
)
BARE_YEAR = Verbalizer(
    "year",
    re.compile(
        rf"(?P<first>1\d{{3}}|20\d\d|2100)(?:{_SPAN}(?P<second>1\d{{3}}|20\d\d))?"
        rf"(?=\s*(?:[,;!?)]|\.(?!\d)|\Z)|{SPACE}(?:\+?[а-яё]|[-\u2013\u2014]{SPACE})|:\s)(?!,\d|{SPACE}(?:тыс|млн|млрд|кг|г|м|км|т|руб|р|долл|usd)\b)"
    ),
    _read_bare,
)
