"""Written Russian to spoken words.

One pass over the text, one ordered list of small verbalizers (``order.py``), the first to answer wins.
Each module reads one kind of written token; what a linguist would correct stands in the TSV tables beside
them. The result holds the 33 letters, ``+`` before a stressed vowel, and ``! ? … , . -``; nothing is dropped
but by a named rule.
"""

from __future__ import annotations

from ru_g2p.errors import UnspeakableError
from ru_g2p.normalize.result import Edit, Normalized

__all__ = ["Edit", "Normalized", "normalize"]

_PASSES = 4
"""A repaired spelling may itself be a written token («yл.» with a Latin y): it is read in another pass."""


def normalize(text: str, *, strict: bool = False) -> Normalized:
    """Return what one says for ``text``, any string whatever, and where it differs from what is written.

    Args:
        text: any text; lines are joined.
        strict: whether what no rule can speak (a foreign script, a private character) is an error. Otherwise it is
            left out, and ``Normalized.lost`` tells where.

    Raises:
        UnspeakableError: ``strict`` and something is lost; names its line and column.
    """
    from ru_g2p.normalize.plain import is_intact, is_plain, simplified  # noqa: PLC0415  (keeps the import light)

    plain = simplified(text)
    if is_plain(plain.text) and is_intact(plain.text):
        return plain
    result = _pass(text)
    for _ in range(_PASSES):
        if is_plain(result.text) and is_intact(result.text):
            break
        again = _pass(result.text)
        if not again.edits:
            break
        result = result.then(again)
    if strict and result.lost:
        raise UnspeakableError(text, result.lost[0])
    return result


def _pass(text: str) -> Normalized:
    from ru_g2p.normalize.repairs import repair  # noqa: PLC0415
    from ru_g2p.normalize.scan import scan  # noqa: PLC0415

    repaired = repair(text)
    return repaired.then(scan(repaired.text)) if repaired.edits else scan(text)
