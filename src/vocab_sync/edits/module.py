"""The modules that vocab-sync adds to ``GPT_SoVITS/text``: the language's own, and the one that splits runs."""

from __future__ import annotations

from pathlib import Path

from vocab_sync import script_runs
from vocab_sync.language import LanguagePack
from vocab_sync.outcome import Changed, NotNeeded, Outcome, Refused, Unchanged

_MARKER = "# Written by vocab-sync; the next vocab-sync apply may replace it."


def write_module(source: bytes | None, pack: LanguagePack) -> Outcome:
    """Create the module of ``pack``, or replace one that an earlier vocab-sync wrote.

    Args:
        source: the bytes that stand there, or None.
        pack: the language.
    """
    return _written(source, pack.module_source)


def write_script_runs(source: bytes | None, pack: LanguagePack) -> Outcome:
    """Create ``script_runs.py``, the same for all languages, or replace one that an earlier vocab-sync wrote.

    Args:
        source: the bytes that stand there, or None.
        pack: the language; one without letters of its own does not need the module.
    """
    if not pack.letters:
        return NotNeeded(f"{pack.name} has no letters of its own")
    return _written(source, Path(script_runs.__file__).read_text(encoding="utf-8"))


def _written(source: bytes | None, text: str) -> Outcome:
    wanted = f"{_MARKER}\n{text}".encode()
    if source is None:
        return Changed(wanted, "new file")
    if source == wanted:
        return Unchanged("as vocab-sync writes it")
    if not source.startswith(_MARKER.encode()):
        return Refused("a module that vocab-sync did not write", "move it away, or keep it and skip apply")
    return Changed(wanted, "replaced")
