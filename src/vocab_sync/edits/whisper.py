"""``tools/asr/config.py``: the language among those that the web UI offers for Faster Whisper."""

from __future__ import annotations

import ast

from vocab_sync.edits.python_source import PythonSource, UnknownShape, python_edit
from vocab_sync.outcome import NotNeeded, Outcome
from vocab_sync.request import Request

_CODES = """
    af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is
    it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk
    sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh
"""
WHISPER_CODES = frozenset(_CODES.split())
"""The languages that Whisper knows: ``whisper.tokenizer.LANGUAGES`` of openai/whisper, large-v3 included."""

_SCRIPT = "fasterwhisper_asr.py"


def offer_to_whisper(source: bytes, request: Request) -> Outcome:
    """Append the language's code to Faster Whisper's list, if Whisper knows it.

    Args:
        source: the bytes of ``tools/asr/config.py``.
        request: names the language.
    """
    if request.pack.code not in WHISPER_CODES:
        return NotNeeded(f"Whisper does not know {request.pack.code}")
    return _offer(source, request)


@python_edit
def _offer(python: PythonSource, request: Request) -> str:
    code = request.pack.code
    lists = [languages for table in python.assigned("asr_dict") for languages in _whisper_lists(table)]
    if len(lists) != 1:
        raise UnknownShape(f"not one list of languages for {_SCRIPT} in asr_dict")
    python.extend_list(lists[0], [code])
    return f"{code} offered for Faster Whisper"


def _whisper_lists(table: ast.expr) -> list[ast.expr]:
    """Return ``lang`` of each recogniser in ``table`` whose script is Faster Whisper's."""
    recognisers = (
        [value for value in table.values if isinstance(value, ast.Dict)] if isinstance(table, ast.Dict) else []
    )
    settings = [
        {key.value: value for key, value in zip(item.keys, item.values, strict=True) if isinstance(key, ast.Constant)}
        for item in recognisers
    ]
    return [
        item["lang"]
        for item in settings
        if "lang" in item and isinstance(path := item.get("path"), ast.Constant) and path.value == _SCRIPT
    ]
