"""``configs/s1longer-v2.yaml`` and v1's ``s1longer.yaml``: for how many symbols s1 training builds its embedding."""

from __future__ import annotations

from typing import Any

import yaml

from vocab_sync.outcome import RESTORE, Changed, Outcome, Refused, Unchanged


def set_phoneme_vocab_size(source: bytes, size: int, *, spare: bool = False) -> Outcome:
    """Set ``model.phoneme_vocab_size`` and leave every other byte as it is.

    Args:
        source: the bytes of the YAML file.
        size: number of symbols, one embedding row each.
        spare: whether there may be more rows, as in v1: 512 for 322 symbols.
    """
    try:
        text = source.decode()
        wanted = yaml.safe_load(text)
        node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
        for key in ("model", "phoneme_vocab_size"):
            node = {name.value: value for name, value in node.value}[key]
        old = wanted["model"]["phoneme_vocab_size"]
    except (yaml.YAMLError, UnicodeError) as error:
        return Refused(f"not valid YAML ({error})", RESTORE)
    except (AttributeError, KeyError, TypeError, ValueError):
        old = None
    if type(old) is not int:
        return Refused("no number model.phoneme_vocab_size", RESTORE)
    if old == size or (spare and old > size):
        return Unchanged(f"phoneme_vocab_size {old}")

    result = text[: node.start_mark.index] + str(size) + text[node.end_mark.index :]
    wanted["model"]["phoneme_vocab_size"] = size
    try:
        alone = yaml.safe_load(result) == wanted
    except yaml.YAMLError:  # the number stood behind an anchor
        alone = False
    if not alone:
        return Refused("model.phoneme_vocab_size cannot be changed alone", RESTORE)
    return Changed(result.encode(), f"phoneme_vocab_size {old} → {size}")
