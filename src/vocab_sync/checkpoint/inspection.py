"""What the embedding rows of a checkpoint look like: their norms, and who is near whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import torch

from vocab_sync.checkpoint.embedding import TextEmbedding
from vocab_sync.checkpoint.record import Record, read_record

NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class Inspection:
    """The text embedding of a checkpoint, looked at.

    Attributes:
        kind: what the checkpoint is.
        info: upstream's own text in it, without our record.
        shapes: name → shape of the embedding and of what the optimizer keeps for it.
        dtype: of the embedding.
        symbols: the name of each row; ``#7`` where it is not known.
        new: the rows that are of a language that was added.
        norms: length of each row.
        neighbours: new symbol → its nearest rows of others, name and cosine, nearest first.
        points: of each row, its place on the first two principal components of all.
        record: of the last resize, if there is one.
    """

    kind: str
    info: str
    shapes: dict[str, tuple[int, ...]]
    dtype: str
    symbols: list[str]
    new: list[int]
    norms: list[float]
    neighbours: dict[str, list[tuple[str, float]]]
    points: list[tuple[float, float]]
    record: Record | None

    def norm_range(self, *, new: bool) -> tuple[float, float, float] | None:
        """Return least, median and greatest length of the new rows, or of the old ones; None if there are none."""
        chosen = set(self.new)
        norms = [norm for row, norm in enumerate(self.norms) if (row in chosen) is new]
        return (min(norms), median(norms), max(norms)) if norms else None


def inspect(embedding: TextEmbedding, symbols: Sequence[str] | None = None, upstream: int | None = None) -> Inspection:
    """Look at a text embedding.

    Args:
        embedding: of an open checkpoint.
        symbols: what its rows stand for; there may be rows to spare behind them.
        upstream: how many of them are upstream's own, so that the others are new; by default the record tells.

    Raises:
        UserError: some numbers are missing, NaN or infinite.
    """
    numbers = embedding.read()
    rows = numbers.float()
    names = [*(symbols or ()), *(f"#{row}" for row in range(len(symbols or ()), len(rows)))]
    record = read_record(embedding.checkpoint)
    added = set(record.added) if record else set()
    if symbols is not None:
        first_new = len(symbols) if upstream is None else upstream
        new = [row for row, name in enumerate(symbols) if row >= first_new or name in added]
    else:
        new = list(range(record.symbols_before, record.symbols_after)) if record else []
        new = [row for row in new if row < len(rows)]
    content = embedding.checkpoint.content
    info = content.get("info")
    return Inspection(
        kind=str(embedding.kind),
        info=info.split("\nvocab_sync: ")[0] if isinstance(info, str) else "",
        shapes={matrix.key: matrix.shape for matrix in (embedding.weight, *embedding.moments)},
        dtype=str(numbers.dtype).removeprefix("torch."),
        symbols=names,
        new=new,
        norms=torch.linalg.vector_norm(rows, dim=1).tolist(),
        neighbours=_neighbours(rows, names, new),
        points=_projected(rows),
        record=record,
    )


def _neighbours(rows: torch.Tensor, names: Sequence[str], new: Sequence[int]) -> dict[str, list[tuple[str, float]]]:
    directions = torch.nn.functional.normalize(rows, dim=1)
    result = {}
    for row in new:
        cosines = directions @ directions[row]
        cosines[row] = -torch.inf
        values, nearest = cosines.topk(min(NEIGHBOURS, len(rows) - 1))
        result[names[row]] = [
            (names[near], value) for near, value in zip(nearest.tolist(), values.tolist(), strict=True)
        ]
    return result


def _projected(rows: torch.Tensor) -> list[tuple[float, float]]:
    """Return the first two principal components, each turned so that its greatest entry is positive."""
    _, _, axes = torch.linalg.svd((rows - rows.mean(dim=0)).double(), full_matrices=False)
    axes = axes[:2]
    axes = axes * axes.gather(1, axes.abs().argmax(dim=1, keepdim=True)).sign()
    return [(x, y) for x, y in ((rows - rows.mean(dim=0)).double() @ axes.T).tolist()]
