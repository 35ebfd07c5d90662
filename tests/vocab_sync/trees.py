"""Small GPT-SoVITS trees and checkpoints of our own writing, in the shapes that the real ones have.

``compact`` is the style of the tags up to 20250228v3 (no spaces, single quotes, one long line), ``black``
that of later versions.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from pathlib import Path, PosixPath
from types import ModuleType
from typing import Any, Literal

import torch

from vocab_sync import symbol_list

Style = Literal["compact", "black"]

_CLEANER = {
    "compact": """\
from text import symbols2 as symbols_v2


def clean_text(text, language, version=None):
    if version == "v1":
        language_module_map = {"zh": "chinese", "ja": "japanese", "en": "english"}
    else:
        language_module_map = {"zh": "chinese2", "ja": "japanese", "en": "english","yue":"cantonese"}

    if(language not in language_module_map):
        language="en"
    module = __import__("text."+language_module_map[language],fromlist=[language_module_map[language]])
    return module.g2p(module.text_normalize(text))#空


def clean_special(text, language, version=None):
    if version == "v1":
        language_module_map = {"zh": "chinese", "ja": "japanese", "en": "english"}
    else:
        language_module_map = {"zh": "chinese2", "ja": "japanese", "en": "english","yue":"cantonese"}
    return language_module_map[language]
""",
    "black": """\
from text import symbols2 as symbols_v2


def clean_text(text, language, version=None):
    if version == "v1":
        language_module_map = {"zh": "chinese", "ja": "japanese", "en": "english"}
    else:
        language_module_map = {"zh": "chinese2", "ja": "japanese", "en": "english", "yue": "cantonese"}

    if language not in language_module_map:
        language = "en"
    module = __import__("text." + language_module_map[language], fromlist=[language_module_map[language]])
    return module.g2p(module.text_normalize(text))  # 空


def clean_special(text, language, version=None):
    if version == "v1":
        language_module_map = {"zh": "chinese", "ja": "japanese", "en": "english"}
    else:
        language_module_map = {"zh": "chinese2", "ja": "japanese", "en": "english", "yue": "cantonese"}
    return language_module_map[language]
""",
}

_S1_CONFIG = """\
train:
  seed: 1
model:
  vocab_size: 1025
  phoneme_vocab_size: 732
  EOS: 1024 # the last of vocab_size
inference:
  top_k: 15
"""


def symbols2_source(style: Style = "black") -> str:
    """Return a ``symbols2.py`` that evaluates to 732 names."""
    space, quote = ("", "'") if style == "compact" else (" ", '"')

    def names(prefix: str, count: int) -> str:
        return f",{space}".join(f"{quote}{prefix}{number}{quote}" for number in range(count))

    return f"""\
import os

# a comment with punctuation = ["@"]
punctuation = ["!", "?", "…", ",", "."]  # 标点
punctuation.append("-")
pu_symbols = punctuation + ["SP", "SP2", "SP3", "UNK"]
pad = "_"
c = [{names("c", 26)}]
v = [{names("v", 195)}]
ja_symbols = ["c1", "I", "N", "U", {names("j", 17)}]
arpa = {{{names("AR", 70)}}}
ko_symbols = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊ"
yue_symbols = {{{names("Y", 398)}}}

symbols = [pad] + c + v + ja_symbols + pu_symbols + list(arpa)
symbols = sorted(set(symbols))
# print(len(symbols))
symbols{space}+={space}["[",{space}"]"]{space}##升降
symbols{space}+={space}sorted(list(ko_symbols))
symbols{space}+={space}sorted(list(yue_symbols)){space}##放在最后
# print(len(symbols))
if __name__ == "__main__":
    print(len(symbols))
'''
732-322=410
'''
"""


def symbols_source() -> str:
    """Return v1's ``symbols.py``, which evaluates to 322 names, the first of ``symbols2.py``."""
    return f"symbols = {symbol_list.read_symbols(symbols2_source().encode())[:322]}\n"


def cleaner_source(style: Style = "black") -> str:
    """Return a ``cleaner.py`` with two pairs of language maps."""
    return _CLEANER[style]


def make_tree(root: Path, style: Style = "black", newline: str = "\n", bom: bool = False) -> Path:
    """Write a tree and return its root."""
    text = root / "GPT_SoVITS" / "text"
    configs = root / "GPT_SoVITS" / "configs"
    text.mkdir(parents=True)
    configs.mkdir()
    for path, content in {
        text / "__init__.py": "",
        text / "symbols.py": symbols_source(),
        text / "symbols2.py": symbols2_source(style),
        text / "cleaner.py": cleaner_source(style),
        configs / "s1longer-v2.yaml": _S1_CONFIG,
        configs / "s1longer.yaml": _S1_CONFIG.replace("732", "512"),
    }.items():
        data = content.replace("\n", newline).encode()
        path.write_bytes(b"\xef\xbb\xbf" * bom + data)
    return root


def s1_content(rows: int = 732, dtype: torch.dtype = torch.float16) -> dict[str, Any]:
    """Return s1 half weights of the real embedding's shape, with a few more tensors."""
    generator = torch.Generator().manual_seed(1)
    weight = OrderedDict(
        (name, torch.randn(shape, generator=generator).to(dtype))
        for name, shape in {
            "model.bert_proj.weight": (512, 1024),
            "model.ar_text_embedding.word_embeddings.weight": (rows, 512),
            "model.ar_text_position.alpha": (1,),
            "model.h.layers.0.norm1.weight": (512,),
        }.items()
    )
    config = {"model": {"vocab_size": 1025, "phoneme_vocab_size": rows}, "optimizer": {"lr": 0.01}}
    return {"weight": weight, "config": config, "info": "GPT-e15"}


def lightning_content(rows: int = 732, stacked: int = 1) -> dict[str, Any]:
    """Return what Lightning saves of s1 as upstream trains it, the optimizer's state that of ``ScaledAdam``."""
    content: dict[str, Any] = s1_content(rows, torch.float32)
    weight = content["weight"]

    def state(*shape: int) -> dict[str, Any]:
        moments = {name: torch.rand(shape) for name in ("delta", "exp_avg_sq")}
        return {"step": 5, **moments, "param_rms": torch.ones(shape[0], 1, 1), "scale_grads": torch.ones(4, 1, 1, 1)}

    return {
        "epoch": 1,
        "global_step": 5,
        "pytorch-lightning_version": "2.6.6",
        "state_dict": weight,
        "loops": {"fit_loop": {"state_dict": {}}},
        "callbacks": {"ModelCheckpoint": {"best_model_score": torch.tensor(1.0)}},
        "optimizer_states": [
            {
                "state": {0: state(1, 512, 1024), 1: state(stacked, rows, 512)},
                "param_groups": [{"params": [0, 1, 2, 3]}],
            }
        ],
        "lr_schedulers": [{"lr": 0.002}],
        "hparams_name": "kwargs",
        "hyper_parameters": {"config": content["config"], "output_dir": PosixPath("logs/x"), "is_train": True},
    }


def g_content(rows: int = 732, *, trained: bool = True) -> dict[str, Any]:
    """Return what ``utils.save_checkpoint`` of upstream saves of s2, the optimizer AdamW."""
    model = {"enc_p.text_embedding.weight": torch.randn(rows, 192), "dec.conv_pre.weight": torch.randn(512, 192, 7)}
    states = {
        number: {"step": torch.tensor(3.0), "exp_avg": torch.randn(shape), "exp_avg_sq": torch.rand(shape)}
        for number, shape in enumerate([(512, 192, 7), (rows, 192)][: 1 + trained])
    }
    groups = [{"lr": 1e-4, "params": [0]}, {"lr": 4e-5, "params": [1]}]
    return {
        "model": model,
        "iteration": 8,
        "optimizer": {"state": states, "param_groups": groups},
        "learning_rate": 1e-4,
    }


def save_s2(path: Path, head: bytes = b"PK", rows: int = 732) -> dict[str, torch.Tensor]:
    """Save s2 weights as ``savee`` does, its configuration a ``utils.HParams``, and return the weights."""
    generator = torch.Generator().manual_seed(2)
    weight = {
        "enc_p.text_embedding.weight": torch.randn(rows, 192, generator=generator).half(),
        "dec.conv_pre.bias": torch.randn(512, generator=generator).half(),
    }
    with UtilsModule() as utils:
        config = utils.HParams(model=utils.HParams(version="v2Pro", channels=[1, 2]), name="голос")
        torch.save(OrderedDict(weight=weight, config=config, info="8epoch"), path)
    path.write_bytes(head + path.read_bytes()[2:])
    return weight


class UtilsModule:
    """The tree's module ``utils``, in ``sys.modules`` for the time of a ``with`` block."""

    def __enter__(self) -> ModuleType:
        module = ModuleType("utils")

        class HParams:
            def __init__(self, **values: object) -> None:
                vars(self).update(values)

        HParams.__module__, HParams.__qualname__ = "utils", "HParams"
        module.HParams = HParams  # type: ignore[attr-defined]
        sys.modules["utils"] = module
        return module

    def __exit__(self, *_: object) -> None:
        del sys.modules["utils"]
