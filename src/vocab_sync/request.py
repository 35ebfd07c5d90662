"""What a user asks of ``vocab-sync apply``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from vocab_sync.language import LanguagePack

VERSIONS = ("v1", "v2", "v3", "v4", "v2Pro", "v2ProPlus")
"""The model versions of GPT-SoVITS. v1 has symbols and configurations of its own, the others share theirs."""

Preset = Literal["finetune", "scratch"]
"""``finetune`` keeps what a base model knows of its quantizer and text encoder, ``scratch`` trains all of it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A language, and how a tree is to be set up for it.

    Attributes:
        pack: the language.
        versions: the model versions it is wanted for, of `VERSIONS`.
        preset: how s2 is to be trained.
        base: file name of an upstream base model → resized file to use in its place.
        root: the tree; a base model inside it is written as a path from there. `make_plan` sets it.
    """

    pack: LanguagePack
    versions: frozenset[str] = frozenset(VERSIONS) - {"v1"}
    preset: Preset = "finetune"
    base: Mapping[str, Path] = field(default_factory=dict)
    root: Path | None = None

    @property
    def symbol_versions(self) -> tuple[str, ...]:
        """Whose symbols are needed: ``v2`` stands for all versions but v1, which share theirs."""
        return ("v2",) * bool(self.versions - {"v1"}) + ("v1",) * ("v1" in self.versions)
