"""The policy of the package: which verbalizer is asked first; the particular stands before the general."""

from __future__ import annotations

from ru_g2p.normalize import (
    acronyms,
    dates,
    latin,
    numbers,
    ordinals,
    roman,
    sequences,
    spelling,
    symbols,
    times,
    urls,
    years,
)
from ru_g2p.normalize.abbreviations import ABBREVIATION
from ru_g2p.normalize.verbalizer import Verbalizer

VERBALIZERS: tuple[Verbalizer, ...] = (
    symbols.TAG,
    symbols.ENTITY,
    # What begins with a digit.
    sequences.PHONE,
    dates.ISO_DATE,
    dates.NUMERIC_DATE,
    dates.NAMED_DATE,
    dates.DAY_OF_SPAN,
    times.TIME,
    times.DOTTED_TIME,
    times.SCORE,
    years.YEAR_WORD,
    years.YEAR,
    years.DECADE,
    years.BARE_YEAR,
    ordinals.ORDINAL,
    numbers.PERCENT_ADJECTIVE,
    sequences.FRACTION,
    sequences.VERSION,
    numbers.NUMBER_WITH_UNIT,
    sequences.DIGITS,
    # What begins with a letter.
    urls.EMAIL,
    urls.ADDRESS,
    roman.CENTURY,
    roman.ROMAN,
    ABBREVIATION,
    acronyms.INITIALS,
    acronyms.ACRONYM,
    spelling.SPELLING,
    latin.KNOWN_WITH_SIGNS,
    latin.LATIN,
    acronyms.LETTER,
    # Signs, and what is not spoken.
    symbols.PLUS,
    symbols.POWER,
    symbols.SYMBOL,
    symbols.COMPATIBLE,
    symbols.EMOJI,
    symbols.CONTROL,
    symbols.FOREIGN,
)
"""In order of precedence: at each token the first to answer wins."""
