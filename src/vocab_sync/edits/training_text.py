"""``prepare_datasets/1-get-text.py``: how ``.list`` files write the language; lines of others are skipped there."""

from __future__ import annotations

from vocab_sync.edits.python_source import PythonSource, python_edit
from vocab_sync.request import Request

_TABLE = "language_v1_to_language_v2"


@python_edit
def accept_aliases(python: PythonSource, request: Request) -> str:
    """Map each alias of the language, as ``RU``, ``Ru`` and ``ru``, to its code.

    Args:
        python: ``1-get-text.py``.
        request: names the language.
    """
    aliases = dict.fromkeys(request.pack.aliases, request.pack.code)
    python.extend_dict(python.assigned_once(_TABLE), aliases)
    return f"{', '.join(aliases)} → {request.pack.code}"
