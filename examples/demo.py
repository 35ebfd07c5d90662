"""The main job, end to end: Russian text to phones inside a real GPT-SoVITS tree.

    python3 tasks.py demo

Gets the package gpt-sovits-cpufast (a tree that pip can download), wires Russian into it with ``vocab-sync apply``,
grows two checkpoints of the real shapes with ``vocab-sync resize``, and lets the tree's own code speak
``examples/ru.txt``. Tree and checkpoints stay in a cache folder outside the repository for the next run. Exit
status 0 only if every phone has an id and everything loaded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

PACKAGE = "gpt-sovits-cpufast==0.1.0"
HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run the demo; return the exit status."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    home = cache_folder() / PACKAGE.replace("==", "-")
    if not home.exists():
        with console.status(f"Getting {PACKAGE} and making two checkpoints of random weights ..."):
            prepare(home)
    tree, s1, s2 = home / "tree", home / "s1.ckpt", home / "s2.pth"
    before = json.loads((home / "sizes.json").read_text(encoding="utf-8"))

    with console.status("vocab-sync apply, vocab-sync resize ..."):
        applied = vocab_sync("apply", tree)
        grown = [path.with_stem(f"{path.stem}-ru") for path in (s1, s2)]
        for source, target in zip((s1, s2), grown, strict=True):
            vocab_sync("resize", source, "-o", target, "--tree", tree, "--overwrite")
    with console.status("The tree's own code cleans the text, loads both checkpoints and runs the decoder ..."):
        after = inside_tree("speak", tree, *grown, HERE / "ru.txt")

    console.print(lines_table(after["lines"]))
    console.print(places_table(applied["places"]))
    console.print(sizes_table(before, after))
    unknown = sum(line["phones"].count("UNK") for line in after["lines"])
    phones = sum(len(line["phones"]) for line in after["lines"])
    console.print(
        f"{len(after['lines'])} lines, {phones} phones, {unknown} of them unknown to the tree; "
        "both checkpoints loaded, the decoder ran on every line."
    )
    return 1 if unknown or not phones else 0


def prepare(home: Path) -> None:
    """Fill the folder ``home`` with a pristine tree, two checkpoints and their sizes; all of it or nothing."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        staging = Path(folder)
        run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", staging, PACKAGE)
        (wheel,) = staging.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(staging / "home" / "tree")
        made = inside_tree("make", staging / "home/tree", staging / "home/s1.ckpt", staging / "home/s2.pth")
        (staging / "home/sizes.json").write_text(json.dumps(made), encoding="utf-8")
        (staging / "home").rename(home)


def cache_folder() -> Path:
    """Return the user's cache folder for this demo."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base or Path.home() / "AppData/Local") / "ru-g2p-demo"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ru-g2p-demo"


def vocab_sync(*arguments: str | Path) -> dict[str, Any]:
    """Run the command ``vocab-sync`` and return what it reports."""
    command = Path(sys.executable).with_name("vocab-sync.exe" if os.name == "nt" else "vocab-sync")
    return json.loads(run(command, *arguments, "--json"))


def inside_tree(*arguments: str | Path) -> dict[str, Any]:
    """Run ``inside_tree.py`` in a process of its own and return what it found; the tree's own chatter is skipped."""
    return json.loads(run(sys.executable, "-B", "-W", "ignore", HERE / "inside_tree.py", *arguments).splitlines()[-1])


def run(*command: str | Path) -> str:
    """Return what a command prints; its failure ends the demo with what it said."""
    finished = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if finished.returncode:
        sys.exit(f"error: {' '.join(map(str, command))}\n{finished.stdout}{finished.stderr}")
    return finished.stdout


def lines_table(lines: list[dict[str, Any]]) -> Table:
    """Return text, stressed text, phones and ids of each line."""
    table = Table(
        "text", "with stress", "phones", "ids", title="Spoken by the tree's own text.cleaner", show_lines=True
    )
    for line in lines:
        table.add_row(line["text"], line["stressed"], " ".join(line["phones"]), " ".join(map(str, line["ids"])))
    return table


def places_table(places: list[dict[str, str]]) -> Table:
    """Return what ``vocab-sync apply`` did to each file."""
    table = Table("file", "state", "what", title="vocab-sync apply")
    for place in places:
        table.add_row(place["path"], place["state"], place["detail"])
    return table


def sizes_table(before: dict[str, int], after: dict[str, Any]) -> Table:
    """Return every number that changed."""
    table = Table("number", "before", "after", title="What grew")
    for name, size in before.items():
        table.add_row(name, str(size), str(after[name]))
    return table


if __name__ == "__main__":
    sys.exit(main())
