"""A planned language written into a tree, and recorded so that it can be removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vocab_sync.journal import Layer
from vocab_sync.rebase import rebase
from vocab_sync.transaction import Store, Write


def apply(store: Store, layer: Layer, writes: Sequence[Write]) -> None:
    """Make the writes that a language needs; nothing is written if nothing is new.

    Args:
        store: of the tree, locked.
        layer: the language, without files.
        writes: as planned for it.

    Raises:
        UserError: as `rebase`, `Journal.applied` and `Store.commit`; nothing was written.
        OSError: as `Store.commit`.
    """
    journal, contents = rebase(store, {write.path for write in writes})
    if writes or journal.layer(layer.language):
        changes = tuple(write.change for write in writes)
        journal = journal.applied(replace(layer, files=changes, folders=store.missing(writes)))
    if writes or journal != store.journal:
        store.commit(writes, journal, contents=contents)
