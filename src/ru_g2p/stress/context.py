"""Which readings of a word its neighbours allow: government by a preposition or numeral, agreement in a phrase.

Only what is certain decides here: a neighbour that leaves one spelling. Neighbours are analysed by pymorphy3;
the cases that prepositions govern are those of the normalizer's table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from ru_g2p.morphology import parses
from ru_g2p.stress.lexicon import Reading
from ru_g2p.stress.resolve import Sentence
from ru_g2p.tables import rows

_CASES: Final = {
    **{case: case for case in ("nomn", "gent", "datv", "accs", "ablt", "loct")},
    **{"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"},
}
_MODIFIERS: Final = frozenset({"ADJF", "PRTF"})
_LIKELY: Final = 0.25
"""How likely, by pymorphy3's count, a word must be a modifier to be taken for one («белые» may be a noun)."""

_OF_SECOND_LOCATIVE: Final = frozenset({"в", "во", "на"})
"""The only prepositions of на снегу, в лесу: по снегу and о лесе have other cases."""

_NOUN_LIKE: Final = frozenset({"Apro", "Anum", "Subx"})
"""Grammemes of adjectives that stand for a noun, too."""

_PREDICATES: Final = frozenset({"VERB", "ADJS", "PRTS"})
_LEADING: Final = frozenset({"CONJ", "PRCL", "ADVB", "INTJ"})
_SOME: Final = frozenset({"два", "две", "три", "четыре", "оба", "обе", "полтора", "полторы"})
_MANY: Final = frozenset(
    ("пять", "шесть", "семь", "восемь", "девять", "десять", "много", "мало", "несколько", "сколько", "столько")
)
_OF_GENITIVE: Final = _SOME | _MANY | {"не", "ни", "нет", "без", "больше", "меньше", "полно", "полны", "жаль", "жалко"}
"""What makes a genitive of the noun that begins a clause: дела не знали; дома полны."""

_OF_OTHERS: Final = frozenset({"1per", "2per"})  # воды напьёмся
_OF_SUBJECT: Final = frozenset({"nomn", "gent"})
_JOINING: Final = frozenset({"и", "с", "со", "да", "или"})
"""What makes a plural of a singular: душа и тело болели."""


def allowed(sentence: Sentence, index: int, readings: Sequence[Reading]) -> list[Reading]:
    """Return those of ``readings`` that fit the words around; all of them where nothing tells.

    Args:
        sentence: where the word stands.
        index: its token.
        readings: of the word, two or more.
    """
    before, after = _neighbours(sentence, index)
    fitting = [reading for reading in readings if _fits(reading, before, after)]
    if before and _is_attribute(before[0]) and any("NOUN" in tags for reading in fitting for tags in reading.tags):
        # синий бер+ет, but он бер+ёт
        fitting = [reading for reading in fitting if not any("VERB" in tags for tags in reading.tags)]
    fitting = [reading for reading in fitting if _is_paucal(reading)] or fitting  # два час+а, but до ч+аса
    if any(_is_singular(reading, _OF_SUBJECT) for reading in fitting):
        cases = _excluded_before_plural(sentence, index)
        fitting = [reading for reading in fitting if not _is_singular(reading, cases)]
    return fitting or list(readings)


def _is_attribute(word: str) -> bool:
    """Tell whether a word is an adjective that never stands for a noun (больной, первый and каждый may)."""
    parses = _parses(word)
    return bool(parses) and all(parse.tag.POS == "ADJF" and not _NOUN_LIKE & parse.tag.grammemes for parse in parses)


def _is_paucal(reading: Reading) -> bool:
    return all("paucal" in tags for tags in reading.tags)


def _is_singular(reading: Reading, cases: frozenset[str]) -> bool:
    """Tell whether a reading is the singular of a noun in one of these cases and nothing else."""
    return bool(reading.tags) and all(tags >= {"NOUN", "sing"} and tags & cases for tags in reading.tags)


def _excluded_before_plural(sentence: Sentence, index: int) -> frozenset[str]:
    """Return the cases whose singular a noun cannot be that begins a clause with a verb in the plural: берега росли."""
    before, after = list(_clause(sentence, index, -1)), list(_clause(sentence, index, 1))
    if not _OF_GENITIVE.isdisjoint([*before, *after]):
        return frozenset()
    if not all(_part(word) in _LEADING or _is_plural_modifier(word) for word in before):
        return frozenset()
    predicate = next((_parses(word)[0].tag for word in after if _part(word) in _PREDICATES), None)
    if predicate is None or predicate.number != "plur" or predicate.mood == "impr" or predicate.person in _OF_OTHERS:
        return frozenset()
    return _OF_SUBJECT if _JOINING.isdisjoint(after) else frozenset({"gent"})


def _clause(sentence: Sentence, index: int, step: int) -> Iterator[str]:
    """Yield the words before (-1) or after (1) a word, nearest first, as far as the next mark."""
    at = index + step
    while 0 <= at < len(sentence.tokens) and sentence.tokens[at].is_word:
        yield sentence.word(at)
        at += step


def _part(word: str) -> str:
    """Return the likeliest part of speech."""
    parses = _parses(word)
    return str(parses[0].tag.POS) if parses else ""


def _is_plural_modifier(word: str) -> bool:
    forms = _modifier_forms(word)
    return bool(forms) and all(number == "plur" for _, number, _ in forms)


def _neighbours(sentence: Sentence, index: int) -> tuple[list[str], list[str]]:
    """Return up to three words before and after the word without punctuation between, nearest first."""
    found: tuple[list[str], list[str]] = ([], [])
    for words, step in zip(found, (-1, 1), strict=True):
        at = index + step
        while 0 <= at < len(sentence.tokens) and sentence.tokens[at].is_word and len(words) < 3:
            word = sentence.word(at)
            if sentence.tokens[at].tied and step < 0 and sentence.word(at - 1) == "из":
                at -= 1  # из-под, из-за: the second part governs other cases when it stands alone
                word = f"из-{word}"
            words.append(word)
            at += step
    return found


def _fits(reading: Reading, before: Sequence[str], after: Sequence[str]) -> bool:
    return any(_tags_fit(tags, before, after) for tags in reading.tags)


def _tags_fit(tags: frozenset[str], before: Sequence[str], after: Sequence[str]) -> bool:
    case = next((_CASES[tag] for tag in tags if tag in _CASES), None)
    governed = _prepositions().get(before[0]) if before else None
    if governed is not None and case not in governed:
        return False
    if case is None:
        return True
    if "loc2" in tags and not _may_be_second_locative(before):
        return False
    if "NOUN" in tags:
        return _after_modifiers(tags, case, before)
    if tags & _MODIFIERS and "Apro" not in tags and after:
        return _before_noun(tags, case, after[0])
    return True


def _may_be_second_locative(before: Sequence[str]) -> bool:
    """Tell whether the preposition before a noun and its modifiers, if there is one, can have a second locative."""
    head = next((word for word in before if not _modifier_forms(word)), "")
    return head in _OF_SECOND_LOCATIVE or head not in _prepositions()


def _after_modifiers(tags: frozenset[str], case: str, before: Sequence[str]) -> bool:
    """Tell whether a noun can stand after the adjectives, numerals and prepositions before it."""
    counted = next((word for word in before if not _modifier_forms(word)), "")
    if counted in _SOME:
        # две стены, две белые стены
        return "paucal" in tags or (case == "gent" and "sing" in tags)
    if "paucal" in tags or not before:
        return "paucal" not in tags
    if before[0] == "нет":
        return case == "gent"
    if before[0] in _MANY:
        return case == "gent" and "plur" in tags
    modifiers = _modifier_forms(before[0])
    if not modifiers:
        return True
    agreeing = [form for form in modifiers if form[0] == case and _same_number(form, tags)]
    if len(before) > 1 and (governed := _prepositions().get(before[1])) is not None:
        agreeing = [form for form in agreeing if form[0] in governed]
    return bool(agreeing)


def _before_noun(tags: frozenset[str], case: str, noun: str) -> bool:
    """Tell whether an adjective can stand before the noun; True where what follows is no noun."""
    parses = _parses(noun)
    if not parses or "NOUN" not in str(parses[0].tag.POS):
        return True
    nouns = [parse.tag for parse in parses if parse.tag.POS == "NOUN"]
    forms = [(_CASES.get(str(tag.case)), str(tag.number), str(tag.gender)) for tag in nouns]
    return any(form[0] == case and _same_number(form, tags) for form in forms)


def _same_number(form: tuple[str | None, str, str], tags: Iterable[str]) -> bool:
    _, number, gender = form
    if number not in tags:
        return False
    genders = {"masc", "femn", "neut"} & set(tags)
    return number == "plur" or gender in ("None", *genders) or not genders


@lru_cache(maxsize=4096)
def _modifier_forms(word: str) -> tuple[tuple[str, str, str], ...]:
    parses = [parse for parse in _parses(word) if str(parse.tag.POS) in _MODIFIERS]
    if sum(parse.score for parse in parses) < _LIKELY or any("Fixd" in parse.tag for parse in parses):
        return ()  # «их», «его»: one form for all cases tells none
    tags = [parse.tag for parse in parses]
    return tuple((_CASES.get(str(tag.case), ""), str(tag.number), str(tag.gender)) for tag in tags)


def _parses(word: str) -> tuple[Any, ...]:
    return tuple(parse for parse in parses(word) if parse.score >= 0.01)


@lru_cache(maxsize=1)
def _prepositions() -> dict[str, frozenset[str]]:
    table = rows("normalize/government.tsv", "word", "cases", "bare", "example")
    return {word: frozenset(_CASES[case] for case in cases.split(",")) for word, cases, _, _ in table}
