"""``text/cleaner.py``: the language in each ``language_module_map`` that serves a version it is wanted for.

Several functions of the file hold a pair of these dicts, v1's and that of all later versions. A v1 dict is
told by its Chinese module: ``chinese``, which later versions replace by ``chinese2``.
"""

from __future__ import annotations

import ast

from vocab_sync.edits.python_source import PythonSource, UnknownShape, assigned, python_edit, string_table
from vocab_sync.request import Request

_MAP = "language_module_map"


@python_edit
def map_language(python: PythonSource, request: Request) -> str:
    """Map the language's code to its module in every dict that serves v2 and later, and in v1's if that is asked for.

    Args:
        python: ``cleaner.py``.
        request: names the language and the versions.
    """
    code, module_name = request.pack.code, request.pack.module_name
    modules = {"chinese2", "chinese"} if "v1" in request.versions else {"chinese2"}
    chinese = [(table, _chinese_module(table)) for table in assigned(python.tree, _MAP)]
    if not any(module == "chinese2" for _, module in chinese):
        raise UnknownShape(f"no {_MAP} for v2")
    mapped = [table for table, module in chinese if module in modules]
    for table in mapped:
        python.extend_dict(table, {code: module_name})
    return f"{code} → {module_name} in {len(mapped)} dicts"


def _chinese_module(table: ast.expr) -> str:
    found = string_table(table).get("zh")
    if found not in ("chinese", "chinese2"):
        raise UnknownShape(f"{_MAP} maps zh to {found}, neither chinese nor chinese2")
    return found
