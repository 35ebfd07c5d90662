"""The policy of the package: which verbalizer is asked first; the particular stands before the general."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ru_g2p.normalize import (
    acronyms,
    chess,
    compounds,
    dates,
    formulas,
    fractions,
    identifiers,
    latin,
    maths,
    money,
    numbers,
    ordinals,
    percent,
    phones,
    references,
    roman,
    spelling,
    symbols,
    times,
    urls,
    years,
)
from ru_g2p.normalize.abbreviations import ABBREVIATION
from ru_g2p.normalize.prepositions import PREPOSITION
from ru_g2p.normalize.verbalizer import Verbalizer

_FIRST: Final[tuple[Verbalizer, ...]] = (
    latin.SERIAL,
    latin.KNOWN_WITH_SIGNS,
    urls.UNIX_PATH,
    urls.FILE,
    urls.NICKNAME,
)
_NUMBERS: Final[tuple[Verbalizer, ...]] = (
    identifiers.TABLE,
    chess.CASTLING,
    identifiers.LABELLED,
    identifiers.CARD,
    identifiers.VISCOSITY,
    phones.PHONE,
    dates.ISO_DATE,
    dates.NUMERIC_DATE,
    dates.HYPHENATED_DATE,
    dates.ROMAN_MONTH,
    dates.MONTH_OF_YEAR,
    phones.LOCAL_PHONE,
    dates.NAMED_DATE,
    dates.LISTED_DAY,
    dates.NEW_STYLE_DAY,
    times.RATIO,
    times.SPAN,
    times.TIME,
    dates.SHORT_SPAN,
    times.DOTTED_SPAN,
    times.DOTTED_TIME,
    times.HYPHENATED_TIME,
    times.HOUR,
    times.ENGLISH_TIME,
    dates.SHORT_DATE,
    years.SCHOOL_YEAR,
    years.YEAR_WORD,
    years.YEAR,
    years.LISTED_YEAR,
    years.ERA_YEAR,
    years.FIRST_DECADE,
    years.DECADE,
    years.BRACKETED_YEAR,
    years.BARE_YEAR,
    compounds.MEASURED_COMPOUND,
    compounds.RANGE_COMPOUND,
    compounds.SUSPENDED_COMPOUND,
    compounds.SPACED_COMPOUND,
    references.VOLUMES,
    references.PAGES,
    references.FORM,
    references.NUMBERED,
    ordinals.PARALLEL,
    ordinals.ORDINAL_SPAN,
    ordinals.ORDINAL,
    compounds.COMPOUND,
    ordinals.GLUED_ORDINAL,
    roman.ARABIC_CENTURY,
    percent.WRITTEN,
    percent.AGREEING,
    fractions.RATING,
    fractions.FRACTION,
    maths.OPERATION,
    maths.POWER_OF_NUMBER,
    maths.FACTORIAL,
    times.SCORE,
    identifiers.VERSION,
    identifiers.SECTION,
    identifiers.MODEL,
    references.HEADING,
    references.ORDINAL_RANGE,
    numbers.NUMBER_WITH_UNIT,
    identifiers.DIGITS,
)
_WORDS: Final[tuple[Verbalizer, ...]] = (
    PREPOSITION,
    chess.MOVE,
    chess.CASTLING,
    maths.LOGARITHM,
    maths.FUNCTION,
    formulas.FORMULA,
    money.PAIR,
    urls.PATH,
    urls.EMAIL,
    urls.ADDRESS,
    urls.HASHTAG,
    roman.CENTURY,
    roman.ROMAN,
    ABBREVIATION,
    acronyms.INITIALS,
    acronyms.ACRONYM,
    spelling.SPELLING,
    latin.LATIN,
    acronyms.LETTER,
)
_SIGNS: Final[tuple[Verbalizer, ...]] = (
    maths.ROOT,
    maths.CARET,
    maths.APPROXIMATELY,
    maths.MODULUS,
    symbols.ABOUT,
    symbols.PLUS,
    symbols.SLASH,
    symbols.POWER,
    symbols.NUMBERS,
    symbols.SECTION,
    symbols.CURRENCY,
    symbols.GREEK,
    symbols.SYMBOL,
    symbols.COMPATIBLE,
    symbols.EMOJI,
    symbols.CONTROL,
    symbols.DECORATION,
    symbols.FOREIGN,
)

VERBALIZERS: Final = (*_FIRST, *_NUMBERS, *_WORDS, *_SIGNS)
"""In order of precedence: at each token the first to answer wins."""

_DIGITS: Final = re.compile(r"\d{1,64}")
_AT_DIGIT: Final = (*_FIRST, *_NUMBERS, urls.EMAIL, urls.ADDRESS, *_SIGNS)
_AT_LETTER: Final = (*_FIRST, *_WORDS, *_SIGNS)
_AT_SIGN: Final = (
    *_FIRST,
    identifiers.MASKED,
    phones.PHONE,
    fractions.FRACTION,
    numbers.NUMBER_WITH_UNIT,
    urls.HASHTAG,
    spelling.SPELLING,
    *_SIGNS,
)


@lru_cache(maxsize=256)
def _followed_by(character: str) -> tuple[Verbalizer, ...]:
    return tuple(each for each in _AT_DIGIT if not each.after or (character and character in each.after))


def verbalizers_at(text: str, position: int) -> tuple[Verbalizer, ...]:
    """Return, in order, the verbalizers that can match a token that begins at ``position``; it saves other tries."""
    character = text[position]
    digits = _DIGITS.match(text, position)
    if digits:
        return _followed_by(text[digits.end() : digits.end() + 1])
    return _AT_LETTER if character.isalpha() else _AT_SIGN
