"""``configs/s2*.json``: how s2 treats its quantizer and its text encoder in training.

``freeze_quantizer`` keeps the codebook of semantic tokens as the base model has it, which every s1 model was trained
with. ``text_low_lr_rate`` is the share of the learning rate that the text encoder gets, as it is nearly right already.
`Preset` ``finetune`` keeps both that way, ``scratch`` trains everything at the full rate.

In v3 and v4 (``SynthesizerTrnV3``) ``freeze_quantizer`` freezes the whole text encoder too, the embedding of new
symbols with it: they would keep the rows that ``vocab-sync resize`` gave them. Yet ``s2.json`` serves v1 to v4. So
``finetune`` freezes for v1 and v2, and not where only v3 and v4 are asked for; where both are, it says so. Unfrozen,
the codebook moves a little while s1's tokens stay those of the base model, and a LoRA file gains the text encoder.
v3 and v4 do not read ``text_low_lr_rate``, and the slider of ``webui.py`` (0.2 to 0.6) overrides it for all others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from vocab_sync.outcome import RESTORE, Changed, NotNeeded, Outcome, Refused, Unchanged
from vocab_sync.request import Request

_FINETUNE_RATE = 0.4
"""Upstream's own ``text_low_lr_rate``."""

_FREEZES_TEXT = frozenset({"v3", "v4"})
_SPAN = r'"{key}"[ \t]*:[ \t]*(?P<value>[^\s,}}]+)'


def set_preset(source: bytes, request: Request, *, serves: Collection[str]) -> Outcome:
    """Set ``model.freeze_quantizer`` and ``train.text_low_lr_rate``, and leave every other byte as it is.

    Args:
        source: the bytes of the JSON file.
        request: names the preset and the versions.
        serves: the versions that are trained with this file.
    """
    asked = request.versions.intersection(serves)
    try:
        config: Any = json.loads(source)
        old_freeze, old_rate = config["model"]["freeze_quantizer"], config["train"]["text_low_lr_rate"]
    except (ValueError, KeyError, TypeError):
        old_freeze = old_rate = None
    if not isinstance(old_freeze, bool) or type(old_rate) not in (int, float):
        return Refused("no model.freeze_quantizer and train.text_low_lr_rate in it", RESTORE)
    if "grad_ckpt" not in config["train"]:
        asked -= _FREEZES_TEXT  # a tree from before v3, which brought that setting
    if not asked:
        return NotNeeded(f"serves {', '.join(serves)} alone")

    finetune = request.preset == "finetune"
    freeze = finetune and not asked <= _FREEZES_TEXT
    rate = 1.0 if not finetune else old_rate if 0 <= old_rate < 1 else _FINETUNE_RATE
    detail = f"freeze_quantizer {json.dumps(freeze)}, text_low_lr_rate {rate}"
    if freeze and (frozen := sorted(asked & _FREEZES_TEXT)):
        detail += (
            f"; {' and '.join(frozen)} freeze the text encoder with it, and new symbols keep their resized rows: "
            f"apply with --versions {','.join(frozen)} before you train these"
        )
    if (old_freeze, old_rate) == (freeze, rate):
        return Unchanged(detail)
    config["model"]["freeze_quantizer"], config["train"]["text_low_lr_rate"] = freeze, rate
    result = source
    for key, old, new in (("freeze_quantizer", old_freeze, freeze), ("text_low_lr_rate", old_rate, rate)):
        if old != new:
            result = _with_value(result, key, json.dumps(new))
    try:
        alone = json.loads(result) == config
    except ValueError:
        alone = False
    return Changed(result, detail) if alone else Refused("the two settings cannot be changed alone", RESTORE)


def _with_value(source: bytes, key: str, value: str) -> bytes:
    """Return ``source`` with the value of ``key``, which stands there once, replaced; else as it is."""
    found = list(re.finditer(_SPAN.format(key=key).encode(), source))
    if len(found) != 1:
        return source
    start, end = found[0].span("value")
    return source[:start] + value.encode() + source[end:]
