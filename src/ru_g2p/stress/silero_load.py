"""Loading the models of ``silero-stress`` several times faster than its own loader does.

Most of that time goes into compiling 1 500 regular expressions of set phrases, of which a text needs a few, and into
an unpickler written in Python. Here the same file, read by the same importer of torch (whose pickle is executed: it
comes from the installed package), has its expressions compiled when they are first used.
"""

from __future__ import annotations

import pickle
import re
from functools import cached_property, partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

_KNOWN_VERSION: Final = "1.5"
"""The version whose file is read here; any other one is loaded by its own loader."""


def known_file() -> Path | None:
    """Return the file of the Russian models, None if the version is another one; finding it imports nothing.

    Raises:
        ImportError: silero-stress is not installed.
    """
    try:
        spec = find_spec("silero_stress")
    except ValueError:  # somebody has put a module without a spec in its place
        spec = None
    if spec is None or spec.origin is None:
        raise ImportError("No module named 'silero_stress'")
    if version("silero-stress") != _KNOWN_VERSION:
        return None
    return Path(spec.origin).with_name("data") / "accentor.pt"


def load() -> Any:
    """Return the models, the same as ``silero_stress.load_accentor("ru")``.

    Raises:
        Exception: whatever torch and silero-stress raise where something is missing or damaged.
    """
    path = known_file()
    if path is None:
        from silero_stress import load_accentor  # noqa: PLC0415

        return load_accentor("ru")
    from torch.package.package_importer import PackageImporter  # noqa: PLC0415

    importer: Any = PackageImporter(path)
    importer.Unpickler = partial(_Unpickler, importer)
    model = importer.load_pickle("accentor_models", "accentor")
    bert = model.homosolver.model.bert
    embeddings = bert.embeddings.word_embeddings.weight
    embeddings.data = (embeddings.data - bert.zero_point).mul_(bert.scale)
    return model


class _Unpickler(pickle.Unpickler):
    """The unpickler of ``torch.package``, written in C and lazy about regular expressions."""

    def __init__(self, importer: Any, file: Any) -> None:
        super().__init__(file)
        self._importer = importer

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("re", "_compile"):
            return _Pattern
        return getattr(self._importer.import_module(module), name)


class _Pattern:
    """A regular expression that is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._written)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled, name)
