"""A planned language written into a tree, and recorded so that it can be removed.

Files may have been edited, or replaced by ``git pull``, since languages were applied to them. The next apply takes such
a file as it is. Its originals, the contents without one or more of the languages, then have to carry the edit too: a
three-way merge brings it into them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from vocab_sync.errors import UserError
from vocab_sync.journal import Change, Journal, Layer, digest_of
from vocab_sync.transaction import Store, Write

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


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


def rebase(store: Store, changing: Collection[str]) -> tuple[Journal, list[bytes]]:
    """Return the journal as if every edit had been made before any language was applied, and the contents it names.

    Args:
        store: of the tree.
        changing: paths of the files that are about to be written. Any other that cannot be merged stays as the
            journal has it, so that it cannot be reverted unseen.

    Raises:
        UserError: such a file was edited in the very lines that a language had put there.
    """
    journal, contents = store.journal, list[bytes]()
    for path in sorted({change.path for layer in journal.layers for change in layer.files}):
        now, last = store.checkout.read(path), journal.written(path)
        if last is None or digest_of(now) == last.after:
            continue
        originals = _originals(store, path, now)
        if originals is not None:
            journal = Journal(tuple(_renamed(layer, path, originals) for layer in journal.layers))
            contents += [content for content in originals.values() if content is not None]
        elif path in changing:
            raise UserError(
                store.checkout.root / path,
                "edited since, in the lines that vocab-sync wrote",
                "undo that edit (vocab-sync revert TREE --dry-run shows it) and run the command again",
            )
    return journal, contents


def merge(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """Return ``base`` with the changes of both others, line by line; None where they touch."""
    lines = _LINE.findall(base)
    result, done, edited = list[bytes](), 0, -1
    for start, end, replacement in sorted(_edits(lines, ours) | _edits(lines, theirs)):
        if start <= edited:
            return None
        result += (*lines[done:start], *replacement)
        done = edited = end
    return b"".join((*result, *lines[done:]))


def _edits(lines: list[bytes], changed: bytes) -> set[tuple[int, int, tuple[bytes, ...]]]:
    """Return what makes ``changed`` of ``lines``: a range of lines and what stands there instead."""
    new = _LINE.findall(changed)
    operations = SequenceMatcher(None, lines, new, autojunk=False).get_opcodes()
    return {(i1, i2, tuple(new[j1:j2])) for name, i1, i2, j1, j2 in operations if name != "equal"}


def _originals(store: Store, path: str, now: bytes | None) -> Mapping[str | None, bytes | None] | None:
    """Return digest → new content for each content of ``path`` in the journal; None if they cannot be told."""
    changes = [change for layer in store.journal.layers for change in layer.files if change.path == path]
    old = {digest: store.content(digest) for change in changes for digest in (change.before, change.after)}
    first, last = old[changes[0].before], old[changes[-1].after]
    if now is None or last is None:
        return dict.fromkeys(old, now)
    if first is None:  # wholly vocab-sync's own, as its first line says
        return {digest: content and now for digest, content in old.items()}
    merged = {
        digest: now if content == last else merge(last, now, content)
        for digest, content in old.items()
        if content is not None
    }
    if len(merged) == len(old) and None not in merged.values():
        return merged
    added = set(_LINE.findall(last)) - set(_LINE.findall(first))
    return None if added & set(_LINE.findall(now)) else dict.fromkeys(old, now)


def _renamed(layer: Layer, path: str, originals: Mapping[str | None, bytes | None]) -> Layer:
    """Return ``layer`` with the new contents of ``path``, which leaves it if the layer makes no difference to it."""
    files: list[Change] = []
    for change in layer.files:
        if change.path != path:
            files.append(change)
            continue
        before, after = (digest_of(originals[digest]) for digest in (change.before, change.after))
        if before != after:
            files.append(Change(path, before, after))
    return replace(layer, files=tuple(files))
