"""Prepositions that take or lose a vowel before a numeral: «со ста рублями», «во втором», «об одном», «о первом»."""

from __future__ import annotations

import re
from typing import Final

from ru_g2p.normalize.alphabet import LETTERS
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

CLASHES: Final = (
    rf"(?<![{LETTERS}+-])(?:[КкВвСс](?= втор[оаыу])|[Сс](?= ст[оа](?![{LETTERS}-]))|[Оо](?= одн)|[Оо](?= одиннадцат)"
    rf"|[Оо]б(?= перв))"
)
"""Where the preposition was written before a figure, without regard to how the figure is said."""


def _read(match: re.Match[str]) -> Spoken | None:
    written = match[0]
    if len(written) == 2:
        return Spoken(written[0])
    return Spoken(written + ("б" if written in "Оо" else "о"))


PREPOSITION = Verbalizer("preposition", re.compile(CLASHES), _read)
