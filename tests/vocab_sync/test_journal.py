from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vocab_sync.errors import UserError
from vocab_sync.journal import Change, Journal, Layer

A, B, C = ("a" * 64, "b" * 64, "c" * 64)
XX = Layer("xx", "Xish", "xx", "0", "", ("v2",), "finetune", {"s1.ckpt": "/с пробелом/s1.ckpt"}, (Change("f", A, B),))
YY = replace(XX, language="yy", files=(Change("f", B, C), Change("new/g", None, A)), folders=("new",))


def test_reads_back_what_it_wrote() -> None:
    journal = Journal((XX, YY), (Change("h", None, A),), ("folder",))
    assert Journal.parse(journal.dump(), Path("journal.json")) == journal


def test_layers_stack() -> None:
    journal = Journal().applied(XX).applied(YY)
    assert [layer.language for layer in journal.layers] == ["xx", "yy"]
    assert journal.written("f") == Change("f", B, C)
    assert journal.written("other") is None
    assert journal.digests() == {A, B, C}


def test_applied_again_keeps_the_older_original() -> None:
    again = Journal((XX,)).applied(replace(XX, fingerprint="1", files=(Change("f", B, C), Change("g", None, A))))
    assert again.layers == (replace(XX, fingerprint="1", files=(Change("f", A, C), Change("g", None, A))),)


def test_file_that_comes_back_to_its_original_leaves_the_layer() -> None:
    assert Journal((XX,)).applied(replace(XX, files=(Change("f", B, A),))).layers[0].files == ()


def test_file_under_a_later_language_is_refused() -> None:
    with pytest.raises(UserError, match=r"xx was applied before yy, .* revert TREE --lang yy"):
        Journal((XX, YY)).applied(replace(XX, files=(Change("f", C, A),)))
    journal = Journal((XX, YY)).applied(replace(XX, files=(Change("h", C, A),)))
    assert [layer.language for layer in journal.layers] == ["xx", "yy"]


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    record = json.loads(Journal((XX,)).dump())
    change(record)
    return json.dumps(record).encode()


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        *(
            changed(lambda record, path=path: record["layers"][0]["files"][0].update(path=path))  # type: ignore[misc]
            for path in ("../f", "/etc/passwd", "a/../../f", "..\\f", "C:/f", "", ".", 3, None)
        ),
        changed(lambda record: record["layers"][0]["files"][0].update(before="../../etc/passwd")),
        changed(lambda record: record["layers"][0].update(folders=["../.."])),
        changed(lambda record: record["layers"][0].update(versions=["v9"])),
        changed(lambda record: record["layers"][0].update(extra="x")),
        changed(lambda record: record["layers"][0].pop("pack")),
        changed(lambda record: record.pop("pending")),
    ],
)
def test_damaged_or_hostile_journal_is_refused(source: bytes) -> None:
    with pytest.raises(UserError, match=r"journal\.json: damaged \(.*\); restore the tree's files"):
        Journal.parse(source, Path("tree/.vocab_sync/journal.json"))


def test_journal_of_another_version_is_refused() -> None:
    with pytest.raises(UserError, match="another version"):
        Journal.parse(changed(lambda record: record.update(format=2)), Path("journal.json"))
