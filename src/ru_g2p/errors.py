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
