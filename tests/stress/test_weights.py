"""Files of weights: what is damaged, foreign or missing is told, and nothing in them is executed."""

from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ru_g2p.errors import LexiconError
from ru_g2p.stress import letters, syntax
from ru_g2p.stress.weights import read_weights

LETTERS = files("ru_g2p").joinpath("stress/letters.npz").read_bytes()
UNSEEN = "#хырманов*"
SCORES = letters.Network(np.load(BytesIO(LETTERS))).scores(UNSEEN)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weights") / "some.npz"


@pytest.mark.parametrize("network", [letters.Network, syntax.Network])
@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\3\4 damaged"], ids=["missing", "empty", "text", "zip"])
def test_a_file_that_holds_no_weights_is_told(network: Callable[[Any], Any], content: bytes | None, path: Path) -> None:
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LexiconError, match=r"some\.npz.*reinstall ru-g2p"):
        read_weights(path, network)


@pytest.mark.parametrize("network", [letters.Network, syntax.Network])
def test_other_weights_are_told(network: Callable[[Any], Any], path: Path) -> None:
    np.savez(path, letters=np.zeros((2, 2)))
    with pytest.raises(LexiconError, match=r"some\.npz"):
        read_weights(path, network)


def test_no_pickle_is_read(path: Path) -> None:
    np.savez(path, scales=np.array([Path()], dtype=object))
    with pytest.raises(LexiconError, match="allow_pickle"):
        read_weights(path, letters.Network)


@given(st.integers(0, len(LETTERS) - 1))
def test_half_a_file_is_told(path: Path, length: int) -> None:
    path.write_bytes(LETTERS[:length])
    with pytest.raises(LexiconError, match=r"some\.npz"):
        read_weights(path, letters.Network)


@given(st.integers(0, len(LETTERS) - 1), st.integers(1, 255))
def test_a_damaged_byte_is_told_or_changes_nothing(path: Path, place: int, change: int) -> None:
    damaged = bytearray(LETTERS)
    damaged[place] ^= change
    path.write_bytes(damaged)
    try:
        network = read_weights(path, letters.Network)
    except LexiconError as error:
        assert "reinstall" in str(error)
    else:
        assert network.scores(UNSEEN) == SCORES
