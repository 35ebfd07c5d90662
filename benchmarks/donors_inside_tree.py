"""The part of ``donors.py`` that runs in a process of its own, inside a GPT-SoVITS tree, and trains its decoder.

    python donors_inside_tree.py TREE SEED DEVICE

Prints JSON: the curves of each start.
"""

from __future__ import annotations

import json
import os
import sys
import types
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

TREE, SEED, DEVICE = Path(sys.argv[1]).resolve(), int(sys.argv[2]), sys.argv[3]
os.chdir(TREE)
sys.path[:0] = [str(TREE / "GPT_SoVITS"), str(TREE)]
# utils imports an audio decoder; nothing here touches audio.
sys.modules["tools.audio_utils"] = types.ModuleType("tools.audio_utils")

import torch
from AR.models.t2s_model import Text2SemanticDecoder
from text.symbols2 import symbols as listed

from vocab_sync.checkpoint.initial_rows import initial_rows
from vocab_sync.russian import PACK

WIDTH, LAYERS, HEADS = 64, 2, 4
TOKENS = 128  # the last is the end of a sequence
PHONES = 8  # of a line
LANGUAGE = 40  # old phones that the old language uses, besides the donors
SOUND = 8  # dimensions of the space of sounds
SPREAD = 0.35  # how far the sound of a token may lie from that of its phone
DEVIATION = 0.5  # of a new phone's sound from the mean of its donors
BATCH, BASE_STEPS, STEPS, EVERY = 16, 600, 160, 8
RATE = 3e-3
STARTS = ("donors", "mean", "normal", "re-sorted")
EMBEDDING = "ar_text_embedding.word_embeddings.weight"


class Language(NamedTuple):
    """The ids of a language's phones, and how likely each phone (row of the matrix) makes each token."""

    phones: torch.Tensor
    emission: torch.Tensor


def main() -> dict[str, Any]:
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    old = [symbol for symbol in listed if symbol not in set(PACK.symbols)]
    new = [*old, *PACK.symbols]
    language, russian = languages(old, new, PACK.donors)
    model = decoder(len(old))
    base_curve = train(model, language, BASE_STEPS, BASE_STEPS)
    base = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    curves: dict[str, Any] = {}
    for start in STARTS:
        torch.manual_seed(SEED)
        tuned = decoder(len(new))
        tuned.load_state_dict({**base, EMBEDDING: grown(base[EMBEDDING], old, new, start)})
        before = evaluate(tuned, language)
        curve = train(tuned, russian, STEPS, EVERY)
        curves[start] = {"curve": curve, "old before": before, "old after": evaluate(tuned, language)}
    return {"base": base_curve, "starts": curves, "every": EVERY, "steps": STEPS}


def grown(rows: torch.Tensor, old: Sequence[str], new: Sequence[str], start: str) -> torch.Tensor:
    init: Any = "donors" if start == "re-sorted" else start
    result = torch.cat([rows, initial_rows(rows, old, PACK.symbols, PACK.donors, init=init, seed=SEED)])
    if start == "re-sorted":
        # Symbol at id i of the sorted list gets the row that stands at i: somebody else's.
        order = {symbol: number for number, symbol in enumerate(sorted(new))}
        result = result[torch.tensor([order[symbol] for symbol in new], device=rows.device)]
    return result


def languages(
    old: Sequence[str], new: Sequence[str], donors: Mapping[str, Mapping[str, float]]
) -> tuple[Language, Language]:
    """Return the old language and the new one."""
    sounds = torch.randn(len(new), SOUND)
    row = {symbol: number for number, symbol in enumerate(new)}
    used = set(torch.randperm(len(old))[:LANGUAGE].tolist())
    for symbol, weights in donors.items():
        known = {row[donor]: weight for donor, weight in weights.items() if donor in row}
        mixed = sum((weight * sounds[at] for at, weight in known.items()), torch.zeros(SOUND))
        sounds[row[symbol]] = mixed + DEVIATION * torch.randn(SOUND)
        used |= set(known)
    tokens = torch.randn(TOKENS - 1, SOUND)
    emission = torch.softmax(-(torch.cdist(sounds, tokens) ** 2) / (2 * SPREAD**2), dim=1)
    spoken = sorted(used)
    return (
        Language(torch.tensor(spoken), emission[spoken]),
        Language(torch.arange(len(old), len(new)), emission[len(old) :]),
    )


def decoder(rows: int) -> Text2SemanticDecoder:
    """Return the tree's decoder, reduced."""
    size = {"hidden_dim": WIDTH, "embedding_dim": WIDTH, "head": HEADS, "n_layer": LAYERS, "dropout": 0}
    size |= {"vocab_size": TOKENS, "phoneme_vocab_size": rows, "EOS": TOKENS - 1}
    try:
        return Text2SemanticDecoder(config={"model": size}, build_t2s_transformer=False).to(DEVICE)
    except TypeError:  # only the cpufast tree has that argument
        return Text2SemanticDecoder(config={"model": size}).to(DEVICE)


def loss_of(model: Text2SemanticDecoder, language: Language) -> torch.Tensor:
    """Return the loss on a batch of random lines, in nats a token."""
    chosen = torch.randint(len(language.phones), (BATCH, PHONES))
    lines = [
        torch.multinomial(language.emission[line.repeat_interleave(torch.randint(1, 4, (PHONES,)))], 1).flatten()
        for line in chosen
    ]
    lengths = torch.tensor([len(line) for line in lines])
    tokens = torch.nn.utils.rnn.pad_sequence(lines, batch_first=True)
    bert = torch.zeros(BATCH, 1024, PHONES)
    parts = (language.phones[chosen], torch.full((BATCH,), PHONES), tokens, lengths, bert)
    loss, _ = model.forward_old(*(part.to(DEVICE) for part in parts))
    return loss / (lengths.sum() + BATCH)


def evaluate(model: Text2SemanticDecoder, language: Language) -> float:
    """Return the mean loss on some batches that are the same for everyone."""
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(12345)
        model.eval()
        loss = mean(loss_of(model, language).item() for _ in range(3))
        model.train()
    return loss


def train(model: Text2SemanticDecoder, language: Language, steps: int, every: int) -> list[float]:
    """Train; return the loss before the first step and after each ``every``."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    curve = [evaluate(model, language)]
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        loss_of(model, language).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % every == 0:
            curve.append(evaluate(model, language))
    return curve


if __name__ == "__main__":
    print(json.dumps(main()))
