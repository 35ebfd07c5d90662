"""The accentor computed without torch says what that of silero-stress says."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ru_g2p.stress.accentor import Accentor
from ru_g2p.stress.silero_file import Guess, SileroFile, known_file
from ru_g2p.stress.silero_torch import SileroTorch

GOLDEN = Path(__file__).parents[1] / "golden" / "pronunciation"
WORDS = sorted(
    {
        word
        for table in GOLDEN.glob("*.tsv")
        for word in re.findall("[а-я]+", table.read_text(encoding="utf-8").lower().replace("+", "").replace("ё", "е"))
        if re.search("[аеиоуыэюя]", word)
    }
)


@pytest.fixture(scope="module")
def accentor() -> Accentor:
    path = known_file()
    assert path is not None
    return Accentor(SileroFile(path))


@pytest.fixture(scope="module")
def of_torch() -> SileroTorch:
    return SileroTorch("cpu")


def agree(ours: Guess, theirs: Guess) -> bool:
    # torch itself differs by 6e-5 from batch to batch
    return ours.text == theirs.text and ours.places == pytest.approx(theirs.places, abs=5e-4)


def test_known_and_unknown_words(accentor: Accentor, of_torch: SileroTorch) -> None:
    words = [*WORDS, "хыковер", "хыкерка", "зззя", "елка", "все", "его", "переосвидетельствованиями"]
    assert len(words) > 1000
    assert [word for word, theirs in zip(words, of_torch.words(words), strict=True)
            if not agree(accentor.accented(word), theirs)] == []  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.from_regex("[а-я]{0,8}[аеиоуыэюя][а-я]{0,8}", fullmatch=True))
def test_any_letters(accentor: Accentor, of_torch: SileroTorch, word: str) -> None:
    (theirs,) = of_torch.words([word])
    assert agree(accentor.accented(word), theirs)
