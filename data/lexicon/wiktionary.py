"""The facts of Wiktionary that tsnorm packages: stressed spellings of forms, with Wiktionary's tags.

Read by ``mine_stress.py``; tsnorm 1.1.2, ``tsnorm/dictionary``, CC BY-SA 4.0.
"""

from __future__ import annotations

import io
import pickle
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lexemes import fold, vowel_places

WORD = re.compile("[а-яё]+")
_SKIPPED = frozenset(
    [
        "dated",
        "archaic",
        "obsolete",
        "nonstandard",
        "regional",
        "rare",
        "uncommon",
        "poetic",
        "error-unrecognized-form",
        "uppercase",
        "lowercase",
        "count-form",
        "paucal",
    ]
)
_CASES = {
    "nominative": "nomn",
    "genitive": "gent",
    "partitive": "gen2",
    "dative": "datv",
    "accusative": "accs",
    "instrumental": "ablt",
    "prepositional": "loct",
    "locative": "loc2",
    "vocative": "voct",
}
_GENDERS = {"masculine": "masc", "feminine": "femn", "neuter": "neut"}
_PERSONS = {"first-person": "1per", "second-person": "2per", "third-person": "3per"}
_PARTS = {
    "infinitive": "INFN",
    "imperative": "impr",
    "adverbial": "GRND",
    "comparative": "COMP",
}
# Tags of words that are only related to the lemma under which they stand.
_RELATED = frozenset(
    ["adjective", "diminutive", "augmentative", "adverb", "abstract-noun", "noun-from-verb", "pejorative", "reflexive"]
)


class Fact(NamedTuple):
    """A stressed spelling that Wiktionary gives for a form, and its tags."""

    spelling: str
    tags: str
    name: bool = False


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"plain containers expected, not {module}.{name}")


def read_facts(folder: Path) -> tuple[dict[str, dict[str, set[Fact]]], dict[str, set[Fact]], set[str]]:
    """Return (lemma → key → facts, key → facts, lemmas that are names), all keys folded."""
    by_lemma: defaultdict[str, defaultdict[str, set[Fact]]] = defaultdict(lambda: defaultdict(set))
    by_form: defaultdict[str, set[Fact]] = defaultdict(set)
    names: Counter[str] = Counter()
    content = _PlainUnpickler(io.BytesIO((folder / "wordforms.dat").read_bytes())).load()
    for entries in content.values():
        for entry in entries:
            tags = frozenset(entry["form_tags"].split())
            spelling = _spelling(entry["word_form"], entry["stress_pos"])
            lemma = entry["lemma"]
            if spelling is None or tags & _SKIPPED or not WORD.fullmatch(lemma.lower()):
                continue
            key = fold(spelling)
            name = entry["word_form"][0].isupper()
            names[key] += 1 if name else -10000
            if tags == {"canonical"} or tags & _RELATED or tags <= set(_GENDERS) | {"perfective", "imperfective"}:
                by_form[key].add(Fact(spelling, "", name))
            else:
                by_lemma[fold(lemma)][key].add(Fact(spelling, " ".join(sorted(tags)), name))
                by_form[key].add(Fact(spelling, " ".join(sorted(tags)), name))
    for forms in by_lemma.values():
        if any("singular" in fact.tags for facts in forms.values() for fact in facts):
            # The headword line gives the genitive without its number, and every genitive of the page for each lexeme.
            for key, facts in forms.items():
                forms[key] = {fact for fact in facts if fact.tags != "genitive"} or facts
    return dict(by_lemma), dict(by_form), {key for key, count in names.items() if count > 0}


def _spelling(word: str, places: list[int]) -> str | None:
    """Return the stressed spelling, or None for what is no Russian word or has no stress."""
    word = word.lower()
    if not WORD.fullmatch(word) or word.endswith("ъ"):
        return None
    vowels = vowel_places(word)
    places = [place for place in places if place in vowels]
    if not places and "ё" in word:
        places = [word.rindex("ё")]
    if not places and len(vowels) == 1:
        places = vowels
    if not places:
        return None
    return f"{word[: places[-1]]}+{word[places[-1] :]}"


@cache
def fits(tags: str, grammemes: frozenset[str]) -> bool:
    """Tell whether Wiktionary's tags can stand for a form with these grammemes of OpenCorpora."""
    words = set(tags.split())
    return _fits_nominally(words, grammemes) and _fits_verbally(words, grammemes)


def _fits_nominally(words: set[str], grammemes: frozenset[str]) -> bool:
    cases = {_CASES[word] for word in words & set(_CASES)}
    if "loct" in cases and "loc2" not in grammemes:
        cases.add("loc1")
    if "gent" in cases:
        cases |= {"gen1", "gen2"}
    own_cases = grammemes & {*_CASES.values(), "acc2", "loc1", "gen1"}
    numbers = {number for word, number in (("singular", "sing"), ("plural", "plur")) if word in words}
    own_number = grammemes & {"sing", "plur"}
    genders = {_GENDERS[word] for word in words & set(_GENDERS)}
    own_gender = grammemes & set(_GENDERS.values())
    wrong = [
        cases and own_cases and not cases & own_cases,
        numbers and own_number and not numbers & own_number,
        "animate" in words and "inan" in grammemes,
        "inanimate" in words and "anim" in grammemes and cases == {"accs"},
    ]
    if "NOUN" not in grammemes:
        wrong += [
            own_gender and genders and not genders & own_gender,
            "sing" in grammemes and "plural" in words and not genders,
            "plur" in grammemes and genders and "plural" not in words,
        ]
    return not any(wrong)


def _fits_verbally(words: set[str], grammemes: frozenset[str]) -> bool:
    persons = {_PERSONS[word] for word in words & set(_PERSONS)}
    participle = "participle" in words and "adverbial" not in words
    wrong = [
        grammemes & set(_PERSONS.values()) and "impr" not in grammemes and not persons & grammemes,
        *((word in words) != (own in grammemes) for word, own in _PARTS.items()),
        participle != bool(grammemes & {"PRTF", "PRTS"}) and (participle or not words & set(_CASES)),
        ("short-form" in words) != bool(grammemes & {"ADJS", "PRTS"}),
        "active" in words and "actv" not in grammemes,
        "passive" in words and "pssv" not in grammemes,
        "past" in words and grammemes & {"pres", "futr"},
        words & {"present", "future"} and "past" in grammemes,
    ]
    return not any(wrong)
