"""The backend ``ruaccent`` on a double of the package; on the package and its models where they are.

For the real models: ``RUACCENT_MODELS=folder`` and the package ``ruaccent``.
"""

import fnmatch
import gzip
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ru_g2p import BackendError, Phonemizer
from ru_g2p.stress.ruaccent import FILES, aligned, download_command

DOUBLES = Path(__file__).with_name("doubles")
DICTIONARIES = {
    "accents": {
        "ещё": "ещ+ё",
        "зелёная": "зел+ёная",
        "кривой": "к+ривой",
        "мама": "м+ама",
        "мыла": "м+ыла",
        "старинный": "стар+инный",
    },
    "accents_nn": {},
    "omographs": {"замок": ["зам+ок", "з+амок"]},
    "yo_homographs": {"все": "всё"},
    "yo_words": {"еще": "ещё", "елка": "ёлка", "зеленая": "зелёная", "пень": "пень"},
}


def loaded_double() -> ModuleType:
    spec = spec_from_file_location("ruaccent", DOUBLES / "ruaccent.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    module = loaded_double()
    monkeypatch.setitem(sys.modules, "ruaccent", module)
    metadata = tmp_path / "installed" / "ruaccent-1.5.8.3.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("Name: ruaccent\nVersion: 1.5.8.3\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    return module


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    for name in (f"{place}/{file}" for place, files in FILES.items() for file in files):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"model")
    for name, content in DICTIONARIES.items():
        with gzip.open(folder / "dictionary" / f"{name}.json.gz", "wt", encoding="utf-8") as stream:
            json.dump(content, stream)
    return folder


@pytest.fixture
def phonemizer(double: ModuleType, models: Path) -> Phonemizer:
    return Phonemizer("ruaccent", ruaccent_path=models)


def decisions(phonemizer: Phonemizer, text: str) -> list[tuple[str, str, float]]:
    words = [word for item in phonemizer.phonemize(text).pronunciations for word in item.words]
    return [(word.text, word.source, word.confidence) for word in words]


def test_stress_homographs_and_yo(phonemizer: Phonemizer) -> None:
    assert phonemizer.accentuate("Старинный замок… Замок! Еще мама.") == "Стар+инный з+амок… З+амок! Ещ+ё м+ама."
    assert phonemizer.accentuate("мама-зеленая елка, ЕЛКА") == "м+ама-зел+ёная +ёлка, +ЁЛКА"
    assert phonemizer.accentuate("мыла замок") == "м+ыла зам+ок"


def test_the_source_is_named(phonemizer: Phonemizer) -> None:
    assert decisions(phonemizer, "мама, дом, все, пень, з+амок") == [
        ("м+ама", "ruaccent", 1.0),
        ("д+ом", "rule", 1.0),
        ("вс+ё", "ruaccent", 1.0),
        ("п+ень", "ruaccent", 1.0),
        ("з+амок", "user", 1.0),
    ]


def test_a_lost_word_shifts_no_other_and_is_asked_alone(phonemizer: Phonemizer) -> None:
    assert decisions(phonemizer, "мама потерянный старинный") == [
        ("м+ама", "ruaccent", 1.0),
        ("п+отерянный", "ruaccent", 0.6),
        ("стар+инный", "ruaccent", 1.0),
    ]


def test_a_sentence_that_it_fails_on_is_asked_word_by_word(phonemizer: Phonemizer) -> None:
    assert decisions(phonemizer, "мама ломающий") == [("м+ама", "ruaccent", 0.6), ("л+омающий", "ruaccent", 0.6)]


def test_a_word_that_it_fails_on_gets_a_guess(phonemizer: Phonemizer) -> None:
    assert decisions(phonemizer, "негодный мама") == [("негодн+ый", "rule", 0.5), ("м+ама", "ruaccent", 0.6)]


def test_a_mark_before_a_consonant_is_not_believed(phonemizer: Phonemizer) -> None:
    assert decisions(phonemizer, "кривой") == [("крив+ой", "rule", 0.5)]


def test_models_are_loaded_with_the_first_open_word(
    double: ModuleType, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[str] = []
    load = double.RUAccent.load
    monkeypatch.setattr(
        double.RUAccent, "load", lambda self, *args, **named: loads.append(args[0]) or load(self, *args, **named)
    )
    phonemizer = Phonemizer("ruaccent", ruaccent_path=models)
    assert phonemizer.accentuate("дом") == "д+ом"
    assert phonemizer.fingerprint
    assert loads == []
    phonemizer.accentuate("мама")
    phonemizer.accentuate("мама")
    assert loads == ["turbo3.1"]


def test_the_fingerprint_depends_on_the_models(double: ModuleType, models: Path) -> None:
    before = Phonemizer("ruaccent", ruaccent_path=models).fingerprint
    assert before == Phonemizer("ruaccent", ruaccent_path=models).fingerprint != Phonemizer("lexicon").fingerprint
    (models / "nn/nn_accent/model.onnx").write_bytes(b"other")
    assert before != Phonemizer("ruaccent", ruaccent_path=models).fingerprint


def test_without_the_package(monkeypatch: pytest.MonkeyPatch, models: Path) -> None:
    monkeypatch.setitem(sys.modules, "ruaccent", None)
    with pytest.raises(BackendError, match=r'not installed; install it with: pip install "ru-g2p\[ruaccent\]"'):
        Phonemizer("ruaccent", ruaccent_path=models)


@pytest.mark.usefixtures("double")
def test_without_models(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match=re.escape(str(tmp_path / "nowhere"))) as caught:
        Phonemizer("ruaccent", ruaccent_path=tmp_path / "nowhere")
    assert all(f"{folder}/{file}" in str(caught.value) for folder, files in FILES.items() for file in files)
    with pytest.raises(BackendError, match=re.escape(str(DOUBLES))):  # the package's own folder
        Phonemizer("ruaccent")


@pytest.mark.usefixtures("double")
def test_with_a_part_of_the_models(models: Path) -> None:
    (models / "nn/nn_omograph/turbo3.1/model.onnx").unlink()
    with pytest.raises(BackendError) as caught:
        Phonemizer("ruaccent", ruaccent_path=models)
    told = str(caught.value)
    assert "missing: nn/nn_omograph/turbo3.1/model.onnx; name their folder" in told
    assert told.endswith(download_command(models))


def test_the_download_command_gets_every_file(tmp_path: Path) -> None:
    code = re.fullmatch(r'python -c "(.*)"', download_command(tmp_path))
    assert code is not None
    calls: list[tuple[str, dict[str, object]]] = []
    hub = ModuleType("huggingface_hub")
    hub.snapshot_download = lambda repo, **named: calls.append((repo, named))  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "huggingface_hub", hub)
        exec(code[1], {})
    ((repo, named),) = calls
    assert (repo, named["local_dir"]) == ("ruaccent/accentuator", tmp_path.as_posix())
    patterns = named["allow_patterns"]
    assert isinstance(patterns, list)
    for name in (f"{folder}/{file}" for folder, files in FILES.items() for file in files):
        assert any(fnmatch.fnmatch(name, pattern) for pattern in patterns), name


@pytest.mark.usefixtures("double")
def test_damaged_models(models: Path) -> None:
    (models / "dictionary/omographs.json.gz").write_bytes(b"no gzip")
    phonemizer = Phonemizer("ruaccent", ruaccent_path=models)
    with pytest.raises(BackendError, match=r"models: ruaccent cannot load its models: BadGzipFile: .*download"):
        phonemizer.accentuate("мама")


def test_models_that_load_but_do_not_answer(double: ModuleType, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def process_all(self: object, text: str) -> str:
        raise ValueError("Required inputs (['token_type_ids']) are missing")

    monkeypatch.setattr(double.RUAccent, "process_all", process_all)
    with pytest.raises(BackendError, match="token_type_ids"):
        Phonemizer("ruaccent", ruaccent_path=models).accentuate("мама")


@pytest.mark.usefixtures("double")
def test_devices(models: Path) -> None:
    with pytest.raises(BackendError, match="'cuda:1'; choose one of cpu, cuda, cuda:0"):
        Phonemizer("ruaccent", device="cuda:1", ruaccent_path=models)
    with pytest.raises(BackendError, match="onnxruntime-gpu"):
        Phonemizer("ruaccent", device="cuda", ruaccent_path=models).accentuate("мама")


def test_on_the_command_line(models: Path) -> None:
    def accented(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from ru_g2p.cli import main; main()", "accent", "--stress", "ruaccent", *arguments],
            input="старинный замок\n",
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(DOUBLES), "PYTHONIOENCODING": "utf-8"},
            check=False,
        )

    assert accented("--ruaccent-path", models).stdout == "стар+инный з+амок\n"
    refused = accented("--ruaccent-path", models / "none")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


WORDS = st.lists(st.sampled_from(["все", "всё", "замок", "мама", "и", "съел"]), max_size=8)


@given(WORDS, st.sets(st.integers(0, 7)))
def test_alignment_never_shifts(words: list[str], lost: set[int]) -> None:
    def plain(word: str) -> str:
        return word.replace("+", "").replace("ё", "е")

    numbered = [(place, f"+{word}") for place, word in enumerate(words) if place not in lost]
    found = aligned(words, ", ".join(marked for _, marked in numbered))
    missing = {plain(words[place]) for place in lost if place < len(words)}
    expected = [None if plain(word) in missing else f"+{word}" for word in words]
    assert found == expected


@pytest.fixture
def real() -> Iterator[ModuleType]:
    module = pytest.importorskip("ruaccent")
    assert Path(module.__file__ or "").parent != DOUBLES
    yield module


def test_the_double_is_called_as_the_real_one(real: ModuleType) -> None:
    for method in ("__init__", "load", "process_all"):
        ours, theirs = (getattr(module.RUAccent, method) for module in (loaded_double(), real))
        assert inspect.signature(ours) == inspect.signature(theirs), method
    accentizer = real.RUAccent()
    assert hasattr(accentizer.fs, "ls")
    assert hasattr(accentizer, "omograph_model")


@pytest.mark.usefixtures("real")
@pytest.mark.skipif("RUACCENT_MODELS" not in os.environ, reason="RUACCENT_MODELS names no folder of models")
def test_the_real_models() -> None:
    phonemizer = Phonemizer("ruaccent", ruaccent_path=os.environ["RUACCENT_MODELS"])
    assert phonemizer.accentuate("на двери висит замок.").endswith("вис+ит зам+ок.")
    assert phonemizer.accentuate("старинный замок на горе…").startswith("стар+инный з+амок")
    assert phonemizer.accentuate("ещё зеленая елка").endswith("зел+ёная +ёлка")
    assert {source for _, source, _ in decisions(phonemizer, "хыковера мама")} == {"ruaccent"}
