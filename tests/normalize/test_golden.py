"""The golden tables: each row a written text and what one says for it.

Those of ``normalize_independent`` were written from grammar by an author who saw neither the code nor its output;
they name further readings that a careful reader accepts, and tell neither capitals nor the stress of spelled letters.
"""

from __future__ import annotations

import re

import pytest

from golden_tables import FOLDER, rows
from ru_g2p.normalize import normalize


def _tables(folder: str) -> list[object]:
    return [row for table in sorted((FOLDER / folder).glob("*.tsv")) for row in rows(f"{folder}/{table.name}")]


@pytest.mark.parametrize(("written", "spoken"), _tables("normalize"))
def test_one_says(written: str, spoken: str) -> None:
    assert normalize(written).text == spoken


@pytest.mark.parametrize(("written", "spoken", "alternatives"), _tables("normalize_independent"))
def test_a_careful_reader_accepts(written: str, spoken: str, alternatives: str) -> None:
    marked = re.search("[+][аеёиоуыэюяАЕЁИОУЫЭЮЯ]|\u0301", written) is not None
    said = normalize(written).text
    accepted = {_compared(reading, marked=marked) for reading in (spoken, *alternatives.split(" | "))}
    assert _compared(said, marked=marked) in accepted, said


def _compared(reading: str, *, marked: bool) -> str:
    letters = reading.lower() if marked else reading.lower().replace("+", "")
    return re.sub(r"(?<=[а-яё])-(?=[а-яё])", " ", letters)
