"""The commands of ``vocab-sync`` that work on checkpoints: ``resize`` and ``inspect``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from vocab_sync import report
from vocab_sync.atomic import stage
from vocab_sync.blocks import find_blocks
from vocab_sync.checkout import SYMBOLS_PATH, SYMBOLS_V1_PATH, Checkout
from vocab_sync.checkpoint.embedding import TextEmbedding, find_text_embedding
from vocab_sync.checkpoint.files import open_checkpoint
from vocab_sync.checkpoint.record import read_record
from vocab_sync.checkpoint.vocabulary import S1_V1_ROWS, Vocabulary, read_list
from vocab_sync.console import Json, print_json, progress
from vocab_sync.errors import UserError
from vocab_sync.journal import Journal
from vocab_sync.language import LanguagePack, installed_languages, load_language
from vocab_sync.options import find_pack
from vocab_sync.transaction import look

if TYPE_CHECKING:
    from vocab_sync.checkpoint.inspection import Inspection
    from vocab_sync.checkpoint.many import Skipped
    from vocab_sync.checkpoint.resize import Resized


class Init(str, Enum):
    """What new rows start from; see ``vocab_sync.checkpoint.initial_rows``."""

    donors = "donors"
    mean = "mean"
    normal = "normal"


class Device(str, Enum):
    """Where new rows are computed."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


_SymbolsTree = Annotated[
    Path | None, typer.Option("--tree", help="A checkout with the language applied.", show_default=False)
]
_SymbolsFile = Annotated[
    Path | None,
    typer.Option("--symbols", help="Instead: the list; symbols.py, JSON, or a symbol a line.", show_default=False),
]
_From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE|N",
        help="The list that CKPT was trained with, or how many of the tree's; default: as many as it has rows.",
        show_default=False,
    ),
]
_Packs = Annotated[
    list[str] | None,
    typer.Option("--lang", help="Languages whose donors are used; default: those applied in TREE.", show_default=False),
]


def resize(
    *,
    checkpoints: Annotated[
        list[Path], typer.Argument(metavar="CKPT...", help="Checkpoints, or folders of them.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="The file to write; a folder for several or a folder.", show_default=False),
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Replace CKPT; it stays as CKPT.bak.")] = False,
    tree: _SymbolsTree = None,
    symbols: _SymbolsFile = None,
    source: _From = None,
    lang: _Packs = None,
    init: Annotated[Init, typer.Option("--init", help="What new rows start from.")] = Init.donors,
    device: Annotated[Device, typer.Option("--device", help="Where new rows are computed.")] = Device.auto,
    seed: Annotated[int, typer.Option("--seed", help="For the rows of new symbols.")] = 0,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing OUT.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check all and write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Grow checkpoints to the symbols of TREE.

    Each symbol that CKPT knows keeps its embedding row, and each new one gets a row that starts from those of the
    nearest known sounds. All other tensors stay as they are. Weights, Lightning checkpoints of s1 and G_*.pth grow;
    D_*.pth and LoRA files have no symbols. All files are checked before the first is written.

    \b
    Examples:
      vocab-sync resize s1v3.ckpt -o s1v3-ru.ckpt --tree GPT-SoVITS
      vocab-sync resize GPT-SoVITS/GPT_SoVITS/pretrained_models -o pretrained-ru --tree GPT-SoVITS
      vocab-sync resize voice-e15.ckpt --in-place --tree GPT-SoVITS
      vocab-sync resize fork.ckpt -o mine.ckpt --from fork/symbols2.py --tree GPT-SoVITS
    """
    from vocab_sync.checkpoint.many import find_jobs, resize_all  # noqa: PLC0415 - loads torch, which takes seconds

    if in_place is not (out is None):
        raise UserError("resize", "either -o or --in-place says what is written", "give one of them")
    vocabulary = _vocabulary(tree, symbols, source, lang)
    results = []
    jobs = find_jobs(checkpoints, out)
    for result in resize_all(
        jobs,
        vocabulary,
        init=init.value,
        device=_device(device),
        seed=seed,
        overwrite=overwrite,
        dry_run=dry_run,
        watch=progress,
    ):
        results.append(result)
    targets = {job.source: job.target for job in jobs}
    if as_json:
        records = [_record(result, targets[result.source]) for result in results]
        print_json({"dry_run": dry_run, "init": init.value, "seed": seed, "checkpoints": records})
    else:
        Console().print(report.table(_line(result, vocabulary, dry_run) for result in results))


def inspect(
    *,
    checkpoint: Annotated[Path, typer.Argument(metavar="CKPT", help="A checkpoint.", show_default=False)],
    tree: _SymbolsTree = None,
    symbols: _SymbolsFile = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Draw the rows into this SVG file.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what CKPT is, and how its new embedding rows lie among the old ones.

    For each new row: its nearest neighbours by cosine. The plot has all rows on their first two principal components.

    \b
    Examples:
      vocab-sync inspect s1v3-ru.ckpt --tree GPT-SoVITS
      vocab-sync inspect s1v3-ru.ckpt --tree GPT-SoVITS --plot rows.svg
    """
    from vocab_sync.checkpoint import inspection  # noqa: PLC0415 - loads torch, which takes seconds
    from vocab_sync.checkpoint.plot import svg  # noqa: PLC0415

    with open_checkpoint(checkpoint) as file:
        embedding = find_text_embedding(file)
        names, upstream = _names(checkpoint, embedding, tree, symbols)
        found = inspection.inspect(embedding, names, upstream)
    if plot:
        with stage(plot) as staged:
            staged.file.write(svg(found, checkpoint.name).encode())
            staged.sync()
            staged.publish()
    if as_json:
        print_json(_inspected(found))
        return
    console = Console(highlight=False)
    console.print(f"{checkpoint}: {found.kind}", soft_wrap=True)
    for name, shape in found.shapes.items():
        console.print(f"  {name}  {' × '.join(map(str, shape))}", soft_wrap=True)
    if found.info:
        console.print(f"  info  {found.info}", soft_wrap=True, markup=False)
    if found.record:
        record = found.record
        languages = ", ".join(record.fingerprints) or "a list"
        console.print(
            f"  resized  {record.symbols_before} → {record.symbols_after} symbols ({languages}), "
            f"{record.init}, seed {record.seed}",
            soft_wrap=True,
            markup=False,
        )
    for new in (False, True):
        if norms := found.norm_range(new=new):
            label = "new" if new else "old"
            least, middle, most = (f"{norm:.2f}" for norm in norms)
            console.print(f"  norms of {label} rows  {least} ... {middle} ... {most}")
    for name, near in found.neighbours.items():
        console.print(f"  {name}  " + ", ".join(f"{other} {cosine:.2f}" for other, cosine in near), markup=False)


def _vocabulary(tree: Path | None, symbols: Path | None, source: str | None, lang: Sequence[str] | None) -> Vocabulary:
    old: list[str] | int | None = None
    if source is not None:
        old = int(source) if source.isdecimal() and not Path(source).exists() else read_list(Path(source))
    if (tree is None) is (symbols is None):
        raise UserError("resize", "either --tree or --symbols names the symbols to have", "give one of them")
    if tree is not None:
        checkout = Checkout.find(tree)
        return Vocabulary.of_tree(checkout, _packs(checkout, lang), old)
    if old is None or isinstance(old, int) or symbols is None:
        raise UserError("--symbols", "does not tell which symbols CKPT has", "add --from FILE, the list it has")
    codes = lang or list(installed_languages())
    return Vocabulary.of_list(read_list(symbols), [load_language(code) for code in codes], old)


def _packs(checkout: Checkout, lang: Sequence[str] | None) -> list[LanguagePack]:
    """Return the languages that are asked for, else all that are applied, whether or not a journal tells of them."""
    journal: Journal = look(checkout).journal
    names = list(lang or ())
    if not names:
        names = [layer.pack for layer in journal.layers]
        checkout.symbol_lists()  # tells of blocks that do not pair up
        sources = [checkout.read(path) or b"" for path in (SYMBOLS_PATH, SYMBOLS_V1_PATH)]
        told = {layer.language for layer in journal.layers}
        blocks = {block.code for source in sources for block in find_blocks(source)}
        names += sorted((blocks - told) & set(installed_languages()))
    return [find_pack(name, journal)[0] for name in names]


def _device(device: Device) -> str:
    import torch  # noqa: PLC0415

    there = torch.cuda.is_available()
    if device is Device.cuda and not there:
        raise UserError("--device cuda", "torch sees no such device", "give --device cpu")
    return "cuda" if there and device is not Device.cpu else "cpu"


def _line(result: Resized | Skipped, vocabulary: Vocabulary, dry_run: bool) -> report.Line:
    from vocab_sync.checkpoint.many import Skipped  # noqa: PLC0415

    if isinstance(result, Skipped):
        return report.Line(str(result.source), "skipped", result.reason)
    details = [str(result.kind)]
    if result.action == "resized" and result.rows:
        before, after = result.rows
        details.append(f"{before} → {after} rows" if before != after else f"{after} rows, those to spare taken")
        details.append(f"{len(result.added)} new symbols" if result.added else "rows moved")
        if strangers := [symbol for symbol in result.added if symbol not in vocabulary.donors]:
            details.append(f"{len(strangers)} without donors")
    else:
        details += [f"{result.rows[1]} rows"] if result.rows else []
        details.append(result.reason)
    if result.backup:
        details.append(f"before: {result.backup.name}")
    states = {"resized": "would resize", "copied": "would copy"} if dry_run else {}
    return report.Line(str(result.source), states.get(result.action, result.action), ", ".join(details))


def _record(result: Resized | Skipped, target: Path | None) -> dict[str, Any]:
    from vocab_sync.checkpoint.many import Skipped  # noqa: PLC0415

    if isinstance(result, Skipped):
        return {"checkpoint": str(result.source), "action": "skipped", "reason": result.reason}
    written = result.action != "left alone"
    return {
        "checkpoint": str(result.source),
        "out": str(target or result.source) if written else None,
        "action": result.action,
        "reason": result.reason,
        "model": result.kind.model,
        "version": result.kind.version,
        "form": result.kind.form,
        "rows": dict(zip(("before", "after"), result.rows, strict=True)) if result.rows else None,
        "added": list(result.added),
        "backup": str(result.backup) if result.backup else None,
    }


def _names(
    checkpoint: Path, embedding: TextEmbedding, tree: Path | None, symbols: Path | None
) -> tuple[Sequence[str] | None, int | None]:
    """Return the symbols of the rows, and how many are upstream's own; None for what is not known."""
    rows = embedding.rows
    if symbols is not None:
        stages: Sequence[Sequence[str]] = [read_list(symbols)]
    elif tree is not None:
        v1 = embedding.kind.version == "v1"
        stages = Checkout.find(tree).symbol_lists(SYMBOLS_V1_PATH if v1 else SYMBOLS_PATH)
    else:
        return None, None
    record = read_record(embedding.checkpoint)
    spare = embedding.kind.model == "s1" and rows == S1_V1_ROWS
    wanted = (record.symbols_after if record else min(len(stages[0]), rows)) if spare else rows
    for names in stages:
        if len(names) == wanted:
            return names, None if symbols else len(stages[0])
    sizes = ", ".join(str(len(names)) for names in stages)
    raise UserError(checkpoint, f"{rows} rows match no list ({sizes})", "give the list it has with --symbols")


def _inspected(found: Inspection) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "info": found.info,
        "dtype": found.dtype,
        "shapes": found.shapes,
        "symbols": found.symbols,
        "new": [found.symbols[row] for row in found.new],
        "norms": dict(zip(found.symbols, found.norms, strict=True)),
        "neighbours": found.neighbours,
        "record": asdict(found.record) if found.record else None,
    }
