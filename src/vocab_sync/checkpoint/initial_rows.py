"""What a new symbol's embedding row starts from."""

from __future__ import annotations

import torch

_NOISE = 0.1
"""Standard deviation of the noise, as a share of the known rows' own: enough to tell the new rows apart."""


def mean_rows(known: torch.Tensor, count: int, seed: int) -> torch.Tensor:
    """Return the mean of the known rows with a little noise, as long as a known row typically is.

    Args:
        known: rows of trained symbols, (n, width), float32.
        count: number of new rows.
        seed: the same seed gives the same rows; torch's global random state is left alone.

    Returns:
        (count, width), float32; NaN where the known rows are all alike.
    """
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(count, known.shape[1], generator=generator)
    rows: torch.Tensor = known.mean(dim=0) + _NOISE * known.std(dim=0) * noise
    rows *= torch.linalg.vector_norm(known, dim=1).median() / torch.linalg.vector_norm(rows, dim=1, keepdim=True)
    return rows
