"""Measure resize: its time beside torch.load + torch.save of the same file, and the memory that it takes.

    python benchmarks/resize.py [--runs N] [--scale S] [--folder DIR] [--json]

Two files of random weights in the real shapes are made in DIR (default: a temporary folder): s1 exported in half
precision (155 MB), s2 of v3 (750 MB). ``--scale`` makes all but the embeddings smaller. Each run measures, in
processes of their own and in turns, torch.load and torch.save of the file, and the library call that resizes it to 785
symbols, wall-clock seconds after the imports; the medians and the ratio are printed. resize syncs its output to the
disk, reads it back and hashes its input, which torch.save does not; ``torch + fsync`` is torch.save with a sync. Memory
is the greatest resident size above that after the imports, in sizes of the file (Linux).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import torch
from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from vocab_sync.checkpoint.many import find_jobs, resize_all
from vocab_sync.checkpoint.vocabulary import Vocabulary
from vocab_sync.russian import PACK

OLD: Final = [f"s{number}" for number in range(732)]
MEASURES: Final = ("torch", "torch + fsync", "resize")


def s1(scale: float) -> dict[str, object]:
    """Return s1 as upstream exports it, of the shapes of s1longer-v2.yaml: 24 layers, 77 million halves."""
    weight = {"model.ar_text_embedding.word_embeddings.weight": (732, 512)}
    weight |= {"model.bert_proj.weight": (512, 1024), "model.ar_audio_embedding.word_embeddings.weight": (1025, 512)}
    for layer in range(max(1, round(24 * scale))):
        name = f"model.h.layers.{layer}"
        weight |= {f"{name}.self_attn.in_proj_weight": (1536, 512), f"{name}.self_attn.in_proj_bias": (1536,)}
        weight |= {f"{name}.self_attn.out_proj.weight": (512, 512), f"{name}.self_attn.out_proj.bias": (512,)}
        weight |= {f"{name}.linear1.weight": (2048, 512), f"{name}.linear1.bias": (2048,)}
        weight |= {f"{name}.linear2.weight": (512, 2048), f"{name}.linear2.bias": (512,)}
        weight |= {f"{name}.norm{part}.{kind}": (512,) for part in (1, 2) for kind in ("weight", "bias")}
    weight |= {"model.ar_predict_layer.weight": (1025, 512)}
    config = {"model": {"phoneme_vocab_size": 732}}
    return {"weight": random_weights(weight), "config": config, "info": "GPT-e15"}


def s2(scale: float) -> dict[str, object]:
    """Return s2 of v3: its embedding, and the 22 blocks of its flow-matching transformer, 1024 wide, for the bulk."""
    weight = {"enc_p.text_embedding.weight": (732, 192), "enc_p.ssl_proj.weight": (192, 768, 1)}
    for block in range(max(1, round(22 * scale))):
        name = f"cfm.estimator.transformer_blocks.{block}"
        weight |= {f"{name}.attn_norm.linear.weight": (6144, 1024), f"{name}.attn_norm.linear.bias": (6144,)}
        weight |= {f"{name}.attn.{part}.weight": (1024, 1024) for part in ("to_q", "to_k", "to_v", "to_out.0")}
        weight |= {f"{name}.ff.ff.0.0.weight": (2048, 1024), f"{name}.ff.ff.2.weight": (1024, 2048)}
        weight |= {f"{name}.text_conv.{part}.weight": (1024, 1024) for part in range(2)}
    return {"weight": random_weights(weight), "config": {}, "info": "8epoch"}


def random_weights(shapes: dict[str, tuple[int, ...]]) -> dict[str, torch.Tensor]:
    torch.manual_seed(0)
    return {name: torch.randn(shape).half() for name, shape in shapes.items()}


FILES: Final = {"s1.ckpt": s1, "s2v3.pth": s2}


def measure(what: str, source: Path) -> dict[str, float]:
    """Run one measurement in this process."""
    target = source.with_suffix(".out")
    target.unlink(missing_ok=True)
    lists = Vocabulary.of_list([*OLD, *PACK.symbols], [PACK], OLD)
    PACK.fingerprint  # noqa: B018 - what a process computes once, whatever the files
    imported = resident()
    start = time.perf_counter()
    if what == "resize":
        list(resize_all(find_jobs([source], target), lists))
    else:
        content = torch.load(source, map_location="cpu", weights_only=True)
        with target.open("wb") as file:
            torch.save(content, file)
            if what == "torch + fsync":
                file.flush()
                os.fsync(file.fileno())
    taken = {"seconds": time.perf_counter() - start}
    if (most := resident("VmHWM")) and imported:
        taken["memory"] = max(0, most - imported) / source.stat().st_size
    target.unlink()
    return taken


def resident(which: str = "VmRSS") -> int:
    """Return the resident size in bytes, now or (``VmHWM``) at its greatest; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    return int(status.read_text().split(f"{which}:")[1].split()[0]) * 1024 if status.exists() else 0


def figures(source: Path, runs: int) -> dict[str, float]:
    found: dict[str, list[dict[str, float]]] = {what: [] for what in MEASURES}
    for _ in range(runs):
        for what, taken in found.items():
            command = [sys.executable, __file__, "--measure", what, str(source)]
            done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
            taken.append(json.loads(done.stdout))
    result = {"MB": source.stat().st_size / 1e6}
    for what, taken in found.items():
        result[f"{what}, s"] = statistics.median(run["seconds"] for run in taken)
    pairs = list(zip(found["resize"], found["torch"], strict=True))
    result["ratio"] = statistics.median(one["seconds"] / other["seconds"] for one, other in pairs)
    for what in ("torch", "resize"):
        if all("memory" in run for run in found[what]):
            result[f"memory, {what}"] = statistics.median(run["memory"] for run in found[what])
    return result


def main() -> int:
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
        return 0
    parser = argparse.ArgumentParser(description="Measure resize.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--folder", type=Path, help="where the files are made")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for name, content in FILES.items():
            source = Path(folder) / name
            torch.save(content(arguments.scale), source)
            results[name] = figures(source, arguments.runs)
            source.unlink()
    if arguments.json:
        print(json.dumps(results, indent=2))
        return 0
    table = Table(box=MARKDOWN)
    table.add_column("file")
    for column in next(iter(results.values())):
        table.add_column(column, justify="right")
    for name, of in results.items():
        table.add_row(name, *(f"{value:.2f}" if value < 50 else f"{value:.0f}" for value in of.values()))
    Console(width=120).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
