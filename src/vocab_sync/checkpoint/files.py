"""The file of a checkpoint: a zip archive by ``torch.save``, read record by record."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from vocab_sync.checkpoint import pickles
from vocab_sync.errors import UserError

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""

_ZIP_HEAD = b"PK"
_VERSION_HEADS = (b"03", b"04", b"05", b"06")
"""What GPT-SoVITS's ``my_save2`` writes in place of the first two bytes: v3, v4, v2Pro, v2ProPlus."""

_LAYOUT_RECORDS = (".format_version", ".storage_alignment")
"""Records by which torch's own writer vouches for the offsets of its records; ours does not."""

_CHUNK = 1 << 20

_DAMAGE = (
    pickle.UnpicklingError,
    *(zipfile.BadZipFile, zlib.error, struct.error),
    # What zipfile lets through where an offset, a length, a name or a flag of the archive is wrong.
    *(EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError),
)

_ALIGNMENT = 64
"""Bytes; torch's own, so that storages can be mapped into memory."""


class CheckpointFile:
    """An open checkpoint.

    Attributes:
        path: the file.
        head: its first two bytes, ``PK`` or a version mark.
        content: what it holds, tensors as ``pickles.Call`` on ``pickles.Storage``.
    """

    def __init__(self, path: Path, head: bytes, archive: zipfile.ZipFile) -> None:
        """Read the content; ``open_checkpoint`` is the way to make one."""
        self.path = path
        self.head = head
        self._archive = archive
        names = [name for name in archive.namelist() if name.endswith("/data.pkl") and name.count("/") == 1]
        if len(names) != 1:
            raise _not_torch(path, "no torch checkpoint (no data.pkl in it)")
        self._prefix = names[0].removesuffix("data.pkl")
        self.content: Any = pickles.loads(archive.read(names[0]))

    def read_storage(self, key: str) -> bytes:
        """Return the bytes of a storage.

        Raises:
            UserError: the file is damaged.
        """
        with _naming(self.path):
            return self._archive.read(self._storage_name(key))

    def write_copy(
        self, target: IO[bytes], storages: Mapping[str, bytes | bytearray], progress: Progress | None = None
    ) -> None:
        """Write the checkpoint with ``content`` as it stands now and some storages replaced.

        All other records are copied byte by byte, one buffer at a time.

        Args:
            target: an empty file, open for writing.
            storages: key → new bytes.
            progress: told of the bytes done.

        Raises:
            UserError: a record that is copied is damaged.
            OSError: ``target`` cannot be written.
        """
        replaced = {self._storage_name(key): data for key, data in storages.items()}
        replaced[f"{self._prefix}data.pkl"] = pickles.dumps(self.content)
        records = [
            record
            for record in self._archive.infolist()
            if record.filename.removeprefix(self._prefix) not in _LAYOUT_RECORDS
        ]
        total, done = sum(record.file_size for record in records), 0
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for record in records:
                data = replaced.get(record.filename)
                size = record.file_size if data is None else len(data)
                with archive.open(_aligned(record.filename, size, target.tell()), "w") as sink:
                    for chunk in self._chunks(record) if data is None else (data,):
                        sink.write(chunk)
                done += record.file_size
                if progress:
                    progress(done, total)
        target.seek(0)
        target.write(self.head)

    def _chunks(self, record: zipfile.ZipInfo) -> Iterator[bytes]:
        with _naming(self.path), self._archive.open(record) as source:
            while chunk := source.read(_CHUNK):
                yield chunk

    def _storage_name(self, key: str) -> str:
        return f"{self._prefix}data/{key}"


@contextmanager
def open_checkpoint(path: Path) -> Iterator[CheckpointFile]:
    """Open a checkpoint.

    Raises:
        UserError: no such file, not a zip checkpoint, damaged, or its pickle names something forbidden.
    """
    if not path.is_file():
        what = "a folder, not a checkpoint" if path.is_dir() else "no such file"
        raise UserError(path, what, "give a checkpoint file (.ckpt or .pth)")
    with path.open("rb") as file:
        head = file.read(2)
    if head != _ZIP_HEAD and head not in _VERSION_HEADS:
        raise _not_torch(path, "not a zip checkpoint")
    with ExitStack() as stack:
        with _naming(path):
            view = stack.enter_context(io.BufferedReader(_ZipView(path)))
            checkpoint = CheckpointFile(path, head, stack.enter_context(zipfile.ZipFile(view)))
        yield checkpoint


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Turn errors of reading a checkpoint into one that names the file."""
    try:
        yield
    except pickles.ForbiddenGlobal as error:
        raise UserError(
            path, f"its pickle names {error}, which no checkpoint needs", "do not load this file anywhere"
        ) from error
    except _DAMAGE as error:
        raise UserError(path, f"damaged or truncated ({error})", "get the file again") from error


class _ZipView(io.FileIO):
    """A checkpoint whose first two bytes read as ``PK``, whatever version mark stands there."""

    def readinto(self, buffer: Any) -> int:
        at = self.tell()
        count = super().readinto(buffer)
        for i in range(at, min(len(_ZIP_HEAD), at + count)):
            memoryview(buffer)[i - at] = _ZIP_HEAD[i]
        return count


def _aligned(name: str, size: int, at: int) -> zipfile.ZipInfo:
    """Return the header of a record at offset ``at``, padded so that its data starts aligned."""
    record = zipfile.ZipInfo(name)
    record.file_size = size
    header = 30 + len(name.encode()) + 4
    padding = -(at + header) % _ALIGNMENT
    record.extra = struct.pack("<2sH", b"FB", padding) + b"Z" * padding
    return record


def _not_torch(path: Path, what: str) -> UserError:
    return UserError(path, what, "give a file that torch 1.6 or later saved, or torch.save it again")
