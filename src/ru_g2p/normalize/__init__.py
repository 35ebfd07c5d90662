"""Written Russian to spoken words.

One pass over the text, one ordered list of small verbalizers (``order.py``), the first to answer wins.
Each module reads one kind of written token; what a linguist would correct stands in the TSV tables beside
them. The result holds the 33 letters, ``+`` before a stressed vowel, and ``! ? … , . -``; nothing is dropped
but by a named rule.
"""

from __future__ import annotations

from ru_g2p.normalize.result import Edit, Normalized

__all__ = ["Edit", "Normalized", "normalize"]

_PASSES = 4
"""A repaired spelling may itself be a written token («yл.» with a Latin y): it is read in another pass."""


def normalize(text: str) -> Normalized:
    """Return what one says for ``text``, any string whatever, and where it differs from what is written."""
    from ru_g2p.normalize.scan import is_plain, scan  # noqa: PLC0415  (keeps the import of this package light)

    if is_plain(text):
        return Normalized(text)
    result = scan(text)
    for _ in range(_PASSES):
        if is_plain(result.text):
            break
        again = scan(result.text)
        if not again.edits:
            break
        result = result.then(again)
    return result
