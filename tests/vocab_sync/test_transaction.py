from __future__ import annotations

from pathlib import Path

import pytest

from vocab_sync.errors import UserError
from vocab_sync.transaction import Write, commit


@pytest.fixture
def writes(tmp_path: Path) -> list[Write]:
    """Two files to change and one to create."""
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"old")
    return [
        Write(tmp_path / "a", b"old", b"new a"),
        Write(tmp_path / "c", None, b"new c"),
        Write(tmp_path / "b", b"old", b"new b"),
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


OLD = {"a": b"old", "b": b"old"}


def test_all_are_written(writes: list[Write], tmp_path: Path) -> None:
    (tmp_path / "a").chmod(0o755)
    commit(writes)
    assert contents(tmp_path) == {"a": b"new a", "b": b"new b", "c": b"new c"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_failed_rename_restores_the_files_before_it(
    writes: list[Write], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    rename = Path.replace

    def replace(source: Path, target: Path) -> Path:
        if target == writes[failing].path and source.read_bytes().startswith(b"new"):
            raise OSError(28, "No space left on device", str(target))
        return rename(source, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="No space"):
        commit(writes)
    assert contents(tmp_path) == OLD


def test_failed_sync_writes_nothing(writes: list[Write], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def fsync(_: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(OSError, match="Input/output"):
        commit(writes)
    assert contents(tmp_path) == OLD


def test_file_changed_since_planning_is_refused(writes: list[Write], tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"by someone else")
    with pytest.raises(UserError, match="b: changed while"):
        commit(writes)
    assert contents(tmp_path) == {"a": b"old", "b": b"by someone else"}


def test_file_created_since_planning_is_refused(writes: list[Write], tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(b"by someone else")
    with pytest.raises(UserError, match="c: changed while"):
        commit(writes)
    assert contents(tmp_path) == {**OLD, "c": b"by someone else"}


def test_read_only_file_is_refused(writes: list[Write], tmp_path: Path) -> None:
    (tmp_path / "b").chmod(0o444)
    with pytest.raises(UserError, match="b: read-only; make it writable"):
        commit(writes)
    assert contents(tmp_path) == OLD
