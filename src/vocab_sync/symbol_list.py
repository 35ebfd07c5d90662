"""The list ``symbols`` of an upstream symbols file, read without running the file.

GPT-SoVITS builds the list from literals with a handful of operations. They are evaluated here over the
syntax tree; whatever else a file holds is refused, never executed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any


class UnreadableSymbols(ValueError):
    """The list cannot be told without running the file; the message names line and reason."""


def read_symbols(source: bytes) -> list[str]:
    """Evaluate ``symbols`` as importing ``source`` would.

    Args:
        source: the bytes of a ``symbols.py`` or ``symbols2.py``.

    The lists that were read last are kept: one run asks for the same ones many times.

    Raises:
        UnreadableSymbols: the file is no Python, does something besides the known operations, leaves no
            list of strings, or its order depends on the iteration order of a set, which Python changes
            from run to run.
    """
    return list(_read_symbols(source))


@lru_cache(maxsize=16)
def _read_symbols(source: bytes) -> tuple[str, ...]:
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise UnreadableSymbols(f"not valid Python ({error})") from error
    try:
        symbols, again = (_Evaluator(module, reverse_sets=reverse).symbols() for reverse in (False, True))
    except RecursionError as error:
        raise UnreadableSymbols("nested too deeply") from error
    if symbols != again:
        raise UnreadableSymbols("the order of `symbols` depends on the order of a set")
    return tuple(symbols)


_LITERALS: Mapping[type[ast.expr], Callable[[Iterable[Any]], Any]] = {
    ast.List: list,
    ast.Tuple: tuple,
    ast.Set: set,
}
_FUNCTIONS: Mapping[str, Callable[[Iterable[Any]], Any]] = {"list": list, "set": set, "sorted": sorted}


class _Evaluator:
    """Runs the statements of a symbols file over ``names``.

    Real lists and sets stand for the file's own, so that aliasing and in-place ``+=`` behave as in Python.
    ``reverse_sets`` is the order in which sets are iterated.
    """

    def __init__(self, module: ast.Module, *, reverse_sets: bool) -> None:
        self._names: dict[str, Any] = {}
        self._reverse_sets = reverse_sets
        for statement in module.body:
            try:
                self._execute(statement)
            except TypeError as error:
                raise UnreadableSymbols(f"line {statement.lineno}: {error}") from error

    def symbols(self) -> list[str]:
        """Return the final value of ``symbols``."""
        symbols = self._names.get("symbols")
        if not isinstance(symbols, list) or not all(isinstance(symbol, str) for symbol in symbols):
            raise UnreadableSymbols("it does not define `symbols` as a list of strings")
        return symbols

    def _execute(self, statement: ast.stmt) -> None:
        match statement:
            case (
                ast.Import()
                | ast.Expr(value=ast.Constant())
                | ast.If(
                    test=ast.Compare(left=ast.Name(id="__name__"), comparators=[ast.Constant(value="__main__")]),
                    orelse=[],
                )
            ):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._names[name] = self._value(value)
            case ast.AugAssign(target=ast.Name() as target, op=ast.Add(), value=value):
                total = self._value(target)
                total += self._iterable(self._value(value))
                self._names[target.id] = total
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=target, attr="append"), args=[item], keywords=[])):
                extended = self._value(target)
                if not isinstance(extended, list):
                    raise _refusal(statement)
                extended.append(self._value(item))
            case _:
                raise _refusal(statement)

    def _value(self, expression: ast.expr) -> Any:
        match expression:
            case ast.Constant(value=str() as text):
                return text
            case ast.Name(id=name) if name in self._names:
                return self._names[name]
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return _LITERALS[type(expression)](map(self._value, items))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._value(left) + self._value(right)
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _FUNCTIONS:
                return _FUNCTIONS[name](self._iterable(self._value(argument)))
        raise _refusal(expression)

    def _iterable(self, value: Any) -> Any:
        return sorted(value, reverse=self._reverse_sets) if isinstance(value, set) else value


def _refusal(node: ast.stmt | ast.expr) -> UnreadableSymbols:
    return UnreadableSymbols(
        f"line {node.lineno}: `{ast.unparse(node)[:40]}` is not among the operations that are read"
    )
