"""The rows of a user's own dictionary, a UTF-8 TSV; each row is for one of four things:

- a form (``замок⇥з+амок``): ``+`` before each stressed vowel, ё as it is spoken (``береза⇥берёза``);
- a form and its phones (``скайп⇥Rs Rk Ra1 Rj Rp``), symbols of the inventory, spoken as they stand;
- all forms of a lemma whose stress stays on one letter (``Кафка⇥К+афка⇥lemma``);
- a phrase (``старый замок⇥старый з+амок``), words that follow each other; one without a mark is left open.

A phrase outdoes a form, a form outdoes a lemma. Capitals do not matter. A form or lemma with ё where the first
column has е is for both spellings; a ё in the first column does not stand for е (``нёбо`` is not ``небо``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ru_g2p.errors import UserLexiconError
from ru_g2p.phonology.inventory import IPA
from ru_g2p.stress.phrases import phrase_key, phrase_words
from ru_g2p.tokens import VOWELS, Word

_WORDS: Final = re.compile(r"[а-яё]+(?:[ -][а-яё]+)*")
_STRESSED: Final = re.compile(rf"(?=.*[+ё])(?:[а-яё -]|\+[{VOWELS}])+")
_LATIN: Final = re.compile("[A-Za-z]")
_LEMMA: Final = "lemma"


@dataclass(frozen=True, slots=True)
class Row:
    """A well-formed row: ``word`` and ``reading`` in small letters (phones as they stand); ``where`` for messages."""

    where: str
    word: str
    reading: str
    of_lemma: bool = False

    @property
    def is_phrase(self) -> bool:
        """Whether it is about several words."""
        return len(phrase_words(self.word)) > 1

    @property
    def decision(self) -> Word:
        """What a row of one word decides."""
        if _LATIN.search(self.reading):
            return Word(self.word, "user", phones=tuple(self.reading.split()))
        return Word(marked(self.reading), "user")


def read_text(path: Path) -> str:
    """Return the text of a dictionary's file.

    Raises:
        UserLexiconError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserLexiconError(f"{path}: cannot be read as UTF-8 text ({error}); check the path") from error


def file_rows(path: Path, text: str) -> Iterator[Row]:
    """Yield the rows of a dictionary's text.

    Raises:
        UserLexiconError: a malformed row; names file and line.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if is_row(line):
            yield parsed_row(f"{path}:{number}", line)


def is_row(line: str) -> bool:
    """Tell whether a line is a row, neither blank nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def parsed_row(where: str, line: str) -> Row:
    """Check one row.

    Raises:
        UserLexiconError: it is malformed; begins with ``where``.
    """
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    if len(cells) not in (2, 3) or not all(cells[:2]):
        raise UserLexiconError(
            f"{where}: two columns expected, word and stressed word, with a tab between; a third may say {_LEMMA}"
        )
    if cells[2:] not in ([], [_LEMMA]):
        raise UserLexiconError(f"{where}: the third column is {cells[2]!r}; leave it out, or write {_LEMMA}")
    word, of_lemma = cells[0].lower(), len(cells) == 3
    if not _WORDS.fullmatch(word):
        raise UserLexiconError(f"{where}: {word!r} is not in Russian letters; write it as ru-g2p normalize prints it")
    if _LATIN.search(cells[1]):
        return _phones_row(where, word, cells[1], of_lemma)
    reading = cells[1].lower()
    if not _STRESSED.fullmatch(reading):
        raise UserLexiconError(f"{where}: {reading!r} needs + before a stressed vowel, as in з+амок")
    if len(reading.replace("+", "")) != len(word) or phrase_key(reading) != phrase_key(word):
        raise UserLexiconError(
            f"{where}: {reading!r} is not the word {word!r} with a stress mark; write the same letters in both columns"
        )
    if any(letter == "ё" != read for letter, read in zip(word, reading.replace("+", ""), strict=True)):
        raise UserLexiconError(f"{where}: {word!r} has a ё that {reading!r} has not; write ё in both or in neither")
    row = Row(where, word, reading, of_lemma)
    if of_lemma and (row.is_phrase or marked(reading).count("+") > 1):
        raise UserLexiconError(f"{where}: a {_LEMMA} is one word with one stress; write a row for each form instead")
    return row


def _phones_row(where: str, word: str, phones: str, of_lemma: bool) -> Row:
    unknown = [symbol for symbol in phones.split() if symbol not in IPA]
    if unknown:
        raise UserLexiconError(f"{where}: {unknown[0]!r} is no phone; ru_g2p.SYMBOLS lists them, as in Rd Ro1 Rm")
    row = Row(where, word, phones)
    if of_lemma or row.is_phrase:
        raise UserLexiconError(f"{where}: phones are those of one form; write a row for each form of {word!r}")
    return row


def marked(word: str) -> str:
    """Write the ``+`` that a ё stands for."""
    return word if "+" in word else re.sub("ё(?!.*ё)", "+ё", word)
