"""``process_ckpt.py`` (20250228v3 and later): which version a base model is.

Upstream tells its own base models by a hash of their first bytes, and any other file by its first two bytes or its
size. By size v2Pro and v2ProPlus pass for v2, v4 for v3; so the hash of each resized base model is added.
"""

from __future__ import annotations

import ast
import re

from vocab_sync.base_models import BASE_MODELS, digest, used_base
from vocab_sync.edits.python_source import PythonSource, UnknownShape, python_edit
from vocab_sync.outcome import Absent, NotNeeded, Outcome, Refused
from vocab_sync.request import Request

_TABLE = "hash_pretrained_dict"
_ENTRY = re.compile(
    r"""(?P<indent>[ \t]*)(?P<quote>["'])(?P<md5>[0-9a-f]{32})(?P=quote)(?P<colon>\s*:\s*)"""
    r"""(?P<value>\[["']v\d["'](?P<comma>\s*,\s*)["']v\w+["']\s*,\s*(?:True|False)\]),(?P<hash>\s*#\s*)(?P<note>.*)"""
)
_NOTE = ", resized for vocab-sync"
"""What ends the comment of an entry of ours."""


def register_base(source: bytes, request: Request) -> Outcome:
    """Add the hash of each resized s2 base model in the place of those of an earlier ``--base``.

    Of the files themselves the first 8192 bytes are read.

    Args:
        source: the bytes of ``process_ckpt.py``.
        request: names the resized files.
    """
    files = {name: path for name, path in used_base(request).items() if BASE_MODELS[name].kind == "s2"}
    if not files:
        return NotNeeded("no --base given for s2")
    if _TABLE.encode() not in source:
        return Absent("tells no base model by its hash")
    try:
        hashes = {name: digest(path) for name, path in files.items()}
    except OSError as error:
        return Refused(f"{error.filename}: {error.strerror}", "give --base a folder with the resized base models")
    return python_edit(lambda python, _: _register(python, hashes))(source, request)


def _register(python: PythonSource, hashes: dict[str, str]) -> str | NotNeeded:
    table = python.assigned_once(_TABLE)
    if not isinstance(table, ast.Dict):
        raise UnknownShape(f"line {table.lineno}: {_TABLE} is no dict")
    head, *lines = python.text(table).split("\n")
    foot = lines.pop() if lines else ""
    newline = head.removeprefix("{") + "\n"
    entries = [entry for line in lines if (entry := _ENTRY.fullmatch(line.rstrip("\r")))]
    kept = [entry for entry in entries if not entry["note"].endswith(_NOTE)]
    if newline not in {"\n", "\r\n"} or len(entries) < len(lines) or not kept or foot.strip() != "}":
        raise UnknownShape(f"line {table.lineno}: {_TABLE} does not hold one entry with a comment on each line")

    told = {entry["md5"]: ast.literal_eval(entry["value"]) for entry in kept}
    versions = {version for _, version, _ in told.values()} | {"v1"}  # upstream has v1's file down as v2
    ours = {}
    for name, md5 in hashes.items():
        version = BASE_MODELS[name].versions[0]
        if version in versions and md5 not in told:
            told[md5] = ["v1" if version == "v1" else "v2", version, False]
            ours[name] = _entry(kept[-1], name, md5, told[md5])
    if not ours and len(kept) == len(entries):
        return NotNeeded("knows none of the versions that --base holds")
    if len(told) < len(kept) + len(ours) or len({*hashes.values()}) < len(hashes):
        raise UnknownShape("two base models begin with the same bytes")
    python.replace(table, newline.join([head.rstrip("\r"), *(entry[0] for entry in kept), *ours.values(), foot]))
    meant = ast.parse(repr(told), mode="eval").body
    if isinstance(meant, ast.Dict):
        table.keys, table.values = meant.keys, meant.values
    return f"told by their hash: {', '.join(ours) or 'upstream files'}"


def _entry(like: re.Match[str], name: str, md5: str, value: list[str | bool]) -> str:
    """Return the line of an entry in the style of ``like``."""
    quote, comma = like["quote"], like["comma"]
    symbols, version, lora = value
    items = comma.join((f"{quote}{symbols}{quote}", f"{quote}{version}{quote}", str(lora)))
    return f"{like['indent']}{quote}{md5}{quote}{like['colon']}[{items}],{like['hash']}{name}{_NOTE}"
