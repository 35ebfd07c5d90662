"""Runs inside a GPT-SoVITS tree, in a process of its own, and uses that tree's own code.

    python inside_tree.py make TREE S1 S2         writes an s1 and an s2 checkpoint, random weights of the real shapes
    python inside_tree.py speak TREE S1 S2 TEXTS  cleans the lines of TEXTS as "ru", loads both checkpoints strictly,
                                                  runs the text-to-semantic decoder over the phones

Both print JSON: the sizes they found (``speak`` also what became of each line).
"""

from __future__ import annotations

import json
import os
import sys
import types
from collections import OrderedDict
from pathlib import Path
from typing import Any


def enter(tree: Path) -> None:
    """Make this process one of the tree: its folders first on the path, as its own scripts do it."""
    os.chdir(tree)
    sys.path[:0] = [str(tree / "GPT_SoVITS"), str(tree)]
    # utils imports an audio decoder; nothing here touches audio, and PyAV is a large thing to install for that.
    sys.modules["tools.audio_utils"] = types.ModuleType("tools.audio_utils")
    sys.modules["tools.audio_utils"].load_audio_tensor = None  # type: ignore[attr-defined]


def decoder(config: dict[str, Any]) -> Any:
    """Return the tree's text-to-semantic model."""
    from AR.models.t2s_model import Text2SemanticDecoder

    return Text2SemanticDecoder(config=config, build_t2s_transformer=False)


def synthesizer(config: Any) -> Any:
    """Return the tree's SoVITS model for the sections of an s2.json."""
    from module.models import SynthesizerTrn

    return SynthesizerTrn(
        config["data"]["filter_length"] // 2 + 1,
        config["train"]["segment_size"] // config["data"]["hop_length"],
        n_speakers=config["data"]["n_speakers"],
        **config["model"],
    )


def make(s1: Path, s2: Path) -> dict[str, Any]:
    """Write the checkpoints as GPT-SoVITS saves them: half precision, ``weight``/``config``/``info``."""
    import torch
    import utils
    import yaml
    from text.symbols2 import symbols

    torch.manual_seed(0)
    s1_config = yaml.safe_load(Path("GPT_SoVITS/configs/s1longer-v2.yaml").read_text(encoding="utf-8"))
    s1_model = decoder(s1_config)
    weight = OrderedDict((f"model.{key}", value.half()) for key, value in s1_model.state_dict().items())
    torch.save({"weight": weight, "config": s1_config, "info": "GPT-e0"}, s1)

    s2_config = json.loads(Path("GPT_SoVITS/configs/s2.json").read_text(encoding="utf-8"))
    s2_model = synthesizer(s2_config)
    weight = {key: value.half() for key, value in s2_model.state_dict().items() if "enc_q" not in key}
    torch.save({"weight": weight, "config": utils.HParams(**s2_config), "info": "0epoch_0iteration"}, s2)
    return sizes(symbols, s1_config, s1_model, s2_model)


def speak(s1: Path, s2: Path, texts: Path) -> dict[str, Any]:
    """Return the sizes, and for each line of ``texts`` what the tree's own code makes of it."""
    import torch
    from text import cleaned_text_to_sequence
    from text.cleaner import clean_text
    from text.symbols2 import symbols

    import ru_g2p

    s1_checkpoint = torch.load(s1, map_location="cpu", weights_only=False)
    s1_model = decoder(s1_checkpoint["config"]).eval()
    s1_model.load_state_dict({key.removeprefix("model."): value for key, value in s1_checkpoint["weight"].items()})
    s2_model = load_synthesizer(torch.load(s2, map_location="cpu", weights_only=False))

    lines = []
    semantic = torch.arange(25)[None]
    for text in texts.read_text(encoding="utf-8").splitlines():
        phones, _, norm_text = clean_text(text, "ru", "v2")
        ids = cleaned_text_to_sequence(phones, "v2")
        length = len(ids)
        with torch.no_grad():
            loss, _ = s1_model(
                torch.tensor([ids]),
                torch.tensor([length]),
                semantic,
                torch.tensor([semantic.shape[1]]),
                torch.zeros(1, 1024, length),
            )
        if not torch.isfinite(loss):
            raise RuntimeError(f"the decoder's loss is {loss} on: {text}")
        stressed = ru_g2p.accentuate(norm_text)
        lines.append({"text": text, "stressed": stressed, "phones": phones, "ids": ids})
    return {**sizes(symbols, s1_checkpoint["config"], s1_model, s2_model), "lines": lines}


def load_synthesizer(checkpoint: Any) -> Any:
    """Return the s2 model of a checkpoint; every weight but the training-only ``enc_q`` must be there."""
    config = {
        section: vars(values) for section, values in vars(checkpoint["config"]).items() if hasattr(values, "__dict__")
    }
    model = synthesizer(config)
    result = model.load_state_dict(checkpoint["weight"], strict=False)
    missing = [key for key in result.missing_keys if not key.startswith("enc_q.")]
    if missing or result.unexpected_keys:
        raise RuntimeError(f"s2 weights do not fit: missing {missing}, unexpected {result.unexpected_keys}")
    return model


def sizes(symbols: list[str], s1_config: dict[str, Any], s1_model: Any, s2_model: Any) -> dict[str, int]:
    """Return every number that a new language changes."""
    return {
        "symbols": len(symbols),
        "phoneme_vocab_size": s1_config["model"]["phoneme_vocab_size"],
        "s1 rows": len(s1_model.ar_text_embedding.weight),
        "s2 rows": len(s2_model.enc_p.text_embedding.weight),
    }


if __name__ == "__main__":
    action, tree, *paths = sys.argv[1:]
    files = [Path(path).resolve() for path in paths]
    enter(Path(tree).resolve())
    print(json.dumps({"make": make, "speak": speak}[action](*files), ensure_ascii=False))
