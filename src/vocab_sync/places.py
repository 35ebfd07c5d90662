"""Every place where GPT-SoVITS meets a language: which file, which edits, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from vocab_sync.edits.cleaner import map_language
from vocab_sync.edits.locale import LOCALES, translate_labels
from vocab_sync.edits.menus import list_in_api, list_in_choices, list_in_tts, list_in_webui
from vocab_sync.edits.phones_and_bert import add_modes
from vocab_sync.edits.segmenter import split_in_segmenter, split_where_imported
from vocab_sync.edits.tts_version import pass_version
from vocab_sync.outcome import Absent, Changed, Outcome, Refused, Unchanged
from vocab_sync.request import Request

Edit: TypeAlias = Callable[[bytes, Request], Outcome]
"""A pure function of a file's bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file of a tree that a language needs.

    Attributes:
        path: POSIX path from the root of the tree.
        edits: what is done to it, one after the other.
        required: whether the tree cannot speak the language without it. Where a required place is refused nothing is
            written at all; any other is then left as it is, and the report says so.
        everywhere: whether every version of GPT-SoVITS has the file.
    """

    path: str
    edits: tuple[Edit, ...]
    required: bool = True
    everywhere: bool = False

    def edit(self, source: bytes, request: Request) -> Outcome:
        """Return what all edits together come to."""
        content, changes, states = source, list[str](), list[str]()
        for edit in self.edits:
            match edit(content, request):
                case Refused() as refused:
                    return refused
                case Changed(content=content, detail=detail):
                    changes.append(detail)
                case Unchanged(detail=detail):
                    states.append(detail)
                case Absent():
                    pass
        if changes:
            return Changed(content, ", ".join(changes))
        return Unchanged(", ".join(states)) if states else Absent("nothing in it needs the language")


_INFERENCE = (
    Place("GPT_SoVITS/inference_webui.py", (list_in_webui, add_modes, split_where_imported)),
    Place("GPT_SoVITS/inference_webui_fast.py", (list_in_webui,)),
    Place("GPT_SoVITS/TTS_infer_pack/TTS.py", (list_in_tts, pass_version)),
    Place("GPT_SoVITS/TTS_infer_pack/TextPreprocessor.py", (add_modes, split_where_imported)),
    Place("GPT_SoVITS/text/LangSegmenter/langsegmenter.py", (split_in_segmenter,)),
    Place("api.py", (list_in_api, add_modes, split_where_imported)),
    Place("gpt_sovits_cpufast/api.py", (list_in_api, add_modes)),
    Place("GPT_SoVITS/inference_cli.py", (list_in_choices,), required=False),
    Place("GPT_SoVITS/inference_gui.py", (list_in_choices,), required=False),
    *(Place(f"tools/i18n/locale/{locale}.json", (translate_labels(locale),), required=False) for locale in LOCALES),
)

PLACES: tuple[Place, ...] = (
    Place("GPT_SoVITS/text/cleaner.py", (map_language,), everywhere=True),
    *_INFERENCE,
)
"""All but the symbols, the modules for text and the s1 configurations, which depend on the language or each other."""
