"""What it takes to remove the language that was applied last."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from vocab_sync.errors import UserError
from vocab_sync.journal import Journal, Layer
from vocab_sync.transaction import Store, Write


@dataclass(frozen=True, slots=True)
class Edited:
    """A file that somebody has edited since: its path, what vocab-sync wrote and what stands there (None: no file)."""

    path: str
    written: bytes | None
    found: bytes | None


@dataclass(frozen=True, slots=True)
class Removal:
    """How a layer is taken off.

    Attributes:
        layer: the layer.
        writes: files that get back what stood there before it.
        edited: files that cannot, for something would be lost: as long as there is one nothing is to be written.
        journal: without the layer.
    """

    layer: Layer
    writes: Sequence[Write]
    edited: Sequence[Edited]
    journal: Journal

    def perform(self, store: Store) -> None:
        """Write the files, and remove the folders that were made for them.

        Raises:
            ValueError: a file was edited.
            UserError: as `Store.commit`.
            OSError: as `Store.commit`.
        """
        if self.edited:
            raise ValueError("a file was edited")
        store.commit(self.writes, self.journal, removed_folders=self.layer.folders)


def plan_removal(store: Store, language: str | None = None) -> Removal:
    """Compute what removes the last layer; nothing is written.

    Args:
        store: of the tree.
        language: the code of the language that is meant to go, if the caller knows.

    Raises:
        UserError: no layer is there, or another language's lies on top.
    """
    root, layers = store.checkout.root, store.journal.layers
    codes = [layer.language for layer in layers]
    if not codes:
        raise UserError(root, "vocab-sync has applied nothing here", "there is nothing to revert")
    if language and language not in codes:
        raise UserError(root, f"{language} is not applied here", f"revert what is: {', '.join(codes)}")
    top = layers[-1]
    if language and top.language != language:
        raise UserError(
            root,
            f"{top.language} was applied after {language}",
            f"remove it first: vocab-sync revert {shlex.quote(str(root))} --lang {top.language}",
        )
    writes: list[Write] = []
    edited: list[Edited] = []
    for change in top.files:
        before, after, now = store.content(change.before), store.content(change.after), store.checkout.read(change.path)
        if now == after:
            writes.append(Write(change.path, after, before))
        elif now != before:
            edited.append(Edited(change.path, after, now))
    return Removal(top, writes, edited, Journal(layers[:-1]))
