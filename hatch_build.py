"""Wheel build hook: compiles ``data/lexicon`` into ``src/ru_g2p/lexicon`` (for editable installs too)."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LexiconHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs the compilers in ``data/lexicon`` before the files of a wheel are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the lexicons; ``version`` is ``standard`` or ``editable`` and makes no difference."""
        root = Path(self.root)
        for compiler in ("pronunciation_build.py", "stress_build.py"):
            runpy.run_path(str(root / "data/lexicon" / compiler))["build"](root / "src/ru_g2p/lexicon")
