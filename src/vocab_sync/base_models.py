"""Upstream's base models, and a folder of files resized from them.

A resized file keeps the name of the base model that it stands for. By that name it is found in the folder, by that
name a path in a tree is known for a base model's, whether upstream or an earlier ``vocab-sync apply`` wrote it, and
by it training finds the discriminator: it replaces ``s2G`` by ``s2D`` in the path.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from vocab_sync.checkpoint.embedding import find_text_embedding
from vocab_sync.checkpoint.files import open_checkpoint
from vocab_sync.errors import SeveralErrors, UserError
from vocab_sync.request import Request


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A pretrained file of upstream.

    Attributes:
        folder: where upstream keeps it, below ``GPT_SoVITS/pretrained_models``.
        name: its file name.
        kind: ``s1`` (GPT) or ``s2`` (the generator of SoVITS).
        versions: the model versions that it is the base of.
    """

    folder: str
    name: str
    kind: Literal["s1", "s2"]
    versions: tuple[str, ...]

    @property
    def symbol_version(self) -> str:
        """Whose symbols its rows are for, as in `Request.symbol_versions`."""
        return "v1" if self.versions == ("v1",) else "v2"

    @property
    def discriminator(self) -> str | None:
        """The file that s2 training expects beside it; v3 and v4 train without one."""
        if self.kind == "s1" or self.versions[0] in {"v3", "v4"}:
            return None
        return self.name.replace("s2G", "s2D")


BASE_MODELS: Final = {
    model.name: model
    for model in (
        BaseModel("", "s1bert25hz-2kh-longer-epoch=68e-step=50232.ckpt", "s1", ("v1",)),
        BaseModel("", "s2G488k.pth", "s2", ("v1",)),
        BaseModel("gsv-v2final-pretrained", "s1bert25hz-5kh-longer-epoch=12-step=369668.ckpt", "s1", ("v2",)),
        BaseModel("gsv-v2final-pretrained", "s2G2333k.pth", "s2", ("v2",)),
        BaseModel("", "s1v3.ckpt", "s1", ("v3", "v4", "v2Pro", "v2ProPlus")),
        BaseModel("", "s2Gv3.pth", "s2", ("v3",)),
        BaseModel("gsv-v4-pretrained", "s2Gv4.pth", "s2", ("v4",)),
        BaseModel("v2Pro", "s2Gv2Pro.pth", "s2", ("v2Pro",)),
        BaseModel("v2Pro", "s2Gv2ProPlus.pth", "s2", ("v2ProPlus",)),
    )
}
"""File name → base model, read off ``config.py`` of upstream."""

_V1_S1_ROWS = 512
"""Rows of the s1 of v1, whatever the number of its symbols below that: ``s1longer.yaml`` of upstream."""

_HASHED = 8192
"""Bytes of a file that ``process_ckpt.py`` of upstream tells it by."""


def find_base(folder: Path) -> Mapping[str, Path]:
    """Return the resized base models that ``folder`` holds, by file name; it may have upstream's subfolders.

    Raises:
        UserError: no such folder, no base model in it, or a generator without its discriminator: training would
            quietly begin that one from random weights. It has no symbols, so upstream's own file serves.
    """
    if not folder.is_dir():
        raise UserError(folder, "no such folder", "give --base the folder of the resized base models")
    found: dict[str, Path] = {}
    for model in BASE_MODELS.values():
        for path in (folder / model.name, folder / model.folder / model.name):
            if path.is_file():
                found.setdefault(model.name, path.resolve())
    if not found:
        raise UserError(folder, "holds no base model", f"give the resized files upstream's names: {_names()}")
    for name, path in found.items():
        discriminator = BASE_MODELS[name].discriminator
        if discriminator and not path.with_name(discriminator).is_file():
            raise UserError(path, f"has no {discriminator} beside it, which s2 training needs", "copy upstream's there")
    return found


def used_base(request: Request) -> dict[str, Path]:
    """Return the part of ``request.base`` whose symbols get the language: v1's files only where v1 is asked for.

    They come in the order of `BASE_MODELS`, wherever the request has them from, so that the same files are written.
    """
    return {
        name: request.base[name]
        for name, model in BASE_MODELS.items()
        if name in request.base and model.symbol_version in request.symbol_versions
    }


def check_rows(base: Mapping[str, Path], symbols: Mapping[str, int | None]) -> None:
    """Refuse resized base models that have not one embedding row for each symbol.

    Args:
        base: as in `Request`.
        symbols: `BaseModel.symbol_version` → number of symbols, None where that cannot be told.

    Raises:
        UserError: a file does not fit, is of another kind, or is no checkpoint; a line for each.
        OSError: a file cannot be read.
    """
    errors: list[UserError] = []
    for name, path in base.items():
        model = BASE_MODELS[name]
        size = symbols[model.symbol_version]
        if size and model.kind == "s1" and model.symbol_version == "v1":
            size = max(size, _V1_S1_ROWS)
        try:
            with open_checkpoint(path) as checkpoint:
                embedding = find_text_embedding(checkpoint)
        except UserError as error:
            errors.append(error)
            continue
        if embedding.kind.model != model.kind:
            errors.append(UserError(path, f"holds {embedding.kind}, not {model.kind}", "give it its own name"))
        elif embedding.rows != size:
            remedy = "resize it for this tree (vocab-sync resize), and run vocab-sync apply without --base before that"
            errors.append(UserError(path, f"has {embedding.rows} rows for {size} symbols", remedy))
    if errors:
        raise SeveralErrors(errors)


def digest(path: Path) -> str:
    """Return what ``process_ckpt.get_hash_from_file`` of upstream does: the MD5 of the first 8192 bytes.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.md5(file.read(_HASHED), usedforsecurity=False).hexdigest()


def _names() -> str:
    return ", ".join(BASE_MODELS)
