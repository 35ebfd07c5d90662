"""What a language needs in a tree: every place and what its edit comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vocab_sync.checkout import SYMBOLS_PATH, Checkout
from vocab_sync.edits.cleaner import map_language
from vocab_sync.edits.module import write_module
from vocab_sync.edits.s1_config import set_phoneme_vocab_size
from vocab_sync.edits.symbols import append_symbols
from vocab_sync.errors import UserError
from vocab_sync.language import LanguagePack
from vocab_sync.outcome import Changed, Outcome, Refused
from vocab_sync.symbol_list import UnreadableSymbols, read_symbols
from vocab_sync.transaction import Write

CLEANER_PATH = "GPT_SoVITS/text/cleaner.py"
S1_CONFIG_PATH = "GPT_SoVITS/configs/s1longer-v2.yaml"


@dataclass(frozen=True, slots=True)
class Place:
    """A file of the tree (POSIX path from its root), its content (None: no file) and what it comes to."""

    path: str
    content: bytes | None
    outcome: Outcome

    @property
    def result(self) -> bytes | None:
        """The content to be, None where the edit is refused."""
        match self.outcome:
            case Changed(content=content):
                return content
            case Refused():
                return None
        return self.content


@dataclass(frozen=True, slots=True)
class Plan:
    """All places of a language in a tree, ``text/symbols2.py`` first."""

    checkout: Checkout
    places: tuple[Place, ...]

    @property
    def symbol_counts(self) -> tuple[int | None, int | None]:
        """How many symbols the tree has, and is to have; None where that cannot be told."""
        symbols2 = self.places[0]
        return _count(symbols2.content), _count(symbols2.result)

    def writes(self) -> list[Write]:
        """Return what ``transaction.commit`` has to write; empty if all is in step.

        Raises:
            UserError: a place is refused.
        """
        for place in self.places:
            if isinstance(place.outcome, Refused):
                raise UserError(self.checkout.root / place.path, place.outcome.reason, place.outcome.remedy)
        return [
            Write(self.checkout.locate(place.path), place.content, place.outcome.content)
            for place in self.places
            if isinstance(place.outcome, Changed)
        ]


def make_plan(checkout: Checkout, pack: LanguagePack) -> Plan:
    """Compute every edit that ``pack`` needs in ``checkout``; nothing is written.

    Raises:
        UserError: a file lies outside the tree.
    """
    symbols = _place(checkout, SYMBOLS_PATH, lambda source: append_symbols(source, pack.code, pack.symbols))
    module_path = f"GPT_SoVITS/text/{pack.module_name}.py"
    module = checkout.read(module_path)
    return Plan(
        checkout,
        (
            symbols,
            _place(checkout, CLEANER_PATH, lambda source: map_language(source, pack.code, pack.module_name)),
            Place(module_path, module, write_module(module, pack)),
            _place(checkout, S1_CONFIG_PATH, lambda source: _s1_config(source, symbols.result)),
        ),
    )


def _place(checkout: Checkout, path: str, edit: Callable[[bytes], Outcome]) -> Place:
    content = checkout.read(path)
    if content is None:
        return Place(path, None, Refused("no such file", "give a complete GPT-SoVITS checkout"))
    return Place(path, content, edit(content))


def _s1_config(source: bytes, symbols2: bytes | None) -> Outcome:
    if symbols2 is None:
        return Refused(f"its size depends on {SYMBOLS_PATH}", "put that file right first")
    return set_phoneme_vocab_size(source, len(read_symbols(symbols2)))


def _count(symbols2: bytes | None) -> int | None:
    try:
        return None if symbols2 is None else len(read_symbols(symbols2))
    except UnreadableSymbols:
        return None
