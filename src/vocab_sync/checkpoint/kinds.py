"""What a checkpoint is, told from its contents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from vocab_sync.checkpoint import pickles
from vocab_sync.checkpoint.files import VERSION_HEADS, CheckpointFile, ForeignFile
from vocab_sync.edits.row_count import V2_SYMBOLS

Model = Literal["s1", "s2", "s2 discriminator", "s2 LoRA"]
Form = Literal["weights", "training state"]

EMBEDDINGS: Mapping[str, Model] = {
    "model.ar_text_embedding.word_embeddings.weight": "s1",
    "enc_p.text_embedding.weight": "s2",
}
"""Name of the text embedding → the model that has it."""

WITHOUT_SYMBOLS: Mapping[Model, str] = {
    "s2 discriminator": "it has no symbols",
    "s2 LoRA": "its symbols are those of the base model",
}
"""Models that fit any list of symbols → why."""

_SECTIONS: Mapping[str, Form] = {"weight": "weights", "state_dict": "training state", "model": "training state"}
"""Where a checkpoint keeps its tensors: exported weights, Lightning's state of s1, a ``G_*.pth`` or ``D_*.pth``."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a checkpoint is.

    Attributes:
        model: s1 is GPT, s2 is SoVITS.
        form: ``training state`` holds an optimizer's, too.
        version: of GPT-SoVITS, as close as the contents tell it; empty if they do not.
        section: the key of its tensors.
        embedding: the name of its text embedding; None if it has none.
    """

    model: Model
    form: Form
    version: str
    section: str
    embedding: str | None

    def __str__(self) -> str:
        """Return it as users read it: ``s2 v2Pro weights``."""
        return " ".join(filter(None, (self.model, self.version, self.form)))


def tell_kind(checkpoint: CheckpointFile) -> Kind:
    """Return what a checkpoint is.

    Raises:
        ForeignFile: none of GPT-SoVITS's s1 and s2.
    """
    content = checkpoint.content
    for section, form in _SECTIONS.items():
        tensors = content.get(section) if isinstance(content, dict) else None
        if not isinstance(tensors, dict) or not tensors or not all(isinstance(name, str) for name in tensors):
            continue
        found = [name for name in EMBEDDINGS if name in tensors]
        if len(found) == 1:
            model = EMBEDDINGS[found[0]]
            version = _s1_version(tensors[found[0]]) if model == "s1" else _s2_version(checkpoint, tensors, found[0])
            return Kind(model, form, version, section, found[0])
        if all(name.startswith("discriminators.") for name in tensors):
            return Kind("s2 discriminator", form, "", section, None)
        if "lora_rank" in content or any(".lora_A." in name for name in tensors):
            return Kind("s2 LoRA", form, VERSION_HEADS.get(checkpoint.head, ""), section, None)
    raise ForeignFile(
        checkpoint.path,
        "no checkpoint of s1 or s2 (no text embedding, discriminator or LoRA in it)",
        "give one of GPT_weights*, SoVITS_weights*, logs or the pretrained models",
    )


def shape_of(tensor: object) -> tuple[int, ...]:
    """Return the shape of a tensor as a checkpoint's content has it, () for anything else."""
    match tensor:
        case pickles.Call(arguments=(pickles.Storage(), _, tuple(shape), *_)) if all(
            isinstance(size, int) for size in shape
        ):
            return shape
    return ()


def _s1_version(embedding: object) -> str:
    return "v1" if (shape_of(embedding) or (V2_SYMBOLS,))[0] < V2_SYMBOLS else "v2 or later"


def _s2_version(checkpoint: CheckpointFile, tensors: Mapping[str, Any], embedding: str) -> str:
    """Tell the version by what only some versions have; v3 and v4 have the same tensors, which the config tells apart.

    The config of v1 and v2 is not asked: an inference script of upstream may have set it to another version.
    """
    if (shape_of(tensors[embedding]) or (V2_SYMBOLS,))[0] < V2_SYMBOLS:
        return "v1"
    if any(name.startswith("cfm.") for name in tensors):
        return VERSION_HEADS.get(checkpoint.head) or _config_version(checkpoint.content, ("v3", "v4")) or "v3 or v4"
    if any(name.startswith("sv_emb.") for name in tensors):
        # upsample_initial_channel of s2v2Pro.json and s2v2ProPlus.json
        channels = (shape_of(tensors.get("dec.conv_pre.weight")) or (0,))[0]
        return {512: "v2Pro", 768: "v2ProPlus"}.get(channels, "v2Pro or v2ProPlus")
    return "v2"


def _config_version(content: Mapping[str, Any], versions: tuple[str, ...]) -> str:
    config = content.get("config")
    model = getattr(config, "model", None) if isinstance(config, pickles.HParams) else None
    version = getattr(model, "version", None) if isinstance(model, pickles.HParams) else None
    return version if version in versions else ""
