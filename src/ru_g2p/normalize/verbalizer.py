"""The one concept of this package: a named rule that reads one kind of written token."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer: the words for the match, none of them if it is not spoken at all."""

    words: str
    uncertain: bool = False
    end: int | None = None
    """Where the token ends in the source, if it reaches further than the pattern did."""
    lost: bool = False
    """Whether something in it cannot be spoken and is left out."""


Reader = Callable[[re.Match[str]], Spoken | None]
"""Reads a match, whose ``string`` gives the context; ``None`` passes it on to the next verbalizer."""


@dataclass(frozen=True, slots=True)
class Verbalizer:
    """A pattern, tried where a token begins, and the function that reads what it matched.

    A pattern's repetitions are bounded or cover what the match consumes, so that a pass stays linear.
    """

    name: str
    pattern: re.Pattern[str]
    read: Reader
    after: str = ""
    """The characters of which one must follow the digits that its token begins with; empty if any may."""
