"""``text/cleaner.py``: the language in each ``language_module_map`` that serves a version it is wanted for.

Several functions of the file hold a pair of these dicts, v1's and that of all later versions. A v1 dict is
told by its Chinese module: ``chinese``, which later versions replace by ``chinese2``.
"""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Collection
from io import StringIO

import libcst as cst

from vocab_sync.outcome import Changed, Outcome, Refused, Unchanged
from vocab_sync.request import Request

_MAP = "language_module_map"
_RESTORE = "restore the file (git checkout), or report which version of GPT-SoVITS it comes from"


def map_language(source: bytes, request: Request) -> Outcome:
    """Map the language's code to its module in every dict that serves v2 and later, and in v1's if that is asked for.

    The new entry comes last and takes its quotes and spaces from the entries before it.

    Args:
        source: the bytes of ``cleaner.py``.
        request: names the language and the versions.
    """
    code, module_name = request.pack.code, request.pack.module_name
    modules = {"chinese2", "chinese"} if "v1" in request.versions else {"chinese2"}
    try:
        before, skeleton = _maps(source)
        wanted = [_extended(table, code, module_name, modules) for table in before]
        result = cst.parse_module(source).visit(_Extender(code, module_name, modules)).bytes
        after, skeleton_after = _maps(result)
    except (SyntaxError, cst.ParserSyntaxError, UnicodeError) as error:
        return Refused(f"not valid Python ({error})", _RESTORE)
    except _UnknownShape as error:
        return Refused(str(error), _RESTORE)

    mapped = sum(code in table for table in wanted)
    if not any(table["zh"] == "chinese2" for table in wanted):
        return Refused(f"no {_MAP} for v2", _RESTORE)
    if after != wanted or skeleton_after != skeleton:
        return Refused(f"the edited {_MAP} does not read back as meant", _RESTORE)
    detail = f"{code} → {module_name} in {mapped} dicts"
    return Unchanged(detail) if result == source else Changed(result, detail)


class _UnknownShape(ValueError):
    """A ``language_module_map`` that upstream never had."""


class _Extender(cst.CSTTransformer):
    """Adds the entry to each dict that lacks it."""

    def __init__(self, code: str, module_name: str, modules: Collection[str]) -> None:
        super().__init__()
        self._modules = modules
        self._code = code
        self._module_name = module_name

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        target, table = updated_node.targets[0].target, updated_node.value
        if not (isinstance(target, cst.Name) and target.value == _MAP and isinstance(table, cst.Dict)):
            return updated_node
        literal = cst.Module([]).code_for_node(table)
        entries = ast.literal_eval(literal)
        if _extended(entries, self._code, self._module_name, self._modules) == entries:
            return updated_node
        tokens = tokenize.generate_tokens(StringIO(literal).readline)
        if any(token.type == tokenize.COMMENT for token in tokens):
            # It would be unclear which entry the comment speaks of afterwards.
            raise _UnknownShape(f"a comment inside {_MAP}")
        *others, last = table.elements
        separator = (others or [last])[-1].comma
        new = _with_text(_with_text(last, "key", self._code), "value", self._module_name)
        elements = [*others, last.with_changes(comma=separator), new]
        return updated_node.with_changes(value=table.with_changes(elements=elements))


def _with_text(element: cst.BaseDictElement, part: str, text: str) -> cst.BaseDictElement:
    """Return ``element`` with the string of its key or value replaced, in the same quotes."""
    literal = cst.ensure_type(getattr(element, part), cst.SimpleString)
    return element.with_changes(**{part: literal.with_changes(value=f"{literal.quote}{text}{literal.quote}")})


def _maps(source: bytes) -> tuple[list[dict[str, str]], str]:
    """Return the dicts of ``source`` in file order, and a dump of everything around them."""
    module = ast.parse(source)
    found: list[ast.Assign] = []
    for node in ast.walk(module):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if name == _MAP:
                found.append(node)
    found.sort(key=lambda node: node.lineno)
    tables = [_literal(node.value) for node in found]
    for node in found:
        node.value = ast.Constant(None)
    return tables, ast.dump(module)


def _literal(value: ast.expr) -> dict[str, str]:
    try:
        table = ast.literal_eval(value)
    except ValueError:
        table = None
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in [*table, *table.values()]):
        raise _UnknownShape(f"line {value.lineno}: {_MAP} is not a dict of plain strings")
    return table


def _extended(table: dict[str, str], code: str, module_name: str, modules: Collection[str]) -> dict[str, str]:
    """Return ``table`` as it is to be: with the language if its Chinese module is among ``modules``."""
    chinese = table.get("zh")
    if chinese not in {"chinese", "chinese2"}:
        raise _UnknownShape(f"{_MAP} maps zh to {chinese}, neither chinese nor chinese2")
    if chinese not in modules:
        return table
    if table.get(code, module_name) != module_name:
        raise _UnknownShape(f"{_MAP} maps {code} to {table[code]} already")
    return {**table, code: module_name}
