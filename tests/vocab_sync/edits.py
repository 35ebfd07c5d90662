"""What the tests of every edit of an upstream file ask of it."""

from __future__ import annotations

import pytest

from vocab_sync.language import LanguagePack
from vocab_sync.outcome import Changed, Refused, Unchanged
from vocab_sync.places import Edit
from vocab_sync.request import Request

BOM_AND_NEWLINE = pytest.mark.parametrize(("bom", "newline"), [("", "\n"), ("", "\r\n"), ("\ufeff", "\n")])


def changed(edit: Edit, source: str, *packs: LanguagePack, versions: frozenset[str] | None = None) -> str:
    """Apply the edit for each pack, assert that a second time changes nothing, and return the result."""
    content = source.encode()
    for pack in packs:
        request = Request(pack) if versions is None else Request(pack, versions)
        outcome = edit(content, request)
        assert isinstance(outcome, Changed), outcome
        content = outcome.content
        assert edit(content, request) == Unchanged(outcome.detail)
    return content.decode()


def reason(edit: Edit, source: str, pack: LanguagePack) -> str:
    """Return why the edit is refused."""
    outcome = edit(source.encode(), Request(pack))
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def added(before: str, after: str) -> list[str]:
    """Return the lines of ``after`` that ``before`` lacks; assert that all lines of ``before`` are in it, in order."""
    old, new = before.splitlines(), list[str]()
    for line in after.splitlines():
        if old and line == old[0]:
            old.pop(0)
        else:
            new.append(line)
    assert not old
    return new
