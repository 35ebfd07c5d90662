"""What is lost is told, and what was changed can be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ru_g2p import UnspeakableError
from ru_g2p.normalize import normalize
from ru_g2p.normalize.diff import differences


def test_a_foreign_script_is_lost_where_it_stands() -> None:
    assert normalize("Да, 中国 и нет.").lost == (4,)
    assert normalize("Пять &amp; 中").lost == (11,)


@pytest.mark.parametrize("text", ["Да 😀 :)", "слово[1]", "<b>Да</b>", "со\u00adль", "★ Да", "é, α, і", "№ 5, 5 %"])
def test_what_a_rule_drops_or_reads_is_not_lost(text: str) -> None:
    assert normalize(text, strict=True).lost == ()


def test_strict_names_line_and_column() -> None:
    with pytest.raises(UnspeakableError) as raised:
        normalize("Да.\nНу 한국", strict=True)
    assert (raised.value.line, raised.value.column, raised.value.character) == (2, 4, "한")
    assert str(raised.value).startswith("2:4: '한' (U+D55C) cannot be spoken; ")


@given(st.text("中한אあ ", min_size=1).filter(str.strip))
def test_foreign_letters_are_never_lost_silently(text: str) -> None:
    assert normalize(text).lost[0] == len(text) - len(text.lstrip())


def test_a_difference_names_place_rule_and_doubt() -> None:
    source = "Да.\nв г. Москве 5 %"
    assert list(differences(source, normalize(source))) == [
        "1:3\tpunctuation\t\t.\\n\t. ",
        "2:3\tabbreviation\tuncertain\tг.\tгороде",
        "2:13\tnumber\t\t5 %\tпять процентов",
    ]


def test_a_guess_is_uncertain() -> None:
    assert [edit.uncertain for edit in normalize("сайт Blorbify").edits] == [True]
    assert [edit.uncertain for edit in normalize("сайт Google").edits] == [False]
