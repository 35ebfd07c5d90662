"""A checkpoint grown to a list of symbols: every old symbol keeps its row."""

from __future__ import annotations

import os
import secrets
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import torch

from vocab_sync.atomic import StagedFile, stage
from vocab_sync.checkpoint.archive import Progress
from vocab_sync.checkpoint.embedding import TextEmbedding, find_text_embedding
from vocab_sync.checkpoint.files import CheckpointFile, open_checkpoint
from vocab_sync.checkpoint.initial_rows import Init
from vocab_sync.checkpoint.kinds import WITHOUT_SYMBOLS, Kind, tell_kind
from vocab_sync.checkpoint.record import Record, read_record, record_path
from vocab_sync.checkpoint.rows import grow, moved
from vocab_sync.checkpoint.vocabulary import Change, Vocabulary
from vocab_sync.errors import UserError

Action = Literal["resized", "copied", "left alone"]


@dataclass(frozen=True, slots=True)
class Resized:
    """What becomes of a checkpoint.

    Attributes:
        source: the input.
        kind: what it is.
        action: ``resized``; ``copied`` unchanged; or ``left alone``, so that there is no output.
        reason: why it is copied or left alone.
        rows: of its text embedding, before and after; None if it has none.
        added: the new symbols.
        backup: what the input is called now, if its place was taken.
    """

    source: Path
    kind: Kind
    action: Action
    reason: str = ""
    rows: tuple[int, int] | None = None
    added: tuple[str, ...] = ()
    backup: Path | None = None


def resize(
    source: Path,
    target: Path | None,
    vocabulary: Vocabulary,
    *,
    init: Init = "donors",
    device: str = "cpu",
    seed: int = 0,
    overwrite: bool = False,
    copy_others: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Resized:
    """Write ``source`` to ``target`` with an embedding row for each symbol.

    Rows are matched by symbol name and stay bit-identical, as do all other tensors; an optimizer's state of the
    embedding follows them, with zeros for new rows, as it has for a fresh parameter. A file with the right symbols is
    copied as it is. ``target`` appears when it is complete and read back, with a `Record` in its ``info`` and, as JSON,
    beside it. The tree's loaders see one line more in ``info``, which they only keep.

    Args:
        source: s1 or s2: exported weights, pretrained, Lightning's training state or a ``G_*.pth``.
        target: the new file; None: ``source`` itself, whose old content stays as ``NAME.bak``.
        vocabulary: the symbols.
        init: what the rows of new symbols start from.
        device: where these are computed, ``cpu`` or ``cuda``.
        seed: for these rows.
        overwrite: whether an existing ``target`` may be replaced.
        copy_others: whether a discriminator, which has no symbols, is copied rather than left alone.
        dry_run: check all, write nothing.
        progress: told of the bytes written.

    Raises:
        UserError: a file that does not fit; ``target`` is as it was.
        OSError: writing failed; ``target`` is as it was.
    """
    if target is not None:
        _check_target(source, target, overwrite, dry_run)
    with open_checkpoint(source) as checkpoint:
        kind = tell_kind(checkpoint)
        if kind.embedding is None:
            copy = copy_others and kind.model == "s2 discriminator" and target is not None
            result = Resized(source, kind, "copied" if copy else "left alone", WITHOUT_SYMBOLS[kind.model])
        else:
            embedding = find_text_embedding(checkpoint, kind)
            record = read_record(checkpoint)
            change = vocabulary.change(embedding, record.symbols_after if record else None)
            vocabulary.require_language(change, embedding)
            rows = embedding.rows, change.rows
            if list(change.old) != list(change.new):
                grown = _grown(embedding, change, vocabulary, init=init, device=device, seed=seed)
                result = Resized(source, kind, "resized", "", rows, tuple(change.added))
                if not dry_run:
                    record = _record(change, vocabulary, init, seed)
                    backup = _write(embedding, grown, record, target, progress)
                    result = Resized(source, kind, "resized", "", rows, tuple(change.added), backup)
                return result
            result = Resized(source, kind, "left alone" if target is None else "copied", "has these symbols", rows)
        if result.action == "copied" and target is not None and not dry_run:
            checkpoint.check()
            _copy(source, target)
    return result


def _grown(
    embedding: TextEmbedding, change: Change, vocabulary: Vocabulary, *, init: Init, device: str, seed: int
) -> dict[str, torch.Tensor]:
    """Return the new numbers of the embedding and its moments, by storage key."""
    path, rows = embedding.checkpoint.path, embedding.read()
    grown = grow(rows, change.old, change.new, vocabulary.donors, seed, init=init, device=device)
    known, all_rows = (
        len(torch.unique(matrix, dim=0)) for matrix in (rows[: len(change.old)], grown[: len(change.new)])
    )
    if all_rows - known < len(change.added) or not grown.isfinite().all():
        raise UserError(path, "its embedding rows are all alike", "use a trained checkpoint")
    result = {embedding.weight.storage.key: grown}
    for moment in embedding.moments:
        if len(moment.shape) == 3 and moment.shape[0] > 1 and change.rows != embedding.rows:
            what = f"its optimizer keeps the text embedding together with other weights of {embedding.rows} rows"
            raise UserError(path, what, "resize the weights that were exported from it, and train on from those")
        result[moment.storage.key] = _moved_moment(embedding.read(moment), change)
    return result


def _moved_moment(numbers: torch.Tensor, change: Change) -> torch.Tensor:
    if numbers.dim() == 2 or numbers.shape[0] == 1:
        return moved(numbers, change.old, change.new)
    numbers[:1] = moved(numbers[:1], change.old, change.new)  # the others of the stack are not the embedding's
    return numbers


def _record(change: Change, vocabulary: Vocabulary, init: Init, seed: int) -> Record:
    known, donors = set(change.old), vocabulary.donors
    used = {
        symbol: {donor: weight for donor, weight in donors.get(symbol, {}).items() if donor in known}
        for symbol in change.added
    }
    packs = [pack for pack in vocabulary.packs if set(pack.symbols) & set(change.new)]
    return Record(
        symbols_before=len(change.old),
        symbols_after=len(change.new),
        added=change.added,
        init=init,
        seed=seed,
        donors=used if init == "donors" else {},
        fingerprints={pack.code: pack.fingerprint for pack in packs},
        frontends={pack.code: pack.frontend() for pack in packs},
        input_sha256=secrets.token_hex(32),  # the place of the digest, which is known when all is copied
    )


def _write(
    embedding: TextEmbedding,
    grown: dict[str, torch.Tensor],
    record: Record,
    target: Path | None,
    progress: Progress | None,
) -> Path | None:
    """Write the checkpoint with ``grown`` in place of its embedding; return the backup, if one was made."""
    checkpoint = embedding.checkpoint
    storages = {key: _bytes(numbers) for key, numbers in grown.items()}
    embedding.set_rows(grown[embedding.weight.storage.key].shape[-2])
    record.append_to(checkpoint.content)
    with stage(target or checkpoint.path) as staged:
        with ThreadPoolExecutor(2) as pool, staged.syncing():

            def complete(pickled: bytes) -> bytes:
                """Hash and check the input, all of which was just read, while the disk takes its copy."""
                nonlocal record
                hashed, checked = pool.submit(checkpoint.sha256), pool.submit(checkpoint.check)
                checked.result()
                place, record = record.input_sha256, replace(record, input_sha256=hashed.result())
                return pickled.replace(place.encode(), record.input_sha256.encode())

            pickled = checkpoint.write_copy(staged.file, storages, complete, progress)
        staged.sync()
        _read_back(staged, checkpoint, pickled, storages)
        backup = None
        if target is None:
            checkpoint.close()  # Windows replaces no open file
            backup = _back_up(checkpoint.path)
        staged.publish()
    with stage(record_path(staged.target)) as beside:
        beside.file.write(record.dump())
        beside.sync()
        beside.publish()
    return backup


def _bytes(numbers: torch.Tensor) -> bytearray:
    data = bytearray(numbers.nbytes)
    torch.frombuffer(data, dtype=numbers.dtype).copy_(numbers.flatten())
    return data


def _read_back(staged: StagedFile, checkpoint: CheckpointFile, pickled: bytes, storages: dict[str, bytearray]) -> None:
    """Compare what was written with what was meant: the content, the new storages, and the directory of all others."""
    with open_checkpoint(staged.path) as written:
        if (
            written.pickled != pickled
            or any(written.read_storage(key) != data for key, data in storages.items())
            or not written.differs_from(checkpoint) <= set(storages)
        ):
            raise UserError(staged.target, "does not read back as written", "check the disk and try again")


def _back_up(path: Path) -> Path:
    """Give the file a second name, ``NAME.bak``, ``NAME.bak2`` ..., of which none is ever overwritten."""
    number = 1
    while (backup := path.with_name(f"{path.name}.bak{number if number > 1 else ''}")).exists():
        number += 1
    try:
        os.link(path, backup)
    except OSError:  # a file system without hard links
        with path.open("rb") as file, backup.open("xb") as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
    return backup


def _copy(source: Path, target: Path) -> None:
    with stage(target) as staged:
        with source.open("rb") as file:
            shutil.copyfileobj(file, staged.file, 1 << 20)
        staged.sync()
        staged.publish()


def _check_target(source: Path, target: Path, overwrite: bool, dry_run: bool) -> None:
    if not target.parent.is_dir() and not dry_run:
        raise UserError(target, "its folder does not exist", "make the folder first")
    if target.is_dir():
        raise UserError(target, "a folder", "name a file for -o")
    if target.exists():
        if source.exists() and target.samefile(source):
            raise UserError(target, "is the input itself", "name another file for -o, or give --in-place")
        if not overwrite:
            raise UserError(target, "exists already", "name another file, or add --overwrite")
