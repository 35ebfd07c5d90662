"""What an edit of one file comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

RESTORE: Final = (
    "restore the file (git checkout) and run vocab-sync apply again, or report which version of GPT-SoVITS it is of"
)
"""The remedy for a file whose shape no version of GPT-SoVITS has."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The file is to hold ``content``; ``detail`` says what differs, as ``732 → 785 symbols``."""

    content: bytes
    detail: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file is as the language needs it."""

    detail: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The file has another shape than the edit knows; ``remedy`` tells the user what to do."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Absent:
    """This version of GPT-SoVITS has no such place; ``detail`` says what it lacks."""

    detail: str


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """The place is there, but nothing that was asked for concerns it; ``detail`` says what would."""

    detail: str


Outcome: TypeAlias = Changed | Unchanged | Refused | Absent | NotNeeded
