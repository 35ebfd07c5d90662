"""A dictionary under work: the lines of its file, to which choices add rows, and which is saved whole."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ru_g2p.stress.phrases import phrase_key, phrase_words
from ru_g2p.stress.user_rows import is_row, parsed_row, read_text

_HEADER = "# Made with ru-g2p review: a word or phrase, a tab, the same with + before the stressed vowel."


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Lines of a dictionary, and in which of them a form or phrase has its row; never changed, only replaced."""

    lines: tuple[str, ...] = (_HEADER,)
    places: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def with_row(self, word: str, reading: str) -> Dictionary:
        """Return the dictionary with a row for a form or phrase in place of its former row, or at the end.

        A phrase keeps the readings of those of its words that the new row leaves open.
        """
        key = _key(word)
        at = self.places.get(key)
        if at is None:
            return Dictionary((*self.lines, f"{word}\t{reading}"), {**self.places, key: len(self.lines)})
        former = parsed_row("", self.lines[at])
        if former.is_phrase:
            word, reading = " ".join(key).replace(" -", "-"), _merged(former.reading, reading)
        return replace(self, lines=(*self.lines[:at], f"{word}\t{reading}", *self.lines[at + 1 :]))

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        target = path.resolve()  # a link stays one
        staged = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
        try:
            with staged.open("x", encoding="utf-8", newline="\n") as file:
                file.write("".join(f"{line}\n" for line in self.lines))
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, staged)
            staged.replace(target)
        except OSError as error:
            error.filename = str(path)  # the name that the user knows
            raise
        finally:
            staged.unlink(missing_ok=True)


def read_dictionary(path: Path) -> Dictionary:
    """Return the dictionary of a file.

    Raises:
        UserLexiconError: it cannot be read, or a row is malformed.
    """
    lines = read_text(path).rstrip().replace("\r\n", "\n").split("\n")
    rows = {at: parsed_row(f"{path}:{at + 1}", line) for at, line in enumerate(lines) if is_row(line)}
    return Dictionary(tuple(lines), {_key(row.word): at for at, row in rows.items() if not row.of_lemma})


def check_writable(path: Path) -> None:
    """Make sure, before any question is asked, that a dictionary can be saved.

    Raises:
        OSError: its folder is missing or may not be written.
    """
    folder = path.resolve().parent
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _key(word: str) -> tuple[str, ...]:
    """Return what a row is known by: a phrase stands for either spelling of a ё, a form does not."""
    return phrase_key(word) if len(phrase_words(word)) > 1 else (word,)


def _merged(former: str, reading: str) -> str:
    pairs = zip(phrase_words(former), phrase_words(reading), strict=True)
    return " ".join(new if "+" in new else old for old, new in pairs).replace(" -", "-")
