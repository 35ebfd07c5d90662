"""Compare the stress backends with silero-stress on stress-marked text, in one run.

    python benchmarks/stress.py FILE... [--sentences N] [--ablate] [--errors BACKEND] [--json]

FILE holds one sentence a line (or several, parted by `` / ``), ``+`` before stressed vowels, ё written. Every system
gets the sentences without marks and with е for ё. A word counts if it has two or more vowels and exactly one mark; it
is wrong if the stress is not where it is marked. Errors are told apart by what the lexicon knows of the word: one
spelling, several, or none. Words that are wrong in е or ё alone are counted by themselves (verse often spells е for ё,
so that such an error may be the text's). Speed is characters of text a second of CPU time, one thread, everything
included from text to phones for ours, stress alone for silero-stress. ``--ablate`` measures ``auto`` without each of
its witnesses, too.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import torch
from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from ru_g2p import Phonemizer, text_normalize
from ru_g2p.stress import analogy, backends
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.stress.silero import Silero
from ru_g2p.tokens import VOWELS, token, tokenize

CLASSES = ("one spelling", "several", "unknown")


@dataclass(slots=True)
class Score:
    """Errors of one system: of the stress by class, in ё alone, and the pairs (marked, given) of both."""

    name: str
    characters_per_second: float
    words: int = 0
    by_class: Counter[str] = field(default_factory=Counter)
    only_yo: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def errors(self) -> int:
        return sum(self.by_class.values())


def words(text: str) -> list[str]:
    return [found.text.lower() for found in map(token, tokenize(text)[0]) if found.is_word]


def plain(text: str) -> str:
    return text.replace("+", "").replace("ё", "е").replace("Ё", "Е")


def by_phonemizer(phonemizer: Phonemizer) -> Callable[[Sequence[str]], Iterator[list[str]]]:
    def run(sentences: Sequence[str]) -> Iterator[list[str]]:
        for utterance in phonemizer.phonemize_many(sentences):
            stressed = [word for item in utterance.pronunciations for word in item.words]
            yield [word.text.lower() for word in stressed]

    return run


def by_silero(silero: Silero) -> Callable[[Sequence[str]], Iterator[list[str]]]:
    return lambda sentences: (words(silero.accent(sentence)) for sentence in sentences)


def score(
    name: str, run: Callable[[Sequence[str]], Iterable[list[str]]], marked: Sequence[str], lexicon: StressLexicon
) -> Score:
    sentences = [plain(sentence) for sentence in marked]
    list(run(sentences[:50]))  # loads the models, and lets torch compile them
    start = time.process_time()
    given = list(run(sentences))
    seconds = time.process_time() - start
    result = Score(name, sum(map(len, sentences)) / seconds)
    for sentence, answer in zip(marked, given, strict=True):
        expected = words(sentence)
        for gold, got in zip(expected, answer, strict=True):
            if gold.count("+") != 1 or sum(letter in VOWELS for letter in gold) < 2:
                continue
            result.words += 1
            if gold != got and not (got.count("+") == 0 and gold.replace("+", "") == got):
                result.pairs[gold, got] += 1
                if gold.replace("ё", "е") == got.replace("ё", "е"):
                    result.only_yo += 1
                    continue
                known = len(lexicon.spellings(plain(gold)))
                result.by_class[CLASSES[0 if known == 1 else 1 if known else 2]] += 1
    return result


@contextmanager
def without(witness: str) -> Iterator[None]:
    """Silence one of the witnesses of ``auto``."""
    silenced = {
        "syntax": mock.patch.object(
            backends.Syntax,
            "scores",
            lambda _, places: [dict.fromkeys((r.text for r in place.readings), 0.0) for place in places],
        ),
        "analogy": mock.patch.object(
            backends.Analogy,
            "options",
            lambda _, word, **__: {f"{word[:i]}+{word[i:]}": 0.0 for i, c in enumerate(word) if c in VOWELS},
        ),
        "letters": mock.patch.object(
            analogy.Letters, "scores", lambda _, word, **__: [0.0 for c in word if c in VOWELS]
        ),
        "rhythm": mock.patch.object(backends, "add_rhythm", lambda *_: None),
        "solver": mock.patch.object(backends, "_ask_solver", lambda *_: None),
        "accentor": mock.patch.object(backends, "_ask_accentor", lambda *_: None),
    }
    with silenced[witness]:
        yield


WITNESSES = ("syntax", "analogy", "letters", "rhythm", "solver", "accentor")


def table(file: str, scores: Sequence[Score]) -> Table:
    shown = Table(title=f"{file}: {scores[0].words} words", box=MARKDOWN, title_justify="left")
    for heading in ("system", "errors", "ratio", *CLASSES, "ё alone", "characters/s", "speed ratio"):
        shown.add_column(heading, justify="left" if heading == "system" else "right")
    base = scores[0]
    for one in scores:
        speed = one.characters_per_second / base.characters_per_second
        counts = [str(one.by_class[name]) for name in CLASSES]
        shown.add_row(
            one.name,
            str(one.errors),
            f"{one.errors / base.errors:.2f}",
            *counts,
            str(one.only_yo),
            f"{one.characters_per_second:,.0f}".replace(",", " "),
            f"{speed:.1f}",
        )
    return shown


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--sentences", type=int, help="only the first N of each file")
    parser.add_argument("--ablate", action="store_true", help="measure auto without each of its witnesses, too")
    parser.add_argument("--errors", metavar="BACKEND", help="list the errors of this system")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    lexicon = StressLexicon()
    systems = {"silero-stress": by_silero(Silero())}
    systems |= {f"{stress}": by_phonemizer(Phonemizer(stress=stress)) for stress in ("auto", "lexicon")}
    record = {}
    for file in arguments.files:
        lines = [line for text in file.read_text(encoding="utf-8").splitlines() for line in text.split(" / ")]
        # Acronyms and the like are read as other words: such a sentence could not be compared word by word.
        marked = [line for line in lines if words(line) and words(text_normalize(plain(line))) == words(plain(line))]
        marked = marked[: arguments.sentences]
        scores = [score(name, run, marked, lexicon) for name, run in systems.items()]
        for witness in WITNESSES if arguments.ablate else ():
            with without(witness):
                scores.append(score(f"auto without {witness}", systems["auto"], marked, lexicon))
        record[file.name] = [
            {"system": s.name, "errors": s.errors, "words": s.words, "by_class": s.by_class, "yo_alone": s.only_yo,
             "characters_per_second": round(s.characters_per_second)} for s in scores
        ]  # fmt: skip
        if not arguments.json:
            Console(width=120).print(table(file.name, scores))
        for one in scores:
            if one.name == arguments.errors:
                print("\n".join(f"{n}\t{gold}\t{got}" for (gold, got), n in one.pairs.most_common()))
    if arguments.json:
        print(json.dumps(record, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
