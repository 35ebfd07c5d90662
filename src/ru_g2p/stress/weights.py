"""Reads the weights of the small networks, which stand beside the code as ``.npz`` files."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, TypeVar

from ru_g2p.errors import LexiconError

_Network = TypeVar("_Network")


def read_weights(path: Path, network: Callable[[Any], _Network]) -> _Network:
    """Return a network made from the arrays of a file, name → array.

    Raises:
        LexiconError: the file is missing, damaged or of another kind.
    """
    import numpy as np  # noqa: PLC0415  (0.1 s that a text of known words never needs)

    try:
        with np.load(path) as weights:
            return network(weights)
    except Exception as error:  # a damaged header makes numpy raise whatever it stumbles over
        raise LexiconError(f"{path}: cannot be read as weights of the network ({error}); reinstall ru-g2p") from error


def packaged_weights(name: str, network: Callable[[Any], _Network]) -> _Network:
    """Return the network of a file in this folder.

    Raises:
        LexiconError: as in ``read_weights``.
    """
    with as_file(files(__package__ or "").joinpath(name)) as path:
        return read_weights(path, network)
