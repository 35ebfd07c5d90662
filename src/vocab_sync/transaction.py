"""Several files of a tree change together or not at all, whatever happens meanwhile.

``TREE/.vocab_sync`` holds the journal, the contents that it speaks of, and a lock. A run first writes its intent
into the journal (`Journal.pending`) and every content, old and new, beside it. Then it stages the new contents as
temporary siblings, renames them into place, and writes the journal without the intent: that rename is the commit
point. An intent that is still there is undone, by the run itself or, where that was killed, by the next one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from vocab_sync.atomic import sync_folder, write_synced
from vocab_sync.checkout import Checkout
from vocab_sync.errors import UserError
from vocab_sync.journal import Change, Journal, digest_of

FOLDER = ".vocab_sync"
_WAIT = 3.0
"""Seconds that a run waits for another one to end."""


@dataclass(frozen=True, slots=True)
class Write:
    """One file to write: POSIX path from the root, the content it was planned from and the new one (None: no file)."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def change(self) -> Change:
        """The write as the journal records it."""
        return Change(self.path, digest_of(self.before), digest_of(self.after))


class Store:
    """The folder ``.vocab_sync`` of a tree.

    Attributes:
        checkout: the tree.
        journal: as it stands on the disk.
        interrupted: whether an earlier run had been interrupted, and was undone.
    """

    def __init__(self, checkout: Checkout) -> None:
        """Read the journal; `locked` is the way to a store that may write."""
        self.checkout = checkout
        self.interrupted = False
        self._folder = checkout.root / FOLDER
        for folder in (self._folder, self._folder / "contents"):
            # A link would take originals, and their removal, to where it leads.
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise UserError(folder, "not a folder of the tree's own", "move it away")
        self._path = self._folder / "journal.json"
        source = _read(self._path)
        self.journal = Journal() if source is None else Journal.parse(source, self._path)

    def content(self, digest: str | None) -> bytes | None:
        """Return the content that the journal names so, None for None.

        Raises:
            UserError: it is missing or damaged.
        """
        if digest is None:
            return None
        path = self._folder / "contents" / digest
        content = path.read_bytes() if path.is_file() else b""
        if digest_of(content) != digest:
            raise UserError(path, "missing or damaged", f"restore the tree (git checkout) and delete {self._folder}")
        return content

    def commit(
        self,
        writes: Sequence[Write],
        journal: Journal,
        *,
        contents: Sequence[bytes] = (),
        removed_folders: Sequence[str] = (),
    ) -> None:
        """Make all ``writes`` and put ``journal`` in place of the present one.

        Args:
            writes: files of the tree; folders are made as needed.
            journal: without pending changes.
            contents: what it names besides the contents of ``writes`` and those that are kept already.
            removed_folders: folders to remove if nothing is left in them, inner ones last.

        Raises:
            UserError: a file or folder is read-only, or a file no longer holds ``before``; nothing was written.
            OSError: a write failed; nothing remains changed, unless it was the sync behind the commit point.
        """
        self._check(writes)
        (self._folder / "contents").mkdir(exist_ok=True)
        try:
            for content in (*contents, *(content for write in writes for content in (write.before, write.after))):
                self._keep(content)
            sync_folder(self._folder / "contents")
        except BaseException:
            self._tidy()  # a full disk shall not stay full of what no journal speaks of
            raise
        begun = replace(self.journal, pending=tuple(write.change for write in writes), folders=self.missing(writes))
        try:
            self._save(begun)
            self._write(writes, begun.folders)
            self._remove_folders(removed_folders)
            self._save(journal)
        except BaseException:
            if self.journal is not journal:
                with suppress(OSError, UserError):  # the next run tries again, and reports what is in its way
                    self.undo(begun)
            raise
        self._tidy()

    def undo(self, journal: Journal | None = None) -> bool:
        """Undo the changes that are pending in ``journal``, the one on the disk by default; return whether any were.

        Raises:
            UserError: someone has edited a file meanwhile.
            OSError: writing failed; the next run tries again.
        """
        journal = journal or self.journal
        if not journal.pending:
            self._tidy()
            return False
        files = [(self.checkout.locate(change.path), change) for change in journal.pending]
        for path, change in files:
            if digest_of(_read(path)) not in (change.before, change.after):
                original = f"is {self._folder / 'contents' / change.before}" if change.before else "was no file"
                raise UserError(
                    path,
                    "edited since vocab-sync was interrupted",
                    f"put its old content back, which {original}, and run the command again",
                )
        for path, change in files:
            _sibling(path).unlink(missing_ok=True)
            if digest_of(_read(path)) == change.before:
                continue
            content = self.content(change.before)
            if content is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_synced(_sibling(path), content, path)
                os.replace(_sibling(path), path)  # noqa: PTH105
        self._remove_folders(journal.folders)
        _sync_folders(path for path, _ in files)
        self._save(replace(journal, pending=(), folders=()))
        self._tidy()
        return True

    def missing(self, writes: Sequence[Write]) -> tuple[str, ...]:
        """Return the folders that ``writes`` need and the tree lacks, outer ones first."""
        root = self.checkout.root
        parents = {parent for write in writes for parent in (root / write.path).parents if not parent.exists()}
        return tuple(parent.relative_to(root).as_posix() for parent in sorted(parents))

    def _check(self, writes: Sequence[Write]) -> None:
        real: dict[Path, str] = {}
        for write in writes:
            path = self.checkout.locate(write.path)
            if path in real:
                raise UserError(path, f"stands for both {real[path]} and {write.path}", "replace the link by a copy")
            real[path] = write.path
            if _read(path) != write.before:
                raise UserError(path, "changed while vocab-sync was planning", "run the command again")
            # A rename replaces even a read-only file, whose owner meant it to stay as it is. On Windows the bit says
            # nothing of a folder.
            for there in (path, path.parent)[: 1 if os.name == "nt" else 2]:
                if there.exists() and not there.stat().st_mode & 0o222:
                    raise UserError(there, "read-only", "make it writable (chmod u+w) and run the command again")

    def _write(self, writes: Sequence[Write], folders: Sequence[str]) -> None:
        for folder in folders:
            (self.checkout.root / folder).mkdir()
            sync_folder((self.checkout.root / folder).parent)
        files = [(self.checkout.locate(write.path), write.after) for write in writes]
        for path, content in files:
            if content is not None:
                write_synced(_sibling(path), content, path)
        for path, content in files:
            if content is None:
                path.unlink()
            else:
                os.replace(_sibling(path), path)  # noqa: PTH105
        _sync_folders(path for path, _ in files)

    def _keep(self, content: bytes | None) -> None:
        if content is None:
            return
        path = self._folder / "contents" / str(digest_of(content))
        if _read(path) != content:
            write_synced(path, content, path)

    def _save(self, journal: Journal) -> None:
        temporary = self._path.with_name("journal.tmp")
        write_synced(temporary, journal.dump(), self._path)
        os.replace(temporary, self._path)  # noqa: PTH105
        self.journal = journal
        sync_folder(self._folder)

    def _remove_folders(self, folders: Sequence[str]) -> None:
        for folder in reversed(folders):
            with suppress(OSError):  # something of the user's is in it
                self.checkout.locate(folder).rmdir()

    def _tidy(self) -> None:
        """Remove what the journal does not speak of; without layers, all but the lock that the run holds."""
        wanted = self.journal.digests()
        with suppress(OSError):  # what stays is removed by the next run
            for path in (self._folder / "contents").glob("*"):
                if path.name not in wanted:
                    path.unlink()
            if not self.journal.layers:
                if (self._folder / "contents").exists():
                    (self._folder / "contents").rmdir()
                for name in ("journal.tmp", "journal.json"):
                    (self._folder / name).unlink(missing_ok=True)


@contextmanager
def locked(checkout: Checkout) -> Iterator[Store]:
    """Hold the tree for this run; what an interrupted one left is undone first.

    Raises:
        UserError: another run holds it.
        OSError: ``.vocab_sync`` cannot be written.
    """
    folder = checkout.root / FOLDER
    lock = FileLock(str(folder / "lock"), timeout=_WAIT)
    while not (lock.is_locked and (folder / "lock").exists()):
        lock.release()
        Store(checkout)  # refuses a folder that is none before anything is written to it
        try:
            folder.mkdir(exist_ok=True)
            lock.acquire()
        except (FileNotFoundError, FileExistsError):  # another run has just reverted the last language
            if not checkout.root.is_dir():
                raise
        except Timeout as error:
            raise UserError(
                folder / "lock", "another vocab-sync is at work on this tree", "wait for it and run the command again"
            ) from error
    store: Store | None = None
    try:
        store = Store(checkout)
        if not (folder / ".gitignore").exists():
            sync_folder(checkout.root)  # or the journal could be lost with its folder
            write_synced(folder / ".gitignore", b"*\n", folder / ".gitignore")
        store.interrupted = store.undo()
        yield store
    finally:
        _release(lock, folder, gone=store is not None and not (store.journal.layers or store.journal.pending))


def look(checkout: Checkout) -> Store:
    """Return the store of a tree to read from; nothing is written unless an interrupted run is to be undone."""
    store = Store(checkout)
    if (checkout.root / FOLDER).exists() and (store.journal.pending or not store.journal.layers):
        with locked(checkout) as store:
            pass
    return store


def _release(lock: FileLock, folder: Path, *, gone: bool) -> None:
    """Let the next run in; ``gone`` says that nothing is left to keep ``folder`` for."""
    with suppress(OSError):  # what stays is removed by the next run
        if gone:
            (folder / ".gitignore").unlink(missing_ok=True)
        if gone and os.name != "nt":  # while it is held, so that nobody waits for a file that is about to vanish
            (folder / "lock").unlink(missing_ok=True)
    lock.release()
    if gone:
        with suppress(OSError):  # another run has come in already
            if os.name == "nt":
                (folder / "lock").unlink(missing_ok=True)
            folder.rmdir()


def _sibling(path: Path) -> Path:
    """Return where the new content of ``path`` waits; the name is fixed, so that the next run can remove it."""
    return path.with_name(f".{path.name}.vocab_sync")


def _sync_folders(paths: Iterator[Path]) -> None:
    for folder in dict.fromkeys(path.parent for path in paths):
        if folder.exists():
            sync_folder(folder)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
