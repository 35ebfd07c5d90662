"""Chemical formulas, element by element: «H₂SO₄» (аш два эс о четыре), «Fe2O3», «Ca(OH)₂»."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ru_g2p.normalize.numerals import cardinal
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import rows

_SUBSCRIPTS: Final = "₀₁₂₃₄₅₆₇₈₉"
_STEP: Final = re.compile(rf"(?P<symbol>[A-Z][a-z]?)|(?P<count>[\d{_SUBSCRIPTS}]+)|[()]")
_SURE: Final = re.compile(rf"[{_SUBSCRIPTS}]|\d[A-Z(]|[a-z]\d|[HO]\d|\)\d")
"""What no model number has: «CS2» and «PS5» are no compounds, «CO2» and «CaCl2» are."""


@cache
def _elements() -> dict[str, str]:
    return {symbol: reading for symbol, reading, _ in rows("normalize/elements.tsv", "symbol", "reading", "example")}


def _read(match: re.Match[str]) -> Spoken | None:
    steps = list(_STEP.finditer(match[0]))
    symbols = [step["symbol"] for step in steps if step["symbol"]]
    is_compound = len(symbols) > 1 or any(digit in match[0] for digit in _SUBSCRIPTS)
    if not is_compound or not _SURE.search(match[0]) or not all(symbol in _elements() for symbol in symbols):
        return None
    words = [
        _elements()[step["symbol"]] if step["symbol"] else cardinal(int(unicodedata.normalize("NFKC", step["count"])))
        for step in steps
        if step["symbol"] or step["count"]
    ]
    return Spoken(" ".join(words))


FORMULA = Verbalizer(
    "formula",
    re.compile(
        rf"(?<![\w-])(?:[A-Z][a-z]?[\d{_SUBSCRIPTS}]{{0,3}}|\((?:[A-Z][a-z]?[\d{_SUBSCRIPTS}]{{0,3}}){{1,4}}\)[\d{_SUBSCRIPTS}]{{1,2}}){{1,12}}"
        r"(?![\w-])"
    ),
    _read,
)
