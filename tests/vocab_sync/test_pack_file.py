from __future__ import annotations

from pathlib import Path

import pytest

from vocab_sync.edits.module import write_module
from vocab_sync.errors import UserError
from vocab_sync.outcome import Changed
from vocab_sync.pack_file import read_pack
from vocab_sync.russian import PACK

TOY = Path(__file__).parents[2] / "examples" / "toy_language" / "pack.yaml"

GOOD = """\
code: xx
name: Xish
module:
  source: |
    def text_normalize(text): return text
    def g2p(text): return list(text)
symbols: [Xa, Xb, 'ξ']
labels: {alone: X文, mixed: X英混合}
"""


def pack_file(folder: Path, content: str) -> Path:
    path = folder / "pack.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_smallest_pack(tmp_path: Path) -> None:
    pack = read_pack(pack_file(tmp_path, GOOD))
    assert (pack.code, pack.name, pack.module_name, pack.symbols) == ("xx", "Xish", "xish", ("Xa", "Xb", "ξ"))
    assert pack.module_source.startswith("def text_normalize")
    assert (pack.letters, pack.donors, pack.labels.locales, pack.frontend()) == ("", {}, {}, "")


def test_toy_pack_has_twenty_symbols_and_speaks() -> None:
    pack = read_pack(TOY)
    assert len(pack.symbols) == 20
    assert set(pack.donors) == set(pack.symbols)
    module: dict[str, object] = {}
    exec(pack.module_source, module)  # our own example's code
    text = module["text_normalize"]("Toki! Mi wile E NI: 5 sina,pona?")  # type: ignore[operator]
    assert text == "toki! mi wile e ni sina,pona?"
    phones = module["g2p"](text)  # type: ignore[operator]
    assert phones[:5] == ["TPt", "TPo1", "TPk", "TPi0", "!"]
    every = module["g2p"]("pa te ki so mun len wan jo ali ike ona uta. aeiou")  # type: ignore[operator]
    assert set(every) - {"."} == set(pack.symbols)


def test_russian_is_such_a_pack() -> None:
    assert len(PACK.symbols) == 53
    assert PACK.labels.locales["ru_RU"] == ("Русский", "Русский и английский")
    assert len(PACK.labels.locales) == 13
    assert PACK.frontend().startswith("ru-g2p ")
    assert isinstance(write_module(None, PACK), Changed)


def test_fingerprint_covers_everything(tmp_path: Path) -> None:
    contents = [
        GOOD,
        GOOD.replace("Xb", "Xc"),
        GOOD.replace("X英混合", "X英"),
        GOOD.replace("list(text)", "text"),
        GOOD + "letters: a-z\n",
        GOOD + "donors: {Xa: {AA1: 1}}\n",
        GOOD + "donors: {Xa: {AA1: 2}}\n",
    ]
    packs = [read_pack(pack_file(tmp_path, content)) for content in contents]
    packs.append(read_pack(pack_file(tmp_path, GOOD), frontend=lambda: "xish 2"))
    fingerprints = [pack.fingerprint for pack in packs]
    assert len(set(fingerprints)) == len(packs)
    assert read_pack(pack_file(tmp_path, GOOD)).fingerprint == fingerprints[0]


def test_module_by_import_and_by_file(tmp_path: Path) -> None:
    source = "module:\n  source: |\n    def text_normalize(text): return text\n    def g2p(text): return list(text)\n"
    assert source in GOOD
    pack = read_pack(pack_file(tmp_path, GOOD.replace(source, "module: {import: x_g2p.text, name: xx_text}\n")))
    assert pack.module_name == "xx_text"
    assert "from x_g2p.text import g2p, text_normalize" in pack.module_source
    assert "pip install x-g2p" in pack.module_source
    (tmp_path / "x.py").write_text("def g2p(text): ...\ndef text_normalize(text): ...\n")
    pack = read_pack(pack_file(tmp_path, GOOD.replace(source, "module: {file: x.py}\n")))
    assert pack.module_source == (tmp_path / "x.py").read_text()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name:", "nmae:", "name: missing; add it"),
        ("labels:", "colour: red\nlabels:", "colour: unknown key; remove it"),
        ("alone:", "single: x, alone:", "labels.single: unknown key"),
        ("code: xx", "code: no", "code: False is no text; .* in quotes"),
        ("code: xx", "code: en", "code: 'en' is no code for a new language"),
        ("code: xx", "code: x-x", "code: 'x-x' is no code"),
        ("code: xx", "code: xx\ncode: yy", "not valid YAML .*the key 'code' twice"),
        ("code: xx", "code: &a xx\nname: *a", "not valid YAML .*an alias"),
        ("name: Xish", "name: 'X\"ish'", "name: .* holds a sign that names cannot have"),
        ("Xb", "Xa", r"symbols\[1\]: 'Xa' stands there already"),
        ("Xb", "5", r"symbols\[1\]: 5 is no text"),
        ("Xb", "'X b'", r"symbols\[1\]: 'X b' is no name"),
        ("Xb", '"X\\u200b"', r"symbols\[1\]: .* is no name"),
        ("Xb", '"X\\""', r"symbols\[1\]: .* is no name"),
        ("Xb", "''", r"symbols\[1\]: '' is no name"),
        ("[Xa, Xb, 'ξ']", "Xa Xb", "symbols: no list of names"),
        ("[Xa, Xb, 'ξ']", "[]", "symbols: no list of names"),
        ("  source: |", "  import: x\n  source: |", "module.: needs one of source, file, import"),
        ("def g2p", "def f2p", "module.source: defines no function g2p"),
        ("def g2p(text)", "def g2p(text", "module.source: not valid Python"),
        ("alone: X文", "alone: [X文]", "labels.alone: .* is no text"),
        ("mixed: X英混合", "mixed: x, locales: {en_US: [X]}", r"labels.locales.en_US: \['X'\] is no pair"),
        ("labels: {alone: X文, mixed: X英混合}", "labels: none", "labels: no mapping of names"),
        ("labels:", "letters: 'a-z]'\nlabels:", "letters: no character class"),
        ("labels:", "letters: z-a\nlabels:", "letters: no character class"),
        ("labels:", "donors: {Xz: {AA1: 1}}\nlabels:", "donors.Xz: none of the symbols"),
        ("labels:", "donors: {Xa: {AA1: 0}}\nlabels:", "donors.Xa.AA1: 0 is no weight"),
        ("labels:", "donors: {Xa: {AA1: yes}}\nlabels:", "donors.Xa.AA1: True is no weight"),
        ("labels:", "donors: {Xa: AA1}\nlabels:", "donors.Xa: no mapping of names"),
        ("labels:", "labels: [", "not valid YAML"),
    ],
)
def test_mistakes_name_file_key_and_remedy(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    path = pack_file(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(UserError, match=rf"pack\.yaml: {message}") as error:
        read_pack(path)
    assert "; " in str(error.value)


@pytest.mark.parametrize("name", ["../x.py", "missing.py", "/etc/passwd"])
def test_module_file_stands_beside_the_pack(tmp_path: Path, name: str) -> None:
    content = GOOD[: GOOD.index("module")] + f"module: {{file: {name}}}\n" + GOOD[GOOD.index("symbols") :]
    with pytest.raises(UserError, match=r"module.file: no file .* beside it"):
        read_pack(pack_file(tmp_path, content))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        read_pack(tmp_path / "pack.yaml")
