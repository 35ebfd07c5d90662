"""Trains the network of ``ru_g2p.stress.syntax``; run by hand, its weights are committed.

    python data/syntax/train.py CORPUS [-o src/ru_g2p/stress/syntax.npz]
    python data/syntax/learn_all.py CORPUS    # afterwards

CORPUS is a folder of UTF-8 texts; the committed weights come from Russian classics in the public domain (Pushkin to
Blok, 7 million words), as the repository github.com/d0rj/RusLit collects them (its README names the authors).

No text is tagged by hand. The network sees the neighbours of a word, never the word itself, and learns to give the
tags that pymorphy3 allows the word a high probability together: ``стены`` says "genitive singular, or nominative or
accusative plural", ``воды`` and ``кошки`` say otherwise, and over millions of words only the true tag explains them
all. The step count, the seed and torch's version decide the weights; one run takes some 20 minutes on two cores.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import track

from ru_g2p import text_normalize
from ru_g2p.stress.syntax import MARKS, NEAR, RARE, REACH, WORD_CLASSES, word_tags
from ru_g2p.tokens import token, tokenize

HIDDEN, NARROW = 128, 64
WORDS = 4000
RAREST_TAG, RAREST_CLASS = 50, 30  # how often a tag, a set of tags must occur
BATCH, STEPS, RATE, SEED = 4096, 2400, 2e-3, 1
SENTENCE = 60  # tokens; longer ones are cut
OUT = Path(__file__).resolve().parents[2] / "src/ru_g2p/stress/syntax.npz"

Ids = NDArray[np.int64]


class Corpus(NamedTuple):
    """Vocabularies, and the text as numbers: a class and a word for each token, 0 and 0 between sentences."""

    tags: list[str]
    classes: list[tuple[int, ...]]
    words: list[str]
    word_classes: list[int]
    class_ids: Ids
    word_ids: Ids


def sentences(folder: Path) -> Iterator[list[str]]:
    """Yield the tokens of each sentence, words in small letters and with е for ё."""
    for path in track(sorted(folder.rglob("*.txt")), "reading"):
        for line in path.read_text(encoding="utf-8", errors="ignore").split("\n"):
            sentence: list[str] = []
            for found in map(token, tokenize(text_normalize(line))[0]):
                sentence.append(found.text.lower().replace("+", "").replace("ё", "е"))
                if (found.text in ".!?…" and len(sentence) > 7) or len(sentence) == SENTENCE:
                    yield sentence
                    sentence = []
            if len(sentence) > 3:
                yield sentence


def read(folder: Path) -> Corpus:
    """Read a corpus and number its tags, its sets of tags and its most frequent words."""
    text = list(sentences(folder))
    counts = Counter(token for sentence in text for token in sentence if token not in MARKS)
    frequency: Counter[str] = Counter()
    for word, count in counts.items():
        for tag, likely in word_tags(word).items():
            frequency[tag] += round(count * likely)
    tags = sorted(tag for tag, count in frequency.items() if count > RAREST_TAG)
    numbers = {tag: number for number, tag in enumerate(tags)}
    allowed = {word: tuple(sorted(numbers[tag] for tag in word_tags(word) if tag in numbers)) for word in counts}
    occurrences: Counter[tuple[int, ...]] = Counter()
    for word, count in counts.items():
        occurrences[allowed[word]] += count
    classes = sorted(tag_set for tag_set, count in occurrences.items() if tag_set and count >= RAREST_CLASS)
    class_of = {tag_set: number for number, tag_set in enumerate(classes, start=WORD_CLASSES)}
    words = sorted(word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:WORDS])
    word_of = {word: number for number, word in enumerate(words, start=1)}
    class_ids, word_ids = [0] * REACH, [0] * REACH
    for sentence in text:
        for word in sentence:
            class_ids.append(MARKS[word] if word in MARKS else class_of.get(allowed[word], RARE))
            word_ids.append(word_of.get(word, 0))
        class_ids += [0] * REACH
        word_ids += [0] * REACH
    word_classes = [class_of.get(allowed[word], RARE) for word in words]
    return Corpus(tags, classes, words, word_classes, np.array(class_ids), np.array(word_ids))


class Network(torch.nn.Module):
    """Token embeddings by place, summed; two dense layers; a logarithm of probability for each tag."""

    def __init__(self, classes: int, words: int, tags: int) -> None:
        super().__init__()
        self.by_class = torch.nn.EmbeddingBag(2 * REACH * classes, HIDDEN, mode="sum")
        self.by_word = torch.nn.EmbeddingBag(2 * NEAR * words, HIDDEN, mode="sum")
        torch.nn.init.normal_(self.by_class.weight, std=0.1)
        torch.nn.init.normal_(self.by_word.weight, std=0.05)
        self.bias = torch.nn.Parameter(torch.zeros(HIDDEN))
        self.hidden = torch.nn.Linear(HIDDEN, NARROW)
        self.out = torch.nn.Linear(NARROW, tags)

    def forward(self, classes: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        """Return (batch, tags) from (batch, 2 · REACH) and (batch, 2 · NEAR) rows of the embeddings."""
        seen = torch.relu(self.by_class(classes) + self.by_word(words) + self.bias)
        return torch.log_softmax(self.out(torch.relu(self.hidden(seen))), -1)


def train(corpus: Corpus) -> tuple[Network, NDArray[np.float32]]:
    """Return the trained network, and the logarithm of each tag's mean probability where words are ambiguous."""
    torch.manual_seed(SEED)
    order = np.random.default_rng(SEED)
    class_count, word_count = WORD_CLASSES + len(corpus.classes), 1 + len(corpus.words)
    allowed = torch.zeros(class_count, len(corpus.tags), dtype=torch.bool)
    for number, tag_set in enumerate(corpus.classes, start=WORD_CLASSES):
        allowed[number, list(tag_set)] = True
    far = np.array([*range(-REACH, 0), *range(1, REACH + 1)])
    near = np.array([*range(-NEAR, 0), *range(1, NEAR + 1)])

    def rows(at: Ids) -> tuple[torch.Tensor, torch.Tensor]:
        classes = corpus.class_ids[at[:, None] + far] + np.arange(len(far)) * class_count
        words = corpus.word_ids[at[:, None] + near] + np.arange(len(near)) * word_count
        return torch.from_numpy(classes), torch.from_numpy(words)

    network = Network(class_count, word_count, len(corpus.tags))
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, step / 100) * (1 - step / STEPS) + 0.005
    )
    places = np.flatnonzero(corpus.class_ids >= WORD_CLASSES)
    queue = np.empty(0, dtype=np.int64)
    for _ in track(range(STEPS), "training"):
        if len(queue) < BATCH:
            queue = order.permutation(places)
        at, queue = queue[:BATCH], queue[BATCH:]
        wanted = allowed[torch.from_numpy(corpus.class_ids[at])]
        loss = -network(*rows(at)).masked_fill(~wanted, -1e9).logsumexp(-1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    print(f"loss of the last batch: {loss.item():.3f}")
    ambiguous = places[(allowed.sum(1) > 1).numpy()[corpus.class_ids[places]]]
    with torch.no_grad():
        mean = network(*rows(order.choice(ambiguous, 50_000))).exp().mean(0)
    return network, np.log(mean.numpy() + 1e-5)


def save(out: Path, corpus: Corpus, network: Network, marginal: NDArray[np.float32]) -> None:
    """Write the file that ``ru_g2p.stress.syntax`` reads."""
    tables = [network.by_class.weight.detach().numpy(), network.by_word.weight.detach().numpy()]
    scales = [float(np.abs(table).max()) / 127 for table in tables]
    by_class, by_word = (np.round(table / scale).astype(np.int8) for table, scale in zip(tables, scales, strict=True))
    dense = {"bias": network.bias, "hidden": network.hidden.weight, "hidden_bias": network.hidden.bias}
    dense |= {"out": network.out.weight, "out_bias": network.out.bias}
    np.savez_compressed(
        out,
        tags="\n".join(corpus.tags),
        classes="\n".join(" ".join(map(str, tag_set)) for tag_set in corpus.classes),
        words="\n".join(corpus.words),
        word_classes=np.array(corpus.word_classes, dtype=np.int16),
        scales=np.array(scales, dtype=np.float32),
        by_class=by_class,
        by_word=by_word,
        marginal=marginal.astype(np.float32),
        all=np.zeros(NARROW, np.float32),  # learn_all.py has these
        all_bias=np.float32(0),
        **{name: values.detach().numpy().astype(np.float16) for name, values in dense.items()},
    )


def main() -> None:
    """Train on the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    corpus = read(arguments.corpus)
    print(f"{len(corpus.class_ids)} tokens, {len(corpus.tags)} tags, {len(corpus.classes)} classes")
    network, marginal = train(corpus)
    save(arguments.out, corpus, network, marginal)


if __name__ == "__main__":
    main()
