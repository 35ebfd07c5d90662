"""Stress by analogy: what an endings file says of a word, and that a foreign file is refused."""

from pathlib import Path

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ru_g2p.errors import LexiconError
from ru_g2p.stress.endings import FORMAT, Endings
from ru_g2p.tokens import VOWELS

HEADER = ("\x01format", FORMAT.encode())
ENDINGS = Endings()


def written(path: Path, entries: list[tuple[str, bytes]]) -> Path:
    marisa_trie.BytesTrie(entries).save(str(path))
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Endings:
    """Endings, last letter first; a byte for each vowel from the last."""
    entries = [
        ("а", bytes([60, 180, 10])),
        ("ак", bytes([0, 90, 10])),
        ("ер", bytes([200, 50])),
        ("ер^", bytes([0, 100])),
    ]
    return Endings(written(tmp_path_factory.mktemp("endings") / "small.trie", [HEADER, *entries]))


def test_shares_go_from_the_first_vowel_to_the_last(small: Endings) -> None:
    assert small.shares("вубада") == pytest.approx([10 / 250, 180 / 250, 60 / 250])


def test_the_longest_known_ending_decides(small: Endings) -> None:
    assert small.shares("вубака") == pytest.approx([0.1, 0.9, 0.0])
    assert small.shares("ибре") == pytest.approx([0.2, 0.8])
    assert small.shares("ре") == [1.0]  # one vowel can only be stressed


def test_only_the_vowels_that_the_word_has_count(small: Endings) -> None:
    assert small.shares("бада") == pytest.approx([0.75, 0.25])
    assert small.shares("бавубада") == pytest.approx([0, 10 / 250, 180 / 250, 60 / 250])


def test_an_ending_that_nobody_knows_tells_nothing(small: Endings) -> None:
    assert small.shares("бузубы") == [1 / 3] * 3
    assert small.shares("ибро") == [1 / 2] * 2


def test_yo_is_counted_with_ye() -> None:
    assert ENDINGS.shares("хыкёром") == ENDINGS.shares("хыкером")


LETTERS = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", max_size=24)


@given(LETTERS.filter(lambda word: sum(letter in VOWELS for letter in word) > 1))
def test_any_word_gets_a_probability_for_each_vowel(word: str) -> None:
    shares = ENDINGS.shares(word)
    assert len(shares) == sum(letter in VOWELS for letter in word)
    assert sum(shares) == pytest.approx(1)
    assert min(shares) >= 0


@pytest.mark.parametrize("word", ["хлоб+изм", "пшон+истый", "дрек+ация", "дрекаци+онный", "турм+ирую"])
def test_the_lexicon_tells_what_every_speaker_knows(word: str) -> None:
    shares = ENDINGS.shares(word.replace("+", ""))
    place = sum(letter in VOWELS for letter in word[: word.index("+")])
    assert max(range(len(shares)), key=shares.__getitem__) == place


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"no\.trie.*build"):
        Endings(tmp_path / "no.trie")


def test_a_file_that_is_no_trie_is_told(tmp_path: Path) -> None:
    path = tmp_path / "text.trie"
    path.write_text("мама", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"text\.trie"):
        Endings(path)


@pytest.mark.parametrize("header", [[], [("\x01format", b"ru_g2p stress 2")]], ids=["none", "of the stress lexicon"])
def test_another_format_is_refused(tmp_path: Path, header: list[tuple[str, bytes]]) -> None:
    path = written(tmp_path / "foreign.trie", [*header, ("а", b"\1")])
    with pytest.raises(LexiconError, match=rf"foreign\.trie.*'{FORMAT}' expected"):
        Endings(path)
