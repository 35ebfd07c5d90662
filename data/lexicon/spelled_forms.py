"""Which form of a lexeme takes the stress of which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from lexemes import Form, fold, vowel_places

_GIVEN = re.compile("(?:^|[аеозы])данный$")
_DIRECT_CASES = frozenset({"nomn", "accs", "voct"})


_PARTS = frozenset({"NOUN", "ADJF", "ADJS", "COMP", "VERB", "PRTF", "PRTS", "GRND", "NUMR", "NPRO"})
_TENSES_AND_VOICES = frozenset({"pres", "past", "futr", "actv", "pssv"})


@cache
def _block(grammemes: frozenset[str]) -> tuple[str, ...]:
    """Return the group of forms that have one stress in most lexemes of Russian."""
    part = next(iter(grammemes & _PARTS), "")
    tense = sorted(grammemes & _TENSES_AND_VOICES)
    short = "femn" if "femn" in grammemes else "other"
    number = "plur" if "plur" in grammemes else "sing"
    case = "direct" if grammemes & _DIRECT_CASES else "loc2" if "loc2" in grammemes else "oblique"
    mood = "impr" if "impr" in grammemes else next(iter(tense), "")
    person = "femn" if mood == "past" and short == "femn" else "1per" if "1per" in grammemes else ""
    blocks: dict[str, list[str]] = {
        "NOUN": [number, case],
        "ADJF": ["Supr" if "Supr" in grammemes else ""],
        "ADJS": [short],
        "PRTF": tense,
        "PRTS": [short, *(name for name in tense if name not in ("actv", "pssv"))],
        "VERB": [mood, person],
        "GRND": tense,
    }
    return part, *blocks.get(part, [])


_Blocks = tuple[tuple[str, ...], ...]
_FIRST_PERSON: _Blocks = (("VERB", "pres", "1per"), ("VERB", "futr", "1per"))


@cache
def _parents(block: tuple[str, ...]) -> _Blocks:
    """Return the groups from which the first form of a group takes its stress, best first."""
    part, *rest = block
    if part == "NOUN":
        return _noun_parents(*rest)
    if part == "VERB":
        return _verb_parents(*rest)
    past = (("VERB", "past", ""),)
    present: _Blocks = (("VERB", "pres", ""), ("VERB", "futr", ""))
    parents: dict[str, _Blocks] = {
        "ADJF": (("COMP",), ("ADJF", "")),
        "ADJS": (("ADJF", ""), ("ADJS", "femn")),
        "COMP": (("ADJS", "femn"), ("ADJF", "")),
        "PRTF": present if "past" not in rest else past if "actv" in rest else (),
        "PRTS": (("PRTF", *sorted((*rest[1:], "pssv"))),),
        "GRND": past if "past" in rest else _FIRST_PERSON,
    }
    return parents.get(part, ())


def _noun_parents(number: str, case: str) -> _Blocks:
    if case == "loc2":
        return (("NOUN", number, "oblique"),)
    if case == "oblique":
        return (("NOUN", number, "direct"),)
    return (("NOUN", "sing", "oblique"), ("NOUN", "sing", "direct")) if number == "plur" else ()


def _verb_parents(mood: str, person: str) -> _Blocks:
    if person == "femn":
        return (("VERB", "past", ""),)
    if mood == "impr":
        return _FIRST_PERSON
    return (("VERB", mood, "1per"),) if mood in ("pres", "futr") and not person else ()


def spelled_forms(lemma: str, forms: Sequence[Form], given: dict[tuple[str, str], str]) -> list[str]:
    """Return the stressed spelling of each form; empty where it is unknown.

    Args:
        lemma: the stressed spelling of the first form.
        forms: a lexeme of pymorphy3.
        given: (grammeme or empty, key) → spelling of those forms that do not follow.
    """
    spelled: list[str] = []
    heads: dict[tuple[str, ...], str] = {}
    same: dict[tuple[str, bool], str] = {}
    labels = sorted({label for label, _ in given if label})
    for index, form in enumerate(forms):
        key = fold(form.text)
        spelling: str | None = None
        for label in labels:
            if (label, key) in given and frozenset(label.split(",")) <= form.grammemes:
                spelling = given[label, key]
        if spelling is None:
            spelling = given.get(("", key))
        number = "plur" in form.grammemes
        block = _block(form.grammemes)
        if spelling is None:
            spelling = lemma if index == 0 else None if "loc2" in form.grammemes else same.get((key, number))
        if spelling is None:
            source = heads.get(block)
            if source is None:
                source = next((heads[parent] for parent in _parents(block) if parent in heads), lemma)
            spelling = _follow(source, form, forms[0].text)
        spelled.append(spelling)
        heads.setdefault(block, spelling)
        same.setdefault((key, number), spelling)
    return spelled


def _follow(source: str, form: Form, base: str) -> str:
    """Return the form stressed on the same vowel as ``source``, counted from the beginning, but for a few rules."""
    if not source or not vowel_places(form.text):
        return ""
    mark = source.index("+")
    letters = source[:mark] + source[mark + 1 :]
    text = form.text
    shift = sum(
        len(vowel_places(prefix))
        for prefix, grammeme in (("по", "Cmp2"), ("наи", "Supr"))
        if grammeme in form.grammemes and text.startswith(prefix + letters[:2])
    )
    shared = 0
    if not shift and ("ё" in letters or "ё" in text):
        while shared < min(len(letters), len(text)) and fold(letters[shared]) == fold(text[shared]):
            shared += 1
        if ("ё" not in base and "ё" in letters[:shared]) or ("ё" in text[:shared] and "ё" not in letters[:shared]):
            text = letters[:shared] + text[shared:]
    place = _ruled_place(text, form.grammemes, letters, mark)
    if place is None:
        places = vowel_places(text)
        if base[mark : mark + 1] == letters[mark] == "ё" and mark < shared and text[mark] == "е":
            # платёж, платежа
            place = next((later for later in places if later > mark), mark)
        else:
            place = places[min(len(vowel_places(letters[:mark])) + shift, len(places) - 1)]
    if "ё" in text and text[place] != "ё" and "ё" not in letters:
        place = text.rindex("ё")
    return f"{text[:place]}+{text[place:]}"


def _ruled_place(text: str, grammemes: frozenset[str], letters: str, mark: int) -> int | None:
    """Return the stress that a form has whatever the lexeme's, None where no rule is.

    Args:
        text: the form.
        grammemes: of the form.
        letters: the form from which it would take its stress.
        mark: that form's stress.
    """
    last = vowel_places(text)[-1]
    if "loc2" in grammemes and text[-1] in "ую":
        # на берегу, в саду
        return last
    if "PRTS" in grammemes and (letters.endswith("ённый") or ("femn" in grammemes and _GIVEN.search(letters))):
        # решён, решена; отдана
        return last
    if "COMP" in grammemes and text.endswith(("ее", "ей")) and mark == len(letters) - 1:
        # нежна, нежнее
        return len(text) - 2
    if "COMP" in grammemes and text[-1] == "е" and text[-2:] != "ее" and last != vowel_places(text)[0]:
        # ярче, дороже, раньше
        return vowel_places(text)[-2]
    short = len(vowel_places(letters)) == 2  # мудрый, мудрейший
    if "Supr" in grammemes and (
        "айш" in text or ("ейш" in text and (short or (mark == len(letters) - 2 and letters.endswith("ее"))))
    ):
        # величайший; новее, новейший
        return max(text.rfind("айш"), text.rfind("ейш"))
    return None
