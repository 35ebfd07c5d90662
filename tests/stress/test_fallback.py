"""``auto`` where its models cannot be loaded: it fails, or says that it goes on without them."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from ru_g2p import BackendError, Phonemizer

OPEN = "вдалеке замок"  # only the homograph solver has something to say about it
CLOSED = "мама"
DEVICE = {"silero_stress": "cpu", "torch": "cuda:0"}  # the first needs no torch


@pytest.fixture(params=list(DEVICE))
def missing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(sys.modules, request.param, None)
    return str(request.param)


def test_by_default_the_first_word_that_needs_a_model_fails(missing: str) -> None:
    phonemizer = Phonemizer(device=DEVICE[missing])
    assert phonemizer.accentuate(CLOSED) == "м+ама"
    for _ in range(2):
        with pytest.raises(BackendError, match=rf"cannot (load|be imported).*{missing}.*pip install"):
            phonemizer.accentuate(OPEN)
    assert phonemizer.normalize("5") == "пять"


def test_warned_of_once_it_is_the_lexicon(missing: str) -> None:
    with pytest.warns(RuntimeWarning, match=rf"no stress models.*{missing}.*stress='lexicon'") as caught:
        phonemizer = Phonemizer(device=DEVICE[missing], on_model_error="warn")
    assert len(caught) == 1
    assert caught[0].filename == __file__
    lexicon = Phonemizer("lexicon")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert phonemizer.phonemize(OPEN) == lexicon.phonemize(OPEN)
        assert phonemizer.fingerprint == lexicon.fingerprint


def test_a_device_that_does_not_exist_is_told_of() -> None:
    with pytest.warns(RuntimeWarning, match="on cuda:99"):
        phonemizer = Phonemizer(device="cuda:99", on_model_error="warn")
    assert phonemizer.fingerprint == Phonemizer("lexicon").fingerprint


def test_with_its_models_it_is_auto() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        phonemizer = Phonemizer(on_model_error="warn")
    auto = Phonemizer()
    assert phonemizer.fingerprint == auto.fingerprint != Phonemizer("lexicon").fingerprint
    assert phonemizer.phonemize(OPEN) == auto.phonemize(OPEN)


@pytest.mark.usefixtures("missing")
def test_a_backend_that_was_asked_for_by_name_is_never_replaced() -> None:
    phonemizer = Phonemizer("silero", on_model_error="warn")
    with pytest.raises(BackendError):
        phonemizer.accentuate(CLOSED)


def accented(broken: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (broken / "silero_stress.py").write_text("raise ImportError('broken on purpose')\n", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-c", "from ru_g2p.cli import main; main()", "accent", *arguments],
        input=f"{OPEN}\n{OPEN}\n",
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(broken), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def test_the_command_fails_with_one_line(tmp_path: Path) -> None:
    finished = accented(tmp_path)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith("error: silero-stress cannot load its models: ")
    assert finished.stderr.count("\n") == 1


def test_the_command_says_once_that_it_goes_on(tmp_path: Path) -> None:
    finished = accented(tmp_path, "--on-model-error", "warn")
    assert (finished.returncode, finished.stdout) == (0, f"{Phonemizer('lexicon').accentuate(OPEN)}\n" * 2)
    assert finished.stderr.startswith("warning: no stress models, going on without: silero-stress cannot load")
    assert finished.stderr.count("\n") == 1
