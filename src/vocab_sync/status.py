"""How a tree and a language stand to each other."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from vocab_sync import report
from vocab_sync.checkout import SYMBOLS_PATH, SYMBOLS_V1_PATH, Checkout
from vocab_sync.checkpoint.embedding import find_text_embedding
from vocab_sync.checkpoint.files import CheckpointFile
from vocab_sync.checkpoint.kinds import WITHOUT_SYMBOLS, tell_kind
from vocab_sync.checkpoint.record import read_record
from vocab_sync.checkpoint.vocabulary import S1_V1_ROWS
from vocab_sync.errors import UserError
from vocab_sync.journal import Layer
from vocab_sync.language import load_language
from vocab_sync.places import Place
from vocab_sync.plan import make_plan
from vocab_sync.request import Request


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """A language of a tree.

    Attributes:
        language: its code.
        heading: its name and what was asked for.
        symbols: how many the tree has; None where that cannot be told.
        recorded: fingerprint of the pack that was applied; None: the journal knows of none.
        fingerprint: that of the pack as it is now; None: it cannot be loaded.
        warning: what is wrong with the two, empty if nothing.
        lines: a line for each place.
    """

    language: str
    heading: str
    symbols: int | None
    recorded: str | None
    fingerprint: str | None
    warning: str
    lines: list[report.Line]

    def record(self) -> dict[str, Any]:
        """Return all but the lines, for JSON."""
        record = asdict(self)
        del record["lines"]
        return record


def language_status(
    checkout: Checkout, layer: Layer | None, name: str, track: Callable[[Sequence[Place]], Iterable[Place]]
) -> LanguageStatus:
    """Compare a tree with what a language needs.

    Args:
        checkout: the tree.
        layer: what the journal says of the language, if it does.
        name: as `load_language` takes it, where there is no layer.
        track: as in `make_plan`.

    Raises:
        UserError: there is no such language, or a file lies outside the tree.
    """
    try:
        pack = load_language(layer.pack if layer else name)
    except UserError as error:
        if layer is None:
            raise
        # The tree may have come with its journal from another machine.
        lines = [report.Line(layer.pack, "refused", str(error))]
        return LanguageStatus(layer.language, _heading(layer), None, layer.fingerprint, None, "", lines)
    request = layer.request(pack) if layer else Request(pack)
    wanted = Layer.of(request, layer.pack if layer else name)
    plan = make_plan(checkout, request, track)
    warning = ""
    if layer and layer.fingerprint != wanted.fingerprint:
        differ = layer.frontend != wanted.frontend
        change = f" ({layer.frontend} → {wanted.frontend})" if differ else ""
        warning = (
            f"the {pack.name} pack is not the one that was applied{change}; "
            f"run vocab-sync apply {shlex.quote(str(checkout.root))}"
            + (", and phonemize data sets again before they are trained on" if differ else "")
        )
    return LanguageStatus(
        pack.code,
        _heading(layer or wanted),
        plan.symbol_counts[0],
        layer.fingerprint if layer else None,
        wanted.fingerprint,
        warning,
        report.place_lines(plan, report.STATUS),
    )


def checkpoint_status(
    checkpoint: CheckpointFile, checkout: Checkout, languages: Sequence[LanguageStatus]
) -> tuple[report.Line, str]:
    """Compare a checkpoint with the symbols of a tree.

    Returns:
        Its line, and a warning, empty if there is nothing to warn of: its new rows were made for another language pack
        than is there now.

    Raises:
        UserError: it has a text embedding that is not sound, or is no checkpoint of GPT-SoVITS.
    """
    path, kind = checkpoint.path, tell_kind(checkpoint)
    if kind.embedding is None:
        return report.Line(str(path), "in step", f"{kind}; {WITHOUT_SYMBOLS[kind.model]}"), ""
    embedding = find_text_embedding(checkpoint, kind)
    record = read_record(checkpoint)
    try:
        stages = checkout.symbol_lists(SYMBOLS_V1_PATH if kind.version == "v1" else SYMBOLS_PATH)
    except UserError:
        return report.checkpoint_line(embedding, None), ""
    spare = kind.model == "s1" and embedding.rows == S1_V1_ROWS
    has = (record.symbols_after if record else None) if spare else embedding.rows
    if spare and has is None and len(stages) == 1:
        has = len(stages[0])
    now = {language.language: language.fingerprint for language in languages}
    differing = [
        code
        for code, fingerprint in (record.fingerprints if record else {}).items()
        if now.get(code) not in (None, fingerprint)
    ]
    warning = ""
    if differing:
        warning = f"{path}: resized for another version of the packs of {', '.join(differing)}; its phones may differ"
    return report.checkpoint_line(embedding, len(stages[-1]), has), warning


def _heading(layer: Layer) -> str:
    return f"{layer.name} ({layer.language}): {', '.join(layer.versions)}; {layer.preset}"
