"""Moves of chess: «Крf8» (король эф восемь), «Фxd5+» (ферзь бьёт дэ пять, шах), «exd5», «0-0-0» (длинная рокировка)."""

from __future__ import annotations

import re
from typing import Final

from ru_g2p.normalize.latin import letter_name
from ru_g2p.normalize.numerals import cardinal
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_PIECES: Final = {
    "Кр": "король", "Ф": "ферзь", "Л": "ладья", "С": "слон", "К": "конь",
    "K": "король", "Q": "ферзь", "R": "ладья", "B": "слон", "N": "конь",
}  # fmt: skip
_FILES: Final = str.maketrans("асе", "ace")
"""Latin letters right after a Russian one have been taken for look-alikes of it: «Кe5», «Сxc6»."""

_SIGNS: Final = {"+": ", шах", "++": ", двойной шах", "#": ", мат", "": ""}
_WINDOW: Final = 48
_OTHER: Final = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.{1,3} ?)?(?:Кр|[ФЛСКKQRBN])?[a-hасе]?[1-8]?[x:×х]?[a-hасе][1-8](?!\w)"
)
"""Another move nearby: without one «Nf3» and «Be5» may be anything, and «0-0» a score."""


def _read_move(match: re.Match[str]) -> Spoken | None:
    piece = match["piece"] or ""
    is_sure = piece in {"Кр", "Ф", "Л", "С", "К"} or (not piece and (match["takes"] or match["becomes"]))
    if not is_sure and not _is_among_moves(match):
        return None
    said = [_PIECES[piece]] if piece else []
    said += _square(match["from"] or "")
    said += ["бьёт"] if match["takes"] else []
    said += _square(match["to"])
    said += [_PIECES[match["becomes"]]] if match["becomes"] else []
    return Spoken(" ".join(said) + _SIGNS[match["sign"]])


def _square(written: str) -> list[str]:
    signs = written.translate(_FILES)
    return [cardinal(int(sign)) if sign.isdecimal() else letter_name(sign) for sign in signs]


def _is_among_moves(match: re.Match[str]) -> bool:
    before, after = match.start() - _WINDOW, match.end() + _WINDOW
    around = f"{match.string[max(0, before) : match.start()]} {match.string[match.end() : after]}"
    return _OTHER.search(around) is not None


def _read_castling(match: re.Match[str]) -> Spoken | None:
    if match["long"]:
        return Spoken("длинная рокировка" + _SIGNS[match["sign"]])
    return Spoken("короткая рокировка" + _SIGNS[match["sign"]]) if _is_among_moves(match) else None


_SIGN: Final = r"(?P<sign>\+{1,2}|#|)(?![\w+])"
MOVE = Verbalizer(
    "chess",
    re.compile(
        r"(?<![\w-])(?P<piece>Кр|[ФЛСКKQRBN])?(?P<from>[a-hасе]?[1-8]?(?=[x:×х]?[a-hасе][1-8])|(?<![КСЛФр]))"
        rf"(?P<takes>(?<=[\w])[x:×х])?(?P<to>[a-hасе][1-8])(?:=?(?P<becomes>[ФЛСКQRBN]))?{_SIGN}"
    ),
    _read_move,
)
CASTLING = Verbalizer("chess", re.compile(rf"(?<![\w-])(?:0-0|O-O|О-О)(?P<long>-0|-O|-О)?(?!-){_SIGN}"), _read_castling)
