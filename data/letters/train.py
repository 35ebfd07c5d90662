"""Trains the networks of ``ru_g2p.stress.letters``; run by hand, their weights are committed.

    python data/letters/train.py [--held-out] [-o src/ru_g2p/stress/letters.npz]

They learn from ``data/lexicon/stress``: from the stem of each name with its ending, and each of them from as many and
half as many forms of other words, drawn for itself. With ``--held-out``, every tenth word and name is kept apart (with
all that begins with the same four letters: Коробов, Коробовка), and the share of these that the mean of the networks
stresses right is told. The seeds and torch's version decide the weights, up to the machine's arithmetic. Each takes
some 190 seconds of a core, and the tables another 60; there are as many processes as cores.
"""

from __future__ import annotations

import argparse
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lexicon"))

from lexemes import vowel_places
from stress_tables import Reading, all_readings, is_name

from ru_g2p.stress.letters import ALPHABET, END, ENDING, LAYERS, NAME, WIDTH, WORD, numbered
from ru_g2p.stress.letters import Network as Letters
from ru_g2p.stress.names import stem_and_ending

LETTER, HIDDEN = 32, 64
FORMS = 4  # of a word, at most
LONGEST = 22  # letters, with what begins and ends a word; longer ones are few
UNSURE = 0.1  # how much a form without a vowel in its ending (Ковальч+ук) counts beside the others (Ковальчук+а)
WORDS_TO_NAMES = 1.5
MEMBERS = 4
ILLEGIBLE = 0.02  # of the letters, while it learns, so that it relies on no single one
BATCH, EPOCHS, RATE, DECAY, DROPOUT, SEED = 256, 6, 4e-3, 1e-2, 0.15, 1
HELD_OUT, BEGINNING = 10, 4
_PATRONYMIC = re.compile(".*[+].+(?:[ое]вич|[ое]вн(?:а|ы|е|у|ой|ою))")
OUT = Path(__file__).resolve().parents[2] / "src/ru_g2p/stress/letters.npz"


class Example(NamedTuple):
    """A word or stem with its beginning and end, and the place of the stress in it."""

    text: str
    stress: int


def examples() -> tuple[list[Example], list[Example]]:
    """Return the names and the words of which the lexicon has something to tell: of those of one stress."""
    forms: defaultdict[str, list[Example]] = defaultdict(list)
    stems: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for key, readings in sorted(all_readings().items()):
        marks = {reading.spelling.index("+") for reading in readings}
        if len(marks) != 1 or len(vowel_places(key)) < 2:
            continue
        if not any(map(is_name, readings)):
            forms[readings[0].lemma or key].append(Example(f"{WORD}{key}{END}", 1 + marks.pop()))
        elif not any(is_patronymic(reading) for reading in readings):
            _add_name(stems, key, marks.pop())
    order = np.random.default_rng(SEED)
    words = [group[number] for group in forms.values() for number in order.permutation(len(group))[:FORMS].tolist()]
    names = [Example(f"{NAME}{stem}{ENDING}", 1 + found.most_common(1)[0][0]) for stem, found in stems.items()]
    return [one for one in names if len(one.text) <= LONGEST], [one for one in words if len(one.text) <= LONGEST]


def is_patronymic(reading: Reading) -> bool:
    """Tell whether a name is stressed as the father's (Густ+авович); Wikipedia's do not say what they are."""
    return any("Patr" in tag for tag in reading.tags) or bool(_PATRONYMIC.fullmatch(reading.spelling))


def _add_name(stems: defaultdict[str, Counter[int]], key: str, stress: int) -> None:
    stem, ending = stem_and_ending(key)
    vowels = vowel_places(ending)
    if stress < len(stem) or (vowels and stress == len(stem) + vowels[0]):
        stems[stem][min(stress, len(stem))] += 1 if vowels else UNSURE  # type: ignore[assignment]


def held_out(example: Example) -> bool:
    """Tell whether an example is kept apart, always together with its kin."""
    return zlib.crc32(example.text[1 : 1 + BEGINNING].encode()) % HELD_OUT == 0


class Network(torch.nn.Module):
    """Vectors of the letters, convolutions, and a score for each character: one member."""

    def __init__(self) -> None:
        super().__init__()
        sizes = [LETTER, *[HIDDEN] * LAYERS]
        self.letters = torch.nn.Embedding(len(ALPHABET), LETTER)
        self.layers = torch.nn.ModuleList(
            torch.nn.Conv1d(size, HIDDEN, WIDTH, padding=WIDTH // 2) for size in sizes[:LAYERS]
        )
        self.dropout = torch.nn.Dropout(DROPOUT)
        self.out = torch.nn.Linear(HIDDEN, 1, bias=False)

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        """Return (words, characters): scores.

        Args:
            numbers: (words, characters), all words of one length.
        """
        if self.training:
            numbers = numbers * ((torch.rand(numbers.shape) > ILLEGIBLE) | (numbers <= ALPHABET[ENDING]))
        seen = self.letters(numbers).transpose(1, 2)
        for layer, convolution in enumerate(self.layers):
            found = torch.relu(convolution(seen))
            seen = seen + self.dropout(found) if layer else found
        scores: torch.Tensor = self.out(seen.transpose(1, 2)).squeeze(-1)
        return scores


class Table:
    """Examples of one length: characters as numbers, which of them may be stressed, and which is."""

    def __init__(self, found: Sequence[Example]) -> None:
        numbers, places = zip(*(numbered(example.text) for example in found), strict=True)
        self.numbers = torch.tensor(numbers)
        self.closed = torch.ones(self.numbers.shape, dtype=torch.bool)
        for closed, open_places in zip(self.closed, places, strict=True):
            closed[open_places] = False
        self.stress = torch.tensor([example.stress for example in found])

    def scores(self, network: Network, which: torch.Tensor) -> torch.Tensor:
        """Return (words, characters): logarithms of probabilities."""
        return functional.log_softmax(network(self.numbers[which]).masked_fill(self.closed[which], -1e9), 1)


def tables(found: Sequence[Example]) -> list[Table]:
    """Return the examples of each length."""
    by_length: defaultdict[int, list[Example]] = defaultdict(list)
    for example in found:
        by_length[len(example.text)].append(example)
    return [Table(by_length[length]) for length in sorted(by_length)]


def train(names: Sequence[Example], words: Sequence[Example], seed: int) -> dict[str, Any]:
    """Return the weights of one member, trained on the names and on words that it draws for itself."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    order = np.random.default_rng(seed).permutation(len(words))
    found = [*names, *(words[number] for number in order[: round(WORDS_TO_NAMES * len(names))].tolist())]
    grouped = tables(found)
    network = Network()
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * sum(-(-len(table.stress) // BATCH) for table in grouped)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(EPOCHS):
        total = 0.0
        for table, which in _batches(grouped):
            loss = functional.nll_loss(table.scores(network, which), table.stress[which])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += loss.item() * len(which)
        print(f"{seed}: epoch {epoch + 1}, loss {total / len(found):.3f}, {process_time():.0f} CPU s", flush=True)
    return weights(network)


def _batches(grouped: Sequence[Table]) -> Iterator[tuple[Table, torch.Tensor]]:
    batches = [(table, which) for table in grouped for which in torch.randperm(len(table.stress)).split(BATCH)]
    yield from (batches[number] for number in torch.randperm(len(batches)).tolist())


def weights(network: Network) -> dict[str, Any]:
    """Return the arrays that ``letters.Network`` describes, of one member."""
    # Of a convolution, (hidden, size, WIDTH) becomes (WIDTH, size, hidden): a matrix for each letter it covers.
    layers = {f"layer{number}": layer.weight.permute(2, 1, 0) for number, layer in enumerate(network.layers)}
    tensors = {"letters": network.letters.weight, **layers, "out": network.out.weight.T}
    scales = {name: float(values.detach().abs().max()) / 127 for name, values in tensors.items()}
    whole = {name: np.round(values.detach().numpy() / scales[name]).astype(np.int8) for name, values in tensors.items()}
    biases = torch.stack([layer.bias for layer in network.layers]).detach().numpy()
    return {**whole, "scales": np.array(list(scales.values()), np.float32), "biases": biases}


def report(network: Letters, label: str, found: Sequence[Example]) -> None:
    """Print how many unseen examples get the right stress."""
    right, loss = 0, 0.0
    for text, stress in found:
        scores = network.scores(text)
        score = scores[numbered(text)[1].index(stress)]
        right += score == max(scores)
        loss -= score
    print(f"{label}: {right / len(found):.4f} of {len(found)} right, loss {loss / len(found):.3f}")


def main() -> None:
    """Train, and tell how well if some words were held out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--held-out", action="store_true", help="train on nine tenths, and judge by the rest")
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    names, words = examples()
    told = {"names": [one for one in names if held_out(one)], "words": [one for one in words if held_out(one)]}
    if arguments.held_out:
        names, words = ([one for one in found if not held_out(one)] for found in (names, words))
    print(f"{len(names)} names, {len(words)} words")
    with ProcessPoolExecutor() as pool:
        members = list(pool.map(partial(train, names, words), range(1, 1 + MEMBERS)))
    whole = {name: np.stack([member[name] for member in members]) for name in members[0]}
    for label, found in told.items() if arguments.held_out else ():
        report(Letters(whole), label, found)
    np.savez_compressed(arguments.out, **whole)


if __name__ == "__main__":
    main()
