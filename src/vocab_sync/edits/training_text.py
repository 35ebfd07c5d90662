"""``prepare_datasets/1-get-text.py``: how ``.list`` files write the language; lines of others are skipped there."""

from __future__ import annotations

import ast

from vocab_sync.edits.python_source import RESTORE, PythonSource, UnknownShape, assigned
from vocab_sync.outcome import Changed, Outcome, Refused, Unchanged
from vocab_sync.request import Request

_TABLE = "language_v1_to_language_v2"


def accept_aliases(source: bytes, request: Request) -> Outcome:
    """Map each alias of the language, as ``RU``, ``Ru`` and ``ru``, to its code.

    Args:
        source: the bytes of ``1-get-text.py``.
        request: names the language.
    """
    code, aliases = request.pack.code, request.pack.aliases
    try:
        python = PythonSource(source)
        tables = assigned(python.tree, _TABLE)
        if len(tables) != 1 or not isinstance(table := tables[0], ast.Dict):
            return Refused(f"not one dict {_TABLE}", RESTORE)
        try:
            known = ast.literal_eval(table)
        except ValueError as error:
            raise UnknownShape(f"line {table.lineno}: {_TABLE} is not a dict of plain strings") from error
        for alias in aliases:
            if known.get(alias, code) != code:
                return Refused(f"{_TABLE} maps {alias} to {known[alias]} already", RESTORE)
        missing = {alias: code for alias in aliases if alias not in known}
        detail = f"{', '.join(dict.fromkeys(aliases))} → {code}"
        if not missing:
            return Unchanged(detail)
        python.extend_dict(table, missing)
        return Changed(python.result(), detail)
    except UnknownShape as error:
        return Refused(str(error), RESTORE)
