from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from faults import contents, counted_steps, full_disk, killed

from vocab_sync import transaction
from vocab_sync.apply import apply
from vocab_sync.checkout import Checkout
from vocab_sync.errors import UserError
from vocab_sync.journal import Journal, Layer
from vocab_sync.revert import plan_removal
from vocab_sync.transaction import FOLDER, Store, Write, locked, look

LAYER = Layer("xx", "Test", "xx", "0", "", ("v2",), "finetune", {})
LATER = replace(LAYER, language="yy")

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a killed run is a forked process")


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel outlives a killed process: what is tested here does not depend on when data reach the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "дерево с пробелом"
    (root / "text").mkdir(parents=True)
    for name in ("a", "b", "gone"):
        (root / "text" / name).write_bytes(f"old {name}\n".encode())
    return root


WRITES = [
    Write("text/a", b"old a\n", b"new a\n"),
    Write("new/deep/c", None, b"new c\n"),
    Write("text/b", b"old b\n", b"new b\n"),
    Write("text/gone", b"old gone\n", None),
]
LATER_WRITES = [Write("text/a", b"new a\n", b"newer a\n"), Write("text/d", None, b"d\n")]


def write(tree: Path) -> None:
    with locked(Checkout(tree)) as store:
        apply(store, LAYER, WRITES)


def write_later(tree: Path) -> None:
    with locked(Checkout(tree)) as store:
        apply(store, LATER, LATER_WRITES)


def write_again(tree: Path) -> None:
    with locked(Checkout(tree)) as store:
        apply(store, replace(LAYER, fingerprint="1"), [Write("text/a", b"new a\n", b"newer a\n")])


def revert(tree: Path) -> None:
    with locked(Checkout(tree)) as store:
        plan_removal(store).perform(store)


def recover(tree: Path) -> Journal:
    return look(Checkout(tree)).journal


def test_all_are_written_and_reverted(tree: Path) -> None:
    (tree / "text/a").chmod(0o755)
    old = contents(tree)
    write(tree)
    assert contents(tree) == {
        "text": None,
        "text/a": b"new a\n",
        "text/b": b"new b\n",
        "new": None,
        "new/deep": None,
        "new/deep/c": b"new c\n",
    }
    assert (tree / "text/a").stat().st_mode & 0o777 == 0o755
    assert (tree / FOLDER / ".gitignore").read_bytes() == b"*\n"
    revert(tree)
    assert contents(tree) == old
    assert (tree / "text/a").stat().st_mode & 0o777 == 0o755
    assert not (tree / FOLDER).exists()


def test_folder_that_was_made_stays_with_what_the_user_put_there(tree: Path) -> None:
    write(tree)
    (tree / "new/mine").touch()
    revert(tree)
    assert [path.name for path in (tree / "new").iterdir()] == ["mine"]


@needs_fork
@pytest.mark.parametrize(
    ("prepare", "run"),
    [
        ([], write),
        ([write], write_later),
        ([write], write_again),
        ([write], revert),
        ([write, write_later], revert),
    ],
    ids=["apply", "apply a second language", "apply again", "revert the last", "revert"],
)
def test_killed_at_any_step(
    tmp_path: Path, tree: Path, prepare: list[Callable[[Path], None]], run: Callable[[Path], None]
) -> None:
    for action in prepare:
        action(tree)
    old = state(tree)
    new = state_after(run, copy(tree, tmp_path / "whole"))
    seen = set()
    for step in steps():
        trial = copy(tree, tmp_path / str(step))
        if not killed(step, lambda trial=trial: run(trial)):  # type: ignore[misc]
            break
        found = state(trial)
        assert found in (old, new), step
        assert (trial / FOLDER).exists() is bool(found[1].layers)
        seen.add(found == new)
        if found == old:
            assert state_after(run, trial) == new
    assert state(trial) == new  # of the run that was left alone
    assert False in seen
    assert step > 10


@needs_fork
@pytest.mark.parametrize("run", [write_later, revert])
def test_killed_while_an_interrupted_run_is_undone(tmp_path: Path, tree: Path, run: Callable[[Path], None]) -> None:
    write(tree)
    old = state(tree)
    seen: list[dict[str, bytes | None]] = []
    for step in steps():
        trial = copy(tree, tmp_path / str(step))
        if not killed(step, lambda trial=trial: run(trial)):  # type: ignore[misc]
            break
        if contents(trial) == old[0] or not Store(Checkout(trial)).journal.pending:
            continue
        if (left := contents(trial, own=True)) in seen:
            continue
        seen.append(left)
        for again in steps():
            undone = copy(trial, tmp_path / f"{step}, {again}")
            if not killed(again, lambda undone=undone: recover(undone)):  # type: ignore[misc]
                break
            assert state(undone) == old, (step, again)
    assert seen


@pytest.mark.parametrize("run", [write_later, write_again, revert])
def test_full_disk_changes_nothing(tmp_path: Path, tree: Path, run: Callable[[Path], None]) -> None:
    write(tree)
    old, new = state(tree), state_after(run, copy(tree, tmp_path / "whole"))
    seen = []
    for syncs in steps():
        trial = copy(tree, tmp_path / str(syncs))
        try:
            with full_disk(syncs):
                run(trial)
        except OSError as error:
            assert error.errno == errno.ENOSPC
        else:
            break
        seen.append(state(trial))
        assert seen[-1] in (old, new), syncs
    assert len(seen) > 5
    assert seen[:-1] == [old] * (len(seen) - 1)  # the last sync is that of the journal's folder


def test_full_disk_leaves_no_contents_behind(tree: Path) -> None:
    for syncs in range(2, 6):  # the folder and its .gitignore are there by then
        with pytest.raises(OSError, match="No space left"), full_disk(syncs):
            write(tree)
        assert not (tree / FOLDER).exists()


def test_failed_rename_is_undone_at_once(tmp_path: Path, tree: Path) -> None:
    write(tree)
    old, journal = contents(tree), recover(tree)
    for failing in steps():
        trial = copy(tree, tmp_path / str(failing))
        try:
            with failed_rename(failing):
                write_later(trial)
        except OSError:
            assert contents(trial) == old
            assert recover(trial) == journal
        else:
            break
    assert failing == 4  # the intent, two files, the commit


def test_file_edited_after_an_interruption_is_not_overwritten(tree: Path) -> None:
    def stop(_: int, name: str, arguments: tuple[object, ...]) -> None:
        if name == "replace" and str(arguments[1]).endswith("journal.json") and (tree / "new").exists():
            raise Interruption

    with counted_steps(stop), pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction.Store, "undo", lambda *_: False)
        with pytest.raises(Interruption):
            write(tree)
    (tree / "text/a").write_bytes(b"mine\n")
    with pytest.raises(UserError, match=r"a: edited since vocab-sync was interrupted; put its old content back"):
        recover(tree)
    assert (tree / "text/a").read_bytes() == b"mine\n"
    (tree / "text/a").write_bytes(b"old a\n")
    recover(tree)
    assert (tree / "text/b").read_bytes() == b"old b\n"


@pytest.mark.parametrize(("path", "content"), [("text/b", b"by someone else"), ("new/deep/c", b"by someone else")])
def test_file_changed_since_planning_is_refused(tree: Path, path: str, content: bytes) -> None:
    (tree / path).parent.mkdir(parents=True, exist_ok=True)
    (tree / path).write_bytes(content)
    old = contents(tree)
    with pytest.raises(UserError, match=f"{Path(path).name}: changed while"):
        write(tree)
    assert contents(tree) == old


@pytest.mark.parametrize(("path", "mode"), [("text/b", 0o444), ("text", 0o555)])
def test_read_only_is_refused(tree: Path, path: str, mode: int) -> None:
    old = contents(tree)
    (tree / path).chmod(mode)
    with pytest.raises(UserError, match=f"{path}: read-only; make it writable"):
        write(tree)
    (tree / path).chmod(0o755)
    assert contents(tree) == old


def test_link_out_of_the_tree_is_refused(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"old b\n")
    (tree / "text/b").unlink()
    (tree / "text/b").symlink_to(tmp_path / "outside")
    with pytest.raises(UserError, match="outside the tree"):
        write(tree)
    assert (tmp_path / "outside").read_bytes() == b"old b\n"
    assert (tree / "text/a").read_bytes() == b"old a\n"


def test_link_inside_the_tree_stays_a_link(tree: Path) -> None:
    (tree / "text/b").rename(tree / "real")
    (tree / "text/b").symlink_to("../real")
    write(tree)
    assert (tree / "text/b").is_symlink()
    assert (tree / "real").read_bytes() == b"new b\n"
    revert(tree)
    assert (tree / "real").read_bytes() == b"old b\n"


def test_two_paths_of_one_file_are_refused(tree: Path) -> None:
    (tree / "text/b").unlink()
    (tree / "text/b").symlink_to("a")
    with pytest.raises(UserError, match="stands for both text/a and text/b"), locked(Checkout(tree)) as store:
        store.commit([WRITES[0], Write("text/b", b"old a\n", b"x")], Journal())


@pytest.mark.parametrize("name", [FOLDER, f"{FOLDER}/contents"])
def test_own_folder_is_no_link(tree: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tree / name).parent.mkdir(exist_ok=True)
    (tree / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="not a folder of the tree's own"):
        write(tree)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_waiting_sibling_is_no_link_that_is_followed(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"mine")
    (tree / "text/.a.vocab_sync").symlink_to(tmp_path / "precious")
    write(tree)
    assert (tmp_path / "precious").read_bytes() == b"mine"
    assert (tree / "text/a").read_bytes() == b"new a\n"


HOLD = """
import sys, time
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.mark.parametrize("seconds", [0.5, 600])
def test_second_run_waits_and_then_gives_up(tree: Path, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    (tree / FOLDER).mkdir()
    lock = tree / FOLDER / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(lock), str(seconds)], stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        if seconds < 1:
            monkeypatch.setattr(transaction, "_WAIT", 60)
            write(tree)
            assert (tree / "text/a").read_bytes() == b"new a\n"
        else:
            monkeypatch.setattr(transaction, "_WAIT", 0.2)
            with pytest.raises(UserError, match=r"lock: another vocab-sync is at work on this tree; wait"):
                write(tree)
            assert (tree / "text/a").read_bytes() == b"old a\n"
        other.kill()


def test_without_directory_sync(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows cannot open a folder to sync it."""
    opened = []
    monkeypatch.setattr("vocab_sync.atomic.os.name", "nt")
    monkeypatch.setattr("vocab_sync.atomic.os.open", lambda path, *_: opened.append(path))
    transaction.sync_folder(tree)
    assert opened == []


@contextmanager
def failed_rename(failing: int) -> Iterator[None]:
    """Let rename number ``failing`` fail."""
    renames = iter(steps())

    def before(_: int, name: str, arguments: tuple[object, ...]) -> None:
        if name == "replace" and next(renames) == failing:
            raise OSError(errno.EIO, "Input/output error", str(arguments[1]))

    with counted_steps(before):
        yield


@pytest.mark.parametrize(("code", "fails"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_file_system_that_syncs_no_folders(tree: Path, monkeypatch: pytest.MonkeyPatch, code: int, fails: bool) -> None:
    def fsync(_: int) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(os, "fsync", fsync)
    if fails:
        with pytest.raises(OSError, match="no") as error:
            transaction.sync_folder(tree)
        assert error.value.filename == str(tree)
    else:
        transaction.sync_folder(tree)


class Interruption(BaseException):
    """A run that ends here, as by a kill."""


def steps() -> range:
    """More steps than any run takes."""
    return range(1000)


def copy(tree: Path, to: Path) -> Path:
    shutil.copytree(tree, to, symlinks=True)
    return to


def state(tree: Path) -> tuple[dict[str, bytes | None], Journal]:
    """What the next command finds, or makes of what it finds."""
    journal = recover(tree)
    return contents(tree), journal


def state_after(run: Callable[[Path], None], tree: Path) -> tuple[dict[str, bytes | None], Journal]:
    run(tree)
    return state(tree)
