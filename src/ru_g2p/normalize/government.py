"""Which case the words before a number govern: «около 150», «к 5 часам», «купил 2 книги», «последних 5 лет»."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from ru_g2p.normalize.agreement import BLANKS, CASE_NAMES, WINDOW, forms, parses, plain, word_before
from ru_g2p.normalize.alphabet import SPACE
from ru_g2p.normalize.numerals import Case
from ru_g2p.tables import rows

_WORDS_BEFORE = re.compile(
    rf"(?:(?:[А-Яа-яЁё+-]+{SPACE}+){{1,2}}[А-Яа-яЁё+-]+|[А-Яа-яЁё+-]+|[Оо]к\.|[Сс]м\.){SPACE}+\Z"
)
_COORDINATED = re.compile(
    rf"(?<![\w.,])(?:\d[\d.,:]{{0,14}}(?:-[а-яё]{{1,3}})?|[IVXLC]{{1,8}})(?:{SPACE}?[%°][CС]?)?(?:{SPACE}(?:и|или|либо){SPACE}|,{SPACE})(?:не{SPACE})?\Z"
)
_COMPOSED = re.compile(
    rf"(?<![\w.,])\d{{1,6}}{SPACE}?(?P<unit>ч|мин|км|м|кг|г|т|руб|р|дн|сут|тыс|млн|млрд)\.?{SPACE}\Z"
)
_COMPOSED_WORDS = re.compile(
    rf"(?<![\w.,])\d{{1,6}}{SPACE}(?:(?P<year>лет|год(?:[ау]|ами?)?)|(?P<month>месяц[а-я]{{0,3}})|(?P<day>день|дн[а-я]{{1,3}})"
    rf"|(?P<hour>час[а-я]{{0,3}})|(?P<minute>минут[а-я]{{0,3}})|(?P<rouble>рубл[а-я]{{1,3}})){SPACE}\Z"
)
_SMALLER: Final = {
    "year": ("месяц", "недел", "дн", "день"), "month": ("недел", "дн", "день"), "day": ("час", "минут"),
    "hour": ("минут",), "minute": ("секунд",), "rouble": ("копе",),
}  # fmt: skip
"""What a second number counts that has the case of the first: «в виде 3 лет 6 месяцев»."""

_PHRASE = re.compile(
    rf"(?<![\w.,-])(?<!\d{SPACE})(?P<number>\d{{1,3}}(?:{SPACE}\d{{3}}){{1,3}}|\d[\d,]{{0,11}})(?P<words>(?:{SPACE}[а-яё]+\.?){{1,3}})(?P<joint>,|{SPACE}и){SPACE}\Z"
)
_PHRASE_IN_WORDS = re.compile(rf"(?<![\w+-])([а-яё]+){SPACE}[а-яё]+(?:,|{SPACE}и){SPACE}\Z")
_FIRST_NOUN = re.compile(rf"\d{{1,6}}{SPACE}([а-яё]+)")
_COUNTED = re.compile(rf"\d{SPACE}[А-Яа-яЁё+-]+{SPACE}+\Z")

_JOINT_ENDS: Final = frozenset("иое,")
"""The last letters of «и», «или», «либо», «не», and the comma: most numbers are joined to none."""

_COMPOSED_ENDS: Final = frozenset("чнмгбртсд.")
"""The last letters of the units in `_COMPOSED`."""

_COMPARISONS: Final = (">", "<", "> ", "< ")
_FUNCTION = re.compile(r"(?<![A-Za-z\w])(?:arc)?(?:sin|cos|tg|ctg|tan|cot|ln|lg|log) ?\Z")
"""«sin 30°»: синус тридцати градусов"""

_FUNCTION_ENDS: Final = frozenset("nsgt")
_SPACES: Final = frozenset(BLANKS)
_SIGNS: Final = "+-\u2013\u2212~≈±"
_FROM: Final = frozenset({"с", "со"})
_UNTIL = re.compile(r"(?:[^.!?\n]|\.(?= ?[а-яё])){0,60}?\s(?:до|по)\s")
_COMPLEMENT = re.compile(
    rf"(?<![\w+-])(?P<verb>[А-Яа-яё+]+){SPACE}"
    rf"(?:(?:в|на|с|со|у|из|от|за|для|к){SPACE}[А-Яа-яё+-]+|мне|тебе|ему|ей|нам|вам|им|себе){SPACE}\Z"
)
"""«взыскал с ответчика 21 500 рублей», «выплатил ему 21 000»"""

_NO_COMPARISON: Final = frozenset({"лучше", "скорее", "проще", "далее"})
"""Comparatives that rather begin a clause: «лучше 5 раз проверить»."""

_SPAN: Final = re.compile(
    rf"[\d., \u2013-]{{1,12}}{SPACE}?(?:лет|год|месяц|недел|дня|дней|день|сут|час(?:а|ов)?(?![а-яё])|минут|секунд"
    r"|(?:мес|нед|дн|мин|сек|ч|р|руб)(?![а-яё])|рубл|раза?(?![а-яё])|[%₽$€]|[^\w\s](?!\d)|\Z)"
)
"""«подготовка 5 дней» lasts so long, «доставка 300 ₽» costs so much."""

_LONGEST_LIST: Final = 4
_PARTICLES: Final = frozenset({
    "почти", "примерно", "приблизительно", "ровно", "только", "лишь", "ещё", "еще", "всего", "уже", "даже", "целых",
    "хоть", "минимум", "максимум", "минус", "плюс",
})  # fmt: skip
"""Words that stand between a number and what governs it: «поднял почти 1 т»."""

_LONGEST_PARTICLE: Final = 16
_GOVERNING_PARTS: Final = frozenset({"VERB", "INFN", "GRND", "PRTF", "NOUN", "ADJS"})


@cache
def _government() -> dict[str, tuple[tuple[Case, ...], Case]]:
    table = {}
    for word, cases, bare, _example in rows("normalize/government.tsv", "word", "cases", "bare", "example"):
        table[word] = (tuple(CASE_NAMES[case] for case in cases.split(",")), CASE_NAMES[bare])
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
            joined = _COMPOSED.search(text, max(0, start - WINDOW), start)
            if joined and re.match(rf"[\d,.]+{SPACE}?{joined['unit']}", text[start : start + _LONGEST_PARTICLE]):
                break  # «из 10 тыс. 3 тыс. погибли»: the same unit begins another amount
            joined = joined or _composed_in_words(text, start)
        else:
            joined = _composed_in_words(text, start)
        if not joined:
            break
        start = joined.start()
    return start


def _composed_in_words(text: str, start: int) -> re.Match[str] | None:
    found = _COMPOSED_WORDS.search(text, _words_back(text, start), start)
    noun = _FIRST_NOUN.match(text, start) if found else None
    return found if found and noun and noun[1].startswith(_SMALLER[str(found.lastgroup)]) else None


def _words_back(text: str, start: int) -> int:
    """Return where the third word before ``start`` begins, inside the window: a search from there is short."""
    limit = max(0, start - WINDOW)
    for _ in range(4):
        start = text.rfind(" ", limit, start)
        if start < 0:
            return limit
    return start


@lru_cache(maxsize=8)
def governed(text: str, start: int) -> tuple[tuple[Case, ...], Case] | None:
    """Return the cases that the words before ``start`` may govern and the one for a number without a noun."""
    if _is_operand(text, start):
        return ("gent",), "gent"
    words = _words_before(text, governor_end(text, start))
    found = _by_phrase(words, text, start)
    if found:
        return found
    table = _government()
    for parse in parses(words[-1]) if words else ():
        if str(parse.tag.POS) in _GOVERNING_PARTS and parse.normal_form in table:
            return table[parse.normal_form]
    if words and _names_action(words) and not _SPAN.match(text, start):
        return ("gent", "nomn", "accs"), "gent"  # «гибель 5 человек»
    if words and words[-1] not in _NO_COMPARISON and any(parse.tag.POS == "COMP" for parse in parses(words[-1])[:1]):
        return ("gent", "nomn"), "gent"  # «тяжелее 100 кг»
    return None


@cache
def _actions() -> frozenset[str]:
    return frozenset(noun for noun, _ in rows("normalize/action_nouns.tsv", "noun", "example"))


def _names_action(words: list[str]) -> bool:
    nouns = [parse for parse in parses(words[-1])[:2] if parse.tag.POS == "NOUN" and parse.normal_form in _actions()]
    is_place = words[-2:-1] in (["в"], ["на"]) and any(parse.tag.case == "loct" for parse in nouns)
    return bool(nouns) and not is_place  # «в продаже 5 квартир» tells what is there


def _is_operand(text: str, start: int) -> bool:
    if text.endswith(_COMPARISONS, max(0, start - 2), start):
        return True  # «5 > 3»: больше трёх
    begins = text[max(0, start - 2) : start].rstrip()
    return begins[-1:] in _FUNCTION_ENDS and _FUNCTION.search(text, max(0, start - 7), start) is not None


def _by_phrase(words: list[str], text: str, start: int) -> tuple[tuple[Case, ...], Case] | None:
    table = _government()
    for phrase in (" ".join(words[-count:]) for count in range(len(words), 0, -1)):
        if phrase in _FROM and _UNTIL.match(text, start):
            return ("gent", "ablt", "accs"), "gent"  # «с 5 до 10 рублей»
        if phrase in _FROM and (by_verb := _verb_with(words[:-1])):
            return by_verb
        if phrase in table:
            return table[phrase]
    return None


def _verb_with(words: list[str]) -> tuple[tuple[Case, ...], Case] | None:
    # «поздравляю вас с 8 марта»: the verb asks for «с» and its case
    lemmas = (parse.normal_form for word in words for parse in parses(word)[:1])
    return next((found for lemma in lemmas if (found := _government().get(f"{lemma} с"))), None)


def coordinated(text: str, start: int) -> tuple[Case, ...]:
    """Return the cases of a number joined to an earlier one together with its noun: «купил 2 кг груш и 1 т угля»."""
    after_comma = False
    for step in range(_LONGEST_LIST):
        joined = _PHRASE.search(text, max(0, start - WINDOW), start)
        if not joined or any(_ends_phrase(word) for word in joined["words"].split() if not word.endswith(".")):
            return () if step else _after_words(text, start)
        after_comma |= not step and joined["joint"] == ","
        start = joined.start("number")
        found = governed(text, start)
        if found:
            # A comma may as well begin something new: «набор из 6 бокалов, 350 мл».
            return () if after_comma else (found[1], *found[0])
        if is_object(text, governor_end(text, start)):
            return ("accs",)
        if _shows_genitive(joined):
            return ("gent",)
    return ()


def _after_words(text: str, start: int) -> tuple[Case, ...]:
    # «троих детей и 2 внуков»: the numeral joined is a word
    joined = _PHRASE_IN_WORDS.search(text, max(0, start - WINDOW), start)
    if not joined:
        return ()
    return tuple(CASE_NAMES[str(parse.tag.case)] for parse in parses(joined[1]) if parse.tag.POS == "NUMR")


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
    found = _WORDS_BEFORE.search(text, max(0, start - WINDOW), start)
    words = plain(found[0]).split() if found else []
    return words[1:] if found and text[found.start() - 1 : found.start()] == "/" else words  # «б/у 3 года»


def is_transitive(word: str) -> bool:
    """Tell whether a word is a verb with an object: «купил 1 книгу»; a neuter («прошло 5 минут») has none."""
    return not word.startswith(("есть", "голосова", "проголосова")) and any(
        "tran" in parse.tag and parse.tag.POS in {"VERB", "INFN", "GRND"} and parse.tag.gender != "neut"
        for parse in parses(word)[:1]
    )


def is_object(text: str, start: int) -> bool:
    """Tell whether a transitive verb stands before ``start``, its other complement between or not."""
    if is_transitive(word_before(text, start)):
        return True
    reached = _COMPLEMENT.search(text, _words_back(text, start), start)
    return reached is not None and is_transitive(plain(reached["verb"]))


def case_of_bare(text: str, start: int, default: Case = "nomn") -> Case:
    """Return the case of a number whose noun carries no form of its own (a unit, a symbol, nothing)."""
    found = governed(text, start)
    if found:
        return found[1]
    oblique = [case for case in modifiers_before(text, start) if case not in {"nomn", "accs"}]
    if oblique:
        return oblique[0]
    if is_object(text, governor_end(text, start)):
        return "accs"
    return next(iter(coordinated(text, start)), default)


def modifiers_before(text: str, start: int) -> tuple[Case, ...]:
    """Return the cases of the adjective before the number at ``start``: «последних 5 лет».

    One that is counted itself («из 1500 опрошенных 37 % …») belongs to the number before it.
    """
    end = governor_end(text, start)
    if _COUNTED.search(text, max(0, end - WINDOW), end):
        return ()
    return modifier_cases(word_before(text, end))


def modifier_cases(word: str) -> tuple[Case, ...]:
    """Return the cases of a plural adjective before a number, which stands in one of them: «последних 5 лет»."""
    return tuple(dict.fromkeys(form.case for form in forms(word) if form.plural and form.part in {"ADJF", "PRTF"}))
