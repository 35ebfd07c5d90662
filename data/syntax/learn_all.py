"""Teaches the network of ``ru_g2p.stress.syntax`` where «все» is вс+е and where вс+ё; run by hand after ``train.py``.

    python data/syntax/learn_all.py CORPUS [-o src/ru_g2p/stress/syntax.npz]

CORPUS is that of ``train.py``. Of its texts those are used that write ё in всё: where «всё равно», «всё ещё», «всё это»
... stand ten times as often as with е. The layers of the network stay as they are; from what the last of them is given,
a logistic regression tells the two apart, both weighing the same. The share that it has right is measured on each fifth
of the texts after training on the others.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import track
from torch.nn import functional

from ru_g2p import text_normalize
from ru_g2p.stress.resolve import SENTENCE_END
from ru_g2p.stress.syntax import Network
from ru_g2p.stress.weights import read_weights
from ru_g2p.tokens import token, tokenize

OUT = Path(__file__).resolve().parents[2] / "src/ru_g2p/stress/syntax.npz"
_SURELY_YO = r"вс{}(?:-таки| (?:равно|ещ[её]|это|было|же|время|так же))\b"
_WRITTEN, _NOT_WRITTEN = (re.compile(_SURELY_YO.format(letter)) for letter in "ёе")
PARTS = 5
DECAY = 1e-2

Numbers = NDArray[np.float64]


class Example(NamedTuple):
    """A sentence, small letters and е for ё; where the word stands; whether it is вс+е; the number of its text."""

    words: list[str]
    index: int
    plural: bool
    text: int


def examples(folder: Path) -> Iterator[Example]:
    """Yield every все and всё of the texts that write ё in the latter."""
    number = 0
    for path in track(sorted(folder.rglob("*.txt")), "reading"):
        text = path.read_text(encoding="utf-8", errors="ignore").lower()
        if len(_WRITTEN.findall(text)) <= 10 * len(_NOT_WRITTEN.findall(text)):
            continue
        for line in text.split("\n"):
            for sentence in _sentences(line):
                words = [word.replace("ё", "е") for word in sentence]
                places = [index for index, word in enumerate(words) if word == "все"]
                yield from (Example(words, index, sentence[index] == "все", number) for index in places)
        number += 1


def _sentences(line: str) -> Iterator[list[str]]:
    sentence: list[str] = []
    for found in map(token, tokenize(text_normalize(line))[0]):
        sentence.append(found.text.replace("+", ""))
        if found.text in SENTENCE_END:
            yield sentence
            sentence = []
    yield sentence


def regression(seen: Numbers, plural: NDArray[np.bool_]) -> tuple[Numbers, float]:
    """Return weights and bias of the logarithm of the odds of вс+е.

    Args:
        seen: (examples, narrow).
        plural: (examples).
    """
    mean, deviation = seen.mean(0), seen.std(0) + 1e-3
    inputs, wanted = torch.from_numpy((seen - mean) / deviation), torch.from_numpy(plural).double()
    balance = torch.where(wanted > 0, 1 / wanted.mean(), 1 / (1 - wanted.mean())) / 2
    weights = torch.zeros(inputs.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        odds = inputs @ weights[1:] + weights[0]
        total = functional.binary_cross_entropy_with_logits(odds, wanted, balance) + DECAY * weights[1:].square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    bias, *rest = weights.detach().tolist()
    scaled = np.array(rest) / deviation
    return scaled, bias - float(scaled @ mean)


def right(odds: Numbers, plural: NDArray[np.bool_]) -> float:
    """Return the share that is right, the mean of that of вс+е and that of вс+ё."""
    return float(((odds[plural] > 0).mean() + (odds[~plural] <= 0).mean()) / 2)


def main() -> None:
    """Learn from the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    found = list(examples(arguments.corpus))
    network = read_weights(arguments.out, Network)
    seen = np.array(network.narrow([(example.words, example.index) for example in found]))
    plural = np.array([example.plural for example in found])
    part = np.array([example.text % PARTS for example in found])
    odds = np.zeros(len(found))
    for held_out in range(PARTS):
        weights, bias = regression(seen[part != held_out], plural[part != held_out])
        odds[part == held_out] = seen[part == held_out] @ weights + bias
    print(f"{len(found)} examples, {plural.sum()} of them вс+е; {right(odds, plural):.3f} right where not trained")
    weights, bias = regression(seen, plural)
    with np.load(arguments.out) as arrays:
        kept = dict(arrays)
    np.savez_compressed(arguments.out, **kept | {"all": weights.astype(np.float32), "all_bias": np.float32(bias)})


if __name__ == "__main__":
    main()
