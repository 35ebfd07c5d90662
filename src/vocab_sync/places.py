"""Every place where GPT-SoVITS meets a language: which file, which edits, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from vocab_sync.edits.base_paths import point_at_base, point_yaml_at_base
from vocab_sync.edits.cleaner import map_language
from vocab_sync.edits.locale import LOCALES, translate_labels
from vocab_sync.edits.menus import list_in_api, list_in_choices, list_in_tts, list_in_webui
from vocab_sync.edits.model_hashes import register_base
from vocab_sync.edits.phones_and_bert import add_modes
from vocab_sync.edits.row_count import tell_extended_v1
from vocab_sync.edits.s2_config import set_preset
from vocab_sync.edits.segmenter import split_in_segmenter, split_where_imported
from vocab_sync.edits.training_text import accept_aliases
from vocab_sync.edits.tts_version import pass_version
from vocab_sync.edits.whisper import offer_to_whisper
from vocab_sync.outcome import Absent, Changed, NotNeeded, Outcome, Refused, Unchanged
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
        idle: list[NotNeeded | Absent] = []
        for edit in self.edits:
            match edit(content, request):
                case Refused() as refused:
                    return refused
                case Changed(content=content, detail=detail):
                    changes.append(detail)
                case Unchanged(detail=detail):
                    states.append(detail)
                case NotNeeded() | Absent() as outcome:
                    idle.append(outcome)
        if changes:
            return Changed(content, ", ".join(changes))
        if states:
            return Unchanged(", ".join(states))
        kind = NotNeeded if any(isinstance(outcome, NotNeeded) for outcome in idle) else Absent
        return kind(", ".join(outcome.detail for outcome in idle if isinstance(outcome, kind)))


_TRAINING = (
    Place("GPT_SoVITS/prepare_datasets/1-get-text.py", (accept_aliases,)),
    Place("GPT_SoVITS/configs/s2.json", (partial(set_preset, serves=("v1", "v2", "v3", "v4")),), required=False),
    Place("GPT_SoVITS/configs/s2v2Pro.json", (partial(set_preset, serves=("v2Pro",)),), required=False),
    Place("GPT_SoVITS/configs/s2v2ProPlus.json", (partial(set_preset, serves=("v2ProPlus",)),), required=False),
    Place("tools/asr/config.py", (offer_to_whisper,), required=False),
)

# Two lists of languages stay as they are:
# - pause_splitter.py of cpufast, which can split long items a second time. It keeps only the phones of words that it is
#   told of, and counts the words of each part of a mixed text from the beginning: Russian with English would lose
#   phones, or say some twice. Items in modes that it does not know stay whole, and the first split, by punctuation, is
#   for all languages.
# - batch_inference.py of 20250606v2pro, which is for v1 and fails on import: my_utils has moved to tools since.
_INFERENCE = (
    Place(
        "GPT_SoVITS/inference_webui.py",
        (list_in_webui, add_modes, split_where_imported, tell_extended_v1, point_at_base),
    ),
    Place("GPT_SoVITS/inference_webui_fast.py", (list_in_webui, point_at_base)),
    Place("GPT_SoVITS/TTS_infer_pack/TTS.py", (list_in_tts, pass_version, tell_extended_v1, point_at_base)),
    Place("GPT_SoVITS/TTS_infer_pack/TextPreprocessor.py", (add_modes, split_where_imported)),
    Place("GPT_SoVITS/text/LangSegmenter/langsegmenter.py", (split_in_segmenter,)),
    Place("api.py", (list_in_api, add_modes, split_where_imported, tell_extended_v1, point_at_base)),
    Place("gpt_sovits_cpufast/api.py", (list_in_api, add_modes, tell_extended_v1)),
    Place("GPT_SoVITS/inference_cli.py", (list_in_choices,), required=False),
    Place("GPT_SoVITS/inference_gui.py", (list_in_choices,), required=False),
    *(Place(f"tools/i18n/locale/{locale}.json", (translate_labels(locale),), required=False) for locale in LOCALES),
)

_MODEL_FILES = (
    Place("config.py", (point_at_base,)),
    Place("gpt_sovits_cpufast/config.py", (point_at_base,)),
    Place("webui.py", (point_at_base,)),
    Place("GPT_SoVITS/configs/tts_infer.yaml", (point_yaml_at_base,)),
    Place("GPT_SoVITS/process_ckpt.py", (register_base,)),
    Place("GPT_SoVITS/onnx_export.py", (tell_extended_v1,), required=False),
    Place("GPT_SoVITS/export_torch_script.py", (tell_extended_v1,), required=False),
    Place("GPT_SoVITS/export_torch_script_v3.py", (tell_extended_v1, point_at_base), required=False),
    Place("GPT_SoVITS/export_torch_script_v3v4.py", (tell_extended_v1, point_at_base), required=False),
)

PLACES: tuple[Place, ...] = (
    Place("GPT_SoVITS/text/cleaner.py", (map_language,), everywhere=True),
    *_TRAINING,
    *_INFERENCE,
    *_MODEL_FILES,
)
"""All but the symbols, the modules for text and the s1 configurations, which depend on the language or each other."""
