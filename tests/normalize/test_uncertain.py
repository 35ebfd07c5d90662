"""Which readings are marked as guesses, and which are not."""

from __future__ import annotations

import pytest

from ru_g2p.normalize import normalize


@pytest.mark.parametrize(
    "text",
    ["в 1990 началось", "2008 г.", "счёт 2:1", "Встретимся 20.05.", "8 марта", "05.08.2008", "Пётр I", "в 21.00", "$5"],
)
def test_a_guess_is_marked(text: str) -> None:
    assert any(edit.uncertain for edit in normalize(text).edits)


@pytest.mark.parametrize(
    "text",
    [
        "к 23 февраля",
        "8 марта 2024 года",
        "в 1998 году",
        "с 3 детьми",
        "5 кг",
        "в 9:05",
        "XXI век",
        "2 + 2 = 4",
        "5-го",
    ],
)
def test_what_the_text_settles_is_not(text: str) -> None:
    result = normalize(text)
    assert result.edits
    assert not any(edit.uncertain for edit in result.edits)
