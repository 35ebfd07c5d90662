"""Graphic abbreviations: «и т. д.», «на ул. Ленина», «проф. Иванову», «англ. яз.», «в р-не», «см.»."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import groupby
from typing import Final

from ru_g2p.normalize.abbreviation_table import Abbreviation, table
from ru_g2p.normalize.agreement import inflect, parses, word_before
from ru_g2p.normalize.alphabet import DASH, LETTERS, SENTENCE_ENDS, SPACE, WORD_END
from ru_g2p.normalize.apposition import PLACES, THINGS, agreeing, case_here, contracted, in_language, modifier_of
from ru_g2p.normalize.calendar_words import month, weekday
from ru_g2p.normalize.months import GENITIVES
from ru_g2p.normalize.names import begins_sentence, is_genitive, name_after
from ru_g2p.normalize.numerals import Case
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_AFTER: Final = {
    "period": re.compile(
        rf"{SPACE}?(?:[IVXLC]+(?:{SPACE}?{DASH}{SPACE}?[IVXLC]+)?{SPACE}?(?:вв?\b|век|столети|тыс)|[12]?\d{SPACE}?в[.е]"
        rf"|\d{{2,4}}(?:-х|{SPACE}?г)|(?:{'|'.join(GENITIVES.values())}){WORD_END}"
        rf"|(?:[а-яё]{{3,10}}(?:ого|его){SPACE})?(?:века|столетия|года))"
    ),
    "number": re.compile(
        rf"{SPACE}?(?:№{SPACE}?)?(?:\d|[IVXLC]+\b|[А-ЯЁ](?=[),;»\]]|{SPACE}?\Z|\.\Z)|[«\"][А-Яа-я][»\"])"
    ),
    "word": re.compile(rf"{SPACE}?[\"«„(]?[{LETTERS}]"),
    "lower": re.compile(rf"{SPACE}?[\"«„(]?[а-яё]"),
    "Name": re.compile(rf"{SPACE}?[\"«„]?[А-ЯЁ]"),
    "Genitive": re.compile(rf"{SPACE}?[\"«„]?(?:[{LETTERS}]|\d)"),
}
_LAST_STOP_OPTIONAL: Final = re.compile(r"т\. [дпекно]\.\Z|н\. э\.\Z")
"""«и т.д», «т.е»: often so in chats."""

_RANGE: Final = re.compile(
    rf"{SPACE}?\d+(?:-[а-яё]+)?{SPACE}?(?:[-\u2010-\u2015]|и{SPACE}){SPACE}?\d+(?!\d|[-\u2010-\u2015]\d)"
    rf"|{SPACE}?[«\"][а-я][»\"]{SPACE}?(?:[-\u2010-\u2015]|и{SPACE}|,){SPACE}?[«\"]"
)
_LATIN: Final = re.compile(rf"{SPACE}?[\"«„“]?[A-Za-z]")
_HOUSE: Final = re.compile(
    rf"(?<![а-яё])(?:д|дом|вл|влад|корп|к|стр|з)\.?{SPACE}?\d{{1,4}}[А-Яа-я]?(?:/\d{{1,3}})?,?{SPACE}\Z"
    rf"|(?<![а-яё])(?:ул|пер|просп|пр|наб|пл|бул|ш)\.,{SPACE}\Z|[А-ЯЁ][а-яё]+,{SPACE}\d{{1,4}}[А-Яа-я]?,{SPACE}\Z"
)
_NAMED: Final = re.compile(rf"(?<![\w-])[А-ЯЁ][а-яё-]+{SPACE}\Z")
_PLACES_ONLY: Final = frozenset({"в", "во", "из"})
_COUNTING: Final = frozenset({"несколько", "сколько", "столько", "много", "немного", "мало", "пара", "пару"})
_COUNTED_BEFORE: Final = re.compile(rf"(?<!\d)\d{{1,3}}-?(?:[её]?х|ух|т?и){SPACE}\Z")
_ORDINAL_BEFORE: Final = re.compile(rf"\d-(м|ом|го|му){SPACE}\Z")
_ORDINAL_CASES: Final[dict[str, Case]] = {"м": "loct", "ом": "loct", "го": "gent", "му": "datv"}
"""«на 22-м км»"""

_NOUNS: Final = frozenset({"noun", "place", "apposed", "contracted"})
_LONGEST_CHAIN: Final = 3
_CAPITALIZED: Final = frozenset({"Name", "Surname", "word"})
_BODIES: Final = tuple(table())


def _pattern() -> re.Pattern[str]:
    """Group the abbreviations by their first letter: at most one group is then looked at."""
    groups = []
    for first, bodies in groupby(_BODIES, key=lambda body: body[0].lower()):
        groups.append(f"[{first.upper()}{first}](?:{'|'.join(f'({_after_first(body)})' for body in bodies)})")
    return re.compile("|".join(groups))


def _after_first(body: str) -> str:
    ending = ""
    if table()[body][0].kind == "contracted":  # «р-н», «в р-не»: the ending is the word's own
        body, _, last = body.rpartition("-")
        ending = f"-{last[0]}[а-яё]{{0,3}}"
    spelled = re.escape(body[1:]).replace(r"\.\ ", rf"\.{SPACE}?").replace(r"\ ", SPACE) + ending
    if _LAST_STOP_OPTIONAL.match(body):
        return spelled + rf"?{WORD_END}"
    return spelled if spelled.endswith(r"\.") else spelled + WORD_END


def _read(match: re.Match[str]) -> Spoken | None:
    text, start = match.string, match.start()
    if start and (text[start - 1].isalnum() or text[start - 1] == "+"):
        return None
    assert match.lastindex is not None
    fitting = [row for row in table()[_BODIES[match.lastindex - 1]] if _fits(row, match)]
    for row in fitting:
        words = _words(row, text, start, match.end(), match[0])
        if words:
            guessed = row.kind in {"agrees", "language"} or _is_ambiguous(row)
            end = match.end()
            if match[0].endswith(".") and _ends_sentence(row, text, end):
                end -= 1  # its full stop is the sentence's too
            return Spoken(_capitalized_like(match[0], words), guessed, end)
    return None


def _is_ambiguous(row: Abbreviation) -> bool:
    """Tell whether another word is abbreviated likewise and only what follows tells them apart: «г.», «о.», «т.»."""
    alike = {"lower"} if row.after == "lower" else {"Name", "Surname"}
    return row.after in alike and any(other.words != row.words and other.after in alike for other in table()[row.body])


def _ends_sentence(row: Abbreviation, text: str, end: int) -> bool:
    if row.ends == "no" or not re.compile(SENTENCE_ENDS).match(text, end):
        return False
    named = name_after(text, end)  # «с англ. Иванова» may be of Иваново too
    return row.ends == "yes" or not (named.is_person or named.is_place or _LATIN.match(text, end))


def _fits(row: Abbreviation, match: re.Match[str]) -> bool:
    """Tell whether what stands around an abbreviation is what its row asks for."""
    text, start, end = match.string, match.start(), match.end()
    if row.before and not _stands_before(row, text, start):
        return False
    if row.after and not _follows(row.after).match(text, end):
        return False
    named = name_after(text, end)
    if row.after == "Surname" and (not named.is_person or word_before(text, start) in _PLACES_ONLY):
        return False
    if row.after == "Genitive":
        return is_genitive(text, start, end)
    if row.after in _CAPITALIZED and begins_sentence(text, end):
        return False
    # «Г. Москва» is a city; any other capital before a name is an initial.
    is_initial = match[0][0].isupper() and len(row.body) == 2 and row.after in {"Name", "Surname"}
    return not is_initial or (row.words == "город" and named.is_place and not named.is_person)


def _stands_before(row: Abbreviation, text: str, start: int) -> bool:
    if row.before == "Adj":
        return bool(modifier_of(row.words, text, start)) and _NAMED.search(text, max(0, start - 40), start) is not None
    if row.before == "House":
        return _HOUSE.search(text, max(0, start - 20), start) is not None
    window = text[max(0, start - 12) : start]
    words = row.before.replace(".", "[.]")
    return re.search(rf"(?<![{LETTERS}])(?:{words}){SPACE}?\Z", window, re.IGNORECASE) is not None


@cache
def _follows(condition: str) -> re.Pattern[str]:
    if condition == "Surname":
        condition = "Name"
    return _AFTER.get(condition) or re.compile(rf"{SPACE}?(?:{condition}){WORD_END}")


def _words(row: Abbreviation, text: str, start: int, end: int, written: str) -> str | None:
    if row.kind in _DECLINED:
        return _DECLINED[row.kind](row.words, text, start)
    if row.kind == "agrees":
        agreed = agreeing(row.words, text, start, end, _noun_after(text, end))
        return agreed or (None if row.after else row.words)
    if row.kind == "language":
        return in_language(row.words, text, start, end, _noun_after(text, end))
    if row.kind == "contracted":
        return contracted(row.words, row.body, written, text, start)
    return _noun(row, text, start, end)


def _noun(row: Abbreviation, text: str, start: int, end: int) -> str:
    named = name_after(text, end)
    head, bar, tail = row.words.partition(" | ")
    is_thing = not named.is_person or parses(head)[0].tag.animacy == "inan"  # Лесной is a surname too
    is_place = row.kind == "place" or (row.kind == "apposed" and is_thing)
    named_cases = named.cases if row.kind == "apposed" else ()
    case = case_here(head, text, start, PLACES if is_place else THINGS, named=named_cases)
    plural = row.kind == "plural" or (row.kind == "noun" and _RANGE.match(text, end) is not None)
    if plural and case == "accs":
        case = "nomn"  # what has numbers is not alive, though «глава» may be
    declined = inflect(head, case, plural=plural)
    return (declined.title() if head[0].isupper() else declined) + bar.replace("| ", "") + tail


def measure_word(lemma: str, text: str, start: int) -> str:
    """Decline a unit or currency before which no number stands: «вес в кг», «курс к $»."""
    ordinal = _ORDINAL_BEFORE.search(text, max(0, start - 8), start)
    if ordinal:
        return inflect(lemma, _ORDINAL_CASES[ordinal[1]])
    counted = _COUNTED_BEFORE.search(text, max(0, start - 8), start)
    if counted:  # «до 3-х км», «в 3-х км»
        case: Case = "loct" if word_before(text, counted.start()) in {"в", "во", "на", "при"} else "gent"
        return inflect(lemma, case, plural=True)
    before = word_before(text, start)
    if before in {"в", "во"}:
        return inflect(lemma, "loct", plural=True)
    if before in _COUNTING or any("NUMR" in parse.tag for parse in parses(before)[:1] if before):
        few = before in {"два", "две", "три", "четыре", "полтора", "полторы"}
        return inflect(lemma, "gent", plural=not few)
    case = "nomn" if before in {"за", "на"} else case_here(lemma, text, start)  # as the accusative
    return inflect(lemma, case)


_DECLINED: Final[dict[str, Callable[[str, str, int], str]]] = {
    "fixed": lambda words, _text, _start: words, "month": month, "weekday": weekday, "unit": measure_word,
}  # fmt: skip
"""How the words of a kind are declined that looks only at what stands before."""


def _capitalized_like(written: str, words: str) -> str:
    is_capitalized = written[0].isupper() and not written[1:2].isupper() and words[0].islower()
    return words[0].upper() + words[1:] if is_capitalized else words


def _noun_after(text: str, end: int) -> str:
    """Return the dictionary form of the abbreviated noun that follows ``end``: «яз.» in «англ. яз.»."""
    for _ in range(_LONGEST_CHAIN):  # «мл. науч. сотр.»
        found = ABBREVIATION.pattern.match(text, end + (text[end : end + 1] in " \u00a0\u202f"))
        if not found or found.lastindex is None:
            break
        rows = [row for row in table()[_BODIES[found.lastindex - 1]] if row.kind in {"agrees", *_NOUNS}]
        row = next((row for row in rows if _fits(row, found)), rows[0] if rows else None)
        if row is None or row.kind in _NOUNS:
            return row.words.partition(" | ")[0] if row else ""
        end = found.end()
    return ""


ABBREVIATION = Verbalizer("abbreviation", _pattern(), _read)
