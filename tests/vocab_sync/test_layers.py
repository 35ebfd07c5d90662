"""Several languages in one tree, edits between the runs, and what revert makes of both."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import trees
from faults import contents

from vocab_sync.apply import merge
from vocab_sync.checkout import Checkout
from vocab_sync.transaction import FOLDER, look

TOY = Path(__file__).parents[2] / "examples" / "toy_language" / "pack.yaml"
CLEANER = "GPT_SoVITS/text/cleaner.py"
SYMBOLS = "GPT_SoVITS/text/symbols2.py"
PACKS = {"ru": "ru", "tok": str(TOY)}

Command = Callable[..., int]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return trees.make_tree(tmp_path / "дерево с пробелом")


def layers(tree: Path) -> list[str]:
    return [layer.language for layer in look(Checkout(tree)).journal.layers]


@pytest.mark.parametrize("order", [("ru", "tok"), ("tok", "ru")])
def test_two_languages_in_either_order(
    tree: Path, vocab_sync: Command, capsys: Capture, order: tuple[str, str]
) -> None:
    states = [contents(tree)]
    for code in order:
        assert vocab_sync("apply", tree, "--lang", PACKS[code]) == 0
        states.append(contents(tree))
    assert layers(tree) == list(order)
    assert [len(symbols) for symbols in Checkout(tree).symbol_lists()] == [
        732,
        *((785, 805), (752, 805))[order[0] != "ru"],
    ]
    capsys.readouterr()
    assert vocab_sync("status", tree, "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert [language["language"] for language in record["languages"]] == list(order)
    assert vocab_sync("apply", tree, "--lang", PACKS[order[0]]) == 0
    assert contents(tree) == states[2]

    capsys.readouterr()
    assert vocab_sync("revert", tree, "--lang", order[0]) == 2
    message = f"{order[1]} was applied after {order[0]}; remove it first: vocab-sync revert '{tree}' --lang {order[1]}"
    assert message in capsys.readouterr().err
    assert contents(tree) == states[2]
    for code, state in zip(reversed(order), reversed(states[:2]), strict=True):
        assert vocab_sync("revert", tree, "--lang", code) == 0
        assert contents(tree) == state
    assert not (tree / FOLDER).exists()
    assert vocab_sync("revert", tree) == 2
    assert "vocab-sync has applied nothing here" in capsys.readouterr().err


def test_pack_file_goes_by_its_code_where_it_is_applied(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    assert vocab_sync("apply", tree, "--lang", "tok") == 2
    assert "no such language pack; installed: ru; or give a pack file" in capsys.readouterr().err
    assert vocab_sync("apply", tree, "--lang", TOY) == 0
    assert vocab_sync("apply", tree, "--lang", "tok") == 0
    assert vocab_sync("revert", tree, "--lang", TOY) == 0


def test_revert_of_a_language_that_is_not_there(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    assert vocab_sync("apply", tree) == 0
    assert vocab_sync("revert", tree, "--lang", "tok") == 2
    assert "tok is not applied here; revert what is: ru" in capsys.readouterr().err


def test_revert_dry_run_prints_what_git_can_apply(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    old = contents(tree)
    assert vocab_sync("apply", tree) == 0
    new = contents(tree)
    capsys.readouterr()
    assert vocab_sync("revert", tree, "--dry-run") == 0
    assert contents(tree) == new
    subprocess.run(["git", "apply", "-"], input=capsys.readouterr().out.encode(), cwd=tree, check=True)
    assert contents(tree) == old
    assert vocab_sync("revert", tree) == 0  # what stands there already is no edit
    assert not (tree / FOLDER).exists()


def test_edited_file_is_shown_and_nothing_is_reverted(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    assert vocab_sync("apply", tree) == 0
    with (tree / CLEANER).open("a") as file:
        file.write("# mine\n")
    (tree / SYMBOLS).unlink()
    shutil.copy(tree / CLEANER, tree / SYMBOLS)
    edited = contents(tree)
    capsys.readouterr()
    assert vocab_sync("revert", tree) == 2
    out, err = capsys.readouterr()
    assert f"--- a/{CLEANER}\n+++ b/{CLEANER}\n" in out
    assert "+# mine\n" in out
    assert [line.partition(": ")[0] for line in err.splitlines()] == ["error", "error"]
    assert f"{tree / CLEANER}: edited since it was written; undo the edit" in err
    assert f"{tree / SYMBOLS}: edited since" in err
    assert contents(tree) == edited
    assert vocab_sync("revert", tree, "--json") == 2
    assert "+# mine\n" in json.loads(capsys.readouterr().out)["edits"]


def test_apply_takes_up_an_edit_which_revert_then_keeps(tree: Path, vocab_sync: Command) -> None:
    original = (tree / CLEANER).read_bytes()
    states = [contents(tree)]
    for pack in PACKS.values():
        assert vocab_sync("apply", tree, "--lang", pack) == 0
        states.append(contents(tree))
    (tree / CLEANER).write_bytes((tree / CLEANER).read_bytes() + b"# mine\n")
    assert vocab_sync("apply", tree, "--lang", TOY) == 0
    for _ in PACKS:
        assert vocab_sync("revert", tree) == 0
        assert contents(tree) == {**states[len(layers(tree))], CLEANER: (tree / CLEANER).read_bytes()}
        assert (tree / CLEANER).read_bytes().endswith(b"# mine\n")
    assert (tree / CLEANER).read_bytes() == original + b"# mine\n"


def test_files_that_git_replaced_are_wired_again(tree: Path, vocab_sync: Command) -> None:
    newer = (tree / CLEANER).read_bytes().replace(b"import symbols2", b"import symbols, symbols2")
    for pack in PACKS.values():
        assert vocab_sync("apply", tree, "--lang", pack) == 0
    (tree / CLEANER).write_bytes(newer)
    assert vocab_sync("revert", tree) == 2
    for pack in PACKS.values():
        assert vocab_sync("apply", tree, "--lang", pack) == 0
    assert (tree / CLEANER).read_bytes().count(b'"tok": "toki_pona"') == 2
    for _ in PACKS:
        assert vocab_sync("revert", tree) == 0
    assert (tree / CLEANER).read_bytes() == newer


def test_edit_in_our_own_lines_is_not_overwritten(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    assert vocab_sync("apply", tree) == 0
    content = (tree / SYMBOLS).read_bytes()
    (tree / SYMBOLS).write_bytes(content.replace(b'"Rt", ', b'"Rt",  '))
    assert vocab_sync("apply", tree) == 0  # the list is the same
    assert vocab_sync("revert", tree) == 2
    cleaner = (tree / CLEANER).read_bytes()
    (tree / CLEANER).write_bytes(cleaner.replace(b', "ru": "russian"}', b', "ru": "russian", "xx": "x"}', 1))
    edited = contents(tree)
    capsys.readouterr()
    assert vocab_sync("apply", tree, "--lang", TOY) == 2
    assert "cleaner.py: edited since, in the lines that vocab-sync wrote; undo" in capsys.readouterr().err
    assert contents(tree) == edited


def test_newer_pack_upgrades_in_place(tree: Path, tmp_path: Path, vocab_sync: Command, capsys: Capture) -> None:
    old = contents(tree)
    pack = tmp_path / "pack.yaml"
    shutil.copy(TOY, pack)
    shutil.copy(TOY.with_name("toki_pona.py"), tmp_path)
    assert vocab_sync("apply", tree, "--lang", pack) == 0
    pack.write_text(pack.read_text(encoding="utf-8").replace("TPu1]", "TPu1, TPx]"), encoding="utf-8")
    capsys.readouterr()
    assert vocab_sync("status", tree) == 1
    out, err = capsys.readouterr()
    assert "out of step" in out
    assert "warning: the Toki Pona pack is not the one that was applied; run vocab-sync apply" in err
    assert vocab_sync("apply", tree, "--lang", "tok") == 0
    assert Checkout(tree).symbol_lists()[-1][-1] == "TPx"
    capsys.readouterr()
    assert vocab_sync("status", tree) == 0
    assert capsys.readouterr().err == ""
    pack.unlink()
    assert vocab_sync("status", tree) == 1
    assert "no such file; give a language pack" in " ".join(capsys.readouterr().out.split())
    assert vocab_sync("revert", tree) == 0
    assert contents(tree) == old


def test_request_stays_until_it_is_overridden(tree: Path, tmp_path: Path, vocab_sync: Command) -> None:
    def request() -> tuple[object, ...]:
        (layer,) = look(Checkout(tree)).journal.layers
        return layer.versions, layer.preset, sorted(layer.base)

    base = tmp_path / "base"
    base.mkdir()
    trees.save_s2(base / "s2Gv2Pro.pth", rows=785)
    (base / "s2Dv2Pro.pth").write_bytes(b"")
    assert vocab_sync("apply", tree, "--versions", "v2Pro, v2", "--preset", "scratch", "--base", base) == 0
    first = request()
    assert first[:2] == (("v2", "v2Pro"), "scratch")
    assert "s2Gv2Pro.pth" in first[2]  # type: ignore[operator]
    assert vocab_sync("apply", tree) == 0
    assert request() == first
    assert vocab_sync("apply", tree, "--preset", "finetune") == 0
    assert request() == (first[0], "finetune", first[2])


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--versions", "v2,v9", "--versions v2,v9: no such version (v9); give some of v1,v2,v3,v4,v2Pro,v2ProPlus"),
        ("--versions", ",", "--versions ,: no such version (none given)"),
        ("--preset", "slow", "--preset slow: no such preset; give finetune or scratch"),
        ("--base", "nowhere", "nowhere: no such folder; give --base"),
    ],
)
def test_unfit_options(
    *, tree: Path, vocab_sync: Command, capsys: Capture, option: str, value: str, message: str
) -> None:
    assert vocab_sync("apply", tree, option, value) == 2
    assert capsys.readouterr().err.startswith(f"error: {message}")
    assert not (tree / FOLDER).exists()


def test_all_refused_places_are_listed_at_once(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    (tree / CLEANER).write_bytes(b"language_module_map = load()\n")
    (tree / "GPT_SoVITS/text/russian.py").write_bytes(b"def g2p(text): ...\n")
    old = contents(tree)
    assert vocab_sync("apply", tree) == 2
    errors = capsys.readouterr().err.splitlines()
    assert [Path(error.split(": ")[1]).name for error in errors] == ["russian.py", "cleaner.py"]
    assert all("; " in error for error in errors)
    assert contents(tree) == old
    assert not (tree / FOLDER).exists()


def test_dry_run_and_status_leave_no_trace(tree: Path, vocab_sync: Command) -> None:
    assert vocab_sync("apply", tree, "--dry-run") == 0
    assert vocab_sync("status", tree) == 1
    assert not (tree / FOLDER).exists()


def test_tree_behind_a_link(tree: Path, tmp_path: Path, vocab_sync: Command) -> None:
    old = contents(tree)
    link = tmp_path / "ссылка"
    link.symlink_to(tree, target_is_directory=True)
    assert vocab_sync("apply", link) == 0
    assert vocab_sync("status", tree) == 0
    assert vocab_sync("revert", link) == 0
    assert contents(tree) == old


def test_json_of_revert(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    assert vocab_sync("apply", tree) == 0
    capsys.readouterr()
    assert vocab_sync("revert", tree, "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["language"], record["edits"], record["dry_run"]) == ("ru", "", False)
    assert {place["state"] for place in record["places"]} == {"restored"}


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        (b"a\nb\nc\nd\n", b"a\nb\nc\nd\n", b"a\nb\nc\nd\n"),
        (b"x\nb\nc\nd\n", b"a\nb\nc\ny\n", b"x\nb\nc\ny\n"),
        (b"a\nd\n", b"a\nd\n", b"a\nd\n"),
        (b"a\nb\nc\nd\ne", b"b\nc\nd\n", b"b\nc\nd\ne"),
        (b"x\nb\nc\nd\n", b"y\nb\nc\nd\n", None),
        (b"a\nx\nc\nd\n", b"a\nb\ny\nd\n", None),
        (b"a\nb\nc\nd\nx\n", b"a\nb\nc\nd\ny\n", None),
    ],
)
def test_merge(ours: bytes, theirs: bytes, merged: bytes | None) -> None:
    assert merge(b"a\nb\nc\nd\n", ours, theirs) == merge(b"a\nb\nc\nd\n", theirs, ours) == merged


def test_base_must_have_a_row_for_each_symbol(tree: Path, tmp_path: Path, vocab_sync: Command, capsys: Capture) -> None:
    base = tmp_path / "base"
    base.mkdir()
    trees.save_s2(base / "s2Gv3.pth")
    old = contents(tree)
    assert vocab_sync("apply", tree, "--base", base) == 2
    assert "s2Gv3.pth: has 732 rows for 785 symbols; resize it" in capsys.readouterr().err
    assert contents(tree) == old
    trees.save_s2(base / "s2Gv3.pth", rows=785)
    assert vocab_sync("apply", tree, "--base", base) == 0
    assert vocab_sync("status", tree) == 0
    (base / "s2Gv3.pth").rename(base / "s1v3.ckpt")
    assert vocab_sync("apply", tree, "--base", base) == 2
    assert "s1v3.ckpt: holds s2 v2 weights, not s1" in capsys.readouterr().err


def test_v1_alone_leaves_later_versions_alone(tree: Path, vocab_sync: Command, capsys: Capture) -> None:
    old = contents(tree)
    assert vocab_sync("apply", tree, "--versions", "v1") == 0
    assert "of v1 with 322 rows do not fit 375 symbols" in capsys.readouterr().out
    for path in ("text/symbols2.py", "configs/s1longer-v2.yaml"):
        assert contents(tree)[f"GPT_SoVITS/{path}"] == old[f"GPT_SoVITS/{path}"]
    assert vocab_sync("status", tree) == 0
