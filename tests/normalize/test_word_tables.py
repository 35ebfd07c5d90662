"""The tables of words, letters and abbreviations: each row does what it says."""

from __future__ import annotations

import pytest

from ru_g2p.normalize import normalize
from ru_g2p.normalize.latin_rules import ENGLISH, read_by_rules, steps
from ru_g2p.tables import pairs, rows

LANGUAGES = sorted(set(pairs("normalize/languages/names.tsv", "stem", "language").values()))
RULES = [
    (table, *row)
    for table in (ENGLISH, *(f"normalize/languages/{language}.tsv" for language in LANGUAGES))
    for row in rows(table, "rule", "russian", "example")
]
ABBREVIATIONS = rows("normalize/abbreviations.tsv", "written", "words", "kind", "ends", "example")


@pytest.mark.parametrize(("table", "rule", "russian", "example"), RULES)
def test_a_reading_rule_reads_its_example(table: str, rule: str, russian: str, example: str) -> None:
    word, reading = example.split("=")
    assert (rule, russian) in list(steps(word, table))
    assert read_by_rules(word, table) == reading


@pytest.mark.parametrize(("written", "example"), [(row[0], row[4]) for row in ABBREVIATIONS])
def test_an_abbreviation_is_read_in_its_example(written: str, example: str) -> None:
    readers = {edit.by for edit in normalize(example).edits}
    assert readers & {"abbreviation", "number", "date", "year", "reference"}, written


def test_known_latin_words_are_read_as_the_table_says() -> None:
    table = pairs("normalize/latin_words.tsv", "word", "reading")
    wrong = {word: normalize(word).text for word in table if normalize(word).text != table[word]}
    assert wrong == {}


def test_acronyms_are_read_as_the_table_says() -> None:
    table = pairs("normalize/acronyms.tsv", "acronym", "reading")
    wrong = {word: read for word in table if (read := normalize(f"это {word} там").text) != f"это {table[word]} там"}
    assert wrong == {}
