"""The network over letters: probabilities for the vowels of any word, and files that are no weights."""

from math import exp
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ru_g2p.errors import LexiconError
from ru_g2p.stress.letters import ENDING, NAME, Letters, numbered, read_network
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


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\3\4 damaged"], ids=["empty", "text", "damaged"])
def test_a_file_that_holds_no_weights_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letters.npz"
    path.write_bytes(content)
    with pytest.raises(LexiconError, match=r"letters\.npz.*reinstall"):
        read_network(path)


def test_other_weights_are_told(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, letters=np.zeros((2, 2)))
    with pytest.raises(LexiconError, match=r"other\.npz"):
        read_network(path)
