"""Real GPT-SoVITS trees, named in ``GPT_SOVITS_TREES``: folders of trees or trees, separated as in PATH."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from faults import contents

from vocab_sync.checkout import SYMBOLS_PATH, Checkout
from vocab_sync.russian import PACK
from vocab_sync.symbol_list import read_symbols

TOY = Path(__file__).parents[2] / "examples" / "toy_language" / "pack.yaml"
EDITED = (SYMBOLS_PATH, "GPT_SoVITS/text/cleaner.py", "GPT_SoVITS/configs/s1longer-v2.yaml")


def upstream_trees() -> list[Path]:
    named = [Path(name) for name in os.environ.get("GPT_SOVITS_TREES", "").split(os.pathsep) if name]
    candidates = [path for name in named for path in (name, *sorted(name.iterdir()))]
    return [path for path in candidates if (path / SYMBOLS_PATH).is_file()]


TREES = upstream_trees()

pytestmark = [
    pytest.mark.upstream,
    pytest.mark.skipif(not TREES, reason="GPT_SOVITS_TREES names no GPT-SoVITS tree"),
]


@pytest.fixture(params=TREES or [None], ids=lambda path: path.name if path else "none")
def upstream(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the parts of a real tree that every version has, for they are quick to edit."""
    return copy_sources(request.param, tmp_path / "tree", "GPT_SoVITS/text", "GPT_SoVITS/configs")


def copy_sources(tree: Path, target: Path, *parts: str) -> Path:
    """Copy the files of a tree that are edited or run, without its dictionaries and models, and return ``target``."""
    for path in (path for part in parts or ("",) for path in (tree / part).rglob("*")):
        if path.suffix in (".py", ".json", ".yaml"):
            (target / path.relative_to(tree)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / path.relative_to(tree))
    return target


def in_tree(tree: Path, code: str, *path: Path) -> str:
    """Run ``code`` as the tree's own code would run, and return what it prints."""
    ours = os.environ.get("PYTHONPATH", "")  # the ru_g2p under test, where it is not the installed one
    folders = os.pathsep.join(filter(None, map(str, (*path, tree / "GPT_SoVITS", ours))))
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env={**os.environ, "PYTHONPATH": folders},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def imported_symbols(tree: Path, module: str) -> list[str]:
    symbols: list[str] = json.loads(
        in_tree(tree, f"import json; from text import {module} as s; print(json.dumps(s.symbols))")
    )
    return symbols


@pytest.mark.parametrize(("module", "count"), [("symbols", 322), ("symbols2", 732)])
def test_symbols_are_read_as_python_imports_them(upstream: Path, module: str, count: int) -> None:
    symbols = read_symbols((upstream / f"GPT_SoVITS/text/{module}.py").read_bytes())
    assert len(symbols) == count
    assert symbols == imported_symbols(upstream, module)


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_apply(upstream: Path, tmp_path: Path, vocab_sync: Callable[..., int], newline: bytes) -> None:
    for path in EDITED:
        content = (upstream / path).read_bytes().replace(b"\r\n", b"\n")
        (upstream / path).write_bytes(content.replace(b"\n", newline))
    old = imported_symbols(upstream, "symbols2")
    assert vocab_sync("status", upstream) == 1
    assert vocab_sync("apply", upstream) == 0
    assert vocab_sync("status", upstream) == 0

    assert imported_symbols(upstream, "symbols2") == [*old, *PACK.symbols]
    assert Checkout(upstream).symbol_lists() == [old, [*old, *PACK.symbols]]
    applied = {path: (upstream / path).read_bytes() for path in EDITED}
    for content in applied.values():
        assert content.count(b"\r\n") == (content.count(b"\n") if newline == b"\r\n" else 0)
    assert vocab_sync("apply", upstream) == 0
    assert {path: (upstream / path).read_bytes() for path in EDITED} == applied

    # ru_g2p is stood in for: here its wiring is tested, and what the tree makes of known and unknown phones.
    (tmp_path / "ru_g2p.py").write_text(
        "def text_normalize(text): return text.strip()\ndef g2p(text): return ['Rsch', 'Ra1', '.', 'unknown']\n"
    )
    code = """\
import json
from text.cleaner import clean_text
print(json.dumps([clean_text(" ща ", "ru", version) for version in ("v2", "v2Pro", "v4")]))
"""
    expected = [["Rsch", "Ra1", ".", "UNK"], None, "ща"]
    assert json.loads(in_tree(upstream, code, tmp_path)) == [expected] * 3


@pytest.mark.parametrize("order", [("ru", str(TOY)), (str(TOY), "ru")], ids=["ru first", "toy first"])
def test_two_languages_and_back(upstream: Path, vocab_sync: Callable[..., int], order: tuple[str, str]) -> None:
    states = [contents(upstream)]
    for pack in order:
        assert vocab_sync("apply", upstream, "--lang", pack) == 0
        states.append(contents(upstream))
    assert vocab_sync("status", upstream) == 0
    assert len(imported_symbols(upstream, "symbols2")) == 732 + 53 + 20
    for state in states[1::-1]:
        assert vocab_sync("revert", upstream) == 0
        assert contents(upstream) == state


def test_version() -> None:
    """Of the trees that are named as upstream names its tags."""
    known = {tree.name: Checkout(tree).version for tree in TREES if tree.name.startswith("202")}
    assert known == {name: name for name in known}
