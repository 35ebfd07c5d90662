"""The lists from which a user picks a language: in the web pages, the two APIs, the command line and the window."""

from __future__ import annotations

import ast

from vocab_sync.edits.python import PythonFile, UnknownShape, python_edit
from vocab_sync.request import Request


@python_edit
def list_in_webui(file: PythonFile, request: Request) -> str:
    """Add both modes to ``dict_language_v2``, and to ``dict_language_v1`` if v1 is asked for.

    Args:
        file: ``inference_webui.py`` or ``inference_webui_fast.py``.
        request: names the language, its labels and the versions.
    """
    pack = request.pack
    names = ["dict_language_v2", "dict_language_v1"] if "v1" in request.versions else ["dict_language_v2"]
    for name in names:
        file.extend(_only(file, name), [(pack.labels.alone, pack.alone), (pack.labels.mixed, pack.code)])
    return f"{pack.labels.alone} and {pack.labels.mixed} in {' and '.join(names)}"


@python_edit
def list_in_api(file: PythonFile, request: Request) -> str | None:
    """Add both modes to ``dict_language``, by their labels and by their codes.

    Args:
        file: ``api.py``, which looks up what it is sent in lower case.
        request: names the language and its labels.
    """
    pack = request.pack
    if not any(file.assigned("dict_language")):
        return None
    labels = [(pack.labels.alone.lower(), pack.alone), (pack.labels.mixed.lower(), pack.code)]
    file.extend(_only(file, "dict_language"), [*labels, (pack.alone, pack.alone), (pack.code, pack.code)])
    return f"{pack.alone} and {pack.code} in dict_language"


@python_edit
def list_in_tts(file: PythonFile, request: Request) -> str:
    """Add both modes to ``v2_languages``, and to ``v1_languages`` if v1 is asked for.

    Args:
        file: ``TTS.py``.
        request: names the language and the versions.
    """
    pack = request.pack
    names = ["v2_languages", "v1_languages"] if "v1" in request.versions else ["v2_languages"]
    for name in names:
        file.extend(_only(file, name), [(pack.code,), (pack.alone,)])
    return f"{pack.code} and {pack.alone} in {' and '.join(names)}"


@python_edit
def list_in_choices(file: PythonFile, request: Request) -> str:
    """Add both modes to each list of languages that is given to ``choices=`` or ``addItems``.

    Args:
        file: ``inference_cli.py`` or ``inference_gui.py``.
        request: names the labels.
    """
    labels = request.pack.labels
    lists = [items for items in _arguments(file.tree) if ("中文",) in file.entries(items)]
    if not lists:
        raise UnknownShape("no list of languages")
    for items in lists:
        file.extend(items, [(labels.alone,), (labels.mixed,)])
    return f"{labels.alone} and {labels.mixed} in {len(lists)} lists"


def _only(file: PythonFile, name: str) -> ast.expr:
    found = file.assigned(name)
    if len(found) != 1:
        raise UnknownShape(f"{name} is set {len(found)} times")
    return found[0]


def _arguments(tree: ast.Module) -> list[ast.List]:
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "choices":
            found.append(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "addItems":
            found += node.args
    return [items for items in found if isinstance(items, ast.List)]
