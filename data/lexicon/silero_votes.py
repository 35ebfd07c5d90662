"""The accentor of silero-stress 1.5 (MIT) as a witness where other sources leave several stresses open."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from ru_g2p.stress.silero import Silero


class SileroVotes:
    """The accentor's choice for a word on its own; asked only between stresses that Wiktionary has."""

    def __init__(self) -> None:
        self._silero = Silero()
        self._known: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        """Return the word stressed."""
        if key not in self._known:
            self._known[key] = self._silero.words([key])[0].text
        return self._known[key]
