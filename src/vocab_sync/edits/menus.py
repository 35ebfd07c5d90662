"""The lists from which a user picks a language: in the web pages, the two APIs, the command line and the window."""

from __future__ import annotations

import ast

from vocab_sync.edits.python_source import PythonSource, UnknownShape, python_edit, strings
from vocab_sync.request import Request


@python_edit
def list_in_webui(python: PythonSource, request: Request) -> str:
    """Add both modes to ``dict_language_v2``, ``dict_language_v1`` or both, as the versions are asked for.

    Args:
        python: ``inference_webui.py`` or ``inference_webui_fast.py``.
        request: names the language, its labels and the versions.
    """
    pack = request.pack
    names = [f"dict_language_{version}" for version in request.symbol_versions]
    for name in names:
        python.extend_dict(python.assigned_once(name), {pack.labels.alone: pack.alone, pack.labels.mixed: pack.code})
    return f"{pack.labels.alone} and {pack.labels.mixed} in {' and '.join(names)}"


@python_edit
def list_in_api(python: PythonSource, request: Request) -> str | None:
    """Add both modes to ``dict_language``, by their labels and by their codes.

    Args:
        python: ``api.py``, which looks up what it is sent in lower case.
        request: names the language and its labels.
    """
    pack = request.pack
    if not python.assigned("dict_language"):
        return None
    labels = {pack.labels.alone.lower(): pack.alone, pack.labels.mixed.lower(): pack.code}
    codes = {pack.alone: pack.alone, pack.code: pack.code}
    python.extend_dict(python.assigned_once("dict_language"), labels | codes)
    return f"{pack.alone} and {pack.code} in dict_language"


@python_edit
def list_in_tts(python: PythonSource, request: Request) -> str:
    """Add both modes to ``v2_languages``, ``v1_languages`` or both, as the versions are asked for.

    Args:
        python: ``TTS.py``.
        request: names the language and the versions.
    """
    pack = request.pack
    names = [f"{version}_languages" for version in request.symbol_versions]
    for name in names:
        python.extend_list(python.assigned_once(name), [pack.code, pack.alone])
    return f"{pack.code} and {pack.alone} in {' and '.join(names)}"


@python_edit
def list_in_choices(python: PythonSource, request: Request) -> str:
    """Add both modes to each list of languages that is given to ``choices=`` or ``addItems``.

    Args:
        python: ``inference_cli.py`` or ``inference_gui.py``.
        request: names the labels.
    """
    labels = request.pack.labels
    lists = [items for items in _arguments(python) if "中文" in strings(items)]
    if not lists:
        raise UnknownShape("no list of languages")
    for items in lists:
        python.extend_list(items, [labels.alone, labels.mixed])
    return f"{labels.alone} and {labels.mixed} in {len(lists)} lists"


def _arguments(python: PythonSource) -> list[ast.List]:
    found: list[ast.expr] = []
    for node in python.nodes:
        if isinstance(node, ast.keyword) and node.arg == "choices":
            found.append(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "addItems":
            found += node.args
    return [items for items in found if isinstance(items, ast.List)]
