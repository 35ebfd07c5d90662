"""Which symbols the rows of a checkpoint stand for, and which it is to have."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vocab_sync.blocks import is_reserved
from vocab_sync.checkout import SYMBOLS_V1_PATH, Checkout
from vocab_sync.checkpoint.embedding import TextEmbedding
from vocab_sync.edits.symbols import UNFIT_SIZES
from vocab_sync.errors import UserError
from vocab_sync.language import LanguagePack
from vocab_sync.request import VERSIONS
from vocab_sync.symbol_list import UnreadableSymbols, read_symbols

S1_V1_ROWS = 512
"""Rows of every v1 model of s1, whose symbols are fewer: ``phoneme_vocab_size`` of upstream's ``s1longer.yaml``."""

_LARGEST_LIST = 1 << 24
"""Bytes; a list of symbols is a few thousand."""


@dataclass(frozen=True, slots=True)
class Change:
    """The lists of a checkpoint.

    Attributes:
        old: the symbols that its rows stand for, in row order; in v1's s1 there may be rows to spare behind them.
        new: the symbols that it is to have.
        rows: how many rows it is to have.
    """

    old: Sequence[str]
    new: Sequence[str]
    rows: int

    @property
    def added(self) -> list[str]:
        """The symbols that are new."""
        known = set(self.old)
        return [symbol for symbol in self.new if symbol not in known]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The lists of symbols that a run knows, and the languages that they are from.

    Attributes:
        stages: of v2 and later, from upstream's own list to the one that checkpoints are to have.
        stages_v1: the same of v1.
        source: the list that the checkpoints have, or its length among the stages; None: as long as their rows.
        packs: the languages, whose donors new rows start from.
        tree: where the stages are from, if from a tree.
    """

    stages: Sequence[Sequence[str]]
    stages_v1: Sequence[Sequence[str]]
    source: Sequence[str] | int | None = None
    packs: Sequence[LanguagePack] = field(default=())
    tree: Path | None = None

    @classmethod
    def of_tree(
        cls, checkout: Checkout, packs: Sequence[LanguagePack], source: Sequence[str] | int | None = None
    ) -> Vocabulary:
        """Return the lists of a tree.

        Raises:
            UserError: they cannot be read without running them.
        """
        stages_v1 = checkout.symbol_lists(SYMBOLS_V1_PATH) if checkout.read(SYMBOLS_V1_PATH) is not None else []
        return cls(checkout.symbol_lists(), stages_v1, source, packs, checkout.root)

    @classmethod
    def of_list(cls, target: Sequence[str], packs: Sequence[LanguagePack], source: Sequence[str] | int) -> Vocabulary:
        """Return two lists of one's own, good for any version."""
        return cls([target], [target], source, packs)

    @property
    def donors(self) -> Mapping[str, Mapping[str, float]]:
        """New symbol → known symbol → weight."""
        return {symbol: weights for pack in self.packs for symbol, weights in pack.donors.items()}

    def change(self, embedding: TextEmbedding, recorded: int | None = None) -> Change:
        """Return what a checkpoint has and is to have.

        Args:
            embedding: of the checkpoint.
            recorded: to how many symbols an earlier resize brought it, if it says so.

        Raises:
            UserError: the lists do not fit the checkpoint, or a symbol would be lost.
        """
        path, version, rows = embedding.checkpoint.path, embedding.kind.version, embedding.rows
        stages = self.stages_v1 if version == "v1" else self.stages
        if not stages:
            raise UserError(path, f"{version}, of which the tree has no symbols", "give the tree it was trained with")
        spare = embedding.kind.model == "s1" and rows == S1_V1_ROWS
        old, new = self._old(embedding, stages, recorded if spare else None), stages[-1]
        for symbols in (old, new):
            if len(set(symbols)) < len(symbols):
                raise UserError(path, "a symbol stands in its list twice", "give a list of distinct symbols")
        kept = set(new)
        if lost := [symbol for symbol in old if symbol not in kept and not is_reserved(symbol)]:
            names = ", ".join(lost[:5]) + (" ..." if len(lost) > 5 else "")
            raise UserError(path, f"would lose {len(lost)} of its symbols ({names})", "give a list that has them all")
        size = max(rows, len(new)) if spare else len(new)
        if size < rows:
            raise UserError(path, f"would shrink from {rows} to {size} rows", "give the list with all languages in it")
        if embedding.kind.model == "s1" and size in UNFIT_SIZES and size != rows:
            raise UserError(
                path,
                f"s1 cannot be trained with {size} rows, as many as other weights have",
                "add a symbol to the list",
            )
        return Change(old, new, size)

    def _old(self, embedding: TextEmbedding, stages: Sequence[Sequence[str]], recorded: int | None) -> Sequence[str]:
        path, rows = embedding.checkpoint.path, embedding.rows
        spare = embedding.kind.model == "s1" and rows == S1_V1_ROWS
        sizes = [len(symbols) for symbols in stages]
        if self.source is not None and not isinstance(self.source, int):
            if len(self.source) == rows or (spare and len(self.source) < rows):
                return self.source
            raise UserError(path, f"{rows} rows, but --from has {len(self.source)} symbols", "give the list it has")
        wanted = self.source if self.source is not None else recorded
        if spare:
            fits = [symbols for symbols in stages if len(symbols) <= rows and wanted in (None, len(symbols))]
        else:
            fits = [symbols for symbols in stages if len(symbols) == rows and self.source in (None, rows)]
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise UserError(
                path,
                f"v1's s1 has {rows} rows whatever its symbols, and does not say how many it was trained with",
                f"add --from {sizes[0]} for a base model, or --from {' or '.join(map(str, sizes[1:]))}",
            )
        raise UserError(
            path,
            f"{rows} rows match no symbol list of the tree ({', '.join(map(str, sizes))})",
            "give --from the symbols file that it was trained with",
        )

    def require_language(self, change: Change, embedding: TextEmbedding) -> None:
        """Refuse a tree to which no language was applied that the checkpoint could take up.

        Raises:
            UserError: it has none.
        """
        if self.tree is None or self.source is not None:
            return
        v1 = embedding.kind.version == "v1"
        if len(self.stages_v1 if v1 else self.stages) == 1 and list(change.old) == list(change.new):
            versions = f" --versions {','.join(VERSIONS)}" if v1 else ""
            command = f"vocab-sync apply {shlex.quote(str(self.tree))}{versions}"
            raise UserError(self.tree, f"has no language for {embedding.kind.version} yet", f"run: {command}")


def read_list(path: Path) -> list[str]:
    """Read a list of symbols: an upstream ``symbols.py``, a JSON list, or a text file of one symbol a line.

    A Python file is evaluated by `vocab_sync.symbol_list`, never executed.

    Raises:
        UserError: no such file, or no list of distinct symbols in it.
    """
    if not path.is_file() or path.stat().st_size > _LARGEST_LIST:
        raise UserError(path, "no such file" if not path.is_file() else "too large", "give a list of symbols")
    try:
        content = path.read_bytes()
        if path.suffix == ".py":
            symbols = read_symbols(content)
        elif path.suffix == ".json":
            symbols = json.loads(content)
        else:
            symbols = [line for line in content.decode("utf-8-sig").split("\n") if line.rstrip("\r")]
            symbols = [line.rstrip("\r") for line in symbols]
    except (UnreadableSymbols, UnicodeError, ValueError, RecursionError) as error:
        raise UserError(path, f"no list of symbols ({error})", "give symbols.py, a JSON list or a line each") from error
    if not isinstance(symbols, list) or not symbols or not all(isinstance(symbol, str) for symbol in symbols):
        raise UserError(path, "no list of symbols", "give symbols.py, a JSON list of texts or a line each")
    if twice := sorted({symbol for symbol in symbols if symbols.count(symbol) > 1}):
        raise UserError(path, f"has {twice[0]!r} twice", "give each symbol one row")
    return symbols
