"""The README's demo: it works from an empty cache, and a second run downloads and changes nothing."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODES = ("ru", "all_ru", "auto")
SENTENCE = "«Ёлка — «да», т. е. iPhone 15 Pro за 5%»"


def test_demo_twice(tmp_path: Path) -> None:
    environment = os.environ | {
        "XDG_CACHE_HOME": str(tmp_path),
        "LOCALAPPDATA": str(tmp_path),
        "PYTHONUTF8": "1",
    }
    first = demo(environment)
    assert "30 lines" in first
    assert "732" in first
    assert "785" in first
    (tree,) = tmp_path.glob("ru-g2p-demo/*/tree")
    digest = digest_of(tree)
    second = demo(environment | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path / "nothing")})
    assert second.splitlines()[-1] == first.splitlines()[-1]
    assert digest_of(tree) == digest
    for file, answers in spoken(tree, SENTENCE).items():
        assert answers == [re.findall(r"\w", SENTENCE)] * len(MODES), file


def demo(environment: dict[str, str]) -> str:
    finished = subprocess.run(
        [sys.executable, ROOT / "examples/demo.py"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def spoken(tree: Path, text: str) -> dict[str, list[list[str]]]:
    """Return, for each copy of get_phones_and_bert and each mode, the letters that reach the tree's cleaner."""
    files = [
        "GPT_SoVITS/inference_webui.py",
        "GPT_SoVITS/TTS_infer_pack/TextPreprocessor.py",
        "gpt_sovits_cpufast/api.py",
    ]
    finished = subprocess.run(
        [sys.executable, "-B", ROOT / "tests/vocab_sync/inside_inference.py", *(tree / file for file in files)],
        input=json.dumps([(mode, text) for mode in MODES]),
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tree / "GPT_SoVITS"), str(tree)]), "PYTHONUTF8": "1"},
        cwd=tree,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return {
        file: [re.findall(r"\w", answer["norm_text"]) for answer in answers]
        for file, answers in json.loads(finished.stdout).items()
    }


def digest_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
