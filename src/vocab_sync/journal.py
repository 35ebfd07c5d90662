"""What vocab-sync has written into a tree: a stack of layers, one for each language, and what is under way.

Contents are named by their SHA-256; `vocab_sync.transaction` keeps them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

from vocab_sync.errors import UserError
from vocab_sync.language import LanguagePack
from vocab_sync.request import VERSIONS, Preset, Request

_FORMAT = 1
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Change:
    """A file that was written: POSIX path from the root, digest of its content before and after (None: no file)."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Layer:
    """A language in a tree, and what it takes to remove it.

    Attributes:
        language: its code.
        name: its English name.
        pack: how ``--lang`` names it: a code, or the absolute path of a pack file.
        fingerprint: of the pack, `LanguagePack.fingerprint`.
        frontend: version of what turns its text into phones, `LanguagePack.frontend`.
        versions: as in `Request`, sorted.
        preset: as in `Request`.
        base: as in `Request`, paths as strings.
        files: what was changed; ``before`` is the content without the language.
        folders: POSIX paths of the folders that were made for them, outer ones first.
    """

    language: str
    name: str
    pack: str
    fingerprint: str
    frontend: str
    versions: tuple[str, ...]
    preset: Preset
    base: Mapping[str, str]
    files: tuple[Change, ...] = ()
    folders: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: Request, pack: str) -> Layer:
        """Return the layer of what is asked for, without files."""
        return cls(
            language=request.pack.code,
            name=request.pack.name,
            pack=pack,
            fingerprint=request.pack.fingerprint,
            frontend=request.pack.frontend(),
            versions=tuple(sorted(request.versions)),
            preset=request.preset,
            base={name: str(path) for name, path in sorted(request.base.items())},
        )

    def request(self, pack: LanguagePack) -> Request:
        """Return what was asked for, of ``pack`` as it is now."""
        base = {name: Path(path) for name, path in self.base.items()}
        return Request(pack, frozenset(self.versions), self.preset, base)


@dataclass(frozen=True, slots=True)
class Journal:
    """The layers of a tree, the last applied last.

    Attributes:
        layers: at most one for each language.
        pending: changes that a run has begun: as long as they stand here they are to be undone.
        folders: the folders that it makes.
    """

    layers: tuple[Layer, ...] = ()
    pending: tuple[Change, ...] = field(default=())
    folders: tuple[str, ...] = field(default=())

    def layer(self, language: str) -> Layer | None:
        """Return the layer of a language."""
        return next((layer for layer in self.layers if layer.language == language), None)

    def written(self, path: str) -> Change | None:
        """Return the last change of a file."""
        found = [change for layer in self.layers for change in layer.files if change.path == path]
        return found[-1] if found else None

    def digests(self) -> set[str]:
        """Return the digests of all contents that the journal speaks of."""
        changes = [*self.pending, *(change for layer in self.layers for change in layer.files)]
        return {digest for change in changes for digest in (change.before, change.after) if digest}

    def applied(self, layer: Layer) -> Journal:
        """Return the journal after ``layer`` was applied, whose files are those that this run changes.

        A language that is there already keeps its place and its older originals.

        Raises:
            UserError: a later language has written over a file that is to change.
        """
        layers = list(self.layers)
        codes = [known.language for known in layers]
        if layer.language not in codes:
            return Journal((*layers, layer))
        at = codes.index(layer.language)
        paths = {change.path for change in layer.files}
        for later in layers[at + 1 :]:
            if shared := sorted(paths & {change.path for change in later.files}):
                raise UserError(
                    shared[0],
                    f"{layer.language} was applied before {later.language}, which has changed this file since",
                    f"run vocab-sync revert TREE --lang {later.language}, then apply both again",
                )
        files = {change.path: change for change in layers[at].files}
        for change in layer.files:
            old = files.get(change.path)
            files[change.path] = replace(change, before=old.before) if old else change
        kept = tuple(change for change in files.values() if change.before != change.after)
        folders = tuple(dict.fromkeys((*layers[at].folders, *layer.folders)))
        layers[at] = replace(layer, files=kept, folders=folders)
        return Journal(tuple(layers))

    def dump(self) -> bytes:
        """Return the journal as the bytes of a JSON file."""
        return json.dumps({"format": _FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()

    @classmethod
    def parse(cls, source: bytes, path: Path) -> Journal:
        """Read what ``dump`` wrote; a tree may come from anywhere, so nothing in it is trusted.

        Raises:
            UserError: it is damaged, names a file outside the tree, or comes from a newer version.
        """
        try:
            record = json.loads(source)
            if record.pop("format") != _FORMAT:
                raise UserError(path, "written by another version of vocab-sync", "use that version (pip install -U)")
            return cls(
                tuple(_layer(layer) for layer in record["layers"]),
                tuple(_change(change) for change in record["pending"]),
                tuple(_path(folder) for folder in record["folders"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UserError(
                path, f"damaged ({error})", f"restore the tree's files (git checkout) and delete {path.parent}"
            ) from error


def digest_of(content: bytes | None) -> str | None:
    """Return the name of a content, None for no file."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def _layer(record: dict[str, Any]) -> Layer:
    versions, preset, base = (record.pop(name) for name in ("versions", "preset", "base"))
    files, folders = (record.pop(name) for name in ("files", "folders"))
    if not set(versions) <= set(VERSIONS) or preset not in ("finetune", "scratch"):
        raise ValueError("a request that cannot be")
    return Layer(
        **{name: _text(value) for name, value in record.items()},
        versions=tuple(versions),
        preset=cast(Preset, preset),
        base={_text(name): _text(file) for name, file in base.items()},
        files=tuple(_change(change) for change in files),
        folders=tuple(_path(folder) for folder in folders),
    )


def _change(record: dict[str, Any]) -> Change:
    path, before, after = (record[name] for name in ("path", "before", "after"))
    for digest in (before, after):
        if digest is not None and not _DIGEST.fullmatch(digest):
            raise ValueError(f"no digest: {digest!r}")
    return Change(_path(path), before, after)


def _path(value: Any) -> str:
    path = PurePosixPath(_text(value))
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in str(path) or ":" in str(path):
        raise ValueError(f"a path outside the tree: {value!r}")
    return str(path)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"no text: {value!r}")
    return value
