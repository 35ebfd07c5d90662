"""A weight file grown to the symbols of a tree: every old symbol keeps its row."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from vocab_sync.atomic import StagedFile, stage
from vocab_sync.checkout import SYMBOLS_V1_PATH, Checkout
from vocab_sync.checkpoint.embedding import TextEmbedding, find_text_embedding
from vocab_sync.checkpoint.files import Progress, open_checkpoint
from vocab_sync.checkpoint.initial_rows import initial_rows
from vocab_sync.errors import UserError
from vocab_sync.language import LanguagePack
from vocab_sync.request import VERSIONS

_S1_V1_ROWS = 512
"""Rows of every v1 model of s1, whose symbols are fewer: ``phoneme_vocab_size`` of upstream's ``s1longer.yaml``."""

_WITH_V1 = f" --versions {','.join(VERSIONS)}"


@dataclass(frozen=True, slots=True)
class Resized:
    """What became of a checkpoint.

    Attributes:
        kind: ``s1`` or ``s2``.
        rows_before: rows in the input.
        rows_after: rows in the output; the same number if the file was copied as it was.
    """

    kind: str
    rows_before: int
    rows_after: int


def resize(
    source: Path,
    target: Path,
    checkout: Checkout,
    pack: LanguagePack,
    *,
    seed: int = 0,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Resized:
    """Write ``source`` to ``target`` with one embedding row for each symbol of ``checkout``.

    Rows are matched by symbol name and stay bit-identical, as does every other tensor. A file that has the
    right number of rows is copied as it is; so is v1's s1, whose spare rows the new symbols take, trained or not.
    ``target`` appears when it is complete and read back.

    Args:
        source: s1 or s2 weights, saved by GPT-SoVITS.
        target: the new file.
        checkout: a tree in which ``pack`` is applied.
        pack: the language.
        seed: for the rows of new symbols.
        overwrite: whether an existing ``target`` may be replaced.
        progress: told of the bytes written.

    Raises:
        UserError: a file that does not fit; ``target`` is as it was.
        OSError: writing failed; ``target`` is as it was.
    """
    _check_target(source, target, overwrite)
    with open_checkpoint(source) as checkpoint:
        embedding = find_text_embedding(checkpoint)
        old, new, versions = _lists_of(embedding, checkout)
        if not set(pack.symbols) <= set(new):
            command = f"vocab-sync apply {checkout.root}{versions}"
            raise UserError(checkout.root, f"has no {pack.name} symbols yet", f"run: {command}")
        with stage(target) as staged:
            if old == new:
                with source.open("rb") as file:
                    shutil.copyfileobj(file, staged.file)
                staged.sync()
            else:
                rows = embedding.read()
                grown = grow(rows, old, new, pack.donors, seed)
                added = len(torch.unique(grown, dim=0)) - len(torch.unique(rows, dim=0))
                if added < len(new) - len(old) or not grown.isfinite().all():
                    raise UserError(source, "its embedding rows are all alike", "use a trained checkpoint")
                _write(embedding, grown, staged, progress)
            staged.publish()
    rows_before = embedding.rows
    return Resized(embedding.kind, rows_before, rows_before if old == new else len(new))


def grow(
    rows: torch.Tensor,
    old: Sequence[str],
    new: Sequence[str],
    donors: Mapping[str, Mapping[str, float]],
    seed: int,
) -> torch.Tensor:
    """Return the rows of the symbols ``new``: those of ``old`` symbols as they are, the others initialised.

    Args:
        rows: (len(old), width).
        old: distinct symbols, in row order.
        new: distinct symbols, all of ``old`` among them.
        donors: new symbol → weights of the symbols that it starts from.
        seed: for the rows of new symbols.

    Returns:
        (len(new), width), of the dtype of ``rows``.

    Raises:
        ValueError: a symbol twice, or one of ``old`` dropped.
    """
    positions = {symbol: position for position, symbol in enumerate(new)}
    known = set(old)
    added = [position for symbol, position in positions.items() if symbol not in known]
    if len(positions) < len(new) or len(added) != len(new) - len(old) or len(known) < len(old):
        raise ValueError("symbols must be distinct, and none may be dropped")
    grown = rows.new_empty(len(new), rows.shape[1])
    grown[[positions[symbol] for symbol in old]] = rows
    names = [new[position] for position in added]
    grown[added] = initial_rows(rows, old, names, donors, seed=seed).to(rows.dtype)
    return grown


def _lists_of(embedding: TextEmbedding, checkout: Checkout) -> tuple[list[str], list[str], str]:
    """Return the symbols that the rows stand for, those that the tree has by now, and the options that add more."""
    stages = checkout.symbol_lists()
    sizes = list(map(len, stages))
    if embedding.rows in sizes:
        return stages[sizes.index(embedding.rows)], stages[-1], ""
    if checkout.read(SYMBOLS_V1_PATH) is not None:
        stages = checkout.symbol_lists(SYMBOLS_V1_PATH)
        if embedding.kind == "s1" and embedding.rows == _S1_V1_ROWS:
            return stages[-1][: embedding.rows], stages[-1], _WITH_V1
        sizes += map(len, stages)
        for symbols in stages:
            if len(symbols) == embedding.rows:
                return symbols, stages[-1], _WITH_V1
    raise UserError(
        embedding.checkpoint.path,
        f"{embedding.rows} rows match no symbol list of the tree ({', '.join(map(str, sizes))})",
        "give the tree it was trained with, with the same languages applied",
    )


def _write(embedding: TextEmbedding, rows: torch.Tensor, staged: StagedFile, progress: Progress | None) -> None:
    """Write and sync the checkpoint with ``rows`` in place of its embedding, and read it back."""
    data = bytearray(rows.nbytes)
    torch.frombuffer(data, dtype=rows.dtype).copy_(rows.flatten())
    embedding.set_rows(len(rows))
    embedding.checkpoint.write_copy(staged.file, {embedding.storage.key: data}, progress)
    staged.sync()
    with open_checkpoint(staged.path) as written:
        found = find_text_embedding(written)
        if found.rows != len(rows) or written.read_storage(found.storage.key) != data:
            raise UserError(staged.target, "does not read back as written", "check the disk and try again")


def _check_target(source: Path, target: Path, overwrite: bool) -> None:
    if not target.parent.is_dir():
        raise UserError(target, "its folder does not exist", "make the folder first")
    if target.is_dir():
        raise UserError(target, "a folder", "name a file for -o")
    if target.exists():
        if source.exists() and target.samefile(source):
            raise UserError(target, "is the input itself", "name another file for -o")
        if not overwrite:
            raise UserError(target, "exists already", "name another file, or add --overwrite")
