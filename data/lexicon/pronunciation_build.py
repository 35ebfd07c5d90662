"""Compiles ``data/lexicon/pronunciation`` into ``pronunciation.trie``.

    python data/lexicon/pronunciation_build.py OUT_DIR

Run by the wheel build (``hatch_build.py``); nothing of it runs in a user's process. Each TSV in
``pronunciation/`` has the columns ``lemma, respelling, forms, note``. ``forms`` is ``all`` (every inflected
form that pymorphy3 knows) or ``this`` (the written form alone). A capital vowel carries a secondary stress. The
respelling is written for the lemma; a
form takes over each of its changes that lies within what the form shares with the lemma, one letter to the
right of the change included (``скучный → скушный`` reaches ``скучная``, not ``скучен``). A form that more
likely belongs to a lemma without a row stays as written: ``стали`` is rather ``стать`` than ``сталь``.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Container, Iterator
from pathlib import Path

import marisa_trie
import pymorphy3

COLUMNS = ["lemma", "respelling", "forms", "note"]
OTHER_LEMMA = 2
DEGREES = ("по", "наи")  # comparatives and superlatives carry them before the stem: поадекватнее
VOWELS = frozenset("аеёиоуыэюяêô")
HERE = Path(__file__).resolve().parent


def build(out: Path) -> None:
    """Write ``pronunciation.trie`` into the folder ``out``.

    Raises:
        ValueError: a malformed or contradictory row; names file and line.
    """
    respellings = dict(sorted(pronunciation_forms()))
    trie = marisa_trie.BytesTrie((form, text.encode()) for form, text in respellings.items())
    out.mkdir(parents=True, exist_ok=True)
    trie.save(str(out / "pronunciation.trie"))


def pronunciation_forms() -> Iterator[tuple[str, str]]:
    """Yield (written form, respelling) for every form that the tables reach; a ``this`` row wins over a lemma."""
    morph = pymorphy3.MorphAnalyzer(lang="ru")
    single: dict[str, str] = {}
    lemmas: dict[str, str] = {}
    for path in sorted((HERE / "pronunciation").glob("*.tsv")):
        for number, (lemma, respelling, forms, _) in read_rows(path):
            where = f"{path.name}:{number}"
            if forms not in ("all", "this"):
                raise ValueError(f"{where}: forms must be all or this, not {forms}")
            if count_vowels(lemma) != count_vowels(respelling):
                raise ValueError(f"{where}: {respelling} has not the vowels of {lemma}")
            if lemma in single or lemma in lemmas:
                raise ValueError(f"{where}: {lemma} is respelled elsewhere already")
            (single if forms == "this" else lemmas)[lemma] = respelling
    inflected: dict[str, str] = {}
    for lemma, respelling in lemmas.items():
        for form in lexeme(morph, lemma):
            changed = transfer(lemma, respelling, form)
            if changed != form and (form == lemma or not belongs_elsewhere(morph, form, lemma, lemmas)):
                inflected[form] = changed if form == lemma else inflected.get(form, changed)
    for form, respelling in (inflected | single).items():
        yield form, keep_borrowed_e(form, respelling)


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells) of a TSV with the columns of this module."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0].split("\t") != COLUMNS:
        raise ValueError(f"{path.name}:1: the columns must be {', '.join(COLUMNS)}")
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise ValueError(f"{path.name}:{number}: {len(COLUMNS)} cells expected, {len(cells)} found")
        yield number, cells


def lexeme(morph: pymorphy3.MorphAnalyzer, lemma: str) -> set[str]:
    """Return every form of the lemma, the lemma among them."""
    parses = morph.parse(lemma)
    # The dictionary may know the word under another lemma only: a feminine patronymic under the masculine.
    own = [parse for parse in parses if parse.normal_form == lemma] or parses[:1]
    return {lemma}.union(form.word for parse in own for form in parse.lexeme)


def belongs_elsewhere(morph: pymorphy3.MorphAnalyzer, form: str, lemma: str, lemmas: Container[str]) -> bool:
    """Whether the form is at least `OTHER_LEMMA` times as likely one of a lemma that has no row as of this one."""
    own = other = 0.0
    for parse in morph.parse(form):
        if parse.normal_form == lemma or parse.normal_form in lemmas:
            own = max(own, parse.score)
        else:
            other = max(other, parse.score)
    return own > 0 and other >= OTHER_LEMMA * own


def transfer(lemma: str, respelling: str, form: str) -> str:
    """Return ``form`` with those changes of ``lemma`` → ``respelling`` that its shared beginning reaches."""
    for degree in DEGREES:
        if form.startswith(degree) and not lemma.startswith(degree):
            return degree + transfer(lemma, respelling, form.removeprefix(degree))
    shared = next(
        (index for index, (a, b) in enumerate(zip(lemma, form, strict=False)) if a != b),
        min(len(lemma), len(form)),
    )
    parts: list[str] = []
    done = 0
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, lemma, respelling, False).get_opcodes():
        if tag == "equal":
            continue
        if end + 1 > shared and not (end == len(lemma) == shared):
            break
        parts += [form[done:start], respelling[new_start:new_end]]
        done = end
    return "".join(parts) + form[done:]


def keep_borrowed_e(form: str, respelling: str) -> str:
    """Write ê, the vowel that stays [e] without stress, for each э that stands where the form has е.

    A borrowing that hardens its consonant also keeps the vowel (``интэрнэт``), as the English Wiktionary's
    transcriptions have it; not after ж ш ц, which are hard in native words too.
    """
    written = (letter for letter in form if letter in VOWELS)
    letters = [
        "ê" if letter.lower() in VOWELS and next(written) == "е" and letter == "э" and before not in "жшц" else letter
        for before, letter in zip(f" {respelling}", respelling, strict=False)
    ]
    return "".join(letters)


def count_vowels(word: str) -> int:
    """Return how many vowel letters the word has."""
    return sum(letter.lower() in VOWELS for letter in word)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
