"""Golden tables of the norm, written before any output was seen: stressed text and its phones."""

import pytest

from golden_tables import FOLDER, rows
from ru_g2p import g2p

TABLES = sorted(path.name for path in (FOLDER / "pronunciation").glob("*.tsv"))


@pytest.mark.parametrize(
    ("text", "phones", "rule", "note"), [row for name in TABLES for row in rows(f"pronunciation/{name}")]
)
def test_pronunciation(text: str, phones: str, rule: str, note: str) -> None:
    assert " ".join(g2p(text)) == phones, f"{rule} {note}"
