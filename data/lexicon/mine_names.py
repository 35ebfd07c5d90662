"""Makes ``data/lexicon/stress/wikipedia_names.tsv``; run by hand, its result is committed.

    python data/lexicon/mine_names.py FOLDER

FOLDER holds the ``.dic`` files of github.com/NickZaitsev/proper-noun-stress-dictionaries: proper names with the stress
that the Russian Wikipedia marks in them (CC BY-SA 4.0, its contributors), a line each, ``Тверь=Тв+ерь``. A title of
several words gives those that are written with a capital. A name is kept if all lines agree about it. Names that the
lexicon knows are left out; surnames that are common words too (Г+оворков, говорк+ов) are not, since only the capital
tells one from the other. Left out, too, are names that are written like the cases of a shorter one: Баш+а and Буш+и are
villages, but Б+уша and Б+уши mostly men.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from lexemes import VOWELS, fold, vowel_places
from name_forms import name_forms
from stress_tables import HERE, SURNAME, all_readings, is_name, read_table, write_table

TABLE = "wikipedia_names.tsv"
_INFLECTED = "proper_nouns_stress.dic"
"""Its names are followed by their forms, as a program made them: only the names are taken."""

_WORD = re.compile("[А-ЯЁа-яё+]+")
_MARKED = re.compile(f"[а-яё]*[+][{VOWELS}][а-яё]*")
_LIKE_A_CASE = re.compile(f"[^{VOWELS}]*[{VOWELS}][^{VOWELS}]+[+][аеиоуыэюя]")
_SUFFIX = 3  # letters that a form may have after what it shares with its name
_FURTHEST = 5  # vowels from the stress to the end of a name, both counted; beyond it, the mark is a slip


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (title, the same with stress marks).

    Raises:
        ValueError: a line of another kind; names file and line.
    """
    with path.open(encoding="utf-8") as rows:
        for number, row in enumerate(rows, start=1):
            title, equals, marked = row.rstrip("\n").partition("=")
            if not equals or marked.replace("+", "") != title:
                raise ValueError(f"{path.name}:{number}: a title, = and the same title with + expected")
            yield title, marked


def first_forms(rows: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave out what looks like a form of the name before it."""
    head = "\n"
    for title, marked in rows:
        if not (title.startswith(head[: max(len(head) - _SUFFIX, 3)]) and len(title) < len(head) + _SUFFIX):
            head = title
            yield title, marked


def marked_words(title: str) -> Iterator[str]:
    """Yield the words of a title, in small letters, that have a capital and one plausible mark."""
    for word in _WORD.findall(title):
        spelling = word.lower()
        if word.replace("+", "")[0].isupper() and _MARKED.fullmatch(spelling):
            letters = spelling.replace("+", "")
            places = vowel_places(letters)
            after = sum(place >= spelling.index("+") for place in places)
            strays = letters.count("ё") - spelling.count("+ё")
            if len(places) > 1 and after <= _FURTHEST and not strays:
                yield spelling


def names(folder: Path) -> set[str]:
    """Return the stressed names about which all lines agree."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.glob("*.dic")):
        rows = first_forms(lines(path)) if path.name == _INFLECTED else lines(path)
        for _, marked in rows:
            for spelling in marked_words(marked):
                found[fold(spelling)].add(spelling)
    return {spellings.pop() for spellings in found.values() if len(spellings) == 1}


def new(candidates: set[str]) -> Iterator[str]:
    """Yield the names that are not known as names, nor forms of a shorter one among them."""
    known = all_readings()
    names_too = {form for _, (form,) in read_table(HERE / "names_too.tsv", ("form",))}
    inflected: set[str] = set()
    for spelling in sorted(candidates, key=lambda spelling: (len(spelling), spelling)):
        readings = known.get(fold(spelling), ())
        unknown = not readings or (
            not any(map(is_name, readings)) and (fold(spelling) in names_too or SURNAME.fullmatch(fold(spelling)))
        )
        if unknown and spelling not in inflected and not _LIKE_A_CASE.fullmatch(spelling):
            inflected |= name_forms(spelling)
            yield spelling


def main(folder: Path) -> None:
    """Write the table."""
    write_table(HERE / TABLE, ("name",), ())  # its old rows are not known
    write_table(HERE / TABLE, ("name",), ((name,) for name in new(names(folder))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
