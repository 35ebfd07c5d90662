"""Zip archives that are not as torch writes them, and those that are, however large."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
import trees

from vocab_sync.checkpoint import archive as archives
from vocab_sync.checkpoint.archive import Archive, Record
from vocab_sync.checkpoint.files import open_checkpoint
from vocab_sync.errors import UserError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    torch.save(trees.s1_content(), tmp_path / "голос")
    return tmp_path / "голос"


def rewritten(path: Path, change: Callable[[zipfile.ZipFile, str, bytes], None]) -> None:
    """Write the archive anew, each record by ``change``."""
    with zipfile.ZipFile(path) as old:
        records = [(name, old.read(name)) for name in old.namelist()]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in records:
            change(new, name, content)


def renamed(name: str) -> Callable[[zipfile.ZipFile, str, bytes], None]:
    def change(new: zipfile.ZipFile, old: str, content: bytes) -> None:
        new.writestr(name if old.endswith("data/0") else old, content)

    return change


def compressed(new: zipfile.ZipFile, name: str, content: bytes) -> None:
    new.writestr(name, content, zipfile.ZIP_DEFLATED)


def patched(find: bytes, offset: int, replacement: bytes) -> Callable[[Path], None]:
    """Overwrite bytes at an offset from the last place of ``find``."""

    def spoil(path: Path) -> None:
        data = bytearray(path.read_bytes())
        at = data.rindex(find) + offset
        data[at : at + len(replacement)] = replacement
        path.write_bytes(data)

    return spoil


ENTRY = b"PK\1\2"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: rewritten(path, renamed("archive/data/1")), "two records named"),
        (lambda path: rewritten(path, renamed("archive/../../evil")), "a record named 'archive/../../evil'"),
        (lambda path: rewritten(path, renamed("/etc/evil")), "a record named '/etc/evil'"),
        (lambda path: rewritten(path, renamed("archive/data//0")), "a record named"),
        (lambda path: rewritten(path, renamed("elsewhere/0")), "elsewhere/0 is not in its folder"),
        (lambda path: rewritten(path, compressed), "is compressed or encrypted"),
        (patched(ENTRY, 8, b"\1"), "is compressed or encrypted"),
        (patched(ENTRY, 20, struct.pack("<2I", 9, 9)), "ends too early|directory|checksum|as long|shorter|damaged"),
        (patched(ENTRY, 24, struct.pack("<I", 1 << 30)), "is not as long as the directory says"),
        (patched(ENTRY, 42, struct.pack("<I", 1)), "not as long as the directory says"),
        (patched(ENTRY, 42, struct.pack("<I", 0)), "the directory does not say where|not as long"),
        (patched(b"PK\6\6", 48, struct.pack("<Q", 1 << 31)), "damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "damaged or truncated"),
    ],
)
def test_tricks_are_refused(path: Path, spoil: Callable[[Path], None], message: str) -> None:
    spoil(path)
    with pytest.raises(UserError, match=message), open_checkpoint(path) as checkpoint:
        checkpoint.check()


@pytest.mark.parametrize("by_kernel", [True, False])
def test_copy_is_read_by_zipfile_and_by_torch(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_kernel: bool
) -> None:
    if not by_kernel:
        monkeypatch.delattr(os, "copy_file_range", raising=False)
    with path.open("rb") as file, (tmp_path / "copy").open("x+b") as target:
        Archive(file).write_copy(target, {"archive/data/1": b"x" * 1001}, {"archive/.format_version"})
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "copy") as new:
        assert new.testzip() is None
        assert new.namelist() == [name for name in old.namelist() if name != "archive/.format_version"]
        for name in new.namelist():
            assert new.read(name) == (b"x" * 1001 if name == "archive/data/1" else old.read(name))
    with (tmp_path / "copy").open("rb") as file:
        records = Archive(file).records
    assert {record.data % archives.ALIGNMENT for name, record in records.items() if "/data/" in name} == {0}


def test_a_system_call_that_does_not_work_is_done_without(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "copy_file_range", refuse, raising=False)
    with path.open("rb") as file, (tmp_path / "copy").open("x+b") as target:
        archive = Archive(file)
        archive.write_copy(target, {}, ())
    with zipfile.ZipFile(tmp_path / "copy") as new:
        assert new.testzip() is None


def test_records_beyond_four_gigabytes(tmp_path: Path) -> None:
    """A sparse file: its large record is a hole."""
    size, names = 5 << 30, ("a/large", "a/small")
    with (tmp_path / "large").open("xb") as file:
        records = []
        for name, length in zip(names, (size, 3), strict=True):
            start = file.tell()
            file.write(archives._header(name, b"", start))
            data = file.tell()
            file.truncate(data + length)
            file.seek(data + length)
            records.append(Record(name, start, data, length, data + length, 0, 0x800))
        file.write(archives._directory(records, file.tell()))
    with (tmp_path / "large").open("rb") as file:
        read = Archive(file).records
    assert {name: record.size for name, record in read.items()} == dict(zip(names, (size, 3), strict=True))
    assert read["a/small"].start > size


def test_directory_of_many_records() -> None:
    records = [Record(f"a/{number}", 0, 40, 0, 40, 0, 0x800) for number in range(70_000)]
    header = archives._header("a/0", b"", 0)
    with zipfile.ZipFile(io.BytesIO(header + archives._directory(records, len(header)))) as archive:
        assert len(archive.namelist()) == 70_000
