"""A user's own stress dictionary: word → the same word with ``+`` before the stressed vowel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ru_g2p.errors import UserLexiconError

_STRESSED: Final = re.compile(r"(?:[а-яё]*\+[аеёиоуыэюя][а-яё]*)+|[а-яё]*ё[а-яё]*")


def load_user_lexicon(source: str | Path | Mapping[str, str] | None) -> dict[str, str]:
    """Return word → stressed word, both in small letters.

    Args:
        source: a mapping, or the path of a UTF-8 TSV with two columns (``замок⇥з+амок``); blank lines and lines
            that begin with ``#`` are skipped. None is an empty dictionary.

    Raises:
        UserLexiconError: unreadable file or malformed entry; names file and line.
    """
    if source is None:
        return {}
    if isinstance(source, Mapping):
        return dict(_entry(word, stressed, "user lexicon") for word, stressed in source.items())
    path = Path(source)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserLexiconError(f"{path}: cannot be read as UTF-8 text ({error}); check the path") from error
    entries: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 2:
            raise UserLexiconError(f"{path}:{number}: two columns expected, word and stressed word, with a tab between")
        word, stressed = _entry(cells[0], cells[1], f"{path}:{number}")
        if entries.setdefault(word, stressed) != stressed:
            raise UserLexiconError(f"{path}:{number}: {word} already has another stress above; keep one of the two")
    return entries


def _entry(word: str, stressed: str, where: str) -> tuple[str, str]:
    word, stressed = word.strip().lower(), stressed.strip().lower()
    if not _STRESSED.fullmatch(stressed):
        raise UserLexiconError(f"{where}: {stressed!r} needs + before a stressed vowel, as in з+амок")
    if stressed.replace("+", "").replace("ё", "е") != word.replace("ё", "е"):
        raise UserLexiconError(f"{where}: {stressed!r} is not the word {word!r} with a stress mark")
    return word, stressed
