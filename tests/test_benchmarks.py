"""The benchmarks start and measure: a few lines each; peers that are not installed are left out by `--help` alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def run(name: str, *arguments: str) -> str:
    command = [sys.executable, str(BENCHMARKS / name), *arguments]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


@pytest.mark.parametrize("name", sorted({path.name for path in BENCHMARKS.glob("*.py")} - {"donors_inside_tree.py"}))
def test_it_starts(name: str) -> None:
    assert name in run(name, "--help")


def test_stress_is_scored_by_class(tmp_path: Path) -> None:
    text = tmp_path / "marked.txt"
    text.write_text("Стар+ый з+амок / сто+ял у рек+и\nМорозковин+а дал+еко\n", encoding="utf-8")
    systems = {row["system"]: row for row in json.loads(run("stress.py", str(text), "--json"))["marked.txt"]}
    assert set(systems) == {"silero-stress", "auto", "lexicon"}
    assert {row["words"] for row in systems.values()} == {6}
    # The first mark is wrong on purpose: every system must be told so.
    assert all(row["by_class"]["one spelling"] >= 1 for row in systems.values())


def test_phonology_is_timed(tmp_path: Path) -> None:
    text = tmp_path / "marked.txt"
    text.write_text("Ст+арый з+амок сто+ял у рек+и.\n" * 5, encoding="utf-8")
    assert "each word once" in run("phonology_speed.py", "--text", str(text), "--runs", "1")


def test_speed_and_start_are_measured(tmp_path: Path) -> None:
    text = tmp_path / "marked.txt"
    text.write_text("Ст+арый з+амок сто+ял у рек+и.\n" * 5, encoding="utf-8")
    found = json.loads(run("speed.py", str(text), "--runs", "1", "--json"))
    assert set(found["speed"]) == {"lexicon", "auto", "silero-stress"}
    assert (
        found["start"]["import alone"]["cpu_seconds"] < found["start"]["auto: homograph for the model"]["cpu_seconds"]
    )


def test_resize_is_timed() -> None:
    found = json.loads(run("resize.py", "--runs", "1", "--scale", "0.01", "--json"))
    assert set(found) == {"s1.ckpt", "s2v3.pth"}
    assert all(of["ratio"] > 0 for of in found.values())
