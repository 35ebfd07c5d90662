from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import trees

from vocab_sync.cli import main


@pytest.fixture(params=["compact", "black"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return trees.make_tree(tmp_path / "tree", request.param)


@pytest.fixture(scope="session")
def applied_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = trees.make_tree(tmp_path_factory.mktemp("once") / "tree")
    assert run("apply", tree) == 0
    return tree


@pytest.fixture
def applied(applied_once: Path, tmp_path: Path) -> Path:
    """A tree in which Russian is applied."""
    return shutil.copytree(applied_once, tmp_path / "applied")


@pytest.fixture
def vocab_sync() -> Callable[..., int]:
    """The command ``vocab-sync``; returns its exit code."""
    return run


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as exit_:
        main([str(argument) for argument in arguments])
    assert isinstance(exit_.value.code, int)
    return exit_.value.code
