"""A language as vocab-sync needs it, and where the installed ones are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points

from vocab_sync.errors import UserError

ENTRY_POINT_GROUP = "vocab_sync.languages"


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
    def alone(self) -> str:
        """The mode that reads the whole text as this language, ``all_ru``; ``ru`` leaves English words English."""
        return f"all_{self.code}"


def load_language(code: str) -> LanguagePack:
    """Load the installed language pack for ``code``.

    Raises:
        UserError: no installed package offers it.
    """
    installed = {entry.name: entry for entry in entry_points(group=ENTRY_POINT_GROUP)}
    if code not in installed:
        known = ", ".join(sorted(installed)) or "none"
        raise UserError(f"--lang {code}", "no such language pack", f"installed: {known}")
    pack = installed[code].load()
    if not isinstance(pack, LanguagePack):
        raise TypeError(f"entry point {installed[code].value} is not a LanguagePack")
    return pack
