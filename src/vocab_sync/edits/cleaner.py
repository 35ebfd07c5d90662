"""``text/cleaner.py``: the language in each ``language_module_map`` that serves a version it is wanted for.

Several functions of the file hold a pair of these dicts, v1's and that of all later versions. A v1 dict is
told by its Chinese module: ``chinese``, which later versions replace by ``chinese2``.
"""

from __future__ import annotations

import ast

from vocab_sync.edits.python_source import PythonSource, UnknownShape, python_edit, string_table
from vocab_sync.request import Request

_MAP = "language_module_map"
_CHINESE = {"v2": "chinese2", "v1": "chinese"}


@python_edit
def map_language(python: PythonSource, request: Request) -> str:
    """Map the language's code to its module in every dict that serves a version that is asked for.

    Args:
        python: ``cleaner.py``.
        request: names the language and the versions.
    """
    code, module_name = request.pack.code, request.pack.module_name
    chinese = [(table, _chinese_module(table)) for table in python.assigned(_MAP)]
    count = 0
    for version in request.symbol_versions:
        mapped = [table for table, module in chinese if module == _CHINESE[version]]
        if not mapped:
            raise UnknownShape(f"no {_MAP} for {version}")
        for table in mapped:
            python.extend_dict(table, {code: module_name})
        count += len(mapped)
    return f"{code} → {module_name} in {count} dicts"


def _chinese_module(table: ast.expr) -> str:
    found = string_table(table).get("zh", "nothing")
    if found not in _CHINESE.values():
        raise UnknownShape(f"{_MAP} maps zh to {found}, neither chinese nor chinese2")
    return found
