"""Reads and writes the tables of ``data/lexicon/stress``.

Each table is a TSV with a header line; ``+`` stands before the stressed vowel and ё is written.

- ``nouns.tsv``, ``verbs.tsv``, ``adjectives.tsv``, ``names.tsv``, ``others.tsv``: one lexeme of pymorphy3 a row.
  ``lemma``; ``tag``, the grammemes that all its forms share; ``forms``, those whose stress does not follow from
  the lemma by ``spelled_forms``. ``plur:ст+ены`` is for those forms alone whose grammemes include ``plur``;
  ``-верб`` is a form of unknown stress.
- ``unlisted.tsv``: lexemes that pymorphy3 does not know. ``lemma``; ``tag``; ``forms``, each with its stress.
- ``single.tsv``: forms of which only the stress is known: ``form``.
- ``more_words.tsv``: words that the others lack, mostly newer than the dictionaries, written by hand: ``lemma``;
  ``word_forms`` inflects them.
- ``by_hand.tsv``: rows like those of the first tables that were written by hand; they replace those of the same
  lemma and tag.
- ``rare.tsv``: lexemes of these tables, with forms that are mostly those of another, frequent one (в+ыходить больного,
  выход+ить): ``lemma``, ``tag``. Written by hand.
- ``corrected.tsv``: forms that two other sources stress otherwise than the tables above (see ``audit_stress.py``):
  ``form``.
- ``names_too.tsv``: forms of common words that are names too: ``form``. How they are stressed as names is not known,
  unless one of the next two has it.
- ``wikipedia_names.tsv``: names of which only the stress is known: ``name``; ``name_forms`` inflects them.
- ``names_by_hand.tsv``: the same, written by hand: the frequent surnames of Russia, and the people, places and bodies
  of which one reads, where the other tables lack them or stress them otherwise.
- ``fixed.tsv``: written by hand. ``form``, ``lemma``, ``tag``; its rows are all the readings of that spelling.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lexemes import VOWELS, Lexemes, fold
from name_forms import name_forms
from spelled_forms import spelled_forms
from word_forms import word_forms

HERE = Path(__file__).resolve().parent / "stress"
LEXEMES = ("nouns", "verbs", "adjectives", "names", "others")
NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
WIKIPEDIA = "Name"
"""The tag of the names of which the stress alone is known."""

RARE = ",Rare"
"""What ends the tags of the lexemes of ``rare.tsv``; OpenCorpora has no such grammeme."""

SURNAME = re.compile(f".*[{VOWELS}].*(?:[ое]в|[иы]н)(?:а|у|ым|е|ой|ы|ых|ыми)?")
"""Forms of Russian surnames, which may be common words too (говорков)."""

_STRESSED = re.compile(f"[а-яё]*[+][{VOWELS}][а-яё]*")

_Found = defaultdict[str, dict[tuple[str, str], list[str]]]


class Reading(NamedTuple):
    """What the trie says of a written form: a stressed spelling and the lemma and tags that have it."""

    spelling: str
    lemma: str
    tags: tuple[str, ...]


def is_name(reading: Reading) -> bool:
    """Tell whether a reading is a name."""
    return any(NAMES & set(tag.replace(" ", ",").split(",")) for tag in reading.tags)


def read_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield (``file:line``, cells) of each row.

    Raises:
        ValueError: another header or number of cells.
    """
    with path.open(encoding="utf-8") as lines:
        if next(lines, "").rstrip("\n").split("\t") != list(columns):
            raise ValueError(f"{path.name}:1: the columns must be {', '.join(columns)}")
        for number, line in enumerate(lines, start=2):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != len(columns):
                raise ValueError(f"{path.name}:{number}: {len(columns)} cells expected, {len(cells)} found")
            yield f"{path.name}:{number}", cells


def write_table(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table, its rows in order of their letters."""
    ordered = sorted(set(rows), key=lambda row: (fold(row[0]), row))
    path.write_text("".join("\t".join(row) + "\n" for row in (columns, *ordered)), encoding="utf-8")


def lexeme_table(grammemes: frozenset[str]) -> str:
    """Return which of ``LEXEMES`` holds a lexeme, from the grammemes of its first form."""
    if grammemes & NAMES:
        return "names"
    for part, table in (("NOUN", "nouns"), ("INFN", "verbs"), ("ADJF", "adjectives")):
        if part in grammemes:
            return table
    return "others"


def stressed(spelling: str, where: str) -> str:
    """Return a spelling that has one mark before a vowel.

    Raises:
        ValueError: it has not.
    """
    if not _STRESSED.fullmatch(spelling):
        raise ValueError(f"{where}: {spelling!r} needs one + before a vowel, and small Russian letters")
    return spelling


def parse_given(cell: str, where: str) -> dict[tuple[str, str], str]:
    """Return the forms of a lexeme row that do not follow from its lemma."""
    given: dict[tuple[str, str], str] = {}
    for item in cell.split():
        label, _, spelling = item.rpartition(":")
        key = (label, fold(spelling).removeprefix("-"))
        if key in given:
            raise ValueError(f"{where}: {item} is there twice")
        given[key] = "" if spelling.startswith("-") else stressed(spelling, where)
    return given


def all_readings(folder: Path = HERE, *, corrected: bool = True) -> dict[str, list[Reading]]:
    """Return key → readings for every form that the tables reach.

    Args:
        folder: of the tables.
        corrected: take ``corrected.tsv`` into account.

    Raises:
        ValueError: a malformed row; names file and line.
    """
    found: _Found = defaultdict(dict)
    _add_known(folder, found)
    _add_unknown(folder, found)
    if corrected:
        for where, (spelling,) in read_table(folder / "corrected.tsv", ("form",)):
            key = fold(stressed(spelling, where))
            found[key] = {(spelling, lemma): tags for (_, lemma), tags in found[key].items()}
    for key, group in found.items():
        # Forms that OpenCorpora calls informal (обыдённый) are no rivals of the usual ones.
        usual = {reading: kept for reading, tags in group.items() if (kept := [t for t in tags if "Infr" not in t])}
        found[key] = usual or group
    for key, (spelling, name) in listed_names(folder, "wikipedia_names").items():
        if key not in found:
            found[key][spelling, name.replace("+", "")] = [WIKIPEDIA]
    for key, (spelling, name) in listed_names(folder, "names_by_hand").items():
        if all(NAMES & set(tag.replace(" ", ",").split(",")) for tags in found[key].values() for tag in tags):
            found[key] = {(spelling, name.replace("+", "")): [WIKIPEDIA]}
    fixed: _Found = defaultdict(dict)
    for where, (spelling, lemma, tag) in read_table(folder / "fixed.tsv", ("form", "lemma", "tag")):
        fixed[fold(stressed(spelling, where))].setdefault((spelling, lemma), []).append(tag)
    found.update(fixed)
    return {
        key: [Reading(spelling, lemma, tuple(tags)) for (spelling, lemma), tags in group.items()]
        for key, group in found.items()
    }


def listed_names(folder: Path, table: str) -> dict[str, tuple[str, str]]:
    """Return key → (form, name) of the names of a table; not the forms that two names stress differently.

    Raises:
        ValueError: a malformed row; names file and line.
    """
    names = [stressed(name, where) for where, (name,) in read_table(folder / f"{table}.tsv", ("name",))]
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        for form in name_forms(name):
            found[fold(form)][form] = name
    inflected = {key: next(iter(forms.items())) for key, forms in found.items() if len(forms) == 1}
    return inflected | {fold(name): (name, name) for name in names}


def _add_known(folder: Path, found: _Found) -> None:
    """Add the forms of the lexemes that pymorphy3 knows."""
    lexemes = Lexemes()
    rare = {(lemma, tag): where for where, (lemma, tag) in read_table(folder / "rare.tsv", ("lemma", "tag"))}
    by_hand: set[tuple[str, str]] = set()
    for table in ("by_hand", *LEXEMES):
        for where, (lemma, tag, cell) in read_table(folder / f"{table}.tsv", ("lemma", "tag", "forms")):
            if table == "by_hand":
                by_hand.add((fold(lemma), tag))
            elif (fold(lemma), tag) in by_hand:
                continue
            given = parse_given(cell, where)
            plain = stressed(lemma, where).replace("+", "")
            mark = RARE if rare.pop((lemma, tag), None) else ""
            for shared, forms in lexemes.of(fold(lemma)):
                if shared == tag:
                    for form, spelling in zip(forms, spelled_forms(lemma, forms, given), strict=True):
                        if spelling:
                            found[fold(spelling)].setdefault((spelling, plain), []).append(form.tag + mark)
    for (lemma, tag), where in rare.items():
        raise ValueError(f"{where}: no other table has {lemma} with the tag {tag}")


def _add_unknown(folder: Path, found: _Found) -> None:
    """Add the words that pymorphy3 does not know."""
    for where, (lemma, tag, cell) in read_table(folder / "unlisted.tsv", ("lemma", "tag", "forms")):
        plain = stressed(lemma, where).replace("+", "")
        for spelling in sorted({lemma, *(stressed(item, where) for item in cell.split())}):
            found[fold(spelling)].setdefault((spelling, plain), []).append(tag)
    for where, (spelling,) in read_table(folder / "single.tsv", ("form",)):
        if fold(stressed(spelling, where)) not in found:
            found[fold(spelling)][spelling, ""] = []
    for where, (lemma,) in read_table(folder / "more_words.tsv", ("lemma",)):
        for spelling in word_forms(stressed(lemma, where)):
            if fold(spelling) not in found:
                found[fold(spelling)][spelling, lemma.replace("+", "")] = []
