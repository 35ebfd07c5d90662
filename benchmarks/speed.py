"""Measure speed and start: characters a second, seconds to the first phones, memory; each in a process of its own.

    python benchmarks/speed.py FILE [--sentences N] [--runs N] [--json]

FILE is a text with stress marks (``+`` before the vowel), one sentence or paragraph a line; it is read without them and
with е for ё. Speed is characters a second of CPU time on one thread, everything included from text to phones, stress
alone for silero-stress; the first 50 lines, which load tables and models, are not counted. Start is what a process
takes that imports ``ru_g2p`` and speaks one sentence: wall-clock seconds from before the import, CPU seconds in all,
and, on Linux, the most memory that was resident. The systems take turns, and the median of the runs counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import torch
from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from ru_g2p import Phonemizer
from ru_g2p.stress.silero import Silero

SPEED: Final = ("lexicon", "auto", "silero-stress")
HOMOGRAPH_AND_NAME: Final = "Иван Логинов побежал к дому: стены рухнули."
UNKNOWN_WORD: Final = "Иван Хыковер побежал домой."
FOR_THE_SOLVER: Final = "Иван Логинов повесил на дверь старый замок."
START: Final = {
    "import alone": ("", ""),
    "lexicon: homograph, name": ("lexicon", HOMOGRAPH_AND_NAME),
    "auto: unknown word": ("auto", UNKNOWN_WORD),
    "auto: homograph for the model": ("auto", FOR_THE_SOLVER),
}
_LOADING: Final = 50  # lines that load what there is to load
_FIRST_PHONES: Final = """
import sys, time
start = time.perf_counter()
import ru_g2p
stress, sentence = sys.argv[1:]
if stress:
    assert ru_g2p.Phonemizer(stress=stress).phonemize(sentence).phones
taken = {"wall_seconds": time.perf_counter() - start, "cpu_seconds": time.process_time()}
import json
from pathlib import Path
if (status := Path("/proc/self/status")).exists():
    taken["resident_mb"] = int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
print(json.dumps(taken))
"""


def characters_per_second(system: str, lines: Sequence[str]) -> dict[str, float]:
    torch.set_num_threads(1)
    run = _runner(system)
    list(run(lines[:_LOADING]))
    start = time.process_time()
    list(run(lines))
    return {"characters_per_second": sum(map(len, lines)) / (time.process_time() - start)}


def _runner(system: str) -> Callable[[Sequence[str]], Iterable[object]]:
    if system == "silero-stress":
        silero = Silero()
        return lambda lines: map(silero.accent, lines)
    phonemizer = Phonemizer(stress="auto" if system == "auto" else "lexicon")
    return lambda lines: (utterance.phones for utterance in phonemizer.phonemize_many(lines))


def measured(*command: str, given: str) -> dict[str, float]:
    """Run one measurement in a process of its own."""
    done = subprocess.run([sys.executable, *command], input=given, capture_output=True, check=True, encoding="utf-8")
    return dict(json.loads(done.stdout))


def medians(runs: int, commands: dict[str, tuple[str, ...]], given: str = "") -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            for figure, value in measured(*command, given=given).items():
                found[name][figure].append(value)
    return {name: {figure: statistics.median(values) for figure, values in of.items()} for name, of in found.items()}


def table(title: str, figures: dict[str, dict[str, float]]) -> Table:
    shown = Table(title=title, box=MARKDOWN, title_justify="left")
    columns = list(dict.fromkeys(figure for of in figures.values() for figure in of))
    shown.add_column("what")
    for column in columns:
        shown.add_column(column.replace("_", " "), justify="right")
    for name, of in figures.items():
        cells = [f"{of[column]:,.{2 if of[column] < 100 else 0}f}".replace(",", " ") for column in columns]
        shown.add_row(name, *cells)
    return shown


def main() -> int:
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(characters_per_second(sys.argv[2], sys.stdin.read().splitlines())))
        return 0
    parser = argparse.ArgumentParser(description="Measure speed and start.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--sentences", type=int, help="only the first N lines")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    text = arguments.file.read_text(encoding="utf-8").replace("+", "").replace("ё", "е").replace("Ё", "Е")
    lines = "\n".join(text.splitlines()[: arguments.sentences])
    speed = medians(arguments.runs, {name: (__file__, "--measure", name) for name in SPEED}, lines)
    for of in speed.values():
        of["ratio"] = of["characters_per_second"] / speed["silero-stress"]["characters_per_second"]
    start = medians(arguments.runs, {name: ("-c", _FIRST_PHONES, *case) for name, case in START.items()})
    if arguments.json:
        print(json.dumps({"speed": speed, "start": start}, ensure_ascii=False, indent=2))
    else:
        console = Console(width=120)
        console.print(table("Text to phones, one thread", speed))
        console.print(table("From before the import to the first phones", start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
