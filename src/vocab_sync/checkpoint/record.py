"""What resize notes down of its work, in a checkpoint's ``info`` and in a JSON file beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from vocab_sync.checkpoint.files import CheckpointFile

_MARK = "vocab_sync: "
"""What a line of ``info`` begins with that is a record; upstream's own text stays above it."""

SUFFIX = ".vocab_sync.json"


@dataclass(frozen=True, slots=True)
class Record:
    """A resize.

    Attributes:
        symbols_before: how many symbols the checkpoint had.
        symbols_after: how many it has.
        added: the new ones.
        init: what their rows started from.
        seed: of their noise.
        donors: new symbol → known symbol → weight, as they were used.
        fingerprints: language → fingerprint of its pack, `LanguagePack.fingerprint`.
        frontends: language → what turns its text into phones.
        input_sha256: of the file that was resized.
    """

    symbols_before: int
    symbols_after: int
    added: Sequence[str]
    init: str
    seed: int
    donors: Mapping[str, Mapping[str, float]]
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    frontends: Mapping[str, str] = field(default_factory=dict)
    input_sha256: str = ""

    def append_to(self, content: dict[str, Any]) -> None:
        """Add the record to the ``info`` of a checkpoint's content, a text in upstream's files, as a line of JSON."""
        info = content.get("info")
        line = _MARK + json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))
        content["info"] = f"{info}\n{line}" if isinstance(info, str) and info else line

    def dump(self) -> bytes:
        """Return the content of the JSON file."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n").encode()


def read_record(checkpoint: CheckpointFile) -> Record | None:
    """Return the record of the last resize, None if the file holds none that can be read."""
    content = checkpoint.content
    info = content.get("info") if isinstance(content, dict) else None
    lines = info.split("\n") if isinstance(info, str) else []
    for line in reversed(lines):
        if line.startswith(_MARK):
            try:
                record = Record(**json.loads(line.removeprefix(_MARK)))
            except (ValueError, TypeError, RecursionError):
                return None
            return record if _is_sound(record) else None
    return None


def record_path(target: Path) -> Path:
    """Return the path of the JSON file beside a checkpoint."""
    return target.with_name(target.name + SUFFIX)


def _is_sound(record: Record) -> bool:
    counts = (record.symbols_before, record.symbols_after, record.seed)
    return (
        all(isinstance(count, int) for count in counts)
        and isinstance(record.added, list)
        and all(isinstance(symbol, str) for symbol in record.added)
        and all(isinstance(value, dict) for value in (record.donors, record.fingerprints, record.frontends))
    )
