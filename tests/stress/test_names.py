"""Names that no dictionary holds: the stem that their cases share, and that all of them are stressed alike."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ru_g2p import Phonemizer
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.stress.names import cases, pooled, spread, stem_and_ending
from ru_g2p.tokens import VOWELS

LEXICON = StressLexicon()

PARADIGMS = [
    (("ман", "берг", "штейн", "ер", "ас", "он", "ид"), ("", "а", "у", "ом", "е", "ы", "ам", "ами", "ах")),
    (("ич", "аш"), ("", "а", "у", "ем", "е", "и", "ам", "ами", "ах")),
    (("ов", "ев", "ин", "ын"), ("", "а", "у", "ым", "е", "ой", "ы", "ых", "ыми")),
    (("овск", "инск", "ецк"), ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ие", "их", "ими")),
    (("ан", "ил", "ет"), ("а", "ы", "е", "у", "ой", "ою", "ам", "ами", "ах")),
    (("енц", "ельц"), ("а", "ы", "е", "у", "ей", "ам", "ами", "ах")),
    (("ан", "ил"), ("я", "и", "е", "ю", "ей", "ею", "ям", "ями", "ях")),
    (("ели", "ани"), ("я", "и", "ю", "ей", "ям", "ями", "ях")),
    (("ан", "ел"), ("ь", "я", "ю", "ем", "е", "и", "ям", "ями", "ях")),
]
FORMS = [(suffix, endings) for suffixes, endings in PARADIGMS for suffix in suffixes]


@st.composite
def paradigms(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Return the stem of an invented name, and its cases."""
    syllables = st.builds("".join, st.tuples(st.sampled_from("бвгдзклмнпрстфх"), st.sampled_from("аеиоу")))
    beginning = "".join(draw(st.lists(syllables, min_size=1, max_size=2))) + draw(st.sampled_from("бвгдзклмнпрстф"))
    suffix, endings = draw(st.sampled_from(FORMS))
    stem = beginning + suffix
    return stem, [stem + ending for ending in endings]


@given(paradigms())
def test_all_cases_have_one_stem(paradigm: tuple[str, list[str]]) -> None:
    stem, forms = paradigm
    assert {stem_and_ending(form)[0] for form in forms} == {stem}


@pytest.fixture(scope="module", params=["lexicon", "auto"])
def phonemizer(request: pytest.FixtureRequest) -> Phonemizer:
    made = Phonemizer(stress=request.param)
    made.phonemize("Хыковер")  # loads what the first name needs
    return made


def stressed_letters(phonemizer: Phonemizer, texts: dict[str, str], stem: str) -> dict[str, int]:
    """Return where each form is stressed in its text; the end of the stem, if it is on the ending."""
    found = {}
    for form, utterance in zip(texts, phonemizer.phonemize_many(texts.values()), strict=True):
        words = [word.text.lower() for item in utterance.pronunciations for word in item.words]
        (name,) = [word for word in words if word.replace("+", "").replace("ё", "е") == form]
        found[form] = min(name.index("+"), len(stem))
    return found


@settings(max_examples=60, deadline=None)
@given(
    paradigms(),
    st.sampled_from(["Вчера мы долго говорили про {} и смеялись.", "Он видел {}.", "Ай да {}", "{} тут нет."]),
)
def test_all_cases_are_stressed_alike(phonemizer: Phonemizer, paradigm: tuple[str, list[str]], frame: str) -> None:
    stem, forms = paradigm
    assume(not any(LEXICON.spellings(form) for form in forms))
    found = stressed_letters(phonemizer, {form: frame.format(form.capitalize()) for form in forms}, stem)
    # Where the ending is stressed, a form that has no vowel there is stressed elsewhere.
    on_ending = {form: place for form, place in found.items() if any(c in VOWELS for c in form[len(stem) :])}
    assert len(set(on_ending.values())) == 1
    if len(stem) not in on_ending.values():
        assert len(set(found.values())) == 1


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("вяземского", ("вяземск", "ого")),
        ("корнелия", ("корнели", "я")),
        ("елисея", ("елис", "ея")),
        ("абрахама", ("абрах", "ама")),
        ("седых", ("седых", "")),
        ("шварцем", ("шварц", "ем")),
        ("лурье", ("лур", "ье")),
        ("вскр", ("вскр", "")),
    ],
)
def test_stem_and_ending(name: str, parts: tuple[str, str]) -> None:
    assert stem_and_ending(name) == parts


def test_cases_are_those_of_the_kind_of_name() -> None:
    assert cases("вяземскому") == ("вяземский", "вяземского")
    assert cases("корнелию") == ("корнелий", "корнелия")
    assert cases("найманом") == ("найман", "наймана")


def test_what_is_known_of_the_stem_is_spread_over_the_vowels() -> None:
    assert spread("найманами", [0.7, 0.2, 0.1], 0.0) == [0.7, 0.2, 0.1, 0.0]
    assert spread("найман", [0.7, 0.2, 0.1], 0.0) == [0.7, 0.2]


def test_what_is_said_of_the_cases_is_pooled() -> None:
    said = [[0.6, 0.4], [0.2, 0.4, 0.4]]
    assert pooled("найман", said) == pytest.approx([0.4, 0.4])
    assert pooled("найманом", said) == pytest.approx([0.4, 0.4, 0.4])
