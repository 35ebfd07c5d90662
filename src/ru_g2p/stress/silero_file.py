"""The file of the models of ``silero-stress``, read without torch, which takes seconds to import.

It is a zip with pickles and plain arrays; of the pickles only strings, numbers and containers are read, nothing that
they name is imported or called.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

KNOWN_VERSION: Final = "1.5"
"""The version whose file is read here; any other one is loaded by its own loader."""

REMEDY: Final = "pip install --force-reinstall --no-deps silero-stress"


@dataclass(frozen=True, slots=True)
class Guess:
    """A stressed spelling and how sure the model is of it, from 0 to 1.

    ``places``: of the accentor, how likely each vowel is stressed, from the first (ten at most).
    """

    text: str
    confidence: float
    places: tuple[float, ...] = ()


def chosen(readings: Sequence[str], probability: float) -> Guess:
    """Return what the homograph solver chooses.

    Args:
        readings: the two spellings, as they sort.
        probability: of the second. Its last digits differ from machine to machine, and are cut off.
    """
    probability = round(probability, 4)
    return Guess(readings[1], probability) if probability > 0.5 else Guess(readings[0], 1 - probability)


def known_file() -> Path | None:
    """Return the file of the Russian models, None if the version is another one; finding it imports nothing.

    Raises:
        ImportError: silero-stress is not installed.
    """
    from importlib.metadata import version  # noqa: PLC0415  (a fifth of this package's import time)

    try:
        spec = find_spec("silero_stress")
    except ValueError:  # somebody has put a module without a spec in its place
        spec = None
    if spec is None or spec.origin is None:
        raise ImportError("No module named 'silero_stress'")
    if version("silero-stress") != KNOWN_VERSION:
        return None
    return Path(spec.origin).with_name("data") / "accentor.pt"


class SileroFile:
    """What the file holds.

    Args:
        path: ``accentor.pt`` of the known version.

    Raises:
        Exception: the file is missing, damaged or built otherwise.
    """

    def __init__(self, path: Path) -> None:
        self._archive = ZipFile(path)
        self._root = self._archive.namelist()[0].split("/")[0]
        self._models = self._records("accentor_models/accentor")

    def model(self, name: str) -> dict[str, Any]:
        """Return what is written of a model besides its network: of ``accentor`` or ``homosolver``."""
        return dict(self._models[name].state)

    def network(self, number: int) -> dict[str, Any]:
        """Return the layers of the accentor's network (0) or the solver's (1)."""
        return self._records(f".data/ts_code/{number}/data.pkl")

    def array(self, tensor: Record, dtype: str = "<f4") -> Any:
        """Return the numbers of a tensor.

        Args:
            tensor: of a network.
            dtype: as the file has them, which the records do not tell.
        """
        import numpy as np  # noqa: PLC0415  (0.1 s that a text of known words never needs)

        (_, _, key, *_), _, shape, *_ = tensor.arguments
        return np.frombuffer(self._archive.read(f"{self._root}/.data/{key}"), dtype).reshape(shape)

    def _records(self, name: str) -> dict[str, Any]:
        with self._archive.open(f"{self._root}/{name}") as file:
            return dict(_Records(file).load().state)


class Record:
    """What a pickle says of an object: what it is made from, and its state."""

    def __init__(self, *arguments: Any) -> None:
        self.arguments = arguments
        self.state: Any = None

    def __setstate__(self, state: Any) -> None:
        """Take what the pickle gives the object."""
        self.state = state


class _Records(pickle.Unpickler):
    """An unpickler that makes a `Record` of whatever is no plain container."""

    def find_class(self, module: str, name: str) -> Any:
        return OrderedDict if (module, name) == ("collections", "OrderedDict") else Record

    def persistent_load(self, name: Any) -> Any:
        return name
