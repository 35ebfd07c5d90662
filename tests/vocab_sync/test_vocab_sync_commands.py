from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import trees
from rich.console import Console

from vocab_sync.report import Line, table
from vocab_sync.russian import PACK
from vocab_sync.symbol_list import read_symbols

SYMBOLS = "GPT_SoVITS/text/symbols2.py"
CLEANER = "GPT_SoVITS/text/cleaner.py"
MODULE = "GPT_SoVITS/text/russian.py"
SCRIPT_RUNS = "GPT_SoVITS/text/script_runs.py"
CONFIG = "GPT_SoVITS/configs/s1longer-v2.yaml"
PLACES = [SYMBOLS, MODULE, SCRIPT_RUNS, CONFIG, CLEANER]

Command = Callable[..., int]
Capture = pytest.CaptureFixture[str]


def snapshot(tree: Path) -> dict[str, tuple[bytes, int]]:
    """Content and modification time of every file, vocab-sync's own included."""
    return {
        path.relative_to(tree).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in tree.rglob("*")
        if path.is_file()
    }


def states(record: dict[str, Any]) -> dict[str, str]:
    """The state of each place that a report names and the tree has."""
    places = {place["path"]: place["state"] for place in record["places"]}
    return {path: state for path, state in places.items() if state not in ("not in this version", "not needed")}


def test_apply(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    before = snapshot(tree)
    assert vocab_sync("apply", tree) == 0
    out = capsys.readouterr().out
    assert "732 → 785 symbols" in out
    assert "phoneme_vocab_size 732 → 785" in out
    after = snapshot(tree)
    changed = {path for path in after if after[path] != before.get(path)}
    assert {path for path in changed if not path.startswith(".vocab_sync/")} == set(PLACES)
    old, new = (read_symbols(files[SYMBOLS][0]) for files in (before, after))
    assert (len(new), new[:732]) == (785, old)


@pytest.mark.parametrize("width", [60, 79, 80, 81, 120])
def test_narrow_tables_lose_no_letter(width: int) -> None:
    lines = [
        Line("tools/i18n/locale/en_US.json", "changed", "Russian, Russian-English Mixed"),
        Line("x", "not in this version", "러시아어, 러시아어와 영어 혼합"),
        Line("folder/" * 20 + "s1.ckpt", "refused", "line 3: " + "x" * 100),
    ]
    shown = io.StringIO()
    Console(file=shown, width=width).print(table(lines))
    said = "".join(f"{line.path}{line.state}{line.detail}" for line in lines)
    assert sorted("".join(shown.getvalue().split())) == sorted("".join(said.split()))


def test_applied_twice_writes_nothing(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    vocab_sync("apply", tree)
    before = snapshot(tree)
    capsys.readouterr()
    assert vocab_sync("apply", tree, "--json") == 0
    assert snapshot(tree) == before
    record = json.loads(capsys.readouterr().out)
    assert record["symbols"] == {"before": 785, "after": 785}
    assert states(record) == dict.fromkeys(PLACES, "unchanged")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_bom_stay(tmp_path: Path, vocab_sync: Command, newline: str) -> None:
    tree = trees.make_tree(tmp_path / "дерево с пробелом", newline=newline, bom=True)
    assert vocab_sync("apply", tree) == 0
    for path in (SYMBOLS, CLEANER, CONFIG):
        content = (tree / path).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\r\n") == (content.count(b"\n") if newline == "\r\n" else 0)


def test_dry_run_prints_the_diff_and_writes_nothing(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    before = snapshot(tree)
    assert vocab_sync("apply", tree, "--dry-run") == 0
    assert snapshot(tree) == before
    diff = capsys.readouterr().out
    run = subprocess.run(["git", "apply", "-"], input=diff.encode(), cwd=tree, check=False)
    assert run.returncode == 0
    assert vocab_sync("status", tree) == 0


def test_one_refused_place_means_nothing_is_written(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    (tree / CLEANER).write_text("language_module_map = load()\n")
    before = snapshot(tree)
    assert vocab_sync("apply", tree) == 2
    assert snapshot(tree) == before
    assert f"error: {tree / CLEANER}: line 1" in capsys.readouterr().err


def test_tree_code_speaks_the_language(applied: Path, tmp_path: Path) -> None:
    """The tree's own cleaner calls our module; ru_g2p is stood in for, its own tests show what it says."""
    (tmp_path / "ru_g2p.py").write_text(
        "def text_normalize(text): return text.upper()\ndef g2p(text): return ['Ra1', text]\n"
    )
    code = "from text.cleaner import clean_text; print(clean_text('да', 'ru', 'v2'))"
    path = os.pathsep.join([str(tmp_path), str(applied / "GPT_SoVITS")])
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout == "['Ra1', 'ДА']\n"


def test_resize(applied: Path, tmp_path: Path, vocab_sync: Command, capsys: Capture) -> None:
    torch.save(trees.s1_content(), tmp_path / "s1.ckpt")
    capsys.readouterr()
    out = tmp_path / "s1-ru.ckpt"
    assert vocab_sync("resize", tmp_path / "s1.ckpt", "-o", out, "--tree", applied, "--json") == 0
    (record,) = json.loads(capsys.readouterr().out)["checkpoints"]
    assert (record["out"], record["action"], record["added"]) == (str(out), "resized", list(PACK.symbols))
    assert (record["model"], record["rows"]) == ("s1", {"before": 732, "after": 785})
    assert vocab_sync("status", applied, out) == 0
    assert vocab_sync("status", applied, tmp_path / "s1.ckpt") == 1
    assert vocab_sync("resize", out, "-o", tmp_path / "again.ckpt", "--tree", applied) == 0
    assert "785 rows," in capsys.readouterr().out
    assert (tmp_path / "again.ckpt").read_bytes() == out.read_bytes()


def test_status(tree: Path, tmp_path: Path, vocab_sync: Command, capsys: Capture) -> None:
    trees.save_s2(tmp_path / "s2.pth")

    def status() -> tuple[int, dict[str, str]]:
        code = vocab_sync("status", tree, tmp_path / "s2.pth", "--json")
        record = json.loads(capsys.readouterr().out)
        assert record["in_step"] is (code == 0)
        return code, states(record)

    s2 = str(tmp_path / "s2.pth")
    assert status() == (1, {**dict.fromkeys(PLACES, "out of step"), s2: "in step"})
    vocab_sync("apply", tree)
    capsys.readouterr()
    assert status() == (1, {**dict.fromkeys(PLACES, "in step"), s2: "out of step"})
    (tree / CLEANER).unlink()
    assert status() == (1, {**dict.fromkeys(PLACES, "in step"), CLEANER: "refused", s2: "out of step"})
    broken_symbols(tree)
    assert status() == (
        1,
        {**dict.fromkeys(PLACES, "refused"), MODULE: "in step", SCRIPT_RUNS: "in step", s2: "out of step"},
    )
    assert vocab_sync("status", tree) == 1
    assert "refused" in capsys.readouterr().out


def test_status_and_apply_do_without_torch(applied: Path, tmp_path: Path) -> None:
    trees.save_s2(tmp_path / "s2.pth")
    code = (
        "import sys; from vocab_sync.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: sys.exit(3 if 'torch' in sys.modules else 0)"
    )
    arguments = ["status", str(applied), str(tmp_path / "s2.pth")]
    assert subprocess.run([sys.executable, "-c", code, *arguments], check=False).returncode == 0


def broken_symbols(tree: Path) -> None:
    (tree / SYMBOLS).write_text("symbols = load()\n")


def collision(tree: Path) -> None:
    with (tree / SYMBOLS).open("a") as file:
        file.write("symbols += ['Ra1']\n")


def foreign_module(tree: Path) -> None:
    (tree / MODULE).write_text("def g2p(text): ...\n")


@pytest.mark.parametrize(
    ("spoil", "arguments", "message"),
    [
        (None, ["apply", "nowhere"], "nowhere: no such folder; give"),
        (None, ["apply", "."], ".: not a GPT-SoVITS tree"),
        (None, ["apply", "tree", "--lang", "xx"], "--lang xx: no such language pack; installed: ru"),
        (broken_symbols, ["apply", "tree"], "symbols2.py: line 1: `load()` is not among"),
        (broken_symbols, ["resize", "s1", "-o", "out", "--tree", "tree"], "symbols2.py: line 1"),
        (collision, ["apply", "tree"], "symbols2.py: Ra1 already there outside the vocab-sync block"),
        (foreign_module, ["apply", "tree"], "russian.py: a module that vocab-sync did not write; move it"),
        (lambda tree: (tree / CONFIG).unlink(), ["apply", "tree"], "s1longer-v2.yaml: no such file"),
        (lambda tree: (tree / CONFIG).chmod(0o444), ["apply", "tree"], "s1longer-v2.yaml: read-only"),
        (None, ["resize", "nothing", "-o", "out", "--tree", "ready"], "nothing: no such file"),
        (None, ["resize", "ready", "-o", "out", "--tree", "ready"], "ready: holds no checkpoint"),
        (None, ["resize", "s1", "-o", "no/out", "--tree", "ready"], "out: its folder does not exist"),
        (None, ["resize", "s1", "-o", "s1", "--tree", "ready"], "s1: is the input itself"),
        (None, ["resize", "s1", "-o", "out", "--tree", "tree"], "tree: has no language for v2 or later yet"),
        (None, ["status", "tree", "nothing"], "nothing: no such file"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(
    *,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    vocab_sync: Command,
    capsys: Capture,
    spoil: Callable[[Path], object] | None,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "40")
    torch.save(trees.s1_content(), tmp_path / "s1")
    trees.make_tree(tmp_path / "tree")
    vocab_sync("apply", trees.make_tree(tmp_path / "ready"))
    if spoil:
        spoil(tmp_path / "tree")
    before = snapshot(tmp_path)
    capsys.readouterr()
    assert vocab_sync(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    refused = 2 if message.startswith("symbols2.py") and arguments[0] == "apply" else 1  # the size depends on it
    assert [line.startswith("error: ") for line in err.splitlines()] == [True] * refused
    assert message in err
    assert snapshot(tmp_path) == before


def test_failed_write_is_one_line(
    tree: Path, vocab_sync: Command, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = snapshot(tree)
    monkeypatch.setattr("os.fsync", full)
    assert vocab_sync("apply", tree) == 2
    error = "No space left on device; check permissions and free space"
    assert capsys.readouterr().err == f"error: {tree}: {error}\n"
    assert snapshot(tree) == before
    assert not (tree / ".vocab_sync").exists()
