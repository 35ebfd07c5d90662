"""What the embedding row of a new symbol starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import torch

from vocab_sync.blocks import is_reserved

Init = Literal["donors", "mean", "normal"]
"""``donors``: the rows of the nearest known sounds; ``mean``: the mean of all known rows; ``normal``: noise alone, as
torch initialises an embedding, but of the spread that the known rows have."""

INITS: tuple[Init, ...] = get_args(Init)

_NOISE = 0.05
"""Standard deviation of the noise, as a share of the known rows' own: enough to tell the new rows apart."""


def initial_rows(
    known: torch.Tensor,
    symbols: Sequence[str],
    added: Sequence[str],
    donors: Mapping[str, Mapping[str, float]],
    *,
    init: Init = "donors",
    seed: int = 0,
) -> torch.Tensor:
    """Return a row for each new symbol.

    ``donors`` gives the weighted mean of the donors' rows, scaled to the length that a row of a trained symbol
    typically has (a mean of rows that differ is short). Donors that the model does not know are left out of the
    mean; a symbol that has none left starts from the mean of all known rows. All is computed in float32, and the noise
    drawn on the CPU, so that every device gives the same rows but for rounding.

    Args:
        known: rows of the known symbols, (len(symbols), width); any floating-point dtype, any device.
        symbols: the known symbols, distinct, in row order.
        added: the new symbols.
        donors: new symbol → known symbol → weight.
        init: where the rows start from.
        seed: the same seed gives the same rows; torch's global random state is left alone.

    Returns:
        (len(added), width), float32, on the device of ``known``; NaN where the known rows are all alike.
    """
    positions = {symbol: row for row, symbol in enumerate(symbols) if not is_reserved(symbol)}
    trained = known[list(positions.values())].float()
    spread = trained.std(dim=0)
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(len(added), known.shape[1], generator=generator).to(known.device) * spread
    if init == "normal":
        return noise
    rows = trained.mean(dim=0).repeat(len(added), 1)
    if init == "donors":
        for number, symbol in enumerate(added):
            weights = {
                positions[donor]: weight for donor, weight in donors.get(symbol, {}).items() if donor in positions
            }
            if weights:
                shares = torch.tensor(list(weights.values()), device=known.device)
                rows[number] = shares @ known[list(weights)].float() / shares.sum()
    rows += _NOISE * noise
    typical = torch.linalg.vector_norm(trained, dim=1).median()
    rows *= typical / torch.linalg.vector_norm(rows, dim=1, keepdim=True)
    return rows
