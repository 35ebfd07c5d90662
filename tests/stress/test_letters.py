"""The networks over letters: probabilities for the vowels of any word."""

from importlib.resources import files
from io import BytesIO
from math import exp
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ru_g2p.stress import letters
from ru_g2p.stress.letters import END, ENDING, NAME, WORD, Letters, Network, numbered
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


TEXTS = st.builds(
    "{}{}{}".format,
    st.sampled_from(f"{WORD}{NAME}"),
    st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяқ", max_size=70).filter(lambda word: any(c in VOWELS for c in word)),
    st.sampled_from(f"{END}{ENDING}"),
)


@given(st.lists(TEXTS, max_size=12))
def test_texts_read_together_have_the_digits_of_each_alone(texts: list[str]) -> None:
    together, alone = Network(WEIGHTS), Network(WEIGHTS)
    together.read(texts)
    assert [together.scores(text) for text in texts] == [alone.scores(text) for text in texts]


def test_the_cache_forgets_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "_CACHED_TEXTS", 2)
    network = Network(WEIGHTS)
    texts = ["^дома$", "^кота$", "^леса$"]
    scores = [network.scores(text) for text in texts]
    assert set(network._known) == {texts[2]}
    network.read(texts)
    assert [network.scores(text) for text in texts] == scores == [NETWORK.scores(text) for text in texts]


@given(st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", max_size=24).filter(lambda word: any(c in VOWELS for c in word)))
def test_the_order_of_sums_changes_no_bit(word: str) -> None:
    assert NETWORK.scores(f"{NAME}{word}{ENDING}") == SHUFFLED.scores(f"{NAME}{word}{ENDING}")
