from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import trees

from vocab_sync.checkpoint.files import open_checkpoint
from vocab_sync.checkpoint.kinds import tell_kind

S2_KEY = "enc_p.text_embedding.weight"


def s2(*names: str, rows: int = 732, channels: int = 512, version: str = "") -> Callable[[Path], object]:
    def save(path: Path) -> None:
        weight: dict[str, Any] = {S2_KEY: torch.ones(rows, 192), "dec.conv_pre.weight": torch.ones(channels, 1, 1)}
        weight |= {name: torch.ones(1) for name in names}
        with trees.UtilsModule() as utils:
            torch.save({"weight": weight, "config": utils.HParams(model=utils.HParams(version=version))}, path)

    return save


def lora(head: bytes) -> Callable[[Path], object]:
    def save(path: Path) -> None:
        torch.save({"weight": {"cfm.a.lora_A.default.weight": torch.ones(1)}, "lora_rank": 32}, path)
        path.write_bytes(head + path.read_bytes()[2:])

    return save


@pytest.mark.parametrize(
    ("save", "kind"),
    [
        (lambda path: torch.save(trees.s1_content(), path), "s1 v2 or later weights"),
        (lambda path: torch.save(trees.s1_content(512), path), "s1 v1 weights"),
        (lambda path: torch.save(trees.lightning_content(), path), "s1 v2 or later training state"),
        (lambda path: torch.save(trees.g_content(), path), "s2 v2 training state"),
        (s2(), "s2 v2 weights"),
        (s2(version="v4"), "s2 v2 weights"),
        (s2(rows=322), "s2 v1 weights"),
        (s2(rows=375), "s2 v1 weights"),
        (s2("sv_emb.weight"), "s2 v2Pro weights"),
        (s2("sv_emb.weight", channels=768), "s2 v2ProPlus weights"),
        (s2("cfm.estimator.x"), "s2 v3 or v4 weights"),
        (s2("cfm.estimator.x", version="v3"), "s2 v3 weights"),
        (s2("cfm.estimator.x", version="v4"), "s2 v4 weights"),
        (lora(b"03"), "s2 LoRA v3 weights"),
        (lora(b"04"), "s2 LoRA v4 weights"),
        (
            lambda path: torch.save({"weight": {"discriminators.0.a": torch.ones(1)}}, path),
            "s2 discriminator weights",
        ),
    ],
)
def test_kind_is_told_from_the_contents(tmp_path: Path, save: Callable[[Path], object], kind: str) -> None:
    save(tmp_path / "x")
    with open_checkpoint(tmp_path / "x") as checkpoint:
        assert str(tell_kind(checkpoint)) == kind
