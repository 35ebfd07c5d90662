"""A GPT-SoVITS tree on disk: where it is, and what its files and symbol lists hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vocab_sync.blocks import BrokenBlock, find_blocks
from vocab_sync.errors import UserError
from vocab_sync.symbol_list import UnreadableSymbols, read_symbols

SYMBOLS_PATH = "GPT_SoVITS/text/symbols2.py"
"""The symbols of every version but v1."""

SYMBOLS_V1_PATH = "GPT_SoVITS/text/symbols.py"
"""The symbols of v1."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A tree; ``root`` is the resolved folder that holds ``GPT_SoVITS``."""

    root: Path

    @classmethod
    def find(cls, path: Path) -> Checkout:
        """Return the tree at ``path``, its root or the ``GPT_SoVITS`` folder in it.

        Raises:
            UserError: there is none.
        """
        if not path.is_dir():
            raise UserError(path, "no such folder", "give the folder of a GPT-SoVITS checkout")
        here = path.resolve()
        for root in (here, here.parent):
            if here in (root, root / "GPT_SoVITS") and (root / SYMBOLS_PATH).is_file():
                return cls(root)
        raise UserError(path, f"not a GPT-SoVITS tree (no {SYMBOLS_PATH})", "give a checkout of 20240821v2 or later")

    def locate(self, relative: str) -> Path:
        """Return the real path of ``relative``, symbolic links followed.

        Raises:
            UserError: a link leads out of the tree.
        """
        path = (self.root / relative).resolve()
        if not path.is_relative_to(self.root):
            raise UserError(self.root / relative, f"a link to {path}, outside the tree", "put the file itself there")
        return path

    def read(self, relative: str) -> bytes | None:
        """Return the bytes of a file of the tree, None if it does not exist."""
        path = self.locate(relative)
        return path.read_bytes() if path.exists() else None

    def symbol_lists(self, path: str = SYMBOLS_PATH) -> list[list[str]]:
        """Return the list ``symbols`` at each stage, the current one last.

        The stages before it lack the last, the last two, ... of the blocks that vocab-sync appended.

        Args:
            path: `SYMBOLS_PATH` for v2 and later, `SYMBOLS_V1_PATH` for v1.

        Raises:
            UserError: the list cannot be read without running the file.
        """
        source = self.read(path) or b""
        try:
            stages = [read_symbols(source)]
            for block in reversed(find_blocks(source)):
                source = block.removed_from(source)
                stages.append(read_symbols(source))
        except (BrokenBlock, UnreadableSymbols) as error:
            raise UserError(
                self.root / path,
                str(error),
                "restore it (git checkout) and run vocab-sync apply",
            ) from error
        return stages[::-1]
