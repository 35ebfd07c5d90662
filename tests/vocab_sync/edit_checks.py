"""What every edit of an upstream file must keep."""

from __future__ import annotations

from collections.abc import Callable

from vocab_sync.language import LanguagePack
from vocab_sync.outcome import Changed, Outcome, Refused, Unchanged
from vocab_sync.request import VERSIONS, Request
from vocab_sync.russian import PACK

Edit = Callable[[bytes, Request], Outcome]

RUSSIAN = Request(PACK)
ALL_VERSIONS = Request(PACK, versions=frozenset(VERSIONS))

BOM = b"\xef\xbb\xbf"


def changed(edit: Edit, source: str, request: Request = RUSSIAN, *, bom: bool = True) -> str:
    """Return the edited source; line ends and a byte order mark stay, and a second run finds nothing to do."""
    outcome = edit(source.encode(), request)
    assert isinstance(outcome, Changed), outcome
    for change in (crlf, lambda text: BOM + text, lambda text: BOM + crlf(text))[: 3 if bom else 1]:
        variant = edit(change(source.encode()), request)
        assert isinstance(variant, Changed), variant
        assert variant.content == change(outcome.content)
        assert edit(variant.content, request) == Unchanged(variant.detail)
    assert edit(outcome.content, request) == Unchanged(outcome.detail)
    return outcome.content.decode()


def for_each(edit: Edit, source: str, *packs: LanguagePack, bom: bool = True) -> str:
    """Return the source edited for one language after the other."""
    for pack in packs:
        source = changed(edit, source, Request(pack), bom=bom)
    return source


def added(before: str, after: str) -> list[str]:
    """Return the lines of ``after`` that ``before`` lacks; all lines of ``before`` are in it, in order."""
    old, new = before.splitlines(), list[str]()
    for line in after.splitlines():
        if old and line == old[0]:
            old.pop(0)
        else:
            new.append(line)
    assert not old
    return new


def crlf(source: bytes) -> bytes:
    return source.replace(b"\n", b"\r\n")


def refused(edit: Edit, source: str, request: Request = RUSSIAN) -> str:
    outcome = edit(source.encode(), request)
    assert isinstance(outcome, Refused), outcome
    assert outcome.remedy
    return outcome.reason
