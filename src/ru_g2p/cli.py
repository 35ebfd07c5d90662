"""The command ``ru-g2p``: text in, phones, IPA, stress or normalized text out, line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from ru_g2p.errors import RuG2PError
from ru_g2p.pipeline import Phonemizer, Utterance

app = typer.Typer(
    help="Written Russian to phones: normalization, stress and ё, pronunciation.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Format(str, Enum):
    """What ``phonemize`` prints for a line."""

    phones = "phones"
    ipa = "ipa"
    stress = "stress"
    json = "json"


File = Annotated[str, typer.Argument(help="A UTF-8 text file; standard input if - or absent.", show_default=False)]
UserLexicon = Annotated[
    Path | None,
    typer.Option("--user-lexicon", help="TSV: word, tab, the word with + before its stressed vowel."),
]


class Backend(str, Enum):
    """Where the stress of a word comes from that the text does not mark; see ``Phonemizer``."""

    auto = "auto"
    lexicon = "lexicon"
    silero = "silero"


StressFrom = Annotated[
    Backend, typer.Option("--stress", help="Where unmarked stress comes from; lexicon needs no torch.")
]


@app.command()
def phonemize(
    file: File = "-",
    output: Annotated[Format, typer.Option("--format", help="What to print for each line.")] = Format.phones,
    stress: StressFrom = Backend.auto,
    user_lexicon: UserLexicon = None,
) -> None:
    """Print the phones of each line.

    Example: echo "Привет, мир!" | ru-g2p phonemize --format ipa
    """
    phonemizer = Phonemizer(stress.value, user_lexicon)
    for line in _lines(file):
        _print(_rendered(phonemizer.phonemize(line), output))


@app.command()
def accent(file: File = "-", stress: StressFrom = Backend.auto, user_lexicon: UserLexicon = None) -> None:
    """Print each line normalized, with + before each stressed vowel and ё restored.

    Example: ru-g2p accent book.txt > book.accented.txt
    """
    phonemizer = Phonemizer(stress.value, user_lexicon)
    for line in _lines(file):
        _print(phonemizer.accentuate(line))


@app.command()
def normalize(file: File = "-") -> None:
    """Print each line as spoken words.

    Example: echo "В 1998 г. их было 5%." | ru-g2p normalize
    """
    phonemizer = Phonemizer()
    for line in _lines(file):
        _print(phonemizer.normalize(line))


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="The text to explain.")], user_lexicon: UserLexicon = None
) -> None:
    """Show how each word got its phones: its stress and where that came from, phones, IPA, rules.

    Example: ru-g2p explain "Без вас скучно."
    """
    from rich.console import Console  # noqa: PLC0415  (only this command draws)
    from rich.table import Table  # noqa: PLC0415

    table = Table("word", "stress from", "read as", "IPA", "phone", "rules")
    for row in Phonemizer(user_lexicon=user_lexicon).explain(text):
        word = [row.words, " ".join(row.sources), row.spelling.strip("#~"), row.ipa]
        for phone, rules in zip(row.phones, row.rules, strict=True):
            table.add_row(*word, phone, ", ".join(rules))
            word = [""] * len(word)
        table.add_section()
    Console().print(table)


def main() -> None:
    """Run the command; a user's mistake is one line on standard error and exit status 2."""
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has had enough
    except RuG2PError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}; check the path and its permissions")


def _fail(message: str) -> NoReturn:
    print(f"error: {message}", file=sys.stderr)
    sys.exit(2)


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        yield from (line.rstrip("\n") for line in sys.stdin)
        return
    with Path(file).open(encoding="utf-8-sig", errors="replace") as stream:
        yield from (line.rstrip("\n") for line in stream)


def _print(line: str) -> None:
    print(line, flush=not sys.stdin.isatty())


def _rendered(utterance: Utterance, output: Format) -> str:
    if output is Format.phones:
        return " ".join(utterance.phones)
    if output is Format.ipa:
        return utterance.ipa
    if output is Format.stress:
        return utterance.stressed
    return json.dumps(
        {
            "text": utterance.text,
            "normalized": utterance.normalized.text,
            "stressed": utterance.stressed,
            "phones": utterance.phones,
            "ipa": utterance.ipa,
        },
        ensure_ascii=False,
    )
