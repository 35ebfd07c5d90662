"""Checkpoints that real GPT-SoVITS trees make, resized, and then loaded, resumed and trained by those trees."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_upstream_trees import TREES

INSIDE = Path(__file__).with_name("inside_checkpoints.py")

pytestmark = [
    pytest.mark.upstream,
    pytest.mark.skipif(not TREES, reason="GPT_SOVITS_TREES names no GPT-SoVITS tree"),
]


def inside(what: str, tree: Path, folder: Path) -> dict[str, int]:
    command = [sys.executable, "-B", "-W", "ignore", str(INSIDE), what, str(tree), str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    rows: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return rows


@pytest.fixture(params=TREES or [None], ids=lambda path: path.name if path else "none")
def upstream(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a real tree's source."""
    for part in ("GPT_SoVITS", "tools", "config.py"):
        if (request.param / part).is_dir():
            ignored = shutil.ignore_patterns("*.bin", "*.pth", "*.dict", "*.pickle", "*.rep", "uvr5", "i18n")
            shutil.copytree(request.param / part, tmp_path / "tree" / part, ignore=ignored)
    return tmp_path / "tree"


def test_the_tree_loads_and_trains_what_was_resized(
    upstream: Path, tmp_path: Path, vocab_sync: Callable[..., int]
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    before = inside("make", upstream, made)
    assert {"s1.ckpt", "s2-v2.pth"} <= set(before)
    assert vocab_sync("apply", upstream) == 0
    assert vocab_sync("resize", made, "-o", tmp_path / "grown", "--tree", upstream) == 0
    assert inside("load", upstream, tmp_path / "grown") == dict.fromkeys(before, 785)


def test_lightning_resumes_what_was_resized(upstream: Path, tmp_path: Path, vocab_sync: Callable[..., int]) -> None:
    """Its Trainer restores weights, optimizer, schedule and loops, and takes the next step."""
    pytest.importorskip("pytorch_lightning")
    if not (upstream / "GPT_SoVITS/AR/modules/optim.py").exists():
        pytest.skip("this version does not train")
    assert inside("fit", upstream, tmp_path) == {"rows": 732, "epoch": 1, "steps": 1}
    assert vocab_sync("apply", upstream) == 0
    assert vocab_sync("resize", tmp_path / "state.ckpt", "--in-place", "--tree", upstream) == 0
    assert inside("fit", upstream, tmp_path) == {"rows": 785, "epoch": 2, "steps": 2}
