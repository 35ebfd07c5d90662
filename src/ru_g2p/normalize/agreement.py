"""The forms of words (pymorphy3) and which case the words before a number govern («около 150», «к 5 часам»)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from ru_g2p.morphology import analyzer
from ru_g2p.normalize.abbreviation_table import table
from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.numerals import CASES, Case, Gender
from ru_g2p.tables import rows

_WINDOW: Final = 48
"""Characters looked at on either side of a number; a bound keeps a pass linear."""

_BLANKS: Final = " \u00a0\u202f"
_LAST_WORD = re.compile(r"(?:[А-Яа-яЁё+-]+|[Оо]к\.|[Сс]м\.)\Z")
_WORDS_BEFORE = re.compile(
    rf"(?:(?:[А-Яа-яЁё+-]+{SPACE}+){{1,2}}[А-Яа-яЁё+-]+|[А-Яа-яЁё+-]+|[Оо]к\.|[Сс]м\.){SPACE}+\Z"
)
_COORDINATED = re.compile(
    rf"(?<![\w.,])(?:\d[\d.,:]{{0,14}}(?:-[а-яё]{{1,3}})?|[IVXLC]{{1,8}})(?:{SPACE}?[%°][CС]?)?(?:{SPACE}(?:и|или|либо){SPACE}|,{SPACE})(?:не{SPACE})?\Z"
)
_COMPOSED = re.compile(
    rf"(?<![\w.,])\d{{1,6}}{SPACE}?(?P<unit>ч|мин|км|м|кг|г|т|руб|р|дн|сут|тыс|млн|млрд)\.?{SPACE}\Z"
)
_PHRASE = re.compile(
    rf"(?<![\w.,-])(?P<number>\d[\d,]{{0,11}})(?P<words>(?:{SPACE}[а-яё]+\.?){{1,3}})(?P<joint>,|{SPACE}и){SPACE}\Z"
)
_PHRASE_IN_WORDS = re.compile(rf"(?<![\w+-])([а-яё]+){SPACE}[а-яё]+(?:,|{SPACE}и){SPACE}\Z")
_COUNTED = re.compile(rf"\d{SPACE}[А-Яа-яЁё+-]+{SPACE}+\Z")
_AFTER = re.compile(rf"{SPACE}+(?:[«\"]?[А-ЯЁ][»\"]?{SPACE}+(?=класс))?([А-Яа-яЁё+-]+)")
_SHORT = re.compile(r"[бвгджзклмнпрстфхцчшщ]{1,4}\.", re.IGNORECASE)
"""No word to agree with: «пп. 1 и 2 ст. 5»."""

_JOINT_ENDS: Final = frozenset("иое,")
"""The last letters of «и», «или», «либо», «не», and the comma: most numbers are joined to none."""

_COMPOSED_ENDS: Final = frozenset("чнмгбртсд.")
"""The last letters of the units in `_COMPOSED`."""

_COMPARISONS: Final = (">", "<", "> ", "< ")
_SPACES: Final = frozenset(_BLANKS)
_SIGNS: Final = "+-\u2013\u2212~≈±"
_FROM: Final = frozenset({"с", "со"})
_UNTIL = re.compile(r"(?:[^.!?\n]|\.(?= ?[а-яё])){0,60}?\s(?:до|по)\s")
_NO_COMPARISON: Final = frozenset({"лучше", "скорее", "проще", "далее"})
"""Comparatives that rather begin a clause: «лучше 5 раз проверить»."""

_LONGEST_LIST: Final = 4
_PARTICLES: Final = frozenset({
    "почти", "примерно", "приблизительно", "ровно", "только", "лишь", "ещё", "еще", "всего", "уже", "даже", "целых",
    "хоть", "минимум", "максимум", "минус", "плюс",
})  # fmt: skip
"""Words that stand between a number and what governs it: «поднял почти 1 т»."""

_LONGEST_PARTICLE: Final = 16
_GOVERNING_PARTS: Final = frozenset({"VERB", "INFN", "GRND", "PRTF", "NOUN", "ADJS"})
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
    adjectival: bool = False
    """Whether a noun has an adjective's genitive plural («раненых»), which it keeps after two to four."""


@lru_cache(maxsize=8192)
def parses(word: str) -> tuple[Any, ...]:
    """Return pymorphy3's readings of a word, the improbable ones left out."""
    return tuple(parse for parse in analyzer().parse(word) if parse.score >= 0.005)


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
        plural, part = tag.number == "plur", str(tag.POS)
        adjectival = part == "NOUN" and plural and word.lower().endswith(("ых", "их"))
        found.append(Form(parse.normal_form, part, case, gender, plural, tag.animacy == "anim", adjectival))
    return tuple(found)


@lru_cache(maxsize=4096)
def inflect(lemma: str, case: Case, *, plural: bool = False) -> str:
    """Decline a dictionary form word by word: ``inflect("квадратный метр", "gent")``."""
    if " " in lemma:
        return " ".join(inflect(word, case, plural=plural) for word in lemma.split())
    first, hyphen, last = lemma.rpartition("-")
    if hyphen:  # «киловатт-часов»
        return f"{first}-{inflect(last, case, plural=plural)}"
    for parse in parses(lemma):
        if parse.tag.case == "nomn" and parse.tag.POS in {"NOUN", "ADJF"}:
            declined = parse.inflect({case, "plur" if plural else "sing"}) or parse.inflect({case})
            return str(declined.word) if declined else lemma
    return lemma


@lru_cache(maxsize=1024)
def agree(adjective: str, noun: Form) -> str:
    """Give an adjective the case, number and gender of ``noun``: «святого Николая»."""
    grammemes = {noun.case, "plur"} if noun.plural else {noun.case, "sing", noun.gender}
    for parse in parses(adjective):
        declined = parse.inflect(grammemes)
        if declined and declined.word.startswith(adjective[:-2]):  # «высший» is no «высочайший»
            return str(declined.word)
    return adjective


def word_before(text: str, start: int) -> str:
    """Return the word right before ``start``, in lower case; empty if punctuation stands between."""
    window = text[max(0, start - _WINDOW) : start]
    before = window.rstrip(_BLANKS)
    if len(before) == len(window):
        return ""
    found = _LAST_WORD.search(before, max(map(before.rfind, _BLANKS)) + 1)
    return _plain(found[0]) if found else ""


def words_after(text: str, end: int) -> list[str]:
    """Return up to three words that follow ``end`` without punctuation between, in lower case."""
    found: list[str] = []
    limit = min(len(text), end + 2 * _WINDOW)
    while len(found) < 3 and (step := _AFTER.match(text, end, limit)):
        word, end = _plain(step[1]), step.end()
        short = table().get(f"{word}.") if text[end : end + 1] == "." else None
        if short and any(row.kind == "agrees" for row in short):
            end += 1  # «5-й гор. больницы»: the noun stands further on
        elif short or _SHORT.match(text, step.start(1), limit):
            break
        else:
            found.append(word)
    return found


def _plain(word: str) -> str:
    return word.replace("+", "").lower()


@cache
def _government() -> dict[str, tuple[tuple[Case, ...], Case]]:
    table = {}
    for word, cases, bare, _example in rows("normalize/government.tsv", "word", "cases", "bare", "example"):
        table[word] = (tuple(_CASE_NAMES[case] for case in cases.split(",")), _CASE_NAMES[bare])
    return table


@lru_cache(maxsize=8)  # a number is asked about several times
def governor_end(text: str, start: int) -> int:
    """Return where what governs a number ends: before its sign and before the numbers it is joined to.

    In «между 5 и 7 годами» the preposition before 5 governs both, in «за 2 ч 1 мин» that before 2.
    """
    for _ in range(_LONGEST_LIST):
        if start and text[start - 1] in _SIGNS:
            start -= 1
        if text[start - 1 : start] not in _SPACES:
            break
        particle = text[max(0, start - _LONGEST_PARTICLE) : start - 1].rpartition(" ")[2]
        if particle in _PARTICLES:
            start -= len(particle) + 1
            continue
        if text[start - 2 : start - 1] in _JOINT_ENDS:
            joined = _COORDINATED.search(text, _words_back(text, start), start)
        elif text[start - 2 : start - 1] in _COMPOSED_ENDS:
            joined = _COMPOSED.search(text, max(0, start - _WINDOW), start)
            if joined and re.match(rf"[\d,.]+{SPACE}?{joined['unit']}", text[start : start + _LONGEST_PARTICLE]):
                break  # «из 10 тыс. 3 тыс. погибли»: the same unit begins another amount
        else:
            break
        if not joined:
            break
        start = joined.start()
    return start


def _words_back(text: str, start: int) -> int:
    """Return where the third word before ``start`` begins, inside the window: a search from there is short."""
    limit = max(0, start - _WINDOW)
    for _ in range(4):
        start = text.rfind(" ", limit, start)
        if start < 0:
            return limit
    return start


@lru_cache(maxsize=8)
def governed(text: str, start: int) -> tuple[tuple[Case, ...], Case] | None:
    """Return the cases that the words before ``start`` may govern and the one for a number without a noun."""
    if text.endswith(_COMPARISONS, max(0, start - 2), start):
        return ("gent",), "gent"  # «5 > 3»: больше трёх
    words = _words_before(text, governor_end(text, start))
    table = _government()
    for phrase in (" ".join(words[-count:]) for count in range(len(words), 0, -1)):
        if phrase in _FROM and _UNTIL.match(text, start):
            return ("gent", "ablt", "accs"), "gent"  # «с 5 до 10 рублей»
        if phrase in table:
            return table[phrase]
    for parse in parses(words[-1]) if words else ():
        if str(parse.tag.POS) in _GOVERNING_PARTS and parse.normal_form in table:
            return table[parse.normal_form]
    if words and words[-1] not in _NO_COMPARISON and any(parse.tag.POS == "COMP" for parse in parses(words[-1])[:1]):
        return ("gent", "nomn"), "gent"  # «тяжелее 100 кг»
    return None


def coordinated(text: str, start: int) -> tuple[Case, ...]:
    """Return the cases of a number joined to an earlier one together with its noun: «купил 2 кг груш и 1 т угля»."""
    after_comma = False
    for step in range(_LONGEST_LIST):
        joined = _PHRASE.search(text, max(0, start - _WINDOW), start)
        if not joined or any(_ends_phrase(word) for word in joined["words"].split() if not word.endswith(".")):
            return () if step else _after_words(text, start)
        after_comma |= not step and joined["joint"] == ","
        start = joined.start("number")
        found = governed(text, start)
        if found:
            # A comma may as well begin something new: «набор из 6 бокалов, 350 мл».
            return () if after_comma else (found[1], *found[0])
        if is_transitive(word_before(text, governor_end(text, start))):
            return ("accs",)
        if _shows_genitive(joined):
            return ("gent",)
    return ()


def _after_words(text: str, start: int) -> tuple[Case, ...]:
    # «троих детей и 2 внуков»: the numeral joined is a word
    joined = _PHRASE_IN_WORDS.search(text, max(0, start - _WINDOW), start)
    if not joined:
        return ()
    return tuple(_CASE_NAMES[str(parse.tag.case)] for parse in parses(joined[1]) if parse.tag.POS == "NUMR")


def _shows_genitive(joined: re.Match[str]) -> bool:
    # «строительство 3 школ и 5 садов»: after two to four only the genitive has the plural.
    if joined["number"][-1] not in "234" or "," in joined["number"]:
        return False
    nouns = [form for word in joined["words"].split()[:1] for form in forms(word) if form.part == "NOUN"]
    return bool(nouns) and all(form.plural and form.case == "gent" and not form.animate for form in nouns)


def _ends_phrase(word: str) -> bool:
    return any(str(parse.tag.POS) not in {"NOUN", "ADJF", "PRTF"} for parse in parses(word)[:1])


def _words_before(text: str, start: int) -> list[str]:
    """Return up to three words before ``start``, in lower case, no punctuation between."""
    if text[start - 1 : start] not in _SPACES:
        return []
    found = _WORDS_BEFORE.search(text, max(0, start - _WINDOW), start)
    return _plain(found[0]).split() if found else []


def is_transitive(word: str) -> bool:
    """Tell whether a word is a verb with an object: «купил 1 книгу»; a neuter («прошло 5 минут») has none."""
    return not word.startswith(("есть", "голосова", "проголосова")) and any(
        "tran" in parse.tag and parse.tag.POS in {"VERB", "INFN", "GRND"} and parse.tag.gender != "neut"
        for parse in parses(word)[:1]
    )


def case_of_bare(text: str, start: int, default: Case = "nomn") -> Case:
    """Return the case of a number whose noun carries no form of its own (a unit, a symbol, nothing)."""
    found = governed(text, start)
    if found:
        return found[1]
    before = word_before(text, governor_end(text, start))
    oblique = [case for case in modifiers_before(text, start) if case not in {"nomn", "accs"}]
    if oblique:
        return oblique[0]
    if is_transitive(before):
        return "accs"
    return next(iter(coordinated(text, start)), default)


def modifiers_before(text: str, start: int) -> tuple[Case, ...]:
    """Return the cases of the adjective before the number at ``start``: «последних 5 лет».

    One that is counted itself («из 1500 опрошенных 37 % …») belongs to the number before it.
    """
    end = governor_end(text, start)
    if _COUNTED.search(text, max(0, end - _WINDOW), end):
        return ()
    return modifier_cases(word_before(text, end))


def modifier_cases(word: str) -> tuple[Case, ...]:
    """Return the cases of a plural adjective before a number, which stands in one of them: «последних 5 лет»."""
    return tuple(dict.fromkeys(form.case for form in forms(word) if form.plural and form.part in {"ADJF", "PRTF"}))
