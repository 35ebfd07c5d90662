"""Compare the normalizer with its peers on the golden tables, and their speed, in one run.

    python benchmarks/normalize.py [--errors SYSTEM] [--json]

Peers are whatever is installed; the run says how to install the others. A row counts as right if the output equals
the expected reading or one of its alternatives after `folded`, which forgives everybody what no listener hears as an
error: case, punctuation, hyphens, stress marks, е for ё, and the conventions in `SAME`. ru-normalizr runs in its mode
``tts``, the one that reads everything out.

Speed is measured in processor time over one pass, for caches keep what they have seen: on the inputs with digits of
our own tables, a text of as many lines (``dense``), after the independent ones have loaded dictionaries, and on
sentences of Cyrillic words alone (``plain``).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

GOLDEN: Final = Path(__file__).parents[1] / "tests" / "golden"
TABLES: Final = ("normalize", "normalize_independent")

SAME: Final = (
    (r"\bодн(?:а|у|ой) (?=тысяч)", ""),  # «одна тысяча» or «тысяча»
    (r"\bодин (?=миллион|миллиард|триллион)", ""),
    (r"\b(цел(?:ая|ых|ой|ую)) и\b", r"\1"),  # «три целых и пять десятых»
    (r"\b((?:кило|мега|гига|тера)?(?:байт|бит)|(?:кило|милли|микро)?грамм)ов\b", r"\1"),  # «пять грамм»
)
"""Conventions that differ from system to system: pattern, and what both sides have in its place."""

PLAIN: Final = "Мороз и солнце; день чудесный! Ещё ты дремлешь, друг прелестный — пора, красавица, проснись. "


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a golden table; the first reading is the expected one, the rest are its alternatives."""

    table: str
    text: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class System:
    """A normalizer under test."""

    name: str
    normalize: Callable[[str], str]


def folded(text: str) -> str:
    """Return the words of a reading as a listener tells them apart."""
    words = re.sub(r"[^\w\s]", " ", text.lower().replace("ё", "е").replace("+", "").replace("-", " "))
    words = " ".join(words.split())
    for pattern, same in SAME:
        words = re.sub(pattern, same, words)
    return words


def rows(folder: str) -> list[Row]:
    """Return the rows of all tables in a folder of golden tables: input, expected[, alternatives divided by |]."""
    found = []
    for path in sorted((GOLDEN / folder).glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n")[1:]:
            if line:
                text, expected, *more = line.split("\t")
                alternatives = more[0].split("|") if more and more[0] else []
                found.append(Row(path.stem, text, (expected, *alternatives)))
    return found


def systems() -> tuple[list[System], list[str]]:
    """Return the normalizers that are installed, and the names of those that are not."""
    import ru_g2p.normalize  # noqa: PLC0415  (a peer's import must not be paid for by another's)

    found = [System("ru_g2p", lambda text: ru_g2p.normalize.normalize(text).text)]
    missing = []
    if importlib.util.find_spec("ru_normalizr"):
        from ru_normalizr import NormalizeOptions, Normalizer  # noqa: PLC0415

        peer = Normalizer(NormalizeOptions.tts())
        found.append(System(f"ru-normalizr {metadata.version('ru-normalizr')}", peer.normalize))
    else:
        missing.append("ru-normalizr")
    if importlib.util.find_spec("rutextnorm"):
        from rutextnorm import normalize_russian  # noqa: PLC0415

        found.append(System(f"rutextnorm {metadata.version('rutextnorm')}", normalize_russian))
    else:
        missing.append("rutextnorm")
    return found, missing


def is_right(system: System, row: Row) -> bool:
    """Tell whether the system's output is one of the row's readings."""
    return folded(system.normalize(row.text)) in {folded(reading) for reading in row.readings}


def speed(system: System, text: str) -> float:
    """Return characters per second of processor time over one pass."""
    start = time.process_time()
    system.normalize(text)
    return len(text) / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--errors", metavar="SYSTEM", help="print what the system of this name gets wrong")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    arguments = parser.parse_args()
    installed, missing = systems()
    tables = {folder: rows(folder) for folder in TABLES}
    dense = "\n".join(row.text for row in tables["normalize"] if re.search(r"\d", row.text))
    figures = []
    for system in installed:
        entry: dict[str, object] = {"system": system.name}
        for row in tables["normalize_independent"]:
            system.normalize(row.text)
        entry |= {"dense": round(speed(system, dense)), "plain": round(speed(system, PLAIN * 500))}
        for folder, table in tables.items():
            wrong = [row for row in table if not is_right(system, row)]
            entry[folder] = {"rows": len(table), "right": len(table) - len(wrong)}
            if arguments.errors and system.name.startswith(arguments.errors):
                for row in wrong:
                    print(f"{row.table}\t{row.text}\t{system.normalize(row.text)}\t{row.readings[0]}", file=sys.stderr)
        figures.append(entry)
    print(json.dumps(figures, ensure_ascii=False, indent=2) if arguments.json else _markdown(figures))
    if missing:
        print(f"Not installed: {', '.join(missing)} (pip install 'ru-g2p[bench]')", file=sys.stderr)


def _markdown(figures: list[dict[str, object]]) -> str:
    table = Table(box=MARKDOWN)
    for column in ("system", *TABLES, "dense, characters/s", "plain, characters/s"):
        table.add_column(column, justify="left" if column == "system" else "right")
    for entry in figures:
        shares = []
        for folder in TABLES:
            counts = entry[folder]
            assert isinstance(counts, dict)
            shares.append(f"{counts['right']} of {counts['rows']}, {counts['right'] / max(1, counts['rows']):.1%}")
        table.add_row(str(entry["system"]), *shares, f"{entry['dense']:,}", f"{entry['plain']:,}")
    console = Console(width=140)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


if __name__ == "__main__":
    main()
