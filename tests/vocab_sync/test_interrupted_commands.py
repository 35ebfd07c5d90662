"""A command that is killed, and the next one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import trees
from faults import contents, counted_steps, killed

from vocab_sync.cli import main
from vocab_sync.transaction import FOLDER

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a killed run is a forked process")

NEXT = ("status", "apply", "revert")


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.mark.parametrize(("at", "following"), list(enumerate(NEXT)))
def test_next_command_finishes_or_undoes_a_killed_one(
    tmp_path: Path, vocab_sync: Callable[..., int], at: int, following: str
) -> None:
    """Every third step for each command that may follow: all of them together."""
    tree = trees.make_tree(tmp_path / "tree")
    old = contents(tree)
    whole = shutil.copytree(tree, tmp_path / "whole")
    assert vocab_sync("apply", whole) == 0
    new = contents(whole)
    for step in range(at, 1000, len(NEXT)):
        trial = shutil.copytree(tree, tmp_path / str(step))
        if not killed(step, lambda trial=trial: main(["apply", str(trial)])):  # type: ignore[misc]
            break
        code = vocab_sync(following, trial)
        now = contents(trial)
        match following:
            case "status":
                assert (code, now) in ((1, old), (0, new)), step
            case "apply":
                assert (code, now) == (0, new), step
            case "revert":
                assert (code, now) in ((2, old), (0, old)), step
                assert not (trial / FOLDER).exists()
        if now == new:
            assert vocab_sync("revert", trial) == 0
            assert contents(trial) == old
        assert now == new or following == "status" or not (trial / FOLDER).exists()
    assert step > 20


def test_user_is_told_of_an_interrupted_run(
    tmp_path: Path, vocab_sync: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    tree = trees.make_tree(tmp_path / "tree")
    steps: list[tuple[str, Path]] = []
    whole = shutil.copytree(tree, tmp_path / "whole")
    with counted_steps(lambda _, name, arguments: steps.append((name, Path(str(arguments[-1]))))):
        assert vocab_sync("apply", whole) == 0
    written = steps.index(("replace", whole / "GPT_SoVITS/text/russian.py"))
    assert killed(written + 1, lambda: main(["apply", str(tree)]))
    assert (tree / "GPT_SoVITS/text/russian.py").exists()
    capsys.readouterr()
    assert vocab_sync("status", tree) == 1
    assert "note: an earlier run was interrupted; what it had written is undone" in capsys.readouterr().err


def test_two_runs_at_once(tmp_path: Path) -> None:
    tree = trees.make_tree(tmp_path / "tree")
    alone = shutil.copytree(tree, tmp_path / "alone")
    command = [sys.executable, "-c", "from vocab_sync.cli import main; main()", "apply"]
    subprocess.run([*command, str(alone)], check=True, capture_output=True)
    runs = [subprocess.Popen([*command, str(tree)], stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    assert contents(tree) == contents(alone)
