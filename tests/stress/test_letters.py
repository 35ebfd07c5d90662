"""The network over letters: probabilities for the vowels of any word."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ru_g2p.stress.letters import ENDING, NAME, Letters, numbered
from ru_g2p.tokens import VOWELS

LETTERS = Letters()


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяқ-", max_size=24).filter(lambda word: any(c in VOWELS for c in word)))
def test_the_vowels_of_a_word_share_a_probability_of_one(word: str) -> None:
    scores = LETTERS.scores(word, name=False)
    assert len(scores) == sum(letter in VOWELS for letter in word)
    assert sum(map(exp, scores)) == pytest.approx(1)


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяқ-", max_size=24).filter(lambda word: any(c in VOWELS for c in word)))
def test_a_name_has_a_score_for_each_vowel(word: str) -> None:
    scores = LETTERS.scores(word, name=True)
    assert len(scores) == sum(letter in VOWELS for letter in word)
    assert max(scores) <= 0


@pytest.mark.parametrize("name", ["бзыр+енко", "грундш+ейн", "хабашв+или", "дормед+онт", "бзыкел+евский", "хырм+анов"])
def test_suffixes_that_every_speaker_knows(name: str) -> None:
    plain = name.replace("+", "")
    scores = LETTERS.scores(plain, name=True)
    assert scores.index(max(scores)) == sum(letter in VOWELS for letter in name[: name.index("+")])


def test_places_are_the_vowels_and_the_ending() -> None:
    numbers, places = numbered(f"{NAME}найман{ENDING}")
    assert len(numbers) == 8
    assert places == [2, 5, 7]
