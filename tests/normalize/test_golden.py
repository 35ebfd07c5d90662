"""The golden tables: each row a written text and what one says for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ru_g2p.normalize import normalize

TABLES = Path(__file__).parents[1] / "golden" / "normalize"


def _rows() -> list[object]:
    found = []
    for table in sorted(TABLES.glob("*.tsv")):
        for number, line in enumerate(table.read_text(encoding="utf-8").split("\n"), 1):
            if number > 1 and line:
                written, spoken = line.split("\t")
                found.append(pytest.param(written, spoken, id=f"{table.name}:{number}"))
    return found


@pytest.mark.parametrize(("written", "spoken"), _rows())
def test_one_says(written: str, spoken: str) -> None:
    assert normalize(written).text == spoken
