"""The review in a terminal: one doubt after the other, one key for each answer."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.text import Text

from ru_g2p.review.dictionary import Dictionary, check_writable, read_dictionary
from ru_g2p.review.doubts import Findings
from ru_g2p.review.listing import SENTENCES, origin, sentence
from ru_g2p.review.session import Item, Session

LABELS: Final = "1234567890abcdfghijklmnortvwxyz"
"""The keys of the readings: without those of the commands."""

_LATIN: Final = str.maketrans("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm")
"""What a key says in the Russian layout → what it says in the Latin one."""

_HELP: Final = """\
  1 2 ...  the word is read so
  Enter    the reading with * is right: it is written too, and not asked again
  p        ask about each place on its own; what is written is the word with its
           neighbours, so that it is read so only there
  e        the answer holds for the word everywhere, in other texts too
  s        skip: nothing is written, the next run asks again
  u        undo the last key
  q        quit; each answer was saved when it was given
"""


def typed_keys() -> Iterator[str]:
    """Yield the keys pressed in the terminal until its input ends.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    while True:
        try:
            typed = typer.getchar()
        except EOFError:
            return
        if not typed:
            return
        if typed[0] in "\x1b\x00\xe0":  # an arrow or function key: its other characters are no answers
            continue
        for key in typed:
            if key == "\x03":
                raise KeyboardInterrupt
            yield key


def review(findings: Findings, start: Path | None, target: Path) -> None:
    """Ask about the doubtful words of a text and write the answers into a dictionary.

    Args:
        findings: what is in doubt.
        start: a dictionary whose rows the new one begins with.
        target: the file to write.

    Raises:
        KeyboardInterrupt: Ctrl-C; all answers so far are saved.
        OSError: the dictionary cannot be written.
        UserLexiconError: ``start`` cannot be read.
    """
    check_writable(target)
    console = Console(highlight=False)
    session = Session(findings.words, Dictionary() if start is None else read_dictionary(start))
    begun = session.dictionary
    try:
        ask(session, typed_keys(), console, lambda dictionary: dictionary.save(target))
    finally:
        console.print(f"\n{session.left} left to ask about." if session.left else "\nNothing is left to ask about.")
        if session.dictionary is not begun:
            console.print(f"Use the dictionary with: --user-lexicon {shlex.quote(str(target))}", markup=False)
        if findings.edits:
            console.print(f"Read with doubt too, but no words: {len(findings.edits)}. See them with --list")


def ask(session: Session, keys: Iterator[str], console: Console, save: Callable[[Dictionary], None]) -> None:
    """Put the questions of a session until none is left, the user quits, or there are no more keys.

    Args:
        session: changed with every key.
        keys: single characters, as `typed_keys`.
        console: where the questions appear.
        save: called with the dictionary whenever it has changed.

    Raises:
        OSError: the dictionary cannot be saved.
    """
    if session.item is None:
        return
    _show(session, session.item, console)
    for key in keys:
        item, before = session.item, session.dictionary
        if not _act(session, item, key.lower().translate(_LATIN), console):
            return
        if session.dictionary is not before:
            save(session.dictionary)
        if session.item is None:
            return
        if session.item is not item:
            _show(session, session.item, console)


def _act(session: Session, item: Item, key: str, console: Console) -> bool:
    """Do what a key says; False if it ends the review."""
    readings = dict(zip(LABELS, item.doubt.candidates, strict=False))
    if key == "q":
        return False
    if key in readings or key in "\r\n":
        _choose(session, item, readings.get(key, item.doubt.reading), console)
    elif key == "p":
        session.by_place()
    elif key == "e":
        session.everywhere()
    elif key == "s":
        session.skip()
    elif key == "u":
        if not session.undo():
            console.print("  nothing to undo", style="dim")
    elif key in "?,":  # the Russian layout has a comma on the key of the question mark
        console.print(_HELP, highlight=False)
    else:
        console.print("  no such key; ? for help", style="dim")
    return True


def _choose(session: Session, item: Item, reading: str, console: Console) -> None:
    lost = session.choose(reading)
    scope = "everywhere" if item.everywhere else "here"
    console.print(Text(f"  → {reading} {scope}", style="green"))
    for place in lost:
        console.print(
            Text(
                f"  line {place.line}: no word beside it to tell it by; mark it in the text: {reading}", style="yellow"
            )
        )


def _show(session: Session, item: Item, console: Console) -> None:
    doubt = item.doubt
    head = Text(f"\n{session.number} of {session.number + session.left - 1}  ", style="dim")
    head.append(doubt.word, style="not dim bold").append(f"  {origin(doubt)}, {len(doubt.places)} ×")
    if doubt.others:
        head.append(f", elsewhere {', '.join(doubt.others)}")
    console.print(head)
    for place in doubt.places[:SENTENCES]:
        console.print(Text("  ") + sentence(place))
    readings = Text("  ")
    for label, reading in zip(LABELS, doubt.candidates, strict=False):
        readings.append(label, style="bold cyan").append(f" {reading}{'*' * (reading == doubt.reading)}   ")
    console.print(readings)
    keys = ["Enter *", "p each place", "e everywhere", "s skip", "u undo", "q quit", "? help"]
    if item.everywhere:
        keys.remove("e everywhere")
    elif len(doubt.places) == 1:
        keys.remove("p each place")
    scope = "everywhere" if item.everywhere else "here only"
    console.print(Text(f"  {scope}; {', '.join(keys)}", style="dim"), soft_wrap=True)
