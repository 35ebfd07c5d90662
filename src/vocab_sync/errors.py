"""The one error that a user's mistake or an unfit file becomes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class UserError(Exception):
    """Something the user can put right; the command line prints it as ``error: WHERE: what; remedy``."""

    def __init__(self, where: str | Path, what: str, remedy: str) -> None:
        """Make the one-line message.

        Args:
            where: the file, folder or option that is at fault.
            what: what is wrong with it, without a final full stop.
            remedy: what to do about it.
        """
        super().__init__(" ".join(f"{where}: {what}; {remedy}".split()))


class SeveralErrors(UserError):
    """Mistakes that are better put right together; a line each."""

    def __init__(self, errors: Sequence[UserError]) -> None:
        """Join the messages of ``errors``."""
        Exception.__init__(self, "\n".join(map(str, errors)))
