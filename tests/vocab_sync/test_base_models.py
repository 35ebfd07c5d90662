from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from vocab_sync.base_models import BASE_MODELS, digest, find_base
from vocab_sync.errors import UserError


def test_files_are_found_by_upstream_names(tmp_path: Path) -> None:
    for name in ("s1v3.ckpt", "v2Pro/s2Gv2Pro.pth", "v2Pro/s2Dv2Pro.pth", "s2Gv3.pth", "other.pth", "s2Gv4.pth/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert find_base(tmp_path) == {
        "s1v3.ckpt": tmp_path / "s1v3.ckpt",
        "s2Gv2Pro.pth": tmp_path / "v2Pro/s2Gv2Pro.pth",
        "s2Gv3.pth": tmp_path / "s2Gv3.pth",
    }


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "holds no base model; give the resized files upstream's names: .*s2G2333k.pth"),
        (["s2Dv2Pro.pth", "s1v3-ru.ckpt"], "holds no base model"),
        (["s2G2333k.pth"], "s2G2333k.pth: has no s2D2333k.pth beside it.*; copy"),
        (["s2Gv2ProPlus.pth", "s2Dv2Pro.pth"], "has no s2Dv2ProPlus.pth"),
        (None, "no such folder"),
    ],
)
def test_refuses(tmp_path: Path, files: list[str] | None, message: str) -> None:
    for name in files or []:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(UserError, match=message):
        find_base(tmp_path if files is not None else tmp_path / "none")


def test_digest_is_of_the_first_8192_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 8192 + b"y")
    assert digest(tmp_path / "a") == hashlib.md5(b"x" * 8192).hexdigest()


def test_every_version_has_a_base_of_each_kind() -> None:
    for kind in ("s1", "s2"):
        versions = [version for model in BASE_MODELS.values() if model.kind == kind for version in model.versions]
        assert sorted(versions) == ["v1", "v2", "v2Pro", "v2ProPlus", "v3", "v4"]
