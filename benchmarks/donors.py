"""How fast a model learns a new language's phones, by what their embedding rows start from.

    python benchmarks/donors.py TREE [--seeds 5] [--device cpu] [--plot donors.svg] [--json]

TREE is a GPT-SoVITS checkout or the unpacked wheel gpt-sovits-cpufast; its own Text2SemanticDecoder is trained, at a
reduced size, in a process that imports that tree. The data are synthetic, of the real structure: a phone has a sound (a
point in space), lasts one to three tokens, and each token is drawn from those whose sounds are near. The model first
learns a language of the 732 old phones. Then come the 53 of Russian: the sound of each is the mean of its donors'
sounds plus a deviation of half a sound's own spread, so that donors are a help and no answer. It learns the new
language alone, as a fine-tune does, by the rows that it starts from: ``donors``, ``mean`` and ``normal`` of
`vocab_sync.checkpoint.initial_rows`, and ``re-sorted``, the mistake of a list sorted anew, after which old rows stand at
other symbols' ids.

The table gives the mean over seeds of: the loss (nats a token) before the first step and at the end, the steps to reach
the target (the loss that ``normal`` ends with), and the loss on the old language before and after.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

WIDTH, LAYERS, HEADS = 128, 2, 4
TOKENS = 256  # the last is the end of a sequence
PHONES = 14  # of a line
LANGUAGE = 60  # old phones that the old language uses, besides the donors
SOUND = 8  # dimensions of the space of sounds
SPREAD = 0.35  # how far the sound of a token may lie from that of its phone
DEVIATION = 0.5  # of a new phone's sound from the mean of its donors
BATCH, BASE_STEPS, STEPS, EVERY = 32, 900, 300, 10
RATE = 1e-3
STARTS = ("donors", "mean", "normal", "re-sorted")


class Language(NamedTuple):
    """The ids of a language's phones, and how likely each phone (row of the matrix) makes each token."""

    phones: Any
    emission: Any


def inside(tree: Path, seed: int, device: str) -> dict[str, Any]:
    """Train in this process, which becomes one of the tree; return the curves of each start."""
    os.chdir(tree)
    sys.path[:0] = [str(tree / "GPT_SoVITS"), str(tree)]
    sys.modules["tools.audio_utils"] = types.ModuleType("tools.audio_utils")
    import torch
    from text.symbols2 import symbols as listed

    from vocab_sync.checkpoint.initial_rows import initial_rows
    from vocab_sync.russian import PACK

    torch.manual_seed(seed)
    old = [symbol for symbol in listed if symbol not in set(PACK.symbols)]
    new = [*old, *PACK.symbols]
    language, russian = languages(old, new, PACK.donors)
    model = decoder(len(old)).to(device)
    train(model, language, BASE_STEPS, None)
    base = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    name = next(name for name in base if name.endswith("ar_text_embedding.word_embeddings.weight"))
    curves = {}
    for start in STARTS:
        rows = base[name]
        init = "donors" if start == "re-sorted" else start
        grown = torch.cat([rows, initial_rows(rows, old, PACK.symbols, PACK.donors, init=init, seed=seed)])
        if start == "re-sorted":
            # Symbol at id i of the sorted list gets the row that stands at i: somebody else's.
            order = {symbol: number for number, symbol in enumerate(sorted(new))}
            grown = grown[torch.tensor([order[symbol] for symbol in new], device=rows.device)]
        torch.manual_seed(seed)
        tuned = decoder(len(new)).to(device)
        tuned.load_state_dict({**base, name: grown})
        before = evaluate(tuned, language)
        curve = train(tuned, russian, STEPS, EVERY)
        curves[start] = {"curve": curve, "old before": before, "old after": evaluate(tuned, language)}
    return curves


def languages(old: Sequence[str], new: Sequence[str], donors: dict[str, dict[str, float]]) -> tuple[Language, Language]:
    """Return the old language and the new one."""
    import torch

    sounds = torch.randn(len(new), SOUND)
    row = {symbol: number for number, symbol in enumerate(new)}
    for symbol, weights in donors.items():
        known = [(row[donor], weight) for donor, weight in weights.items() if donor in row]
        sounds[row[symbol]] = sum(weight * sounds[at] for at, weight in known) + DEVIATION * torch.randn(SOUND)
    tokens = torch.randn(TOKENS - 1, SOUND)
    emission = torch.softmax(-torch.cdist(sounds, tokens) ** 2 / (2 * SPREAD**2), dim=1)
    used = {row[donor] for weights in donors.values() for donor in weights if donor in row}
    used |= set(torch.randperm(len(old))[:LANGUAGE].tolist())
    return (
        Language(torch.tensor(sorted(used)), emission[sorted(used)]),
        Language(torch.arange(len(old), len(new)), emission[len(old) :]),
    )


def decoder(rows: int) -> Any:
    """Return the tree's decoder, reduced."""
    from AR.models.t2s_model import Text2SemanticDecoder

    size = {"hidden_dim": WIDTH, "embedding_dim": WIDTH, "head": HEADS, "n_layer": LAYERS, "dropout": 0}
    size |= {"vocab_size": TOKENS, "phoneme_vocab_size": rows, "EOS": TOKENS - 1}
    try:
        return Text2SemanticDecoder(config={"model": size}, build_t2s_transformer=False)
    except TypeError:  # only the cpufast tree has that argument
        return Text2SemanticDecoder(config={"model": size})


def batch(language: Language, device: Any) -> tuple[Any, ...]:
    """Return (phones, lengths, tokens, lengths, BERT features) of a batch of lines."""
    import torch

    chosen = torch.randint(len(language.phones), (BATCH, PHONES))
    lines = [
        torch.multinomial(language.emission[line.repeat_interleave(torch.randint(1, 4, (PHONES,)))], 1).flatten()
        for line in chosen
    ]
    lengths = torch.tensor([len(line) for line in lines])
    padded = torch.nn.utils.rnn.pad_sequence(lines, batch_first=True)
    bert = torch.zeros(BATCH, 1024, PHONES)
    parts = (language.phones[chosen], torch.full((BATCH,), PHONES), padded, lengths, bert)
    return tuple(part.to(device) for part in parts)


def loss_of(model: Any, language: Language) -> Any:
    """Return the loss on one batch, in nats a token."""
    device = next(model.parameters()).device
    phones, phone_lengths, tokens, token_lengths, bert = batch(language, device)
    loss, _ = model.forward_old(phones, phone_lengths, tokens, token_lengths, bert)
    return loss / (token_lengths.sum() + BATCH)


def evaluate(model: Any, language: Language) -> float:
    """Return the mean loss on some batches that are the same for everyone."""
    import torch

    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(12345)
        model.eval()
        loss = mean(loss_of(model, language).item() for _ in range(4))
        model.train()
    return loss


def train(model: Any, language: Language, steps: int, every: int | None) -> list[float]:
    """Train and return the loss before the first step and after each ``every``."""
    import torch

    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    curve = [evaluate(model, language)] if every else []
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        loss_of(model, language).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if every and step % every == 0:
            curve.append(evaluate(model, language))
    return curve


def summary(runs: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return the figures of each start, means over the runs."""
    rows = {}
    for start in STARTS:
        reached = []
        for run in runs:
            target = run["normal"]["curve"][-1]
            steps = [at * EVERY for at, loss in enumerate(run[start]["curve"]) if loss <= target]
            reached.append(steps[0] if steps else STEPS)
        rows[start] = {
            "first loss": mean(run[start]["curve"][0] for run in runs),
            "last loss": mean(run[start]["curve"][-1] for run in runs),
            "steps to target": mean(reached),
            "old before": mean(run[start]["old before"] for run in runs),
            "old after": mean(run[start]["old after"] for run in runs),
        }
    return rows


def plot(runs: Sequence[dict[str, Any]], path: Path) -> None:
    """Draw the mean curves."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "donors"
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 4))
    for start in STARTS:
        curve = [mean(losses) for losses in zip(*(run[start]["curve"] for run in runs), strict=True)]
        axes.plot([at * EVERY for at in range(len(curve))], curve, label=start)
    axes.set(xlabel="steps on the new language", ylabel="loss, nats a token")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("tree", type=Path, metavar="TREE")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--plot", type=Path, help="draw the curves into this SVG (needs matplotlib)")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", type=int, metavar="SEED", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside is not None:
        print(json.dumps(inside(arguments.tree.resolve(), arguments.inside, arguments.device)))
        return 0
    runs = []
    for seed in range(arguments.seeds):
        command = [sys.executable, __file__, str(arguments.tree), "--device", arguments.device, "--inside", str(seed)]
        finished = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if finished.returncode:
            sys.exit(f"error: {' '.join(command)}\n{finished.stderr}")
        runs.append(json.loads(finished.stdout.splitlines()[-1]))
        print(f"seed {seed} done", file=sys.stderr)
    rows = summary(runs)
    if arguments.plot:
        plot(runs, arguments.plot)
    if arguments.json:
        print(json.dumps({"device": arguments.device, "starts": rows, "runs": runs}, indent=2))
        return 0
    headings = list(next(iter(rows.values())))
    print("| start | " + " | ".join(headings) + " |\n|---|" + "---:|" * len(headings))
    for start, row in rows.items():
        print(f"| {start} | " + " | ".join(f"{row[name]:.2f}" if row[name] < 50 else f"{row[name]:.0f}" for name in headings) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
