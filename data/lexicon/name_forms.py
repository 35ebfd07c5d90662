"""The forms of a name that no dictionary inflects, nearly all stressed on the letter on which the name is.

Russian surnames and most place names keep their stress in all cases. Surnames in -ч+ук and -+юк move it to the ending
(Ковальч+ук, Ковальчук+а). Others that may move it, or drop a vowel (Тур+онок, Тур+онка), yield their first form alone.
After Zaliznyak, "Grammatical Dictionary of Russian" (proper names).
"""

from __future__ import annotations

import re

VOWELS = "аеёиоуыэюя"

_ADJECTIVE = "ого ому ым ом ая ой ую ое ые ых ыми"
_SOFT_ADJECTIVE = "его ему им ем яя ей юю ее ие их ими"
_VELAR_ADJECTIVE = "ого ому им ом ая ой ую ое ие их ими"
_SURNAME = "а у ым ом е ой у ы ых ыми"

_DECLENSIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), endings)
    for pattern, endings in (
        # The group is the stem; the first pattern that fits decides.
        ("(.*[сц]к)(?:ий|ой|ая|ое|ие)", _VELAR_ADJECTIVE),
        ("(.*[гкх])ая", _VELAR_ADJECTIVE),
        ("(.*н)яя", _SOFT_ADJECTIVE),
        ("(.*[бвдзлмнпрстф])(?:ый|ой|ая|ое|ые)", _ADJECTIVE),
        ("(.*(?:[оеё]в|[иы]н))", _SURNAME),
        ("(.*(?:[оеё]в|[иы]н))а", _SURNAME.replace(" ой", " ой ою")),
        # A place (Косово); the surname without о may be stressed elsewhere.
        ("(.*(?:[оеё]в|[иы]н))о", ""),
        ("(.*и)[яй]", "и ю ем ей"),
        ("(.*[гкхжчшщ])а", "и е у ой ей ам ами ах"),
        ("(.*ц)а", "ы е у ей ей ам ами ах"),
        ("(.*[бвдзлмнпрстф])а", "ы е у ой ою ам ами ах"),
        ("(.*[аеоуыбвдзлмнпрстфь])я", "и е ю ей ею ям ями ях"),
        ("(.*[аеоуыэюя])й", "я ю ем е и ев ям ями ях"),
        ("(.*[бвдзлмнпрстф])ь", "я ю ем е и ью ей ям ями ях"),
        ("(.*[гкх])", "а у ом е и ов ам ами ах"),
        ("(.*[жчшщ])", "а у ем ом е и ей ам ами ах"),
        ("(.*ц)", "а у ем ом е ы ев ам ами ах"),
        ("(.*[бвдзлмнпрстф])", "а у ом е ы ов ам ами ах"),
    )
)
_TO_THE_ENDING = re.compile("(.*(?:[чщ][+]у|[днлрст][+]ю)к)")
MOVES = re.compile(".*(?:[+][уюая]к|[+][ауе]ч|[+][аыу]ш|[+]ич|[+]ик|[+]уль|[+]арь|[+]?[оеё]к|[+]?ец)")
"""Masculine names whose stress moves to the ending, or whose last vowel is dropped before it."""


def name_forms(name: str) -> set[str]:
    """Return the stressed forms of a stressed name, itself among them; of one stressed on its ending, no others.

    Args:
        name: nominative singular (of place names also plural), small letters, ``+`` before the stressed vowel.
    """
    if _TO_THE_ENDING.fullmatch(name):
        stem = name.replace("+", "")
        return {name, *(f"{stem}+{ending}" for ending in ("а", "у", "ом", "е", "и", "ов", "ам", "ами", "ах"))}
    if MOVES.fullmatch(name):
        return {name}
    for pattern, endings in _DECLENSIONS:
        found = pattern.fullmatch(name)
        if found is not None:
            return {name, *(f"{found[1]}{ending}" for ending in endings.split())}
    return {name}
