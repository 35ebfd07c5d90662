"""A language as vocab-sync needs it, and where packs are found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from vocab_sync.errors import UserError

ENTRY_POINT_GROUP = "vocab_sync.languages"
PACK_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Labels:
    """What GPT-SoVITS's menus call a language.

    Attributes:
        alone: the key of the choice "this language only", in Chinese as upstream's keys are: ``俄文``.
        mixed: the key of the choice "this language with English": ``俄英混合``.
        locales: locale (``en_US``) → what the two keys read there.
    """

    alone: str
    mixed: str
    locales: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """What a language adds to a GPT-SoVITS tree.

    Attributes:
        code: the language code of ``clean_text``, as ``ru``.
        name: English name, for messages.
        symbols: names of the new phones in id order; a later version only appends.
        module_name: name of the module in ``GPT_SoVITS/text`` that the cleaner imports.
        module_source: its source; it defines ``text_normalize(str) -> str`` and ``g2p(str) -> list[str]``.
        labels: its names in menus.
        letters: the letters that tell the language from those that the tree knows, as the inside of a regular
            expression's character class (``\\u0400-\\u04ff``); empty if it shares its letters with them, as
            Portuguese does with English: then no run of a mixed text is taken for it.
        donors: new symbol → weight of each known symbol whose embedding row it starts from.
        frontend: tells the version of what turns text into phones, if that is a package of its own: the data that
            one version phonemized are out of step with a model that reads by another.

    Raises:
        ValueError: a symbol twice, a donor for no symbol, or a code or module name that is no identifier.
    """

    code: str
    name: str
    symbols: tuple[str, ...]
    module_name: str
    module_source: str
    labels: Labels
    letters: str = ""
    donors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    frontend: Callable[[], str] = field(default=str, compare=False, repr=False)  # str() is ""

    def __post_init__(self) -> None:
        """Refuse a pack whose edits could not be written."""
        if len(set(self.symbols)) != len(self.symbols):
            raise ValueError(f"language pack {self.code!r} names a symbol twice")
        if stray := set(self.donors) - set(self.symbols):
            raise ValueError(f"language pack {self.code!r} has donors for {min(stray)!r}, which is none of its symbols")
        if not (self.code.isidentifier() and self.module_name.isidentifier()):
            raise ValueError(f"language pack {self.code!r}: code and module name must be identifiers")

    @property
    def aliases(self) -> tuple[str, ...]:
        """How ``.list`` files write the code: ``RU``, ``Ru``, ``ru``."""
        return self.code.upper(), self.code.capitalize(), self.code

    @property
    def fingerprint(self) -> str:
        """A hash of all that the pack says, its frontend's version included."""
        content = [(part.name, getattr(self, part.name)) for part in fields(self) if part.name != "frontend"]
        return hashlib.sha256(repr((content, self.frontend())).encode()).hexdigest()[:16]

    @property
    def alone(self) -> str:
        """The mode that reads the whole text as this language, ``all_ru``; ``ru`` leaves English words English."""
        return f"all_{self.code}"


def load_language(name: str) -> LanguagePack:
    """Load a language pack.

    Args:
        name: the code of an installed pack, or the path of a pack file (``.yaml``).

    Raises:
        UserError: no installed package offers it, or the file is no pack.
    """
    if name.endswith(PACK_SUFFIXES):
        from vocab_sync.pack_file import read_pack  # noqa: PLC0415 - it builds on this module

        return read_pack(Path(name))
    installed = installed_languages()
    if name not in installed:
        known = ", ".join(sorted(installed)) or "none"
        raise UserError(f"--lang {name}", "no such language pack", f"installed: {known}; or give a pack file (.yaml)")
    pack = installed[name].load()
    if not isinstance(pack, LanguagePack):
        raise TypeError(f"entry point {installed[name].value} is not a LanguagePack")
    return pack


def installed_languages() -> dict[str, EntryPoint]:
    """Return the language packs that installed packages offer, by code; none is loaded."""
    return {entry.name: entry for entry in entry_points(group=ENTRY_POINT_GROUP)}
