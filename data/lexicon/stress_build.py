"""Compiles ``data/lexicon/stress`` into ``stress.trie`` and ``endings.trie``.

    python data/lexicon/stress_build.py OUT_DIR

``stress_tables.py`` tells the tables and reads them, ``spelled_forms.py`` spreads the stress of a lemma over its forms.
"""

from __future__ import annotations

import struct
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import marisa_trie
import pymorphy3

sys.path.insert(0, str(Path(__file__).resolve().parent))

from endings_build import ending_entries
from lexemes import vowel_places
from stress_tables import (
    HERE,
    NAMES,
    RARE,
    SURNAME,
    WIKIPEDIA,
    Reading,
    all_readings,
    is_name,
    listed_names,
    read_table,
)

FORMAT = "ru_g2p stress 3"
ENDINGS_FORMAT = "ru_g2p endings 2"
HEADER = "\x01format"
PATTERNS = "\x01patterns"
CLASSES = "\x01classes"
UNKNOWN = "-1"
"""The pattern of an unknown stress."""


def build(out: Path) -> None:
    """Write ``stress.trie`` and ``endings.trie`` into the folder ``out``.

    A form with one spelling has a value of one byte: the number of its pattern (place of the stress, places of
    ё). A second byte says that it is a name too (``логинов`` is the plural of ``логин`` and a surname): the number of
    the name's pattern, or that of none where its stress is not known. A form with several has three bytes a
    reading, the usual spelling first: pattern, class (lemma by the letters to cut and to add, and tags), least byte
    first. Patterns and classes are listed under keys that no word has.

    Raises:
        ValueError: a malformed row; names file and line.
    """
    readings = all_readings()
    usual = _usual(readings)
    names_too = {form for _, (form,) in read_table(HERE / "names_too.tsv", ("form",))}
    names = listed_names(HERE, "wikipedia_names") | listed_names(HERE, "names_by_hand")
    patterns: dict[str, int] = {UNKNOWN: 0}
    classes: dict[str, int] = {}
    entries: list[tuple[str, bytes]] = []
    for key in sorted(readings):
        group = readings[key]
        spellings = {reading.spelling for reading in group}
        if len(spellings) == 1:
            numbers = [_number(patterns, _pattern(group[0].spelling))]
            if not any(map(is_name, group)) and (key in names_too or (key in names and SURNAME.fullmatch(key))):
                numbers.append(_number(patterns, _pattern(names[key][0])) if key in names else patterns[UNKNOWN])
            entries.append((key, bytes(numbers if numbers[0] != numbers[-1] else numbers[:1])))
            continue
        value = b""
        for reading in sorted(group, key=lambda reading: (usual[key, reading.spelling], reading)):
            kind = f"{_lemma_rule(key, reading.lemma)}\t{'; '.join(dict.fromkeys(reading.tags))}"
            value += struct.pack("<BH", _number(patterns, _pattern(reading.spelling)), _number(classes, kind))
        entries.append((key, value))
    entries += [
        (HEADER, FORMAT.encode()),
        (PATTERNS, "\n".join(patterns).encode()),
        (CLASSES, "\n".join(classes).encode()),
    ]
    out.mkdir(parents=True, exist_ok=True)
    _save(out / "stress.trie", entries)
    _save(out / "endings.trie", [(HEADER, ENDINGS_FORMAT.encode()), *ending_entries(_counted(readings))])


def _save(path: Path, entries: list[tuple[str, bytes]]) -> None:
    """Write a trie; a process that has the old file mapped keeps it."""
    new = path.with_suffix(".new")
    marisa_trie.BytesTrie(entries).save(str(new))
    new.replace(path)


def _counted(readings: dict[str, list[Reading]]) -> Iterator[tuple[str, int]]:
    """Yield what ``ending_entries`` counts: the forms of two and more vowels that have one stress.

    Wikipedia's names do not count: they are as many as the rest of their endings, and stressed otherwise.
    """
    for key, group in readings.items():
        if group[0].tags == (WIKIPEDIA,):
            continue
        marks = {reading.spelling.index("+") for reading in group}
        places = vowel_places(key)
        if len(marks) == 1 and len(places) > 1:
            yield key, sum(place > min(marks) for place in places)


def _usual(readings: dict[str, list[Reading]]) -> dict[tuple[str, str], float]:
    """Return (key, spelling) → rank, the usual spelling of each key lowest, from pymorphy3's tag frequencies."""
    estimator = pymorphy3.MorphAnalyzer(lang="ru").prob_estimator.p_t_given_w
    ranks: defaultdict[tuple[str, str], float] = defaultdict(float)
    for key, group in readings.items():
        if len({reading.spelling for reading in group}) == 1:
            continue
        for reading in group:
            letters = reading.spelling.replace("+", "")
            for tag in reading.tags:
                if tag.endswith(RARE):
                    continue
                # Names are rarer than words.
                name = 0.001 if NAMES & set(tag.replace(" ", ",").split(",")) else 0.0
                ranks[key, reading.spelling] -= (estimator.prob(letters, tag) or estimator.prob(key, tag)) - name
    return ranks


def _pattern(spelling: str) -> str:
    mark = spelling.index("+")
    letters = spelling.replace("+", "")
    return " ".join([str(mark), *(str(place) for place, letter in enumerate(letters) if letter == "ё")])


def _lemma_rule(key: str, lemma: str) -> str:
    if not lemma:
        return "-"
    shared = 0
    while shared < min(len(key), len(lemma)) and key[shared] == lemma[shared]:
        shared += 1
    return f"{len(key) - shared} {lemma[shared:]}"


def _number(table: dict[str, int], text: str) -> int:
    return table.setdefault(text, len(table))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
