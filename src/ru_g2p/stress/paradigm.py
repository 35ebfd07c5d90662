"""The inflected forms of a lemma whose stress never moves, by pymorphy3 (which also inflects words unknown to it)."""

from __future__ import annotations

from ru_g2p.morphology import analyzer


def stressed_forms(lemma: str) -> tuple[str, ...]:
    """Return the forms of a lemma, stressed on the same letter as it, itself first.

    A form that lacks that letter in its place is left out, for its stress lies elsewhere (``покрас+ивее``, or ``ежа``
    without the ё of ``+ёж``); so is one with a ё behind it (``печёт`` of ``п+ечь``), because ё is stressed.

    >>> stressed_forms("эдм+ундович")[:3]
    ('эдм+ундович', 'эдм+ундовича', 'эдм+ундовичу')

    Args:
        lemma: the dictionary form in small letters, one ``+`` before its stressed vowel, ё written.

    Raises:
        ValueError: pymorphy3 does not take it for a dictionary form; tells what for.
    """
    plain = lemma.replace("+", "")
    parses = analyzer().parse(plain)
    own = [parse for parse in parses if _without_yo(parse.normal_form) == _without_yo(plain)]
    if not own:
        lemmas = " or ".join(dict.fromkeys(repr(parse.normal_form) for parse in parses))
        raise ValueError(f"pymorphy3 takes it for a form of {lemmas}")
    if own[0].tag.POS is None:
        raise ValueError("pymorphy3 knows no forms of it")
    place = lemma.index("+")
    forms = [form.word for parse in own if parse.tag.POS == own[0].tag.POS for form in parse.lexeme]
    stressed = [_stressed(form, plain, place) for form in forms]
    return tuple(dict.fromkeys([lemma, *(form for form in stressed if form)]))


def _stressed(form: str, lemma: str, place: int) -> str | None:
    """Put the stress of the lemma, at ``place``, into a form; None if it cannot be there."""
    if _without_yo(form[: place + 1]) != _without_yo(lemma[: place + 1]) or "ё" in form[place + 1 :]:
        return None
    if lemma[place] == "ё" != form[place]:
        return None
    return f"{lemma[:place]}+{form[place:]}"


def _without_yo(word: str) -> str:
    return word.replace("ё", "е")
