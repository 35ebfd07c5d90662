"""A user's own dictionary put together from its rows (see `ru_g2p.stress.user_rows`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ru_g2p.errors import UserLexiconError
from ru_g2p.stress.paradigm import stressed_forms
from ru_g2p.stress.phrases import Phrases, phrase_key, phrase_words
from ru_g2p.stress.user_rows import Row, file_rows, marked, parsed_row, read_text
from ru_g2p.tokens import Word


@dataclass(frozen=True, slots=True)
class UserLexicon:
    """What the rows of a dictionary say.

    ``words``: written form in small letters → decision; ``phrases``: see `Phrases`.
    """

    words: Mapping[str, Word] = field(default_factory=dict)
    phrases: Phrases = field(default_factory=Phrases)

    def content(self) -> str:
        """Return the whole dictionary as a string that is the same for the same content, for the fingerprint."""
        return repr((sorted(self.words.items()), sorted(self.phrases.readings.items())))


def load_user_lexicon(source: str | Path | Mapping[str, str] | None) -> UserLexicon:
    """Read a dictionary.

    Args:
        source: the path of a UTF-8 TSV, see the module; blank lines and lines that begin with ``#`` are no rows. Or
            a mapping from the first column to the rest of the row. None is an empty dictionary.

    Raises:
        UserLexiconError: unreadable file or malformed or contradictory rows; names file and line.
    """
    if source is None:
        return UserLexicon()
    if isinstance(source, Mapping):
        return _lexicon([parsed_row(f"user_lexicon[{word!r}]", f"{word}\t{rest}") for word, rest in source.items()])
    return _lexicon(list(file_rows(Path(source), read_text(Path(source)))))


def _lexicon(rows: Iterable[Row]) -> UserLexicon:
    """Put rows together: forms over their spellings with ё over lemmas; rows of one kind must not contradict."""
    forms: dict[str, Row] = {}
    phrases: dict[tuple[str, ...], Row] = {}
    lemmas: list[Row] = []
    for row in rows:
        if row.of_lemma:
            lemmas.append(row)
        elif row.is_phrase:
            _agreed(row, phrases.setdefault(phrase_key(row.word), row))
        else:
            _agreed(row, forms.setdefault(row.word, row))
    decisions = {word: row.decision for word, row in forms.items()}
    with_yo = {decision.text.replace("+", ""): decision for decision in decisions.values()}
    readings = {key: _phrase_readings(row.reading) for key, row in phrases.items()}
    return UserLexicon({**_forms_of(lemmas, forms), **with_yo, **decisions}, Phrases(readings))


def _forms_of(lemmas: Iterable[Row], forms: Mapping[str, Row]) -> dict[str, Word]:
    found: dict[str, tuple[Row, Word]] = {}
    for row in lemmas:
        try:
            stressed = stressed_forms(marked(row.reading))
        except ValueError as error:
            raise UserLexiconError(
                f"{row.where}: {row.word!r} is not a dictionary form ({error}); write that, or a row for each form"
            ) from error
        for reading in stressed:
            decision = Word(reading, "user")
            plain = reading.replace("+", "")
            for form in (plain,) if "ё" in row.word else (plain, plain.replace("ё", "е")):
                other, known = found.setdefault(form, (row, decision))
                if known != decision and form not in forms:
                    raise UserLexiconError(
                        f"{row.where}: {form!r} is read otherwise by {other.where}; add a row for this form alone"
                    )
    return {form: decision for form, (_, decision) in found.items()}


def _agreed(row: Row, known: Row) -> None:
    if row.reading != known.reading:
        raise UserLexiconError(f"{row.where}: {row.word!r} is read otherwise by {known.where}; keep one of the two")


def _phrase_readings(reading: str) -> tuple[str, ...]:
    words = (word.removeprefix("-") for word in phrase_words(reading))
    return tuple(marked(word) if re.search("[+ё]", word) else "" for word in words)
