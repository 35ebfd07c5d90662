"""A language as vocab-sync needs it, and where the installed ones are found."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import entry_points

from vocab_sync.errors import UserError

ENTRY_POINT_GROUP = "vocab_sync.languages"


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """What a language adds to a GPT-SoVITS tree.

    Attributes:
        code: the language code of ``clean_text``, as ``ru``.
        name: English name, for messages.
        symbols: names of the new phones in id order; a later version only appends.
        module_name: name of the module in ``GPT_SoVITS/text`` that the cleaner imports.
        module_source: its source; it defines ``text_normalize(str) -> str`` and ``g2p(str) -> list[str]``.

    Raises:
        ValueError: a symbol twice, or a code or module name that is no identifier.
    """

    code: str
    name: str
    symbols: tuple[str, ...]
    module_name: str
    module_source: str

    def __post_init__(self) -> None:
        """Refuse a pack whose edits could not be written."""
        if len(set(self.symbols)) != len(self.symbols):
            raise ValueError(f"language pack {self.code!r} names a symbol twice")
        if not (self.code.isidentifier() and self.module_name.isidentifier()):
            raise ValueError(f"language pack {self.code!r}: code and module name must be identifiers")


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
