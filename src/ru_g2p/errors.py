"""What ``ru_g2p`` raises for a user's mistake; every message names the remedy."""

from __future__ import annotations


class RuG2PError(Exception):
    """Base of the errors below."""


class BackendError(RuG2PError):
    """A stress backend that is unknown or cannot be loaded."""


class LexiconError(RuG2PError):
    """A packaged lexicon that is missing, damaged or of another format; names the file."""


class UserLexiconError(RuG2PError):
    """A user's dictionary that cannot be read; names file and line."""


class UnspeakableError(RuG2PError):
    """A character that no rule of the normalizer can speak or drops by intent, met where nothing may be lost.

    ``line`` and ``column`` count from 1; ``column`` counts characters.
    """

    def __init__(self, text: str, offset: int, line: int = 1, file: str = "") -> None:
        self.character = text[offset]
        self.line = line + text.count("\n", 0, offset)
        self.column = offset - text.rfind("\n", 0, offset)
        super().__init__(
            f"{file and file + ':'}{self.line}:{self.column}: {self.character!r} (U+{ord(self.character):04X}) "
            "cannot be spoken; write it in Cyrillic or Latin letters, or take it out"
        )
