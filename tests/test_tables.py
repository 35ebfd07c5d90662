"""The loader refuses a table that breaks its own header."""

from __future__ import annotations

import pytest

from ru_g2p.tables import TableError, parse


def test_comments_and_blank_lines_are_no_rows() -> None:
    assert parse("# why\na\tb\n\n1\t2\n", "x.tsv", ("a", "b")) == (("1", "2"),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\tc\n1\t2\n", "x.tsv:1: the columns must be a, b"),
        ("a\tb\n1\n", "x.tsv:2: 2 cells expected, 1 found"),
        ("a\tb\n1\t2\n1\t3\n", "x.tsv:3: '1' stands twice"),
    ],
)
def test_a_broken_table_is_refused(text: str, reason: str) -> None:
    with pytest.raises(TableError, match=reason):
        parse(text, "x.tsv", ("a", "b"))
