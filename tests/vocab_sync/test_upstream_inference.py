"""Inference of real GPT-SoVITS trees, Russian applied; which trees, as in `test_upstream_trees`."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import run
from test_upstream_trees import TREES, copy_sources

from vocab_sync.edits.locale import LOCALES
from vocab_sync.russian import PACK

SENTENCE = "«Ёлка — «да», т. е. iPhone 15 Pro за 5%»"
TEXTS = [
    SENTENCE,
    "Я купил iPhone 15 Pro вчера.",
    "ОК",
    "т. е.",
    "Café и кафе, кот-café",
    "Її ґанок, ўсё, қазақ, Љубав",  # other languages' Cyrillic is not lost either
    "в XIX веке, 5 °C",
    "Hello",
    ".да",
    "пpивет",
]
SPLIT = [["ru", "«Ёлка — «да», т. е. "], ["en", "iPhone 15 Pro "], ["ru", "за 5%»"]]
PARTS = {
    ("ru", SENTENCE): SPLIT,
    ("auto", SENTENCE): SPLIT,
    ("all_ru", SENTENCE): [["ru", SENTENCE]],
    ("auto", "Да, 你好！Нет"): [["ru", "Да, "], ["zh", "你好！"], ["ru", "Нет"]],
    ("auto_yue", "Да, 你好！Нет"): [["ru", "Да, "], ["yue", "你好！"], ["ru", "Нет"]],
    ("all_ru", "OK"): [["ru", "OK"]],
    ("ru", "OK"): [["en", "OK"]],
    ("ru", "5%"): [["ru", "5%"]],
    ("all_ru", "5%"): [["ru", "5%"]],
}
"""Mode and text → the languages and the parts that they are to be given."""
CASES = [*PARTS, *((mode, text) for text in TEXTS for mode in ("ru", "all_ru", "auto"))]

pytestmark = [
    pytest.mark.upstream,
    pytest.mark.filterwarnings("ignore:invalid escape sequence"),  # in strings of upstream's
    pytest.mark.skipif(not TREES, reason="GPT_SOVITS_TREES names no GPT-SoVITS tree"),
]


@pytest.fixture(scope="module", params=TREES or [None], ids=lambda path: path.name if path else "none")
def upstream(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source of a real tree, Russian applied."""
    tree = copy_sources(request.param, tmp_path_factory.mktemp("upstream") / "tree")
    assert run("apply", tree) == 0
    return tree


@pytest.fixture(scope="module")
def answers(upstream: Path) -> dict[Path, list[dict[str, Any]]]:
    """For every file that has a copy of get_phones_and_bert, what it makes of `CASES`."""
    files = [path for path in upstream.rglob("*.py") if "def get_phones_and_bert" in path.read_text("utf-8")]
    assert len(files) == 3
    return {Path(file): found for file, found in inside(upstream, *files, cases=CASES).items()}


def inside(tree: Path, *arguments: object, cases: Sequence[tuple[str, str]]) -> Any:
    finished = subprocess.run(
        [sys.executable, "-X", "utf8", Path(__file__).with_name("inside_inference.py"), *map(str, arguments)],
        input=json.dumps(cases),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tree / "GPT_SoVITS", tree)))},
        cwd=tree,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


def test_every_letter_is_kept(answers: dict[Path, list[dict[str, Any]]]) -> None:
    for file, found in answers.items():
        for (mode, text), answer in zip(CASES, found, strict=True):
            assert letters(answer["norm_text"]) == letters(text), (file, mode)
            assert not re.search(f"[{PACK.letters}]", "".join(answer["seen"])), (file, mode)


def test_each_mode_gives_its_languages_their_part(answers: dict[Path, list[dict[str, Any]]]) -> None:
    """A short text comes twice, for the tree reads it again behind a full stop."""
    for file, found in answers.items():
        for case, answer in zip(CASES, found, strict=True):
            expected = PARTS.get(case)
            if expected:
                once = answer["given"][: len(expected)]
                (first, *rest) = expected
                assert once == expected, (file, case)
                assert answer["given"][len(expected) :] in ([], [[first[0], f".{first[1]}"], *rest]), (file, case)


def test_long_russian_is_not_split_a_second_time(upstream: Path) -> None:
    """cpufast can split what is longer than 110 phones once more, by the phones of each word, and so loses the others.

    It does so in the modes of its own languages only, as in that of the last text here.
    """
    preprocessor = upstream / "GPT_SoVITS/TTS_infer_pack/TextPreprocessor.py"
    if not preprocessor.with_name("pause_splitter.py").exists():
        pytest.skip("this version has no secondary split")
    texts = ["Было темно, но нас ждали. " * 9, "Он сказал: " + "ladies and gentlemen, it is late, " * 9]
    russian = [(mode, text) for text in texts for mode in ("ru", "all_ru", "auto")]
    *found, (before, after) = inside(upstream, "--long", preprocessor, cases=[*russian, ("all_yue", "你好，" * 60)])
    assert len(after) == len(before) + 1
    for case, (once, again) in zip(russian, found, strict=True):
        assert max(map(len, once)) > 110
        assert once == again, case


def evaluated(path: Path, name: str) -> Any:
    """The literal that the file assigns to ``name``, with ``i18n("…")`` read as the text in it."""
    source = re.sub(r'i18n\(("[^"]*")\)', r"\1", path.read_text("utf-8"))
    values = [
        ast.literal_eval(node.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and name in ast.unparse(node).partition("=")[0]
        if isinstance(node.value, ast.Dict | ast.List)
    ]
    (value,) = values
    return value


def test_the_language_is_in_the_lists(upstream: Path) -> None:
    choices = {"俄文": "all_ru", "俄英混合": "ru"}
    for page in ("inference_webui.py", "inference_webui_fast.py"):
        assert choices.items() <= evaluated(upstream / "GPT_SoVITS" / page, "dict_language_v2").items()
        assert not choices.keys() & evaluated(upstream / "GPT_SoVITS" / page, "dict_language_v1").keys()
    (api,) = (path for path in upstream.rglob("api.py") if "dict_language" in path.read_text("utf-8"))
    assert (choices | {"ru": "ru", "all_ru": "all_ru"}).items() <= evaluated(api, "dict_language").items()
    tts = upstream / "GPT_SoVITS/TTS_infer_pack/TTS.py"
    assert {"ru", "all_ru"} <= set(evaluated(tts, "v2_languages"))
    assert not {"ru", "all_ru"} & set(evaluated(tts, "v1_languages"))


def test_every_locale_names_the_language(upstream: Path) -> None:
    files = sorted((upstream / "tools/i18n/locale").glob("*.json"))
    assert [file.stem for file in files] == sorted(LOCALES)
    for file in files:
        table = json.loads(file.read_text("utf-8"))
        assert (table["俄文"], table["俄英混合"]) == PACK.labels.locales[file.stem]
        assert list(table) == sorted(table)


def test_no_call_of_the_preprocessor_forgets_the_version(upstream: Path) -> None:
    """Without it 20240821v2 took v1, where a Russian text became a blank."""
    calls = [
        ast.unparse(node)
        for node in ast.walk(ast.parse((upstream / "GPT_SoVITS/TTS_infer_pack/TTS.py").read_bytes()))
        if isinstance(node, ast.Call)
        and re.search(r"text_preprocessor\.(preprocess|segment_and)", ast.unparse(node.func))
    ]
    assert len(calls) == 3
    assert all("self.configs.version" in call for call in calls)


def test_two_languages_in_either_order(upstream: Path, vocab_sync: Callable[..., int]) -> None:
    """The second one's edits find the first one's in place; nothing in them is Russian."""
    from packs import THAI, TOY

    from vocab_sync.checkout import Checkout
    from vocab_sync.outcome import Refused
    from vocab_sync.plan import make_plan
    from vocab_sync.request import Request

    for pack in (THAI, TOY):
        places = make_plan(Checkout(upstream), Request(pack)).places
        assert not [place.path for place in places if isinstance(place.outcome, Refused)]
