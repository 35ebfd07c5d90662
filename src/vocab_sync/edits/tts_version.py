"""``TTS.py`` of 20240821v2: the version of the model, which it forgets to tell the text preprocessor.

Without it the preprocessor takes v1, whose cleaner knows Chinese, Japanese and English only: a text in any other
language becomes a blank, silently. Later versions of GPT-SoVITS pass it as here.
"""

from __future__ import annotations

import ast
import re

from vocab_sync.edits.python_source import PythonSource, UnknownShape, python_edit
from vocab_sync.request import Request

_ARGUMENTS = {"preprocess": 3, "segment_and_extract_feature_for_text": 2}
"""Method of the preprocessor → how many arguments stand before the version."""


@python_edit
def pass_version(python: PythonSource, _: Request) -> str:
    """Pass ``self.configs.version`` to each call of the text preprocessor that lacks a version.

    Args:
        python: ``TTS.py``.
    """
    calls = [node for node in python.nodes if isinstance(node, ast.Call) and _method(node) in _ARGUMENTS]
    if not calls:
        raise UnknownShape("no call of the text preprocessor")
    for call in calls:
        count = _ARGUMENTS[_method(call)]
        if call.keywords or not count <= len(call.args) <= count + 1:
            raise UnknownShape(f"line {call.lineno}: {_method(call)} with other arguments")
        if len(call.args) == count:
            # Where upstream gives each argument a line, this one gets its own.
            separator = re.sub(r"[ \t]+(?=\r?\n)", "", python.between(*call.args[-2:]))
            python.insert_after(call.args[-1], f"{separator}self.configs.version")
            call.args.append(ast.parse("self.configs.version", mode="eval").body)
    return f"{len(calls)} calls name the model's version"


def _method(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr="text_preprocessor"), attr=name):
            return name
    return ""
