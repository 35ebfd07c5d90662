"""Lexemes without facts whose stress follows: from pymorphy3's ё, or from a word that they are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lexemes import fold, on_yo, stressed_vowel, vowel_places
from stress_tables import LEXEMES, lexeme_table
from wiktionary import WORD

if TYPE_CHECKING:
    from mine_stress import Miner


def derived(miner: Miner) -> dict[str, list[tuple[str, str, str]]]:
    """Return rows of lexemes without facts whose stress follows: from pymorphy3's ё or from a word they are made of."""
    tables: dict[str, list[tuple[str, str, str]]] = {table: [] for table in LEXEMES}
    reached: set[str] = set()
    for shared, forms in miner.lexemes.lemmas():
        text = forms[0].text
        key = fold(text)
        places = vowel_places(text)
        name = bool(forms[0].grammemes & {"Name", "Patr"})
        known = (key, shared) in miner.rowed if name else key in miner.covered or key in miner.by_form
        if known or len(places) < 2 or "Abbr" in shared or not WORD.fullmatch(text):
            continue
        if text.count("ё") == 1 and not miner.lexemes.written(key):
            lemma = on_yo(text)
        else:
            index = _derived_index(miner, text, forms[0].grammemes)
            if index is None:
                continue
            lemma = f"{text[: places[index]]}+{text[places[index] :]}"
        tables[lexeme_table(forms[0].grammemes)].append((lemma, shared, ""))
        reached.update(fold(form.text) for form in forms)
    miner.covered |= reached
    return tables


def _derived_index(miner: Miner, text: str, grammemes: frozenset[str]) -> int | None:
    if "Name" in grammemes:
        return _name_index(text)
    if "Patr" in grammemes:
        return _patronymic_index(miner, text)
    if "ADVB" in grammemes and text.endswith(("но", "во", "мо", "ски", "цки", "ато", "исто")):
        bases = [text + "й"] if text.endswith("ки") else [text[:-1] + "ый"]
    elif "NOUN" in grammemes and text.endswith("ость"):
        bases = [text[:-4] + "ый", text[:-4] + "ий"]
    elif text.startswith("не") and grammemes & {"ADJF", "ADVB"}:
        bases = [text[2:]]
    else:
        return None
    shift = 1 if bases[0] == text[2:] else 0
    for base in bases:
        lemmas = {fact.spelling for fact in miner.by_form.get(fold(base), ())}
        if len(lemmas) == 1:
            (lemma,) = lemmas
            if lemma.index("+") < vowel_places(lemma.replace("+", ""))[-1]:
                return stressed_vowel(lemma) + shift
    return None


def _name_index(text: str) -> int | None:
    """Варя, Маруся: the last vowel but one; Лидия; Лидочка, Катенька: the vowel before the suffix."""
    vowels = len(vowel_places(text))
    if re.search("(очк|ечк|еньк|оньк|ушк|юшк)а$", text):
        return vowels - 3 if vowels > 2 else None
    if text.endswith("ия"):
        return vowels - 3 if vowels > 2 else None
    return vowels - 2 if text[-1] in "ая" and vowels in (2, 3) else None


def _patronymic_index(miner: Miner, text: str) -> int | None:
    """Вадимович: as the name, where that is not stressed on an ending."""
    for suffix, endings in (("ович", [""]), ("овна", [""]), ("евич", ["й", "ь", "ий"]), ("евна", ["й", "ь", "ий"])):
        stem = text.removesuffix(suffix)
        if stem == text:
            continue
        for ending in endings:
            base = stem.removesuffix("ь") + ending if ending == "ий" else stem + ending
            names = {fact.spelling for fact in miner.by_form.get(fold(base), ()) if fact.name}
            if len(names) == 1 and len(vowel_places(base)) > 1:
                return stressed_vowel(names.pop())
    return None
