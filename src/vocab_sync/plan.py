"""What a language needs in a tree: every place and what its edit comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from vocab_sync.checkout import SYMBOLS_PATH, SYMBOLS_V1_PATH, Checkout
from vocab_sync.edits.module import write_module, write_script_runs
from vocab_sync.edits.s1_config import set_phoneme_vocab_size
from vocab_sync.edits.symbols import append_symbols, append_v1_symbols
from vocab_sync.errors import UserError
from vocab_sync.outcome import Absent, Changed, Outcome, Refused
from vocab_sync.places import PLACES
from vocab_sync.request import Request
from vocab_sync.symbol_list import UnreadableSymbols, read_symbols
from vocab_sync.transaction import Write

S1_CONFIG_PATH = "GPT_SoVITS/configs/s1longer-v2.yaml"
S1_V1_CONFIG_PATH = "GPT_SoVITS/configs/s1longer.yaml"
SCRIPT_RUNS_PATH = "GPT_SoVITS/text/script_runs.py"


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """A file of the tree (POSIX path from its root), its content (None: no file) and what it comes to.

    ``required`` as in `vocab_sync.places.Place`.
    """

    path: str
    content: bytes | None
    outcome: Outcome
    required: bool = True

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
    places: tuple[PlannedPlace, ...]

    @property
    def symbol_counts(self) -> tuple[int | None, int | None]:
        """How many symbols the tree has, and is to have; None where that cannot be told."""
        symbols2 = self.places[0]
        return _count(symbols2.content), _count(symbols2.result)

    def writes(self) -> list[Write]:
        """Return what ``transaction.commit`` has to write; empty if all is in step.

        Raises:
            UserError: a required place is refused.
        """
        for place in self.places:
            if place.required and isinstance(place.outcome, Refused):
                raise UserError(self.checkout.root / place.path, place.outcome.reason, place.outcome.remedy)
        return [
            Write(self.checkout.locate(place.path), place.content, place.outcome.content)
            for place in self.places
            if isinstance(place.outcome, Changed)
        ]


def make_plan(checkout: Checkout, request: Request) -> Plan:
    """Compute every edit that ``request`` needs in ``checkout``; nothing is written.

    Raises:
        UserError: a file lies outside the tree.
    """
    pack, request = request.pack, replace(request, root=checkout.root)
    symbols = _planned(checkout, SYMBOLS_PATH, lambda source: append_symbols(source, pack.code, pack.symbols))
    module_path = f"GPT_SoVITS/text/{pack.module_name}.py"
    module, script_runs = checkout.read(module_path), checkout.read(SCRIPT_RUNS_PATH)
    return Plan(
        checkout,
        (
            symbols,
            PlannedPlace(module_path, module, write_module(module, pack)),
            PlannedPlace(SCRIPT_RUNS_PATH, script_runs, write_script_runs(script_runs, pack)),
            _planned(checkout, S1_CONFIG_PATH, lambda source: _s1_config(source, symbols)),
            *(_v1_places(checkout, request) if "v1" in request.versions else ()),
            *(
                _planned(
                    checkout,
                    place.path,
                    lambda source, place=place: place.edit(source, request),  # type: ignore[misc]
                    required=place.required,
                    everywhere=place.everywhere,
                )
                for place in PLACES
            ),
        ),
    )


def _v1_places(checkout: Checkout, request: Request) -> tuple[PlannedPlace, PlannedPlace]:
    pack = request.pack
    symbols = _planned(checkout, SYMBOLS_V1_PATH, lambda source: append_v1_symbols(source, pack.code, pack.symbols))
    return symbols, _planned(checkout, S1_V1_CONFIG_PATH, lambda source: _s1_config(source, symbols, spare=True))


def _planned(
    checkout: Checkout, path: str, edit: Callable[[bytes], Outcome], *, required: bool = True, everywhere: bool = True
) -> PlannedPlace:
    content = checkout.read(path)
    if content is not None:
        return PlannedPlace(path, content, edit(content), required)
    missing: Outcome = (
        Refused("no such file", "give a complete GPT-SoVITS checkout") if everywhere else Absent("no file")
    )
    return PlannedPlace(path, None, missing, required)


def _s1_config(source: bytes, symbols: PlannedPlace, *, spare: bool = False) -> Outcome:
    if symbols.result is None:
        return Refused(f"its size depends on {symbols.path}", "put that file right first")
    return set_phoneme_vocab_size(source, len(read_symbols(symbols.result)), spare=spare)


def _count(symbols2: bytes | None) -> int | None:
    try:
        return None if symbols2 is None else len(read_symbols(symbols2))
    except UnreadableSymbols:
        return None
