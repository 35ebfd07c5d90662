"""The networks over letters: probabilities for the vowels of any word."""

from importlib.resources import files
from io import BytesIO
from math import exp
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ru_g2p.stress.letters import ENDING, NAME, Letters, Network, numbered
from ru_g2p.tokens import VOWELS

LETTERS = Letters()
WEIGHTS = dict(np.load(BytesIO(files("ru_g2p").joinpath("stress/letters.npz").read_bytes())))


def shuffled(weights: dict[str, Any]) -> dict[str, Any]:
    """Return the same network with its hidden units in another order, as another BLAS might add them up."""
    order = np.random.default_rng(0).permutation(weights["biases"].shape[2])
    later = {name: weights[name][:, :, order][..., order] for name in ("layer1", "layer2", "layer3")}
    first = {"layer0": weights["layer0"][..., order], "biases": weights["biases"][..., order]}
    return {**weights, **first, **later, "out": weights["out"][:, order]}


NETWORK, SHUFFLED = Network(WEIGHTS), Network(shuffled(WEIGHTS))


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


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", max_size=24).filter(lambda word: any(c in VOWELS for c in word)))
def test_the_order_of_sums_changes_no_bit(word: str) -> None:
    assert NETWORK.scores(f"{NAME}{word}{ENDING}") == SHUFFLED.scores(f"{NAME}{word}{ENDING}")
