from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import trees

from vocab_sync.cli import main


@pytest.fixture(params=["compact", "black"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return trees.make_tree(tmp_path / "tree", request.param)


@pytest.fixture
def applied(tmp_path: Path, vocab_sync: Callable[..., int]) -> Path:
    """A tree in which Russian is applied."""
    tree = trees.make_tree(tmp_path / "applied")
    assert vocab_sync("apply", tree) == 0
    return tree


@pytest.fixture
def vocab_sync() -> Callable[..., int]:
    """The command ``vocab-sync``; returns its exit code."""

    def run(*arguments: object) -> int:
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        assert isinstance(exit_.value.code, int)
        return exit_.value.code

    return run
