"""What new rows start from, against a plain computation in double precision."""

from __future__ import annotations

import pytest
import torch

from vocab_sync.checkpoint.initial_rows import INITS, Init, initial_rows
from vocab_sync.russian import PACK

WIDTH = 192
KNOWN = sorted({donor for weights in PACK.donors.values() for donor in weights} - {"ㅡ"})
SYMBOLS = [*KNOWN, *(f"other{number}" for number in range(600)), "xx_reserved_1"]
DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA"))]


def known_rows(seed: int = 1) -> torch.Tensor:
    rows = 3 * torch.randn(len(SYMBOLS), WIDTH, generator=torch.Generator().manual_seed(seed)) + 0.5
    rows[-1] = 1e3  # reserved, never trained
    return rows


def reference(known: torch.Tensor, init: Init, seed: int) -> torch.Tensor:
    """The definition, row by row, in double precision."""
    trained = known[:-1].double()
    noise = torch.randn(len(PACK.symbols), WIDTH, generator=torch.Generator().manual_seed(seed)).double()
    noise *= trained.std(dim=0)
    if init == "normal":
        return noise
    typical = trained.norm(dim=1).median()
    rows = []
    for symbol, drawn in zip(PACK.symbols, noise, strict=True):
        weights = {donor: weight for donor, weight in PACK.donors[symbol].items() if donor in SYMBOLS}
        start = trained.mean(dim=0)
        if init == "donors":
            start = sum(weight * known[SYMBOLS.index(donor)].double() for donor, weight in weights.items())
            start = start / sum(weights.values())
        row = start + 0.05 * drawn
        rows.append(row / row.norm() * typical)
    return torch.stack(rows)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("init", INITS)
@pytest.mark.parametrize("dtype", [torch.float16, torch.float32])
def test_rows_are_as_defined(init: Init, device: str, dtype: torch.dtype) -> None:
    known = known_rows().to(dtype)
    rows = initial_rows(known.to(device), SYMBOLS, PACK.symbols, PACK.donors, init=init, seed=3)
    assert rows.dtype == torch.float32
    scale = known[:-1].float().norm(dim=1).median()
    assert torch.allclose(rows.cpu().double() / scale, reference(known, init, 3) / scale, rtol=0, atol=1e-6)


@pytest.mark.parametrize("init", INITS)
def test_same_seed_same_rows_and_no_two_alike(init: Init) -> None:
    known = known_rows().half()
    one, same, other = (
        initial_rows(known, SYMBOLS, PACK.symbols, PACK.donors, init=init, seed=seed).half() for seed in (0, 0, 1)
    )
    assert torch.equal(one, same)
    assert not (one == other).all(dim=1).any()
    assert len(torch.unique(torch.cat([known, one]), dim=0)) == len(SYMBOLS) + len(PACK.symbols)


@pytest.mark.parametrize("init", ["donors", "mean"])
def test_length_is_that_of_a_trained_row(init: Init) -> None:
    known = known_rows()
    rows = initial_rows(known, SYMBOLS, PACK.symbols, PACK.donors, init=init)
    typical = known[:-1].norm(dim=1).median()
    assert torch.allclose(rows.norm(dim=1), typical.expand(len(rows)), rtol=1e-5)


def test_without_any_known_donor_a_row_starts_from_the_mean() -> None:
    known = known_rows()
    added = ["new", "other"]
    donors = {"new": {"nobody": 1.0, "xx_reserved_1": 1.0}}
    rows = initial_rows(known, SYMBOLS, added, donors)
    assert torch.equal(rows, initial_rows(known, SYMBOLS, added, {}, init="mean"))


def test_every_russian_symbol_has_donors_in_v1_too() -> None:
    """No jamo, no jyutping: the 322 symbols of v1 have neither."""
    assert set(PACK.donors) == set(PACK.symbols)
    for weights in PACK.donors.values():
        assert abs(sum(weights.values()) - 1) < 1e-9
        assert any(donor == "Y" or (donor.isascii() and donor[:1] != "Y") for donor in weights)
