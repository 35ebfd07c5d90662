"""The command ``ru-g2p``: text in, phones, IPA, stress or normalized text out, line by line."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from ru_g2p.errors import RuG2PError, UnspeakableError
from ru_g2p.normalize import normalize as normalize_text
from ru_g2p.normalize.diff import differences
from ru_g2p.pipeline import Phonemizer, Utterance
from ru_g2p.stress.lexicon import StressLexicon

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
    typer.Option("--user-lexicon", help="TSV: word, tab, the word with + before its stressed vowel; see README."),
]


class Backend(str, Enum):
    """Where the stress of a word comes from that the text does not mark; see ``Phonemizer``."""

    auto = "auto"
    lexicon = "lexicon"
    silero = "silero"
    ruaccent = "ruaccent"


class OnModelError(str, Enum):
    """What ``auto`` does where its models cannot be loaded; see ``Phonemizer``."""

    fail = "raise"
    warn = "warn"


StressFrom = Annotated[
    Backend, typer.Option("--stress", help="Where unmarked stress comes from; lexicon uses no model.")
]
RuaccentPath = Annotated[
    Path | None, typer.Option("--ruaccent-path", help="Folder of the models for --stress ruaccent.", show_default=False)
]
WithoutModels = Annotated[
    OnModelError, typer.Option("--on-model-error", help="If auto cannot load its models: fail, or go on as lexicon.")
]


@app.command()
def phonemize(
    file: File = "-",
    output: Annotated[Format, typer.Option("--format", help="What to print for each line.")] = Format.phones,
    stress: StressFrom = Backend.auto,
    user_lexicon: UserLexicon = None,
    *,
    ruaccent_path: RuaccentPath = None,
    on_model_error: WithoutModels = OnModelError.fail,
) -> None:
    """Print the phones of each line.

    Example: echo "Привет, мир!" | ru-g2p phonemize --format ipa
    """
    phonemizer = Phonemizer(
        stress.value, user_lexicon, ruaccent_path=ruaccent_path, on_model_error=on_model_error.value
    )
    for line in _lines(file):
        _print(_rendered(phonemizer.phonemize(line), output))


@app.command()
def accent(
    file: File = "-",
    stress: StressFrom = Backend.auto,
    user_lexicon: UserLexicon = None,
    *,
    ruaccent_path: RuaccentPath = None,
    on_model_error: WithoutModels = OnModelError.fail,
) -> None:
    """Print each line normalized, with + before each stressed vowel and ё restored.

    Example: ru-g2p accent book.txt > book.accented.txt
    """
    phonemizer = Phonemizer(
        stress.value, user_lexicon, ruaccent_path=ruaccent_path, on_model_error=on_model_error.value
    )
    for line in _lines(file):
        _print(phonemizer.accentuate(line))


@app.command()
def normalize(
    file: File = "-",
    diff: Annotated[bool, typer.Option("--diff", help="Print what was changed, where, and by which rule.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail where something cannot be spoken.")] = False,
) -> None:
    """Print each line as spoken words.

    With --diff, print one row per change: line:column, rule, "uncertain" where it is a guess, written, spoken.

    Example: echo "В 1998 г. их было 5%." | ru-g2p normalize
    """
    for number, line in enumerate(_lines(file), 1):
        normalized = normalize_text(line)
        if strict and normalized.lost:
            raise UnspeakableError(line, normalized.lost[0], number, "" if file == "-" else file)
        for row in differences(line, normalized, number) if diff else [normalized.text]:
            _print(row)


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


@app.command()
def review(
    file: Annotated[str, typer.Argument(help="A UTF-8 text file; standard input if -.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Dictionary to write, or to go on with; FILE.user.tsv if absent."),
    ] = None,
    user_lexicon: Annotated[
        Path | None,
        typer.Option(
            "--user-lexicon", help="Dictionary whose rows a new one begins with; without -o it is the one to write."
        ),
    ] = None,
    stress: StressFrom = Backend.auto,
    *,
    ruaccent_path: RuaccentPath = None,
    on_model_error: WithoutModels = OnModelError.fail,
    below: Annotated[float, typer.Option(min=0, max=1, help="Words with less confidence are in doubt.")] = 0.9,
    table: Annotated[bool, typer.Option("--list", help="Print a table of the doubts; write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the doubts as JSON; write nothing.")] = False,
) -> None:
    """Ask about the words that were read with doubt, and write the answers into a dictionary.

    Homographs and guesses come with their sentences, most doubtful first; one key chooses a reading. Each answer is
    saved at once: quit when you like, the next run goes on. Without a terminal the doubts are listed.

    Example: ru-g2p review book.txt -o book.tsv

    Example: ru-g2p review book.txt --json | jq .words[].word
    """
    from ru_g2p.review import doubts, listing, terminal  # noqa: PLC0415  (only this command draws and asks)

    interactive = not (table or as_json or file == "-") and sys.stdin.isatty() and sys.stdout.isatty()
    target = output or user_lexicon or Path(f"{file}.user.tsv")
    start = target if target.exists() else user_lexicon
    lines = _decoded(file).split("\n")
    phonemizer = Phonemizer(stress.value, start, ruaccent_path=ruaccent_path, on_model_error=on_model_error.value)
    try:
        with listing.shown_progress(lines) as done:
            utterances = phonemizer.phonemize_many(lines, done)
            findings = doubts.find_doubts(utterances, StressLexicon().spellings, below)
        if interactive:
            terminal.review(findings, start, target)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None  # as a shell has it; the answers are saved
    if as_json:
        _print(listing.as_json(findings))
    elif not interactive:
        listing.print_table(findings)


def main() -> None:
    """Run the command; a user's mistake is one line on standard error and exit status 2."""
    warnings.formatwarning = lambda message, *_, **__: f"warning: {message}\n"
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


def _decoded(file: str) -> str:
    """Return a whole text; one that is not UTF-8 is refused, for its words would be guessed at in vain."""
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _fail(f"{file}:{line}: not UTF-8; convert it, for example with: iconv -f cp1251 -t utf-8")


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
