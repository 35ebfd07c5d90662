"""Measure the phonology alone, words with known stress to phones, in characters a second on one thread.

    python benchmarks/phonology_speed.py [--text FILE] [--batch N] [--runs N] [--profile]

Three figures: running text from empty caches, so that words repeat as they do in prose; the same once more, as in a
process that has read much already; and each different word of it once, so that no cache helps. Characters are those
of the text without its stress marks; seconds are the process's own (CPU time), since a shared machine gives others
their turn. Lines are taken as `Phonemizer.phonemize_many` takes texts, a batch of them at once; ``--batch 1`` takes
them one by one, as `Phonemizer.phonemize` does. Finding the stress and cutting the text into tokens are not timed.

``--text`` is a stress-marked text (``+`` before the vowel), one sentence or paragraph a line. Without it, words and
phrases of the golden tables are drawn by Zipf's law from a fixed seed: a stand-in for prose, good for comparing two
versions of the code.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from ru_g2p import pipeline
from ru_g2p.phonology import transcription
from ru_g2p.stress.resolve import Sentence, StressResolver, guess
from ru_g2p.tokens import Word

GOLDEN: Final = Path(__file__).parents[1] / "tests" / "golden"
_EMPTY: Final = "running text, caches empty at first"
_WARM: Final = "the same again, caches warm"
_ONCE: Final = "each word once"
TARGETS: Final = {_EMPTY: 400_000, _WARM: 400_000, _ONCE: 60_000}
_DRAWN: Final = 30_000
_WORDS_A_LINE: Final = 9  # as many as a sentence of prose has
_WORD: Final = re.compile(r"[А-Яа-яЁё+]+")


class Guesses:
    """A backend for text that carries its stress: the few words without a mark get a guess."""

    name = "guesses"

    def alone(self, word: str) -> None:
        """Leave every word to `decide`."""

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Word]]:
        return [{index: guess(sentence.word(index)) for index in sentence.undecided} for sentence in sentences]


def drawn_text() -> list[str]:
    """Return lines of words and phrases drawn from the golden tables, the n-th most frequent with weight 1/n."""
    folder = GOLDEN / "pronunciation"
    tables = [*sorted(folder.glob("words_*.tsv")), *sorted(folder.glob("phrases_*.tsv"))]
    items = [
        line.split("\t")[0]
        for table in tables or [GOLDEN / "acceptance.tsv"]
        for line in table.read_text(encoding="utf-8").splitlines()[1:]
    ]
    chance = random.Random(0)
    chance.shuffle(items)
    drawn = items + chance.choices(items, [1 / rank for rank in range(1, len(items) + 1)], k=_DRAWN)
    chance.shuffle(drawn)
    return _lines(drawn)


def each_word_once(lines: Sequence[str]) -> list[str]:
    """Return the different words of a text, in lines as long as sentences."""
    return _lines(list(dict.fromkeys(word for line in lines for word in _WORD.findall(line.lower()))))


def _lines(words: Sequence[str]) -> list[str]:
    return [" ".join(words[start : start + _WORDS_A_LINE]) for start in range(0, len(words), _WORDS_A_LINE)]


def stressed_tokens(lines: Sequence[str]) -> list[list[Word]]:
    resolver = StressResolver(Guesses(), {})
    return [resolver.resolve(line) for line in lines]


def clear_caches() -> None:
    """Empty the caches of words; a cache of one item holds a table, which stays."""
    transcription._KNOWN.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith("ru_g2p"):
            for item in vars(module).values():
                if hasattr(item, "cache_clear") and item.cache_parameters()["maxsize"] != 1:
                    item.cache_clear()


def transcribe(sentences: Sequence[Sequence[Word]], batch: int) -> int:
    """Return the number of phones, so that every one has been made."""
    return sum(
        len(phones)
        for start in range(0, len(sentences), batch)
        for phones in transcription.transcribe(sentences[start : start + batch])
    )


def seconds(work: Callable[[], object], runs: int, warm: bool) -> Iterator[float]:
    for _ in range(runs):
        clear_caches()
        if warm:
            work()
        gc.collect()
        start = time.process_time()
        work()
        yield time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the phonology alone.")
    parser.add_argument("--text", type=Path, help="stress-marked text, + before the stressed vowel")
    parser.add_argument("--batch", type=int, default=pipeline._BATCH, help="lines taken at once")
    parser.add_argument("--runs", type=int, default=7, help="runs of each measurement; their median counts")
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead")
    arguments = parser.parse_args()
    running = arguments.text.read_text(encoding="utf-8").splitlines() if arguments.text else drawn_text()
    measured = {_EMPTY: running, _WARM: running, _ONCE: each_word_once(running)}
    transcribe(stressed_tokens(running[:1]), 1)  # loads the tables

    table = Table(title="Phonology alone, one thread", box=MARKDOWN)
    table.add_column("text")
    for column in ("characters", "words", "characters/s (median)", "slowest", "fastest", "target"):
        table.add_column(column, justify="right")
    for name, lines in measured.items():
        sentences = stressed_tokens(lines)
        work = partial(transcribe, sentences, arguments.batch)
        if arguments.profile:
            clear_caches()
            if name == _WARM:
                work()
            with cProfile.Profile() as profile:
                work()
            print(name)
            pstats.Stats(profile).sort_stats("tottime").print_stats(18)
            continue
        characters = sum(len(line.replace("+", "")) for line in lines)
        words = sum(word.is_word for words in sentences for word in words)
        spent = seconds(work, arguments.runs, name == _WARM)
        rates = [characters / time_spent for time_spent in spent]
        figures = (characters, words, statistics.median(rates), min(rates), max(rates), TARGETS[name])
        table.add_row(name, *(f"{figure:,.0f}".replace(",", " ") for figure in figures))
    if not arguments.profile:
        Console(width=120).print(table)


if __name__ == "__main__":
    main()
