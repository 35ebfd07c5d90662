from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from edit_checks import ALL_VERSIONS, RUSSIAN, changed, refused

from vocab_sync.base_models import BASE_MODELS, digest
from vocab_sync.edits.model_hashes import register_base
from vocab_sync.outcome import Absent, NotNeeded, Refused
from vocab_sync.request import Request

COMPACT = """\
head2version={
    b'00':["v1","v1",False],
}
hash_pretrained_dict={
    "00000000000000000000000000000001":["v2","v2",False],#s2G488k.pth#v1
    "00000000000000000000000000000002":["v2","v3",False],#s2Gv3.pth#v3
}
import hashlib
"""
BLACK = """\
hash_pretrained_dict = {
    "00000000000000000000000000000001": ["v2", "v2", False],  # s2G488k.pth#v1
    "00000000000000000000000000000002": ["v2", "v3", False],  # s2Gv3.pth#v3
    "00000000000000000000000000000003": ["v2", "v4", False],  # s2Gv4.pth#v4
    "00000000000000000000000000000004": ["v2", "v2Pro", False],  # s2Gv2Pro.pth#底模
    "00000000000000000000000000000005": ["v2", "v2ProPlus", False],  # s2Gv2ProPlus.pth
}
"""


@pytest.fixture
def base(tmp_path: Path) -> Request:
    return request(tmp_path, *BASE_MODELS)


def request(folder: Path, *names: str, like: Request = ALL_VERSIONS) -> Request:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(f"{folder} {name}".encode())
    return replace(like, base={name: folder / name for name in names})


def told(source: str) -> dict[str, list[object]]:
    values = [node.value for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    table: dict[str, list[object]] = ast.literal_eval(values[-1])
    return table


def test_each_version_is_told(base: Request, tmp_path: Path) -> None:
    edited = changed(register_base, BLACK, base)
    versions = {name: told(edited)[digest(tmp_path / name)] for name in BASE_MODELS if name.startswith("s2G")}
    assert versions == {
        "s2G488k.pth": ["v1", "v1", False],
        "s2G2333k.pth": ["v2", "v2", False],
        "s2Gv3.pth": ["v2", "v3", False],
        "s2Gv4.pth": ["v2", "v4", False],
        "s2Gv2Pro.pth": ["v2", "v2Pro", False],
        "s2Gv2ProPlus.pth": ["v2", "v2ProPlus", False],
    }


def test_entries_have_the_style_of_the_others(tmp_path: Path) -> None:
    base = request(tmp_path, "s2Gv3.pth")
    md5 = digest(tmp_path / "s2Gv3.pth")
    for source, line in (
        (COMPACT, f'    "{md5}":["v2","v3",False],#s2Gv3.pth, resized for vocab-sync\n'),
        (BLACK, f'    "{md5}": ["v2", "v3", False],  # s2Gv3.pth, resized for vocab-sync\n'),
    ):
        head, tail = changed(register_base, source, base).split(line)
        assert head + tail == source
        assert tail.startswith("}\n")


def test_versions_that_the_tree_does_not_know_are_left_out(base: Request) -> None:
    assert [version for _, version, _ in told(changed(register_base, COMPACT, base)).values()] == [
        *("v2", "v3"),
        *("v1", "v2", "v3"),
    ]


def test_another_base_takes_the_place_of_the_first(base: Request, tmp_path: Path) -> None:
    once = changed(register_base, BLACK, base)
    other = request(tmp_path / "new", "s2G2333k.pth", "s2Gv4.pth")
    assert changed(register_base, once, other) == changed(register_base, BLACK, other)


def test_file_that_upstream_tells_needs_no_entry(tmp_path: Path) -> None:
    base = request(tmp_path, "s2Gv3.pth")
    source = COMPACT.replace("00000000000000000000000000000002", digest(tmp_path / "s2Gv3.pth"))
    assert isinstance(register_base(source.encode(), base), NotNeeded)


def test_order_in_which_the_files_are_named_makes_no_difference(base: Request) -> None:
    backwards = replace(base, base=dict(reversed(base.base.items())))
    assert changed(register_base, BLACK, backwards) == changed(register_base, BLACK, base)


def test_nothing_to_tell(base: Request, tmp_path: Path) -> None:
    assert isinstance(register_base(b"import torch\n", base), Absent)
    assert isinstance(register_base(BLACK.encode(), RUSSIAN), NotNeeded)
    assert isinstance(register_base(BLACK.encode(), request(tmp_path, "s1v3.ckpt")), NotNeeded)
    assert isinstance(register_base(BLACK.encode(), request(tmp_path, "s2G488k.pth", like=RUSSIAN)), NotNeeded)


def test_file_that_is_gone_is_refused(base: Request, tmp_path: Path) -> None:
    (tmp_path / "s2Gv4.pth").unlink()
    outcome = register_base(BLACK.encode(), base)
    assert isinstance(outcome, Refused)
    assert str(tmp_path / "s2Gv4.pth") in outcome.reason


def test_files_that_begin_alike_are_refused(base: Request, tmp_path: Path) -> None:
    (tmp_path / "s2Gv4.pth").write_bytes((tmp_path / "s2Gv3.pth").read_bytes())
    assert "begin with the same bytes" in refused(register_base, BLACK, base)


@pytest.mark.parametrize(
    "source",
    [
        BLACK.replace(",  # s2Gv4.pth#v4", ","),
        BLACK.replace('["v2", "v3", False]', "V3"),
        BLACK.replace('    "0', '    # a comment\n    "0', 1),
        BLACK.replace("= {\n", "= {"),
        BLACK.replace("\n}", "}"),
        BLACK + BLACK,
        "hash_pretrained_dict = {}\n",
        "hash_pretrained_dict = load()\n",
        "hash_pretrained_dict = {\n",
    ],
)
def test_refuses(source: str, base: Request) -> None:
    assert refused(register_base, source, base)
