"""What every edit of a training or model file must keep."""

from __future__ import annotations

from collections.abc import Callable

from vocab_sync.outcome import Changed, Outcome, Refused, Unchanged
from vocab_sync.request import VERSIONS, Request
from vocab_sync.russian import PACK

Edit = Callable[[bytes, Request], Outcome]

RUSSIAN = Request(PACK)
ALL_VERSIONS = Request(PACK, versions=frozenset(VERSIONS))

BOM = b"\xef\xbb\xbf"


def changed(edit: Edit, source: str, request: Request = RUSSIAN) -> str:
    """Return the edited source; line ends and a byte order mark stay, and a second run finds nothing to do."""
    outcome = edit(source.encode(), request)
    assert isinstance(outcome, Changed), outcome
    for change in (crlf, lambda text: BOM + text, lambda text: BOM + crlf(text)):
        variant = edit(change(source.encode()), request)
        assert isinstance(variant, Changed), variant
        assert variant.content == change(outcome.content)
        assert edit(variant.content, request) == Unchanged(variant.detail)
    assert edit(outcome.content, request) == Unchanged(outcome.detail)
    return outcome.content.decode()


def crlf(source: bytes) -> bytes:
    return source.replace(b"\n", b"\r\n")


def refused(edit: Edit, source: str, request: Request = RUSSIAN) -> str:
    outcome = edit(source.encode(), request)
    assert isinstance(outcome, Refused), outcome
    assert outcome.remedy
    return outcome.reason
