from __future__ import annotations

import io
import os
import pickle
import pickletools
import zipfile
from collections import OrderedDict
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
import torch
import trees

from vocab_sync.checkpoint import pickles


def data_pkl(content: object) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer)
    with zipfile.ZipFile(buffer) as archive:
        return archive.read("archive/data.pkl")


def operations(data: bytes) -> list[tuple[str, object]]:
    """The opcodes without memo bookkeeping, which the two picklers number alike or not."""
    return [
        (opcode.name, argument)
        for opcode, argument, _ in pickletools.genops(data)
        if not opcode.name.endswith(("PUT", "MEMOIZE"))
    ]


def test_content_is_written_back_as_it_was(tmp_path: Path) -> None:
    weight = OrderedDict(a=torch.ones(2, 3).half(), b=torch.ones(2).bfloat16(), c=torch.tensor(1))
    weight._metadata = {"": {"version": 1}}  # type: ignore[attr-defined]
    shared = ["shared"]
    with trees.UtilsModule() as utils:
        data = data_pkl(
            {
                "weight": weight,
                "parameter": torch.nn.Parameter(torch.ones(1)),
                "config": utils.HParams(x=utils.HParams(y=[1, 2.5, None, True, "ё", (1, 2, 3, 4)])),
                "twice": [shared, shared],
                "dtype": torch.float16,
                "size": torch.Size((1, 2)),
                "paths": [PurePosixPath("a/b"), PureWindowsPath("c:/d")],
                "others": [{1, 2}, b"bytes", 10**30, -1, 1j],
            }
        )
    assert operations(pickles.dumps(pickles.loads(data))) == operations(data)


class Hostile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> object:
        return os.system, (f"touch '{self.path}'",)


def test_nothing_is_run(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with pytest.raises(pickles.ForbiddenGlobal, match=r"posix\.system|nt\.system"):
        pickles.loads(pickle.dumps({"weight": Hostile(trace)}, protocol=2))
    assert not trace.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"cbuiltins\neval\n.",
        b"\x80\x04\x8c\x08builtins\x8c\x04exec\x93.",  # STACK_GLOBAL
        b"(Vprint(1)\nibuiltins\neval\n.",  # INST
        b"(cbuiltins\neval\nVprint(1)\no.",  # OBJ
        b"ctorch.serialization\nload\n.",
        b"cvocab_sync.checkpoint.pickles\nGlobal\n.",
        b"ctorch\nfloat16.__class__\n.",
    ],
)
def test_other_globals_are_refused(data: bytes) -> None:
    with pytest.raises(pickles.ForbiddenGlobal):
        pickles.loads(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80\x02}q",
        b"garbage",
        b"ctorch\nfloat16\n}Vname\nVsystem\nsb.",  # BUILD on a name
        b"cutils\nHParams\n(I1\ntR.",  # a call of HParams
        b"Vx\nQ.",  # a persistent id that is no storage
        b"]]a0000.",
    ],
)
def test_damage_is_one_kind_of_error(data: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        pickles.loads(data)
