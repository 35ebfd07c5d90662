"""The training and model files of real GPT-SoVITS trees, edited and then run by Python; see `test_upstream_trees`."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
import yaml
from edit_checks import ALL_VERSIONS
from packs import TOY
from test_upstream_trees import TREES, copy_sources, in_tree

from vocab_sync.apply import apply as store_layer
from vocab_sync.base_models import BASE_MODELS, find_base
from vocab_sync.checkout import SYMBOLS_PATH, SYMBOLS_V1_PATH, Checkout
from vocab_sync.journal import Layer
from vocab_sync.outcome import Absent, NotNeeded, Refused, Unchanged
from vocab_sync.places import PLACES
from vocab_sync.plan import S1_CONFIG_PATH, S1_V1_CONFIG_PATH, Plan, make_plan
from vocab_sync.request import VERSIONS, Request
from vocab_sync.russian import PACK
from vocab_sync.symbol_list import read_symbols
from vocab_sync.transaction import locked

pytestmark = [
    pytest.mark.upstream,
    pytest.mark.skipif(not TREES, reason="GPT_SOVITS_TREES names no GPT-SoVITS tree"),
]

GET_TEXT = "GPT_SoVITS/prepare_datasets/1-get-text.py"
PROCESS_CKPT = "GPT_SoVITS/process_ckpt.py"

STAND_INS = """\
import sys, types
def module(name, **names):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(names)
class Model:
    def to(self, device): return self
    @classmethod
    def from_pretrained(cls, path): return cls()
module("torch", cuda=types.SimpleNamespace(is_available=lambda: False))
module("transformers", AutoModelForMaskedLM=Model, AutoTokenizer=Model)
module("tools")
module("tools.my_utils", clean_path=lambda path: path)
module("tools.i18n")
module("tools.i18n.i18n", I18nAuto=lambda **options: lambda key: key)
"""


@pytest.fixture(params=TREES or [None], ids=lambda path: path.name if path else "none")
def upstream(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the source of a real tree."""
    return copy_sources(request.param, tmp_path / "дерево с пробелом")


@pytest.fixture(scope="module", params=TREES or [None], ids=lambda path: path.name if path else "none")
def applied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with Russian for all versions, to be read only."""
    tree = copy_sources(request.param, tmp_path_factory.mktemp("applied") / "дерево с пробелом")
    apply(tree, ALL_VERSIONS)
    return tree


def apply(tree: Path, request: Request) -> Plan:
    checkout = Checkout.find(tree)
    plan = make_plan(checkout, request)
    assert not [(place.path, place.outcome) for place in plan.places if isinstance(place.outcome, Refused)]
    with locked(checkout) as store:
        store_layer(store, Layer.of(request, request.pack.code), plan.writes())
    return plan


def based(request: Request, folder: Path) -> Request:
    """``request`` with a base: files of the sizes of upstream's, which hold nothing."""
    sizes = {"s2Gv3.pth": 770, "s2Gv4.pth": 770, "s2Gv2ProPlus.pth": 200, "s2Gv2Pro.pth": 130}
    folder.mkdir(parents=True)
    for name, model in BASE_MODELS.items():
        with (folder / name).open("wb") as file:
            file.write(b"PK" + name.encode())
            file.truncate(sizes.get(name, 102) * 1024 * 1024)
        if model.discriminator:
            (folder / model.discriminator).write_bytes(b"PK")
    return replace(request, base=find_base(folder))


def test_all_is_in_step_after_apply(upstream: Path) -> None:
    request = based(ALL_VERSIONS, upstream / "GPT_SoVITS/pretrained_models/ru")
    apply(upstream, request)
    for again in (request, replace(request, base={})):
        outcomes = [place.outcome for place in apply(upstream, again).places]
        assert all(isinstance(outcome, Unchanged | Absent | NotNeeded) for outcome in outcomes)


def test_languages_in_either_order(upstream: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(upstream, other)
    toy = replace(ALL_VERSIONS, pack=TOY)
    for tree, requests in ((upstream, (ALL_VERSIONS, toy)), (other, (toy, ALL_VERSIONS))):
        for request in requests:
            apply(tree, request)
        for request in requests:
            assert not make_plan(Checkout.find(tree), request).writes()
    for path in (SYMBOLS_PATH, SYMBOLS_V1_PATH):
        one, two = (read_symbols((tree / path).read_bytes()) for tree in (upstream, other))
        assert one != two
        assert sorted(one) == sorted(two)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")  # for upstream's authors
def test_paths_of_base_models(upstream: Path) -> None:
    folder = "GPT_SoVITS/pretrained_models/ru"
    before = base_paths(upstream)
    assert before
    apply(upstream, based(ALL_VERSIONS, upstream / folder))
    assert base_paths(upstream) == [f"{folder}/{Path(path).name}" for path in before]


def base_paths(tree: Path) -> list[str]:
    """Every path of a base model in the tree, in the order of files and lines."""
    paths: list[str] = []
    for place in PLACES:
        source = (tree / place.path).read_bytes() if (tree / place.path).is_file() else b""
        if place.path.endswith(".py"):
            strings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
            paths += [node.value for node in strings if isinstance(node.value, str) and "\n" not in node.value]
        elif place.path.endswith(".yaml"):
            paths += [value for values in yaml.safe_load(source).values() for value in values.values() if value]
    return [path for path in paths if isinstance(path, str) and "/" in path and Path(path).name in BASE_MODELS]


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_list_file_becomes_phones(applied: Path, tmp_path: Path, version: str) -> None:
    if not (applied / GET_TEXT).is_file():
        pytest.skip("no training in this version")
    who = ["Моя соседка", "Старый капитан", "Наш учитель", "Каждый щенок", "Её ёжик"]
    what = ["ест кашу.", "спит?", "купил 5 яблок!", "поёт в 10:30", "ушёл, т. е. пропал", "верит «да»", "шьёт — и рад",
            "любит объезд", "пишет на GitHub", "платит 20 %"]  # fmt: skip
    lines = [
        f"{number}.wav|голос|{alias}|{' '.join(words)}"
        for (number, words), alias in zip(
            enumerate(product(who, what)), ["RU", "Ru", "ru", "RU", "ru"] * 10, strict=True
        )
    ]
    (tmp_path / "голос.list").write_text("\n".join(lines), encoding="utf-8")
    environment = {"inp_text": tmp_path / "голос.list", "inp_wav_dir": "", "exp_name": "x", "i_part": 0, "all_parts": 1}
    environment |= {"opt_dir": tmp_path / "logs", "bert_pretrained_dir": tmp_path, "version": version}
    code = f"""{STAND_INS}
import os, runpy, ru_g2p
os.environ.update({ {name: str(value) for name, value in environment.items()} })
phonemizer = ru_g2p.Phonemizer(stress="lexicon")  # the other backends need torch
ru_g2p.text_normalize = phonemizer.normalize
ru_g2p.g2p = lambda text: phonemizer.phonemize(text).phones
runpy.run_path({str(applied / GET_TEXT)!r}, run_name="__main__")
"""
    printed = in_tree(applied, code)
    rows = (tmp_path / "logs/2-name2text-0.txt").read_text(encoding="utf-8").splitlines()
    assert [row.split("\t")[0] for row in rows] == [f"{number}.wav" for number in range(50)], printed
    symbols = read_symbols((applied / (SYMBOLS_V1_PATH if version == "v1" else SYMBOLS_PATH)).read_bytes())
    for row in rows:
        _, phones, word2ph, norm_text = row.split("\t")
        assert set(phones.split()) <= set(symbols) - {"UNK"}
        assert (word2ph, bool(norm_text)) == ("None", True)
        assert len(set(phones.split()) & set(PACK.symbols)) > 2


def test_versions_are_told(upstream: Path, tmp_path: Path) -> None:
    source = (upstream / PROCESS_CKPT).read_text(encoding="utf-8")
    if "hash_pretrained_dict" not in source:
        pytest.skip("this version tells none")
    known = [version for version in VERSIONS if f'"{version}"' in source]
    request = based(ALL_VERSIONS, tmp_path / "base")
    models = {
        str(request.base[name]): model.versions[0]
        for name, model in BASE_MODELS.items()
        if model.kind == "s2" and model.versions[0] in known
    }
    tuned = {"v1": 82962, "v2": 83034}  # KB, of a voice: upstream's comment and 53 rows of 192 halves
    for version, size in tuned.items():
        with (tmp_path / f"{version}.pth").open("wb") as file:
            file.write(b"PK")
            file.truncate(size * 1024)
        models[str(tmp_path / f"{version}.pth")] = version
    code = f"""{STAND_INS}
import json
from process_ckpt import get_sovits_version_from_path_fast as version
print(json.dumps([version(path) for path in {list(models)!r}]))
"""
    expected = [["v1" if version == "v1" else "v2", version, False] for version in models.values()]
    assert told(upstream, code) != expected
    apply(upstream, request)
    assert told(upstream, code) == expected


def told(tree: Path, code: str) -> object:
    return json.loads(in_tree(tree, code))


def test_v1_keeps_its_ids(upstream: Path, tmp_path: Path) -> None:
    old = read_symbols((upstream / SYMBOLS_V1_PATH).read_bytes())
    apply(upstream, ALL_VERSIONS)
    (tmp_path / "ru_g2p.py").write_text(
        "def text_normalize(text): return text.strip()\ndef g2p(text): return ['Rsch', 'Ra1', '.', 'unknown']\n"
    )
    code = """\
import json
from text import symbols, _symbol_to_id_v1
from text.cleaner import clean_text
print(json.dumps([symbols.symbols, list(_symbol_to_id_v1.values()), clean_text(" ща ", "ru", "v1")]))
"""
    symbols, ids, cleaned = json.loads(in_tree(upstream, code, tmp_path))
    assert symbols == [*old, *PACK.symbols]
    assert ids == list(range(375))
    assert cleaned == [["Rsch", "Ra1", ".", "UNK"], None, "ща"]


def test_sizes_in_the_configurations(upstream: Path) -> None:
    big = replace(TOY, symbols=tuple(f"X{number}" for number in range(1025 - 732)))
    apply(upstream, replace(ALL_VERSIONS, pack=big))
    sizes = [
        yaml.safe_load((upstream / path).read_text())["model"]["phoneme_vocab_size"]
        for path in (S1_CONFIG_PATH, S1_V1_CONFIG_PATH)
    ]
    assert sizes == [1026, 322 + 293]
    assert read_symbols((upstream / SYMBOLS_PATH).read_bytes())[-1] == "xx_reserved_1"


def test_command(upstream: Path, vocab_sync: Callable[..., int]) -> None:
    assert vocab_sync("status", upstream) == 1
    assert vocab_sync("apply", upstream) == 0
    assert vocab_sync("status", upstream) == 0
