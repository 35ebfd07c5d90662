"""Loading the TSV tables that stand beside the code: what a linguist would correct is there, not here."""

from __future__ import annotations

from functools import cache


class TableError(ValueError):
    """A table breaks its own header: wrong columns, wrong arity, or the same key twice."""


@cache
def rows(name: str, *columns: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table below its header.

    Blank lines, and lines that begin with ``# ``, are no rows. Cells are kept as written.

    Args:
        name: path inside the package, for example ``phonology/rules.tsv``.
        columns: the header; the first column is the key and stands once.

    Raises:
        TableError: another header, a row of another arity or a key that stands twice; names file and line.
    """
    from importlib.resources import files  # noqa: PLC0415  (10 ms that plain text never needs)

    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return parse(text, f"{__package__}/{name}", columns)


def pairs(name: str, key: str, value: str) -> dict[str, str]:
    """Return a table of two columns as a mapping."""
    return {row[0]: row[1] for row in rows(name, key, value)}


def parse(text: str, name: str, columns: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Parse the text of a table; ``name`` is only for the messages of ``TableError``."""
    found: dict[str, tuple[str, ...]] = {}
    header: tuple[str, ...] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("# "):
            continue
        cells = tuple(line.split("\t"))
        if header is None:
            header = cells
            if header != columns:
                raise TableError(f"{name}:{number}: the columns must be {', '.join(columns)}")
        elif len(cells) != len(columns):
            raise TableError(f"{name}:{number}: {len(columns)} cells expected, {len(cells)} found")
        elif cells[0] in found:
            raise TableError(f"{name}:{number}: {cells[0]!r} stands twice")
        else:
            found[cells[0]] = cells
    return tuple(found.values())
