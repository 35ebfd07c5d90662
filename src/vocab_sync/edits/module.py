"""``text/{language}.py``: the module that the cleaner imports for the language."""

from __future__ import annotations

from vocab_sync.language import LanguagePack
from vocab_sync.outcome import Changed, Outcome, Refused, Unchanged

_MARKER = "# Written by vocab-sync; the next vocab-sync apply may replace it."


def write_module(source: bytes | None, pack: LanguagePack) -> Outcome:
    """Create the module of ``pack``, or replace one that an earlier vocab-sync wrote.

    Args:
        source: the bytes that stand there, or None.
        pack: the language.
    """
    wanted = f"{_MARKER}\n{pack.module_source}".encode()
    if source is None:
        return Changed(wanted, "new file")
    if source == wanted:
        return Unchanged("the pack's own")
    if not source.startswith(_MARKER.encode()):
        return Refused("a module that vocab-sync did not write", "move it away, or keep it and skip apply")
    return Changed(wanted, "replaced")
