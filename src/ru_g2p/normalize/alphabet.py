"""Character classes shared by the verbalizers' patterns."""

from __future__ import annotations

from typing import Final

LETTERS: Final = "А-Яа-яЁё"
"""The 33 letters, as the inside of a character class."""

VOWELS: Final = "АЕЁИОУЫЭЮЯаеёиоуыэюя"
"""The ten vowels."""

WORD: Final = rf"(?:[{LETTERS}]|\+(?=[{VOWELS}]))+"
"""A word as the result may hold it: letters and stress marks."""

WORD_END: Final = rf"(?!\+?[{LETTERS}])"
"""No letter follows, not even one with a stress mark before it: «5 м», but not «5 м+инут»."""

SPACE: Final = r"[ \u00a0\u202f]"
"""A space inside a line: ordinary, no-break, or narrow no-break."""

DASH: Final = r"[-\u2010-\u2015\u2212]"
"""Any hyphen, dash or minus."""

DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""The same as a string of characters."""

SENTENCE_ENDS: Final = r"(?=\s*\Z|\s+[\"«„“]?(?![IVXLC]{1,7}\s+(?:вв?\.|век|столети))[A-ZА-ЯЁ]|\s*\n)"
"""What follows a full stop that ends a sentence; «20-х гг. XX в.» goes on."""
