"""The README's demo: it works from an empty cache, and a second run downloads and changes nothing."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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


def digest_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
