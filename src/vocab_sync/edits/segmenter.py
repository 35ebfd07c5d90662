"""The language detectors: runs of the language's letters are split off before they are asked.

Later versions have a detector of their own, ``text/LangSegmenter``. 20240821v2, and ``api.py`` of 20250228v3, import
the package LangSegment instead.
"""

from __future__ import annotations

import ast
import json

from vocab_sync.blocks import Block, BrokenBlock, find_blocks, mark
from vocab_sync.edits.python_source import PythonSource, UnknownShape
from vocab_sync.outcome import RESTORE, Absent, Changed, NotNeeded, Outcome, Refused, Unchanged
from vocab_sync.request import Request

_CLASS = "LangSegmenter"
_PACKAGE = "LangSegment"


def split_in_segmenter(source: bytes, request: Request) -> Outcome:
    """Wrap ``LangSegmenter.getTexts`` at the end of ``langsegmenter.py``.

    Args:
        source: the bytes of the file.
        request: names the language and its letters.
    """
    return _with_block(source, request, _CLASS, "..script_runs")


def split_where_imported(source: bytes, request: Request) -> Outcome:
    """Wrap ``LangSegment.getTexts`` behind the import of that package, if the file imports it.

    Args:
        source: the bytes of ``inference_webui.py``, ``api.py`` or ``TextPreprocessor.py``.
        request: names the language and its letters.
    """
    return _with_block(source, request, _PACKAGE, "text.script_runs")


def _with_block(source: bytes, request: Request, detector: str, module: str) -> Outcome:
    code, letters = request.pack.code, request.pack.letters
    call = f'split_off({detector}, "{code}", {json.dumps(letters, ensure_ascii=False)})'
    try:
        blocks = find_blocks(source)
        own = next((block for block in blocks if block.code == code), None)
        rest = PythonSource(own.removed_from(source) if own else source)
        at = _place(rest, detector, blocks, own)
        if at is None:
            return Absent(f"does not import {detector}")
        if not letters:
            return NotNeeded(f"{request.pack.name} has no letters of its own")
        block = mark(code, [f"from {module} import split_off", "", call], rest.newline)
        if at and not rest.content[:at].endswith(b"\n"):
            block = rest.newline + block
        rest.insert_statements(at, block)
        result = rest.result()
    except (BrokenBlock, UnknownShape) as error:
        return Refused(str(error), RESTORE)
    detail = f"runs of {request.pack.name} are split off"
    return Unchanged(detail) if result == source else Changed(result, detail)


def _place(rest: PythonSource, detector: str, blocks: list[Block], own: Block | None) -> int | None:
    """Return the offset for the block, None if the file does not have the detector."""
    for statement, following in zip(rest.tree.body, [*rest.tree.body[1:], None], strict=True):
        match statement:
            case ast.ClassDef(name=name) if name == detector:
                if not any(isinstance(part, ast.FunctionDef) and part.name == "getTexts" for part in statement.body):
                    raise UnknownShape(f"line {statement.lineno}: {detector} without getTexts")
                behind = len(rest.content)
            case ast.Import(names=names) if any(alias.name == detector and not alias.asname for alias in names):
                if following and following.lineno == statement.end_lineno:
                    raise UnknownShape(f"line {statement.lineno}: a second statement behind import {detector}")
                behind = max([rest.line_span(statement)[1], *(block.end for block in blocks)])
            case _:
                continue
        return own.start if own else behind
    if detector == _CLASS:
        raise UnknownShape(f"no class {_CLASS}")
    return None
