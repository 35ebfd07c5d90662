"""What README.md and docs/languages.md show: commands, a language pack and Python code, run as they stand there."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
import trees
from faults import contents

from vocab_sync.checkout import Checkout

ROOT = Path(__file__).parents[2]
LANGUAGES = "docs/languages.md"

Command = Callable[..., int]


def blocks(page: str, language: str) -> list[str]:
    """The blocks of a page that are marked as of ``language``."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[list[str]]:
    lines = [line for block in blocks(page, "") for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("vocab-sync ")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that the pages name, and the working directory."""
    trees.make_tree(tmp_path / "GPT-SoVITS")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    torch.save(trees.s1_content(), tmp_path / "s1v3.ckpt")
    models = tmp_path / "pretrained_models"
    models.mkdir()
    torch.save(trees.s1_content(), models / "s1v3.ckpt")
    trees.save_s2(models / "s2G.pth")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", ["README.md", LANGUAGES])
def test_every_command_works_and_the_last_gives_the_tree_back(folder: Path, page: str, vocab_sync: Command) -> None:
    original = contents(folder / "GPT-SoVITS")
    shown = commands(page)
    assert {"apply", "resize", "revert"} <= {command for command, *_ in shown}
    for command in shown:
        assert vocab_sync(*command) == 0, command
    assert shown[-1][0] == "revert"
    assert contents(folder / "GPT-SoVITS") == original


def test_both_readmes_show_the_same_commands() -> None:
    assert commands("README.ru.md") == commands("README.md")


def test_the_pack_that_is_explained(folder: Path, vocab_sync: Command) -> None:
    (pack,) = blocks(LANGUAGES, "yaml")
    (folder / "pack.yaml").write_text(pack, encoding="utf-8")
    assert vocab_sync("apply", "GPT-SoVITS", "--lang", "pack.yaml") == 0
    _, applied = Checkout(folder / "GPT-SoVITS").symbol_lists()
    assert applied[-3:] == ["PTa0", "PTa1", "PTb"]
    assert "pt_g2p" in (folder / "GPT-SoVITS/GPT_SoVITS/text/portuguese.py").read_text("utf-8")


def test_the_python_code(folder: Path, vocab_sync: Command) -> None:
    (code,) = (block for block in blocks("README.md", "python") if "vocab_sync" in block)
    assert vocab_sync("apply", "GPT-SoVITS") == 0
    exec(code, {})  # the README's own
    assert torch.load("s1v3-ru.ckpt", weights_only=True)["config"]["model"]["phoneme_vocab_size"] == 785
