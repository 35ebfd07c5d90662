"""The zip archive that ``torch.save`` writes, copied by ranges of bytes rather than record by record.

torch stores its records uncompressed, each behind a header that pads it to 64 bytes, so that storages can be mapped
into memory. A range of records that is moved by a multiple of 64 bytes stays valid as it is: only the directory at
the end says where each begins.
"""

from __future__ import annotations

import errno
import os
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import IO

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""

HEAD = b"PK"
ALIGNMENT = 64
"""Bytes; torch's own."""

_CHUNK = 1 << 20
_RANGE = 1 << 24
"""Bytes that the kernel is asked to copy at once: enough to be fast, few enough for a progress bar."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR_64 = struct.Struct("<4sIQI")
_MAX_16, _MAX_32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED = 0x1
_UTF_8 = 0x800
_NO_SYSTEM_CALL = {errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}


@dataclass(frozen=True, slots=True)
class Record:
    """Where a record lies: its header at ``start``, its bytes at ``data``; the next record begins at ``end``."""

    name: str
    start: int
    data: int
    size: int
    end: int
    crc: int
    flags: int


class Archive:
    """An archive open for reading.

    Attributes:
        records: by name, in file order.
    """

    def __init__(self, file: IO[bytes]) -> None:
        """Read the directory.

        Args:
            file: open for reading, unbuffered or not; its first two bytes may be anything.

        Raises:
            zipfile.BadZipFile: no zip archive, or none as torch writes it: compressed or encrypted records, names that
                stand twice or lead out of a folder, records that overlap or lie outside the file.
            zlib.error, struct.error, OSError, ValueError, ...: what ``zipfile`` raises on malformed ones.
        """
        self._file = file
        self._descriptor = file.fileno()
        self._place = threading.Lock()
        with zipfile.ZipFile(file) as directory:
            entries = sorted(directory.infolist(), key=lambda entry: entry.header_offset)
            behind = [*(entry.header_offset for entry in entries[1:]), directory.start_dir]
        self.records: dict[str, Record] = {}
        for entry, end in zip(entries, behind, strict=True):
            record = self._record(entry, end)
            if record.name in self.records:
                raise zipfile.BadZipFile(f"two records named {record.name}")
            self.records[record.name] = record

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def read(self, name: str) -> bytes:
        """Return the bytes of a record.

        Raises:
            KeyError: there is none.
            zipfile.BadZipFile: its checksum is wrong.
        """
        record = self.records[name]
        content = self.read_range(record.data, record.size)
        if zlib.crc32(content) != record.crc:
            raise zipfile.BadZipFile(f"bad checksum of {name}")
        return content

    def check(self) -> None:
        """Compare all records with their checksums.

        Raises:
            zipfile.BadZipFile: one is wrong.
        """
        for record in self.records.values():
            crc, end = 0, record.data + record.size
            for at in range(record.data, end, _CHUNK):
                crc = zlib.crc32(self.read_range(at, min(_CHUNK, end - at)), crc)
            if crc != record.crc:
                raise zipfile.BadZipFile(f"bad checksum of {record.name}")

    def write_copy(
        self,
        target: IO[bytes],
        replaced: Mapping[str, bytes | bytearray],
        dropped: Collection[str],
        progress: Progress | None = None,
        *,
        complete: tuple[str, Callable[[], bytes]] | None = None,
    ) -> None:
        """Write the archive with some records replaced and some left out.

        Args:
            target: an empty file, open for writing.
            replaced: name → new bytes.
            dropped: names.
            progress: told of the bytes done.
            complete: one of the replaced, and what gives its bytes in the end, as many as in ``replaced``: it is asked
                when all others are written.

        Raises:
            OSError: ``target`` cannot be written.
        """
        written: list[Record] = []
        total = max((record.end for record in self.records.values()), default=0)
        copier = _Copier(self, target, total, progress)
        for record in self.records.values():
            if record.name in dropped:
                continue
            start = target.tell()
            if (content := replaced.get(record.name)) is not None:
                header = _header(record.name, content, start)
                target.write(header)
                target.write(content)
                data, flags = start + len(header), _UTF_8
                size, crc = len(content), zlib.crc32(content)
            else:
                start += -(start - record.start) % ALIGNMENT
                target.write(b"\0" * (start - target.tell()))
                copier.copy(record.start, record.end)
                data, flags = start + record.data - record.start, record.flags
                size, crc = record.size, record.crc
            written.append(Record(record.name, start, data, size, target.tell(), crc, flags))
        end = target.tell()
        for at, record in enumerate(written):
            if complete and record.name == complete[0]:
                content = complete[1]()
                target.seek(record.start)
                target.write(_header(record.name, content, record.start) + content)
                written[at] = replace(record, crc=zlib.crc32(content))
        target.seek(end)
        target.write(_directory(written, end))
        target.flush()

    def copy_range(self, into: int, start: int, count: int) -> int:
        """Let the kernel append bytes to the file of the descriptor ``into``; return how many it did."""
        return os.copy_file_range(self._descriptor, into, count, offset_src=start)

    def _record(self, entry: zipfile.ZipInfo, end: int) -> Record:
        name, start = entry.filename, entry.header_offset
        if name != entry.orig_filename or name.startswith("/") or not {"", ".", ".."}.isdisjoint(name.split("/")):
            raise zipfile.BadZipFile(f"a record named {entry.orig_filename!r}")
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & _ENCRYPTED:
            raise zipfile.BadZipFile(f"{name} is compressed or encrypted, which torch does not do")
        header = self.read_range(start, _LOCAL.size)
        magic, *_, name_length, extra_length = _LOCAL.unpack(header)
        data = start + _LOCAL.size + name_length + extra_length
        name_here = self.read_range(start + _LOCAL.size, name_length)
        if (start and magic != b"PK\3\4") or magic[2:] != b"\3\4" or name_here != _encoded(name, entry.flag_bits):
            raise zipfile.BadZipFile(f"the directory does not say where {name} is")
        if entry.compress_size != entry.file_size or data + entry.file_size > end:
            raise zipfile.BadZipFile(f"{name} is not as long as the directory says")
        return Record(name, start, data, entry.file_size, end, entry.CRC, entry.flag_bits)

    def read_range(self, at: int, size: int) -> bytes:
        """Return bytes of the file; from several threads, too.

        Raises:
            EOFError: it ends before.
        """
        parts = []
        while size:
            with self._place:
                os.lseek(self._descriptor, at, os.SEEK_SET)
                part = os.read(self._descriptor, min(size, _RANGE))
            if not part:
                raise EOFError("the file ends too early")
            parts.append(part)
            at, size = at + len(part), size - len(part)
        return b"".join(parts)


class _Copier:
    """Appends ranges of a file to another, within the kernel where it can."""

    def __init__(self, source: Archive, target: IO[bytes], total: int, progress: Progress | None) -> None:
        self._source = source
        self._target = target
        self._total = total
        self._progress = progress
        self._by_kernel = hasattr(os, "copy_file_range")

    def copy(self, start: int, end: int) -> None:
        self._target.flush()
        into = self._target.fileno()
        while start < end:
            count = min(_RANGE, end - start)
            done = self._in_kernel(into, start, count) if self._by_kernel else 0
            if not done:
                content = self._source.read_range(start, min(count, _CHUNK))
                self._target.write(content)
                self._target.flush()
                done = len(content)
            start += done
            if self._progress:
                self._progress(start, self._total)
        self._target.seek(0, os.SEEK_END)

    def _in_kernel(self, into: int, start: int, count: int) -> int:
        try:
            return self._source.copy_range(into, start, count)
        except OSError as error:
            if error.errno not in _NO_SYSTEM_CALL:
                raise
            self._by_kernel = False
            return 0


def _header(name: str, content: bytes | bytearray, at: int) -> bytes:
    """Return a local header at offset ``at``, padded by an extra field as torch pads, so that its data are aligned."""
    encoded = name.encode()
    padding = -(at + _LOCAL.size + len(encoded) + 4) % ALIGNMENT
    size = len(content)
    fixed = _LOCAL.pack(
        *(b"PK\3\4", 20, _UTF_8, zipfile.ZIP_STORED, 0, 0, zlib.crc32(content), size, size, len(encoded), 4 + padding)
    )
    return fixed + encoded + struct.pack("<2sH", b"FB", padding) + b"Z" * padding


def _encoded(name: str, flags: int) -> bytes:
    """Return a name as the archive spells it."""
    return name.encode("utf-8" if flags & _UTF_8 else "cp437")


def _directory(records: list[Record], at: int) -> bytes:
    """Return the directory of ``records``, to stand at offset ``at``, with the 64-bit forms where they are needed."""
    entries = []
    for record in records:
        wide = [number for number in (record.size, record.size, record.start) if number >= _MAX_32]
        extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
        size, start = min(record.size, _MAX_32), min(record.start, _MAX_32)
        name = _encoded(record.name, record.flags)
        version = 45 if wide else 20
        fixed = _CENTRAL.pack(
            *(b"PK\1\2", version, version, record.flags, zipfile.ZIP_STORED, 0, 0, record.crc, size, size),
            *(len(name), len(extra), 0, 0, 0, 0, start),
        )
        entries.append(fixed + name + extra)
    directory = b"".join(entries)
    size, count = len(directory), len(records)
    end = b""
    if count >= _MAX_16 or size >= _MAX_32 or at >= _MAX_32:
        end = _END_64.pack(b"PK\6\6", _END_64.size - 12, 45, 45, 0, 0, count, count, size, at)
        end += _LOCATOR_64.pack(b"PK\6\7", 0, at + size, 1)
    counts = [min(count, _MAX_16)] * 2
    return directory + end + _END.pack(b"PK\5\6", 0, 0, *counts, min(size, _MAX_32), min(at, _MAX_32), 0)
