"""How fast a model learns a new language's phones, by what their embedding rows start from.

    python benchmarks/donors.py TREE [--seeds 5] [--jobs 2] [--device cpu] [--plot donors.svg] [--json]

TREE is a GPT-SoVITS checkout or the unpacked wheel gpt-sovits-cpufast; its own Text2SemanticDecoder is trained, at a
reduced size, by ``donors_inside_tree.py``, where the sizes stand. The data are synthetic, of the real structure: a
phone has a sound (a point in space), lasts one to three tokens, and each token is drawn from those whose sounds are
near. The model first learns a language of old phones. Then come the 53 of Russian: the sound of each is the mean of its
donors' sounds plus a deviation of half a sound's own spread, so that donors are a help and no answer. It learns the new
language alone, as a fine-tune does, by the rows that it starts from: ``donors``, ``mean`` and ``normal`` of
`vocab_sync.checkpoint.initial_rows`, and ``re-sorted``, the mistake of a list sorted anew, after which old rows stand
at other symbols' ids.

The table gives the mean over seeds of: the loss (nats a token) before the first step and at the end, the steps to reach
the target (the loss that ``normal`` ends with), and the loss on the old language before and after.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean
from typing import Any

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

INSIDE = Path(__file__).with_name("donors_inside_tree.py")


def trained(tree: Path, seed: int, device: str) -> dict[str, Any]:
    """Return the curves of each start, trained in a process of the tree."""
    command = [sys.executable, "-B", "-W", "ignore", str(INSIDE), str(tree), str(seed), device]
    finished = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if finished.returncode:
        sys.exit(f"error: {' '.join(command)}\n{finished.stderr}")
    print(f"seed {seed} done", file=sys.stderr)
    run: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return run


def summary(runs: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return the figures of each start, means over the runs."""
    rows = {}
    for start in runs[0]["starts"]:
        curves = [run["starts"][start] for run in runs]
        reached = []
        for run, curve in zip(runs, curves, strict=True):
            target = run["starts"]["normal"]["curve"][-1]
            steps = [at * run["every"] for at, loss in enumerate(curve["curve"]) if loss <= target]
            reached.append(steps[0] if steps else run["steps"])
        rows[start] = {
            "first loss": mean(curve["curve"][0] for curve in curves),
            "last loss": mean(curve["curve"][-1] for curve in curves),
            "steps to target": mean(reached),
            "old before": mean(curve["old before"] for curve in curves),
            "old after": mean(curve["old after"] for curve in curves),
        }
    return rows


def plot(runs: Sequence[dict[str, Any]], path: Path) -> None:
    """Draw the mean curves."""
    import matplotlib as mpl  # noqa: PLC0415 - of the extra bench

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "donors"
    import matplotlib.pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(figsize=(7, 4))
    for start in runs[0]["starts"]:
        curve = [mean(losses) for losses in zip(*(run["starts"][start]["curve"] for run in runs), strict=True)]
        axes.plot([at * runs[0]["every"] for at in range(len(curve))], curve, label=start)
    axes.set(xlabel="steps on the new language", ylabel="loss, nats a token")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> int:
    parser = argparse.ArgumentParser(description="How fast a new language is learned, by what its rows start from.")
    parser.add_argument("tree", type=Path, metavar="TREE")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time, of one thread each")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--plot", type=Path, help="draw the curves into this SVG (needs matplotlib)")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with ThreadPoolExecutor(arguments.jobs) as pool:
        seeds = range(arguments.seeds)
        runs = list(pool.map(lambda seed: trained(arguments.tree, seed, arguments.device), seeds))
    rows = summary(runs)
    if arguments.plot:
        plot(runs, arguments.plot)
    if arguments.json:
        print(json.dumps({"device": arguments.device, "starts": rows, "runs": runs}, indent=2))
        return 0
    table = Table(box=MARKDOWN)
    table.add_column("start")
    for heading in next(iter(rows.values())):
        table.add_column(heading, justify="right")
    for start, row in rows.items():
        table.add_row(start, *(f"{value:.2f}" if value < 50 else f"{value:.0f}" for value in row.values()))
    Console(width=120).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
