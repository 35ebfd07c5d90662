"""Paths of base models, wherever a version keeps them, pointed at resized files.

A path is a base model's by its file name, so that one which an earlier ``--base`` wrote is found again.
"""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

import yaml

from vocab_sync.base_models import used_base
from vocab_sync.edits.python_source import PythonSource, python_edit
from vocab_sync.outcome import RESTORE, Changed, NotNeeded, Outcome, Refused, Unchanged
from vocab_sync.request import Request

_NO_BASE = NotNeeded("no --base given")


def point_at_base(source: bytes, request: Request) -> Outcome:
    """Replace each string literal that is a base model's path; other text, as a docstring's example, stays.

    Args:
        source: the bytes of a Python file.
        request: names the resized files.
    """
    if not request.base:
        return _NO_BASE
    try:
        return _pointed(source, request)
    except _UnfitPath as error:
        return error.refused


@python_edit
def _pointed(python: PythonSource, request: Request) -> str | NotNeeded:
    targets, pointed = _targets(request), 0
    for node in python.nodes:
        if isinstance(node, ast.Constant) and (target := _target(node.value, targets)):
            pointed += 1
            if node.value != target:
                python.replace(node, python.quoted(target, node))
                node.value = target
    return _detail(pointed) or NotNeeded("no path of a model that --base holds")


def point_yaml_at_base(source: bytes, request: Request) -> Outcome:
    """Replace each scalar of a YAML file that is a base model's path.

    Args:
        source: the bytes of ``tts_infer.yaml``.
        request: names the resized files.
    """
    if not request.base:
        return _NO_BASE
    try:
        targets = _targets(request)
        result = source.decode()
        meant = _with_targets(yaml.safe_load(result), targets)
        root = yaml.compose(result, Loader=yaml.SafeLoader)
        nodes = [node for node in _scalars(root) if _target(node.value, targets)]
        for node in sorted(nodes, key=lambda node: node.start_mark.index, reverse=True):
            target = targets[PurePosixPath(node.value).name]
            if node.value != target:
                result = result[: node.start_mark.index] + _scalar(target) + result[node.end_mark.index :]
    except _UnfitPath as error:
        return error.refused
    except (yaml.YAMLError, UnicodeError) as error:
        return Refused(f"not valid YAML ({error})", RESTORE)
    try:
        alone = yaml.safe_load(result) == meant
    except yaml.YAMLError:  # a path stood behind an anchor
        alone = False
    if not alone:
        return Refused("the paths in it cannot be changed alone", RESTORE)
    detail = _detail(len(nodes))
    if detail is None:
        return NotNeeded("no path of a model that --base holds")
    return Unchanged(detail) if result.encode() == source else Changed(result.encode(), detail)


class _UnfitPath(ValueError):
    """A resized file that GPT-SoVITS cannot be pointed at."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path)
        self.refused = Refused(f"{path}: {reason}", "give --base another folder")


def _targets(request: Request) -> dict[str, str]:
    """Return file name → path as GPT-SoVITS is to have it: from the root of the tree if it lies there."""
    return {name: _written(path, request.root) for name, path in used_base(request).items()}


def _written(path: Path, root: Path | None) -> str:
    written = path.relative_to(root) if root and path.is_relative_to(root) else path
    text = written.as_posix()
    if "!" in text or "！" in text:
        raise _UnfitPath(text, "GPT-SoVITS takes a path with an exclamation mark for an entry of its menu")
    if "s2G" in written.parent.as_posix():
        raise _UnfitPath(text, "training makes the discriminator's path of it, s2D for each s2G, in folders as well")
    return text


def _target(value: object, targets: dict[str, str]) -> str | None:
    """Return where ``value`` is to point, None if it is no base model's path or that model was not resized."""
    if not isinstance(value, str) or "/" not in value or "\n" in value:
        return None
    return targets.get(PurePosixPath(value).name)


def _detail(pointed: int) -> str | None:
    return f"{pointed} base model path{'s' * (pointed > 1)}" if pointed else None


def _scalars(node: yaml.Node | None) -> list[yaml.ScalarNode]:
    match node:
        case yaml.ScalarNode():
            return [node]
        case yaml.SequenceNode(value=items):
            return [scalar for item in items for scalar in _scalars(item)]
        case yaml.MappingNode(value=pairs):
            return [scalar for _, value in pairs for scalar in _scalars(value)]
    return []


def _with_targets(value: object, targets: dict[str, str]) -> object:
    """Return ``value`` as the file is to say it."""
    match value:
        case dict():
            return {key: _with_targets(item, targets) for key, item in value.items()}
        case list():
            return [_with_targets(item, targets) for item in value]
    return _target(value, targets) or value


def _scalar(text: str) -> str:
    """Return ``text`` as a YAML scalar, plain if it can be."""
    plain = yaml.safe_dump(text, allow_unicode=True, width=10**6)
    return plain.removesuffix("\n").removesuffix("\n...")
