"""Golden tables: TSV files in ``tests/golden`` whose rows tests run one by one and cite as ``file:line``."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("golden")


def rows(name: str) -> list[object]:
    """Return the rows of a table below its header as pytest parameters, each with its file and line as id."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    columns = len(lines[0].split("\t"))
    parameters = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        assert len(cells) == columns, f"{name}:{number}: {columns} cells expected, {len(cells)} found"
        parameters.append(pytest.param(*cells, id=f"{name}:{number}"))
    return parameters
