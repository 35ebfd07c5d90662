"""The file of a checkpoint: an archive by ``torch.save``, its pickle read without running it."""

from __future__ import annotations

import hashlib
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
from vocab_sync.checkpoint.archive import HEAD, Archive, Progress
from vocab_sync.errors import UserError

VERSION_HEADS = {b"03": "v3", b"04": "v4", b"05": "v2Pro", b"06": "v2ProPlus"}
"""What GPT-SoVITS's ``my_save2`` writes in place of the first two bytes → version."""

_LAYOUT_RECORDS = (".format_version", ".storage_alignment")
"""Records by which torch's own writer vouches for the offsets of its records; ours does not."""

_CHUNK = 1 << 20

_LARGEST_PICKLE = 1 << 28
"""Bytes; those of real checkpoints have some hundred thousand."""

_DAMAGE = (
    pickle.UnpicklingError,
    *(zipfile.BadZipFile, zlib.error, struct.error),
    # What zipfile lets through where an offset, a length, a name or a flag of the archive is wrong.
    *(EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError),
)


class ForeignFile(UserError):
    """A file that is sound, for all one can tell, but no checkpoint of GPT-SoVITS.

    Attributes:
        reason: what it is or lacks.
    """

    def __init__(self, where: Path, what: str, remedy: str) -> None:
        """As `UserError`."""
        super().__init__(where, what, remedy)
        self.reason = what


class CheckpointFile:
    """An open checkpoint.

    Attributes:
        path: the file.
        head: its first two bytes, ``PK`` or a version mark.
        content: what it holds, tensors as ``pickles.Call`` on ``pickles.Storage``.
        pickled: the pickle that it was read from.
    """

    def __init__(self, path: Path, head: bytes, archive: Archive) -> None:
        """Read the content; ``open_checkpoint`` is the way to make one."""
        self.path = path
        self.head = head
        self._archive = archive
        names = [name for name in archive.records if name.endswith("/data.pkl") and name.count("/") == 1]
        if len(names) != 1:
            raise _not_torch(path, "no torch checkpoint (no data.pkl in it)")
        self._prefix = names[0].removesuffix("data.pkl")
        if stray := [name for name in archive.records if not name.startswith(self._prefix)]:
            raise _not_torch(path, f"no torch checkpoint ({stray[0]} is not in its folder)")
        if archive.records[names[0]].size > _LARGEST_PICKLE:
            raise _not_torch(path, "its pickle is larger than any checkpoint's")
        self.pickled = archive.read(names[0])
        self.content: Any = pickles.loads(self.pickled)

    def close(self) -> None:
        """Close the file; no storage can be read any more."""
        self._archive.close()

    def storage_size(self, key: str) -> int | None:
        """Return the size in bytes of a storage, None if the file lacks it."""
        record = self._archive.records.get(self._storage_name(key))
        return record.size if record else None

    def read_storage(self, key: str) -> bytes:
        """Return the bytes of a storage.

        Raises:
            UserError: the file is damaged.
        """
        with naming(self.path):
            return self._archive.read(self._storage_name(key))

    def check(self) -> None:
        """Compare all of the file with its checksums.

        Raises:
            UserError: the file is damaged.
        """
        with naming(self.path):
            self._archive.check()

    def sha256(self) -> str:
        """Return the SHA-256 of the file, hexadecimal."""
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def write_copy(
        self,
        target: IO[bytes],
        storages: Mapping[str, bytes | bytearray],
        complete: Callable[[bytes], bytes],
        progress: Progress | None = None,
    ) -> bytes:
        """Write the checkpoint with ``content`` as it stands now and some storages replaced.

        All other records are copied byte by byte.

        Args:
            target: an empty file, open for writing.
            storages: key → new bytes.
            complete: given the pickle once all else is written, returns the one to write, of the same length.
            progress: told of the bytes done.

        Returns:
            The pickle that was written.

        Raises:
            OSError: ``target`` cannot be written.
        """
        replaced: dict[str, bytes | bytearray] = {self._storage_name(key): data for key, data in storages.items()}
        replaced[pickle_name := f"{self._prefix}data.pkl"] = pickled = pickles.dumps(self.content)
        dropped = {self._prefix + name for name in _LAYOUT_RECORDS}

        def completed() -> bytes:
            nonlocal pickled
            pickled = complete(pickled)
            return pickled

        self._archive.write_copy(target, replaced, dropped, progress, complete=(pickle_name, completed))
        target.seek(0)
        target.write(self.head)
        return pickled

    def differs_from(self, other: CheckpointFile) -> set[str]:
        """Return the keys of the storages that one of the two lacks, or whose length or checksum differ."""
        own, others = (
            {
                (name.removeprefix(file._prefix + "data/"), record.size, record.crc)
                for name, record in file._archive.records.items()
                if name.startswith(file._prefix + "data/")
            }
            for file in (self, other)
        )
        return {name for name, *_ in own ^ others}

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
    if head != HEAD and head not in VERSION_HEADS:
        raise _not_torch(path, "not a zip checkpoint")
    with ExitStack() as stack:
        with naming(path):
            view = stack.enter_context(io.BufferedReader(_ZipView(path)))
            checkpoint = CheckpointFile(path, head, Archive(view))
        yield checkpoint


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn errors of reading a checkpoint into one that names the file."""
    try:
        yield
    except pickles.ForbiddenGlobal as error:
        raise ForeignFile(
            path, f"its pickle names {error}, which no checkpoint needs", "do not load this file anywhere"
        ) from error
    except _DAMAGE as error:
        raise UserError(path, f"damaged or truncated ({error})", "get the file again") from error


class _ZipView(io.FileIO):
    """A checkpoint whose first two bytes read as ``PK``, whatever version mark stands there."""

    def readinto(self, buffer: Any) -> int:
        at = self.tell()
        count = super().readinto(buffer)
        for i in range(at, min(len(HEAD), at + count)):
            memoryview(buffer)[i - at] = HEAD[i]
        return count


def _not_torch(path: Path, what: str) -> ForeignFile:
    return ForeignFile(path, what, "give a file that torch 1.6 or later saved, or torch.save it again")
