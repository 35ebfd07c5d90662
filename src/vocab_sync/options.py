"""What the options of ``vocab-sync`` mean."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from vocab_sync.base_models import find_base
from vocab_sync.errors import UserError
from vocab_sync.journal import Journal, Layer
from vocab_sync.language import PACK_SUFFIXES, LanguagePack, installed_languages, load_language
from vocab_sync.request import VERSIONS, Preset, Request


def find_pack(lang: str, journal: Journal) -> tuple[LanguagePack, str]:
    """Load the pack that ``lang`` names; return it, and its name for the journal.

    A pack file goes by its code, too, where it is applied.

    Raises:
        UserError: there is no such pack.
    """
    layer = journal.layer(lang)
    name = layer.pack if layer and lang not in installed_languages() else lang
    if name.endswith(PACK_SUFFIXES):
        name = str(Path(name).resolve())
    return load_language(name), name


def make_request(
    pack: LanguagePack, layer: Layer | None, versions: str | None, preset: str | None, base: Path | None
) -> Request:
    """Return what is asked for; what is not given is as in ``layer``, else the default.

    Args:
        pack: the language.
        layer: what an earlier run was asked for.
        versions: comma-separated.
        preset: a `Preset`.
        base: a folder of resized base models.

    Raises:
        UserError: an option's value is none.
    """
    request = layer.request(pack) if layer else Request(pack)
    if preset not in (None, *get_args(Preset)):
        raise UserError(f"--preset {preset}", "no such preset", f"give {' or '.join(get_args(Preset))}")
    return Request(
        pack,
        request.versions if versions is None else _versions(versions),
        request.preset if preset is None else cast(Preset, preset),
        request.base if base is None else find_base(base),
    )


def _versions(text: str) -> frozenset[str]:
    names = frozenset(name.strip() for name in text.split(",")) - {""}
    if not names or not names <= set(VERSIONS):
        unknown = ", ".join(sorted(names - set(VERSIONS))) or "none given"
        raise UserError(f"--versions {text}", f"no such version ({unknown})", f"give some of {','.join(VERSIONS)}")
    return names
