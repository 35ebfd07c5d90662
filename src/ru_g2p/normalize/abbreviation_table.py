"""The table of abbreviations, apart from its verbalizer, because every text is searched for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ru_g2p.tables import TableError, rows

KINDS = frozenset(
    {"fixed", "noun", "plural", "place", "apposed", "agrees", "language", "contracted", "unit", "month", "weekday"}
)
_WRITTEN = re.compile(r"(?:\[(?P<before>[^\]]+)\] )?(?P<body>.*?)(?: <(?P<after>[^>]+)>)?")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A row of ``abbreviations.tsv``, whose head explains the columns."""

    body: str
    before: str
    after: str
    words: str
    kind: str
    ends: str


@cache
def table() -> dict[str, tuple[Abbreviation, ...]]:
    """Return the abbreviations by what is written, in order of first letters, then the longest first.

    Raises:
        TableError: an unknown kind.
    """
    found: dict[str, list[Abbreviation]] = {}
    for written, words, kind, ends, _ in rows(
        "normalize/abbreviations.tsv", "written", "words", "kind", "ends", "example"
    ):
        parts = _WRITTEN.fullmatch(written)
        if kind not in KINDS or ends not in {"yes", "no", "name"} or parts is None:
            raise TableError(f"abbreviations.tsv: {written!r}: the head of the table lists the kinds and ends")
        body = parts["body"]
        row = Abbreviation(body, parts["before"] or "", parts["after"] or "", words, kind, ends)
        found.setdefault(body, []).append(row)
    return {body: tuple(found[body]) for body in sorted(found, key=lambda body: (body[0].lower(), -len(body), body))}


def dotted_words() -> str:
    """Return a pattern of what may stand before the full stop of an abbreviation, single letters left out."""
    return _alternatives({word for body in table() for word in re.findall(r"([а-яё]{2,})\.", body)})


def undotted_words() -> str:
    """Return a pattern of the abbreviations of letters alone, written without a full stop."""
    return _alternatives({body for body in table() if body.isalpha()})


def contracted_words() -> str:
    """Return a pattern of the abbreviations with a hyphen, their own ending left out."""
    return _alternatives({body[: body.index("-") + 1] for body in table() if re.fullmatch(r"[а-яё]+-[а-яё]+", body)})


def _alternatives(words: Iterable[str]) -> str:
    """Return a pattern that takes words letter by letter, the first large or small: a search leaves it soon."""
    return "|".join(f"[{first.upper()}{first}]{rest}" for first, rest in _branches(set(words)))


def _branches(words: set[str]) -> list[tuple[str, str]]:
    """Return the first letters of ``words``, each with the pattern of what may follow it."""
    branches = []
    for first in sorted({word[0] for word in words if word}):
        rest = {word[1:] for word in words if word.startswith(first)}
        following = [re.escape(letter) + pattern for letter, pattern in _branches(rest)]
        branches.append((first, f"(?:{'|'.join(following)}){'?' if '' in rest else ''}" if following else ""))
    return branches
