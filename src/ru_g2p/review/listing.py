"""What is doubtful in a text, as a table to read or as JSON, and how far the reading is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from time import monotonic
from typing import Final

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from ru_g2p.review.doubts import Doubt, Findings, Place

SENTENCES: Final = 3
"""How many of the sentences that a word stands in are shown."""

_PATIENCE: Final = 1.0  # seconds after which one wants to see that something happens


def sentence(place: Place) -> Text:
    """Return the line number and the sentence, the word highlighted."""
    text = Text(f"{place.line}: ", style="dim").append(place.sentence, style="not dim")
    text.stylize("bold reverse", len(f"{place.line}: ") + place.start, len(f"{place.line}: ") + place.end)
    return text


def origin(doubt: Doubt) -> str:
    """Tell how sure a reading is and where it comes from."""
    return f"{doubt.confidence:.0%} {doubt.source}"


def print_table(findings: Findings) -> None:
    """Print all doubts, most doubtful first, and below them what the normalizer was not sure of."""
    console = Console(highlight=False)
    if findings.words:
        words = Table("word", "read as", "sure", "times", "readings", "sentences")
        for doubt in findings.words:
            sentences = Text("\n").join(map(sentence, doubt.places[:SENTENCES]))
            others = " ".join(reading for reading in doubt.candidates if reading != doubt.reading)
            words.add_row(doubt.word, doubt.reading, origin(doubt), str(len(doubt.places)), others, sentences)
        console.print(words)
    if findings.edits:
        edits = Table("line", "written", "spoken", "by")
        for edit in findings.edits:
            edits.add_row(str(edit.line), Text(edit.written), Text(edit.spoken), edit.by)
        console.print(edits)
    if not findings.words and not findings.edits:
        console.print("Nothing is in doubt.")


def as_json(findings: Findings) -> str:
    """Return the findings as one JSON object.

    ``words``: each with ``word``, ``reading``, ``confidence``, ``source``, ``candidates``, ``others``, ``count`` and
    ``sentences`` (``line``, ``text``, and ``start`` and ``end`` of the word in it); ``edits``: each with ``line``,
    ``written``, ``spoken``, ``by``.
    """
    words = [
        {
            **{name: value for name, value in asdict(doubt).items() if name != "places"},
            "count": len(doubt.places),
            "sentences": [_place(place) for place in doubt.places[:SENTENCES]],
        }
        for doubt in findings.words
    ]
    return json.dumps({"words": words, "edits": [asdict(edit) for edit in findings.edits]}, ensure_ascii=False)


def _place(place: Place) -> dict[str, int | str]:
    return {"line": place.line, "text": place.sentence, "start": place.start, "end": place.end}


@contextmanager
def shown_progress(lines: Sequence[str]) -> Iterator[Callable[[int], None]]:
    """Draw a bar on a terminal's standard error once reading takes longer than a second.

    Yields:
        What to call with the number of lines done.
    """
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True)
    task = bar.add_task("reading", total=len(lines))
    began = monotonic()

    def done(count: int) -> None:
        if console.is_terminal and monotonic() - began > _PATIENCE:
            bar.start()
            bar.update(task, completed=count)

    try:
        yield done
    finally:
        if bar.live.is_started:
            bar.stop()
