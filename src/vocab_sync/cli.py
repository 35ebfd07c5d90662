"""The command ``vocab-sync``, and the one place where an error becomes an exit code."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from vocab_sync import report
from vocab_sync.checkout import Checkout
from vocab_sync.checkpoint import files
from vocab_sync.checkpoint.embedding import find_text_embedding
from vocab_sync.errors import UserError
from vocab_sync.language import load_language
from vocab_sync.plan import make_plan
from vocab_sync.request import Request
from vocab_sync.transaction import commit

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Wire a language into a GPT-SoVITS tree and grow its checkpoints to match.",
)

_Tree = Annotated[Path, typer.Argument(help="A GPT-SoVITS checkout.", show_default=False)]
_Language = Annotated[str, typer.Option("--lang", help="Code of an installed language pack.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``vocab-sync``; exit with 0, 1 (status: something is out of step) or 2 (an error)."""
    for stream in (sys.stdout, sys.stderr):
        # Windows code pages lack the arrow, and other letters of paths.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(arguments, prog_name="vocab-sync")
    except UserError as error:
        message = str(error)
    except OSError as error:
        message = f"{error.filename or 'writing'}: {error.strerror}; check permissions and free space"
    print(f"error: {message}", file=sys.stderr)
    raise SystemExit(2)


@app.command("apply")
def _apply(
    tree: _Tree,
    lang: _Language = "ru",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the diff and write nothing.")] = False,
    as_json: _Json = False,
) -> None:
    """Add a language to the files of TREE.

    Its symbols, its text module, its entries in the cleaner and the symbol count of the s1 configuration:
    all files change or none does, and a second run changes nothing. Old symbols keep their ids.

    \b
    Examples:
      vocab-sync apply GPT-SoVITS --dry-run
      vocab-sync apply GPT-SoVITS
    """
    checkout = Checkout.find(tree)
    plan = make_plan(checkout, Request(load_language(lang)))
    writes = plan.writes()
    before, after = plan.symbol_counts
    if not dry_run:
        commit(writes)
    lines = report.place_lines(plan, report.PLANNED if dry_run else report.APPLIED)
    if as_json:
        symbols = {"before": before, "after": after}
        record = {"tree": str(checkout.root), "language": lang, "dry_run": dry_run, "symbols": symbols}
        _print_json({**record, "places": report.records(lines)})
        return
    if dry_run:
        sys.stdout.write(report.unified_diff(plan))
    console = Console(stderr=dry_run)
    console.print(report.table(lines))
    if writes:
        console.print(
            f"\nCheckpoints with {before} rows do not fit {after} symbols: vocab-sync resize CKPT -o OUT --tree {tree}",
            soft_wrap=True,
            highlight=False,
        )


@app.command("resize")
def _resize(
    *,
    checkpoint: Annotated[Path, typer.Argument(metavar="CKPT", help="s1 or s2 weights.", show_default=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write.", show_default=False)],
    tree: Annotated[Path, typer.Option("--tree", help="A checkout with the language applied.", show_default=False)],
    lang: _Language = "ru",
    seed: Annotated[int, typer.Option("--seed", help="For the rows of new symbols.")] = 0,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing OUT.")] = False,
    as_json: _Json = False,
) -> None:
    """Grow a checkpoint to the symbols of TREE.

    Each symbol that CKPT knows keeps its embedding row, and each new one gets a row to start from. All
    other tensors stay as they are.

    \b
    Examples:
      vocab-sync resize s1v3.ckpt -o s1v3-ru.ckpt --tree GPT-SoVITS
      vocab-sync resize s2G2333k.pth -o s2G2333k-ru.pth --tree GPT-SoVITS
    """
    from vocab_sync.checkpoint.resize import resize  # noqa: PLC0415 - loads torch, which takes seconds

    with _progress(out.name) as progress:
        resized = resize(
            checkpoint,
            out,
            Checkout.find(tree),
            load_language(lang),
            seed=seed,
            overwrite=overwrite,
            progress=progress,
        )
    if as_json:
        rows = {"before": resized.rows_before, "after": resized.rows_after}
        _print_json({"checkpoint": str(checkpoint), "out": str(out), "kind": resized.kind, "rows": rows})
    elif resized.rows_before == resized.rows_after:
        print(f"{out}: {resized.kind}, {resized.rows_after} rows already, copied unchanged")
    else:
        print(f"{out}: {resized.kind}, {resized.rows_before} → {resized.rows_after} rows")


@app.command("status")
def _status(
    tree: _Tree,
    checkpoints: Annotated[
        list[Path] | None, typer.Argument(metavar="[CKPT]...", help="s1 or s2 weights.", show_default=False)
    ] = None,
    lang: _Language = "ru",
    as_json: _Json = False,
) -> None:
    """Show what is in step with the language.

    Exit status: 0 if every place in TREE and every CKPT is in step, 1 if any is not, 2 on an error.

    \b
    Examples:
      vocab-sync status GPT-SoVITS
      vocab-sync status GPT-SoVITS s1v3-ru.ckpt s2G2333k-ru.pth
    """
    checkout = Checkout.find(tree)
    plan = make_plan(checkout, Request(load_language(lang)))
    symbols, _ = plan.symbol_counts
    lines = report.place_lines(plan, report.STATUS)
    for path in checkpoints or []:
        with files.open_checkpoint(path) as checkpoint:
            lines.append(report.checkpoint_line(find_text_embedding(checkpoint), symbols))
    in_step = all(line.state in ("in step", report.ABSENT) for line in lines)
    if as_json:
        _print_json(
            {
                "tree": str(checkout.root),
                "language": lang,
                "in_step": in_step,
                "symbols": symbols,
                "places": report.records(lines),
            }
        )
    else:
        Console().print(report.table(lines))
    raise typer.Exit(0 if in_step else 1)


@contextmanager
def _progress(label: str) -> Iterator[files.Progress]:
    """Yield a callback that draws a bar on a terminal and erases it at the end."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_json(record: dict[str, Any]) -> None:
    print(json.dumps(record, indent=2))
