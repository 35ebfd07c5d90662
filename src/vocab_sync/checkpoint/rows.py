"""The rows of a matrix moved by symbol name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from vocab_sync.checkpoint.initial_rows import Init, initial_rows


def grow(
    rows: torch.Tensor,
    old: Sequence[str],
    new: Sequence[str],
    donors: Mapping[str, Mapping[str, float]],
    seed: int = 0,
    *,
    init: Init = "donors",
    device: str = "cpu",
) -> torch.Tensor:
    """Return the rows of the symbols ``new``: those of ``old`` symbols as they are, the others initialised.

    Args:
        rows: (n, width), n at least len(old); rows behind are nobody's, and those that ``new`` does not reach stay.
        old: distinct symbols, in row order.
        new: distinct symbols, all of ``old`` among them.
        donors: new symbol → weights of the symbols that it starts from.
        seed: for the rows of new symbols.
        init: what they start from.
        device: where they are computed.

    Returns:
        (max(len(new), n if n > len(old) else 0), width), on the CPU, of the dtype of ``rows``.

    Raises:
        ValueError: a symbol twice, or one of ``old`` dropped.
    """
    known = set(old)
    added = [symbol for symbol in new if symbol not in known]
    if len(set(new)) < len(new) or len(added) != len(new) - len(old) or len(known) < len(old):
        raise ValueError("symbols must be distinct, and none may be dropped")
    grown = moved(rows, old, new)
    fresh = initial_rows(rows[: len(old)].to(device), old, added, donors, init=init, seed=seed)
    grown[[position for position, symbol in enumerate(new) if symbol not in known]] = fresh.to("cpu", rows.dtype)
    return grown


def moved(rows: torch.Tensor, old: Sequence[str], new: Sequence[str]) -> torch.Tensor:
    """Return the rows of the symbols ``new``, zeros for those that are not among ``old``.

    Args:
        rows: (..., n, width), n at least len(old).
        old: distinct symbols, in row order.
        new: distinct symbols; those of ``old`` that are missing are dropped.

    Returns:
        (..., max(len(new), n if n > len(old) else 0), width), of the dtype of ``rows``.
    """
    *stacked, count, width = rows.shape
    spare = count if count > len(old) else 0
    result = rows.new_zeros(*stacked, max(len(new), spare), width)
    if spare > len(new):
        result[..., len(new) :, :] = rows[..., len(new) :, :]
    position = {symbol: at for at, symbol in enumerate(new)}
    kept = [(at, position[symbol]) for at, symbol in enumerate(old) if symbol in position]
    result[..., [to for _, to in kept], :] = rows[..., [at for at, _ in kept], :]
    return result
