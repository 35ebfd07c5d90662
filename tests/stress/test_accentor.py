"""The accentor computed without torch says what that of silero-stress says."""

import pickle
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ru_g2p import BackendError
from ru_g2p.stress import silero as silero_module
from ru_g2p.stress.accentor import Accentor, Guess, _Records
from ru_g2p.stress.silero import Silero
from ru_g2p.stress.silero_load import known_file

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
    return Accentor(path)


@pytest.fixture(scope="module")
def of_torch() -> Silero:
    silero = Silero()
    silero.__dict__["_accentor"] = None  # as with a version whose file is not known
    return silero


def agree(ours: Guess, theirs: Guess) -> bool:
    return ours.text == theirs.text and ours.places == pytest.approx(theirs.places, abs=1e-4)


def test_known_and_unknown_words(accentor: Accentor, of_torch: Silero) -> None:
    words = [*WORDS, "хыковер", "хыкерка", "зззя", "елка", "все", "его", "переосвидетельствованиями"]
    assert len(words) > 1000
    assert [word for word, theirs in zip(words, of_torch.words(words), strict=True)
            if not agree(accentor.accented(word), theirs)] == []  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.from_regex("[а-я]{0,8}[аеиоуыэюя][а-я]{0,8}", fullmatch=True))
def test_any_letters(accentor: Accentor, of_torch: Silero, word: str) -> None:
    (theirs,) = of_torch.words([word])
    assert agree(accentor.accented(word), theirs)


def test_nothing_that_the_pickles_name_is_called() -> None:
    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return exec, ("raise AssertionError",)

    record = _Records(BytesIO(pickle.dumps({"it": Hostile()}))).load()["it"]
    assert record.arguments == ("raise AssertionError",)


def test_unknown_words_and_words_that_the_solver_does_not_know_need_no_torch() -> None:
    code = (
        "import sys, ru_g2p; p = ru_g2p.Phonemizer();"
        "print(p.accentuate('Хыковер побежал домой.')); assert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.startswith("Х+ыковер")


def test_a_damaged_file_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "accentor.pt"
    damaged.write_bytes(b"PK\x03\x04")
    monkeypatch.setattr(silero_module, "known_file", lambda: damaged)
    with pytest.raises(BackendError, match=r"cannot load its accentor.*pip install"):
        Silero().words(["хыковер"])
