"""The forms of a word that no dictionary inflects, by the paradigm that pymorphy3 takes it for.

A stress on the stem stays there in all forms (стр+имить: стр+имлю, стр+имит). One on an ending moves in ways that a
guess would often miss (косяч+ить): then the first form is all there is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pymorphy3
from lexemes import VOWELS
from name_forms import MOVES

# What pymorphy3 takes a new verb for is too often another one (пить, жить).
_VERBS = (
    (re.compile("(.*)ить(ся)?"), "ишь ит им ите ят ил ила ило или ив"),
    (re.compile("(.*)ать(ся)?"), "аю аешь ает аем аете ают ал ала ало али ай айте ав"),
)
_FIRST_PERSON = {"б": "блю", "п": "плю", "в": "влю", "м": "млю", "ф": "флю", "т": "чу", "д": "жу", "с": "шу", "з": "жу"}
"""The end of стр+имлю, апд+ейчу, by the last letter of the stem of a verb in -ить."""


def word_forms(lemma: str) -> set[str]:
    """Return the stressed forms of a stressed word, itself among them.

    Args:
        lemma: small letters, ``+`` before the stressed vowel.
    """
    letters = lemma.replace("+", "")
    forms = _forms(letters)
    mark = lemma.index("+")
    if MOVES.fullmatch(lemma) or any(form[: mark + 1] != letters[: mark + 1] for form in forms):
        return {lemma}
    return {f"{form[:mark]}+{form[mark:]}" for form in forms}


def _forms(letters: str) -> set[str]:
    """Return the forms of the likeliest lexeme whose first form this is, the word alone if there is none."""
    for pattern, endings in _VERBS:
        if verb := pattern.fullmatch(letters):
            stem, reflexive = verb[1], bool(verb[2])
            forms = {letters, *(stem + ending for ending in endings.split())}
            if letters.endswith(("ить", "иться")):
                forms.add(stem[:-1] + _FIRST_PERSON.get(stem[-1], stem[-1] + "ю"))
            return {letters, *map(_reflexive, forms - {letters})} if reflexive else forms
    lexemes = [parse.lexeme for parse in _morph().parse(letters) if parse.normal_form == letters]
    return {form.word for form in lexemes[0]} if lexemes else {letters}


def _reflexive(form: str) -> str:
    return form + ("сь" if form[-1] in VOWELS else "шись" if form.endswith("в") else "ся")


@cache
def _morph() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru")
