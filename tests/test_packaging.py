"""What users install: a wheel that carries its data and leaves a GPT-SoVITS environment's pins alone."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What GPT-SoVITS (main) and its fork ask for, as far as it could collide with ours.
GPT_SOVITS_PINS = ["numpy<2.0", "pydantic<=2.10.6", "gradio<5", "transformers>=4.51,<5"]


def pip(*arguments: str | Path, python: str | Path = sys.executable) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ".")
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_its_data_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for carried in ("ru_g2p/lexicon/pronunciation.trie", "ru_g2p/phonology/rules.tsv", "ru_g2p/py.typed"):
        assert carried in names
    assert {Path(name).name for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_wheel_works_in_an_empty_venv(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "empty", with_pip=True)
    scripts = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    pip("install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel, python=scripts / "python")
    finished = subprocess.run(
        [scripts / "ru-g2p", "phonemize"],
        input="Мама мыла раму.\n",
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.stdout == "Rm Ra1 Rm Rax0 Rm Ry1 Rl Rax0 Rr Ra1 Rm Ru0 .\n", finished.stderr
    finished = subprocess.run([scripts / "vocab-sync", "--help"], capture_output=True, text=True, check=False)
    assert "apply" in finished.stdout, finished.stderr


def test_pins_of_gpt_sovits_stay(wheel: Path, tmp_path: Path) -> None:
    """The resolver finds our wheel and GPT-SoVITS's requirements compatible, in a dry run that installs nothing."""
    report = tmp_path / "report.json"
    dry_run = ("install", "--quiet", "--dry-run", "--ignore-installed", "--report", report)
    pip(*dry_run, "torch==2.13.0", *GPT_SOVITS_PINS, wheel)
    installed = [item["metadata"] for item in json.loads(report.read_text())["install"]]
    found = {metadata["name"]: metadata["version"] for metadata in installed}
    assert found["numpy"].startswith("1.")
    assert tuple(map(int, found["pydantic"].split("."))) <= (2, 10, 6)
    assert found["gradio"].startswith("4.")
    assert found["transformers"].startswith("4.")
    assert found["ru-g2p"]
