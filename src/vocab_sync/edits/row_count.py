"""Everything that tells a SoVITS file of v1 by its 322 embedding rows, which an extended one no longer has.

Inference and export take a file for v1 if ``enc_p.text_embedding.weight`` has 322 rows, for v2 otherwise. Once v1's
list has grown, the two are told apart by the fact that v2 never has fewer than its 732. (``process_ckpt.py`` knows a
voice of v1 by its size, which some 90 new symbols leave below its limit: 36 KB, by its own comment.)
"""

from __future__ import annotations

import ast

from vocab_sync.edits.python_source import PythonSource, UnknownShape, python_edit
from vocab_sync.outcome import NotNeeded, Outcome
from vocab_sync.request import Request

V1_SYMBOLS, V2_SYMBOLS = 322, 732
"""Numbers of symbols in upstream's ``symbols.py`` and ``symbols2.py``, the same in every version."""

_ROWS = "enc_p.text_embedding.weight"


def tell_extended_v1(source: bytes, request: Request) -> Outcome:
    """Replace the test for exactly 322 rows by one for fewer than 732, if v1 is asked for.

    Args:
        source: the bytes of a file that loads SoVITS weights.
        request: names the versions.
    """
    if "v1" not in request.versions:
        return NotNeeded("v1 is not asked for")
    return _tell(source, request)


@python_edit
def _tell(python: PythonSource, _: Request) -> str | None:
    tests = [node for node in python.nodes if isinstance(node, ast.Compare) and _counts_rows(node)]
    old = [test for test in tests if _is(test, ast.Eq, V1_SYMBOLS)]
    if not tests and _ROWS.encode() not in python.content:
        return None
    if not tests or not all(_is(test, ast.Lt, V2_SYMBOLS) for test in tests if test not in old):
        raise UnknownShape(f"v1 is told otherwise than by {V1_SYMBOLS} rows")
    for test in old:
        python.replace(test, f"{python.text(test.left)} < {V2_SYMBOLS}")
        test.ops, test.comparators = [ast.Lt()], [ast.Constant(V2_SYMBOLS)]
    return "extended v1 told"


def _counts_rows(test: ast.Compare) -> bool:
    """Whether ``test`` compares ``…["enc_p.text_embedding.weight"].shape[0]``."""
    match test.left:
        case ast.Subscript(
            value=ast.Attribute(value=ast.Subscript(slice=ast.Constant(value=name)), attr="shape"),
            slice=ast.Constant(value=0),
        ):
            return bool(name == _ROWS)
    return False


def _is(test: ast.Compare, operator: type[ast.cmpop], number: int) -> bool:
    match test:
        case ast.Compare(ops=[op], comparators=[ast.Constant(value=value)]):
            return isinstance(op, operator) and value == number
    return False
