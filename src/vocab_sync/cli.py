"""The command ``vocab-sync``, and the one place where an error becomes an exit code."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from vocab_sync import checkpoint_commands, report
from vocab_sync.apply import apply
from vocab_sync.base_models import check_rows, used_base
from vocab_sync.checkout import Checkout
from vocab_sync.checkpoint.files import open_checkpoint
from vocab_sync.console import AnyLanguage, DryRun, Json, Language, print_json, track
from vocab_sync.errors import SeveralErrors, UserError
from vocab_sync.journal import Layer
from vocab_sync.language import PACK_SUFFIXES, load_language
from vocab_sync.options import find_pack, make_request
from vocab_sync.plan import make_plan
from vocab_sync.request import VERSIONS
from vocab_sync.revert import plan_removal
from vocab_sync.status import checkpoint_status, language_status
from vocab_sync.transaction import Store, locked, look

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Wire a language into a GPT-SoVITS tree and grow its checkpoints to match.",
)

_Tree = Annotated[Path, typer.Argument(help="A GPT-SoVITS checkout.", show_default=False)]


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
    for line in message.splitlines():
        print(f"error: {line}", file=sys.stderr)
    raise SystemExit(2)


@app.command("apply")
def _apply(
    *,
    tree: _Tree,
    lang: Language = "ru",
    versions: Annotated[
        str | None, typer.Option("--versions", help=f"Of {', '.join(VERSIONS)}; default: all but v1.")
    ] = None,
    preset: Annotated[
        str | None, typer.Option("--preset", help="How s2 is trained: finetune (default) or scratch.")
    ] = None,
    base: Annotated[
        Path | None, typer.Option("--base", help="Folder of resized base models to point the tree at.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Add a language to the files of TREE.

    All files change or none does, and a second run changes nothing. Old symbols keep their ids. Without
    --versions, --preset or --base, what an earlier apply was given stays.

    \b
    Examples:
      vocab-sync apply GPT-SoVITS --dry-run
      vocab-sync apply GPT-SoVITS
      vocab-sync apply GPT-SoVITS --base GPT-SoVITS/GPT_SoVITS/pretrained_models/ru
      vocab-sync apply GPT-SoVITS --lang pt.yaml
    """
    checkout = Checkout.find(tree)
    with _store(checkout, writing=not dry_run) as store:
        pack, name = find_pack(lang, store.journal)
        request = make_request(pack, store.journal.layer(pack.code), versions, preset, base)
        with track("Planning") as tracked:
            plan = make_plan(checkout, request, tracked)
        writes = plan.writes()
        if base:
            check_rows(used_base(request), {"v2": plan.symbol_counts[1], "v1": plan.v1_symbol_counts[1]})
        if not dry_run:
            apply(store, Layer.of(request, name), writes)
    lines = report.place_lines(plan, report.PLANNED if dry_run else report.APPLIED)
    diff = report.unified_diff(report.plan_differences(plan)) if dry_run else ""
    if as_json:
        symbols = dict(zip(("before", "after"), plan.symbol_counts, strict=True))
        record = {"tree": str(checkout.root), "language": pack.code, "dry_run": dry_run, "symbols": symbols}
        print_json({**record, "diff": diff, "places": report.records(lines)})
        return
    sys.stdout.write(diff)
    console = Console(stderr=dry_run)
    console.print(report.table(lines))
    console.print(report.next_steps(plan, tree, pack.code), soft_wrap=True, highlight=False, end="")


@app.command("revert")
def _revert(tree: _Tree, lang: AnyLanguage = None, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Remove the language that was applied last: every file gets its original bytes back.

    If you have edited such a file since, your edits are shown and nothing is written.

    \b
    Examples:
      vocab-sync revert GPT-SoVITS --dry-run
      vocab-sync revert GPT-SoVITS
    """
    checkout = Checkout.find(tree)
    code = load_language(lang).code if lang and lang.endswith(PACK_SUFFIXES) else lang
    with _store(checkout, writing=not dry_run) as store:
        removal = plan_removal(store, code)
        if not dry_run and not removal.edited:
            removal.perform(store)
    edits = report.unified_diff((file.path, file.written, file.found) for file in removal.edited)
    diff = report.unified_diff((write.path, write.before, write.after) for write in removal.writes)
    state = "would restore" if dry_run else "restored"
    lines = [report.Line(write.path, state, "removed" if write.after is None else "") for write in removal.writes]
    if as_json:
        record = {"tree": str(checkout.root), "language": removal.layer.language, "dry_run": dry_run}
        print_json({**record, "edits": edits, "diff": diff if dry_run else "", "places": report.records(lines)})
    if removal.edited:
        if not as_json:
            sys.stdout.write(edits)
        remedy = "undo the edit, which the diff shows, or run vocab-sync apply first, which takes it up"
        raise SeveralErrors(
            [UserError(checkout.root / file.path, "edited since it was written", remedy) for file in removal.edited]
        )
    if not as_json:
        sys.stdout.write(diff if dry_run else "")
        Console(stderr=dry_run).print(report.table(lines))


app.command("resize")(checkpoint_commands.resize)
app.command("inspect")(checkpoint_commands.inspect)


@app.command("status")
def _status(
    tree: _Tree,
    checkpoints: Annotated[
        list[Path] | None, typer.Argument(metavar="[CKPT]...", help="s1 or s2 weights.", show_default=False)
    ] = None,
    lang: AnyLanguage = None,
    as_json: Json = False,
) -> None:
    """Show what is in step with the languages of TREE.

    Exit status: 0 if every place in TREE and every CKPT is in step, 1 if any is not, 2 on an error.

    \b
    Examples:
      vocab-sync status GPT-SoVITS
      vocab-sync status GPT-SoVITS s1v3-ru.ckpt s2G2333k-ru.pth
    """
    checkout = Checkout.find(tree)
    store = look(checkout)
    _tell(store)
    layers = {layer.language: layer for layer in store.journal.layers}
    with track("Checking") as tracked:
        languages = [
            language_status(checkout, layers.get(code), code, tracked)
            for code in ([lang] if lang else layers or ["ru"])
        ]
    symbols = languages[0].symbols
    checkpoint_lines = []
    warnings = [language.warning for language in languages if language.warning]
    for path in checkpoints or []:
        with open_checkpoint(path) as checkpoint:
            line, warning = checkpoint_status(checkpoint, checkout, languages)
        checkpoint_lines.append(line)
        warnings += [warning] if warning else []
    lines = [*(line for language in languages for line in language.lines), *checkpoint_lines]
    in_step = not any(line.state in report.WRONG for line in lines)
    if as_json:
        print_json(
            {
                "tree": str(checkout.root),
                "version": checkout.version,
                "in_step": in_step,
                "symbols": symbols,
                "languages": [language.record() for language in languages],
                "places": [
                    *(place for language in languages for place in report.records(language.lines, language.language)),
                    *report.records(checkpoint_lines),
                ],
            }
        )
    else:
        console = Console(highlight=False)
        console.print(f"GPT-SoVITS {checkout.version}, {symbols or 'unreadable'} symbols", soft_wrap=True)
        for language in languages:
            console.print(language.heading, soft_wrap=True)
            console.print(report.table(language.lines))
        console.print(report.table(checkpoint_lines))
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    raise typer.Exit(0 if in_step else 1)


@contextmanager
def _store(checkout: Checkout, *, writing: bool) -> Iterator[Store]:
    """Yield the tree's store, locked if it is to be written."""
    if writing:
        with locked(checkout) as store:
            _tell(store)
            yield store
    else:
        store = look(checkout)
        _tell(store)
        yield store


def _tell(store: Store) -> None:
    if store.interrupted:
        print("note: an earlier run was interrupted; what it had written is undone", file=sys.stderr)
