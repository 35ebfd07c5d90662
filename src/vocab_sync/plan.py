"""What a language needs in a tree: every place and what its edit comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from vocab_sync.checkout import SYMBOLS_PATH, SYMBOLS_V1_PATH, Checkout
from vocab_sync.edits.module import write_module, write_script_runs
from vocab_sync.edits.s1_config import set_phoneme_vocab_size
from vocab_sync.edits.symbols import append_symbols, append_v1_symbols
from vocab_sync.errors import SeveralErrors, UserError
from vocab_sync.outcome import Absent, Changed, NotNeeded, Outcome, Refused
from vocab_sync.places import PLACES, Place
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
    """All places of a language in a tree."""

    checkout: Checkout
    places: tuple[PlannedPlace, ...]

    @property
    def symbol_counts(self) -> tuple[int | None, int | None]:
        """How many symbols v2 and later have, and are to have; None where that cannot be told."""
        return self._counts(SYMBOLS_PATH)

    @property
    def v1_symbol_counts(self) -> tuple[int | None, int | None]:
        """The same of v1."""
        return self._counts(SYMBOLS_V1_PATH)

    def _counts(self, path: str) -> tuple[int | None, int | None]:
        symbols = next(place for place in self.places if place.path == path)
        return _count(symbols.content), _count(symbols.result)

    def writes(self) -> list[Write]:
        """Return what `Store.commit` has to write; empty if all is in step.

        Raises:
            UserError: a required place is refused; the message has a line for each that is.
        """
        refused = [
            UserError(self.checkout.root / place.path, place.outcome.reason, place.outcome.remedy)
            for place in self.places
            if place.required and isinstance(place.outcome, Refused)
        ]
        if refused:
            raise SeveralErrors(refused)
        return [
            Write(place.path, place.content, place.outcome.content)
            for place in self.places
            if isinstance(place.outcome, Changed)
        ]


def make_plan(checkout: Checkout, request: Request, track: Callable[[Sequence[Place]], Iterable[Place]] = iter) -> Plan:
    """Compute every edit that ``request`` needs in ``checkout``; nothing is written.

    Args:
        checkout: the tree.
        request: the language, and how it is wanted.
        track: hands on the places one by one, and may show progress meanwhile.

    Raises:
        UserError: a file lies outside the tree.
    """
    pack, request = request.pack, replace(request, root=checkout.root)
    module_path = f"GPT_SoVITS/text/{pack.module_name}.py"
    module, script_runs = checkout.read(module_path), checkout.read(SCRIPT_RUNS_PATH)
    return Plan(
        checkout,
        (
            *_symbols_and_size(checkout, request, "v2", (SYMBOLS_PATH, append_symbols), S1_CONFIG_PATH),
            *_symbols_and_size(checkout, request, "v1", (SYMBOLS_V1_PATH, append_v1_symbols), S1_V1_CONFIG_PATH),
            PlannedPlace(module_path, module, write_module(module, pack)),
            PlannedPlace(SCRIPT_RUNS_PATH, script_runs, write_script_runs(script_runs, pack)),
            *(
                _planned(
                    checkout,
                    place.path,
                    lambda source, place=place: place.edit(source, request),  # type: ignore[misc]
                    required=place.required,
                    everywhere=place.everywhere,
                )
                for place in track(PLACES)
            ),
        ),
    )


def _symbols_and_size(
    checkout: Checkout,
    request: Request,
    version: str,
    symbols_place: tuple[str, Callable[[bytes, str, Sequence[str]], Outcome]],
    config_path: str,
) -> tuple[PlannedPlace, PlannedPlace]:
    """Plan the symbols of a version, and the configuration whose size follows from them."""
    path, append = symbols_place
    if version not in request.symbol_versions:
        idle = NotNeeded("v1 is not asked for" if version == "v1" else "v1 alone is asked for")
        symbols, config = (PlannedPlace(name, checkout.read(name), idle) for name in (path, config_path))
        return symbols, config
    pack = request.pack
    symbols = _planned(checkout, path, lambda source: append(source, pack.code, pack.symbols))
    return symbols, _planned(checkout, config_path, lambda source: _s1_config(source, symbols, spare=version == "v1"))


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
