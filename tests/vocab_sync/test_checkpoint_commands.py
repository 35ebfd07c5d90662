"""The commands ``resize``, ``inspect`` and ``status`` on checkpoints, several and in folders."""

from __future__ import annotations

import json
import os
import pickle
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import trees

from vocab_sync.base_models import find_base
from vocab_sync.checkout import Checkout
from vocab_sync.checkpoint.many import find_jobs, resize_all
from vocab_sync.checkpoint.vocabulary import Vocabulary, read_list
from vocab_sync.errors import UserError
from vocab_sync.russian import PACK

Command = Callable[..., int]
Capture = pytest.CaptureFixture[str]
S1_KEY = "model.ar_text_embedding.word_embeddings.weight"


class Hostile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> object:
        return os.system, (f"touch '{self.path}'",)


def save_hostile(path: Path, trace: Path) -> None:
    content = pickle.dumps({"weight": Hostile(trace)}, protocol=2)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/data.pkl", content)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What upstream's pretrained_models may hold."""
    folder = tmp_path / "pretrained_models"
    (folder / "v2Pro").mkdir(parents=True)
    torch.save(trees.s1_content(), folder / "s1v3.ckpt")
    trees.save_s2(folder / "s2G2333k.pth")
    torch.save({"weight": {"discriminators.0.bias": torch.ones(3)}}, folder / "s2D2333k.pth")
    trees.save_s2(folder / "v2Pro/s2Gv2Pro.pth")
    torch.save({"weight": {"discriminators.0.bias": torch.ones(3)}}, folder / "v2Pro/s2Dv2Pro.pth")
    torch.save({"weight": {"cfm.a.lora_A.x": torch.ones(3)}, "lora_rank": 3}, folder / "lora.pth")
    torch.save({"hubert": torch.ones(3)}, folder / "hubert.pth")
    (folder / "old.pth").write_bytes(b"no zip")
    (folder / "config.json").write_text("{}")
    return folder


@pytest.mark.usefixtures("applied")
def test_folder_becomes_a_base(folder: Path, applied: Path, vocab_sync: Command, capsys: Capture) -> None:
    out = folder / "ru"
    capsys.readouterr()
    assert vocab_sync("resize", folder, "-o", out, "--tree", applied, "--json") == 0
    records = {
        Path(record["checkpoint"]).relative_to(folder).as_posix(): record
        for record in json.loads(capsys.readouterr().out)["checkpoints"]
    }
    assert {name: record["action"] for name, record in records.items()} == {
        "s1v3.ckpt": "resized",
        "s2G2333k.pth": "resized",
        "v2Pro/s2Gv2Pro.pth": "resized",
        "s2D2333k.pth": "copied",
        "v2Pro/s2Dv2Pro.pth": "copied",
        "lora.pth": "left alone",
        "hubert.pth": "skipped",
        "old.pth": "skipped",
    }
    assert records["lora.pth"]["reason"] == "its symbols are those of the base model"
    assert (records["s1v3.ckpt"]["model"], records["s1v3.ckpt"]["version"]) == ("s1", "v2 or later")
    assert set(find_base(out)) == {"s1v3.ckpt", "s2G2333k.pth", "s2Gv2Pro.pth"}
    assert (out / "s2D2333k.pth").read_bytes() == (folder / "s2D2333k.pth").read_bytes()
    assert vocab_sync("apply", applied, "--base", out) == 0
    assert vocab_sync("status", applied, *out.glob("*.pth"), out / "s1v3.ckpt") == 0
    # OUT lies inside and is not taken for an input.
    assert vocab_sync("resize", folder, "-o", out, "--tree", applied, "--overwrite") == 0
    assert not (out / "ru").exists()


def test_files_are_checked_before_the_first_is_written(
    folder: Path, applied: Path, vocab_sync: Command, capsys: Capture
) -> None:
    data = (folder / "v2Pro/s2Gv2Pro.pth").read_bytes()
    (folder / "v2Pro/s2Gv2Pro.pth").write_bytes(data[:-9])
    torch.save(trees.s1_content(700), folder / "zz.ckpt")
    capsys.readouterr()
    assert vocab_sync("resize", folder, "-o", folder / "ru", "--tree", applied) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "s2Gv2Pro.pth: damaged or truncated" in lines[0] + lines[1]
    assert not (folder / "ru").exists()


def test_nothing_of_a_hostile_file_is_run(folder: Path, applied: Path, tmp_path: Path, vocab_sync: Command) -> None:
    save_hostile(folder / "evil.ckpt", tmp_path / "trace")
    assert vocab_sync("resize", folder / "evil.ckpt", "-o", tmp_path / "out", "--tree", applied) == 2
    assert vocab_sync("inspect", folder / "evil.ckpt") == 2
    assert vocab_sync("status", applied, folder / "evil.ckpt") == 2
    assert vocab_sync("resize", folder, "-o", tmp_path / "out", "--tree", applied) == 0
    assert not (tmp_path / "trace").exists()
    assert not (tmp_path / "out/evil.ckpt").exists()


def test_several_files_in_place(folder: Path, applied: Path, vocab_sync: Command, capsys: Capture) -> None:
    names = ["s1v3.ckpt", "s2G2333k.pth", "s2D2333k.pth"]
    before = {name: (folder / name).read_bytes() for name in names}
    files = [folder / name for name in names]
    assert vocab_sync("resize", *files, "--in-place", "--tree", applied, "--dry-run") == 0
    assert {name: (folder / name).read_bytes() for name in names} == before
    capsys.readouterr()
    assert vocab_sync("resize", *files, "--in-place", "--tree", applied, "--json") == 0
    backups = [record["backup"] for record in json.loads(capsys.readouterr().out)["checkpoints"]]
    assert backups == [str(folder / "s1v3.ckpt.bak"), str(folder / "s2G2333k.pth.bak"), None]
    assert (folder / "s1v3.ckpt.bak").read_bytes() == before["s1v3.ckpt"]
    assert (folder / "s2D2333k.pth").read_bytes() == before["s2D2333k.pth"]
    assert not (folder / "s2D2333k.pth.bak").exists()
    assert torch.load(folder / "s1v3.ckpt", weights_only=True)["weight"][S1_KEY].shape == (785, 512)


@pytest.mark.parametrize("suffix", [".py", ".json", ".txt"])
def test_lists_in_files(tmp_path: Path, applied: Path, vocab_sync: Command, suffix: str) -> None:
    old, new = Checkout(applied).symbol_lists()
    fork = sorted(old)
    write = {
        ".py": lambda names: f"symbols = {names!r}\n",
        ".json": json.dumps,
        ".txt": lambda names: "\r\n".join(names) + "\n",
    }[suffix]
    for name, symbols in (("fork", fork), ("mine", new)):
        (tmp_path / (name + suffix)).write_text(write(symbols), encoding="utf-8", newline="")
    torch.save(content := trees.s1_content(), tmp_path / "s1")
    lists = ["--from", tmp_path / f"fork{suffix}", "--symbols", tmp_path / f"mine{suffix}"]
    assert vocab_sync("resize", tmp_path / "s1", "-o", tmp_path / "out", *lists) == 0
    rows = torch.load(tmp_path / "out", weights_only=True)["weight"][S1_KEY]
    assert torch.equal(rows[[new.index(symbol) for symbol in fork]], content["weight"][S1_KEY])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.py", "import os\nsymbols = os.listdir()\n", "no list of symbols (line 2"),
        ("a.json", '{"a": 1}', "no list of symbols"),
        ("a.json", "[1, 2]", "no list of symbols"),
        ("a.json", "[" * 100_000, "no list of symbols"),
        ("a.txt", "a\nb\na\n", "has 'a' twice"),
        ("a.txt", "", "no list of symbols"),
    ],
)
def test_files_that_hold_no_list(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(UserError) as error:
        read_list(tmp_path / name)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["s1v3.ckpt", "--tree", "TREE"], "either -o or --in-place"),
        (["s1v3.ckpt", "-o", "out", "--in-place", "--tree", "TREE"], "either -o or --in-place"),
        (["s1v3.ckpt", "-o", "out"], "either --tree or --symbols"),
        (["s1v3.ckpt", "-o", "out", "--symbols", "config.json"], "add --from FILE"),
        (["s1v3.ckpt", "-o", "out", "--tree", "TREE", "--device", "cuda"], "--device cuda: torch sees no such device"),
        (["s1v3.ckpt", "-o", "out", "--tree", "TREE", "--from", "nothing"], "nothing: no such file"),
        (["s1v3.ckpt", "-o", "out", "--tree", "TREE", "--from", "700"], "732 rows match no symbol list"),
        (["s1v3.ckpt", "v2Pro/../s1v3.ckpt", "-o", "out", "--tree", "TREE"], "would be written twice"),
        (["empty", "-o", "out", "--tree", "TREE"], "empty: holds no checkpoint"),
        (["hubert.pth", "-o", "out", "--tree", "TREE"], "hubert.pth: no checkpoint of s1 or s2"),
    ],
)
def test_mistakes(
    *,
    folder: Path,
    applied: Path,
    monkeypatch: pytest.MonkeyPatch,
    vocab_sync: Command,
    capsys: Capture,
    arguments: list[str],
    message: str,
) -> None:
    if "cuda" in arguments and torch.cuda.is_available():
        pytest.skip("there is one")
    monkeypatch.chdir(folder)
    (folder / "empty").mkdir()
    capsys.readouterr()
    assert vocab_sync("resize", *(applied if argument == "TREE" else argument for argument in arguments)) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert message in error
    assert not (folder / "out").exists()


def inspected(vocab_sync: Command, capsys: Capture, *arguments: object) -> dict[str, Any]:
    capsys.readouterr()
    assert vocab_sync("inspect", *arguments, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_inspect(folder: Path, applied: Path, tmp_path: Path, vocab_sync: Command, capsys: Capture) -> None:
    out = tmp_path / "out.ckpt"
    vocab_sync("resize", folder / "s1v3.ckpt", "-o", out, "--tree", applied)
    plot = tmp_path / "rows.svg"
    found = inspected(vocab_sync, capsys, out, "--tree", applied, "--plot", plot)
    assert (found["kind"], found["info"], found["dtype"]) == ("s1 v2 or later weights", "GPT-e15", "float16")
    assert found["shapes"] == {S1_KEY: [785, 512]}
    assert found["new"] == list(PACK.symbols)
    assert found["record"]["added"] == list(PACK.symbols)
    assert set(found["neighbours"]) == set(PACK.symbols)
    root = ET.fromstring(plot.read_text(encoding="utf-8"))
    labels = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")][1:]
    assert sorted(map(str, labels)) == sorted(found["symbols"])
    assert vocab_sync("inspect", out, "--tree", applied) == 0
    printed = capsys.readouterr().out
    assert "732 → 785 symbols (ru), donors, seed 0" in printed
    assert "norms of new rows" in printed
    # Without a tree the record tells which rows are new, though not what they are called.
    assert inspected(vocab_sync, capsys, out)["new"] == [f"#{row}" for row in range(732, 785)]


def test_neighbours_are_those_of_the_definition(tmp_path: Path, vocab_sync: Command, capsys: Capture) -> None:
    content = trees.s1_content(4)
    content["weight"][S1_KEY] = torch.eye(4, 512) + torch.tensor([[0.0], [0.0], [0.0], [1.0]]) * torch.eye(4, 512)[1]
    torch.save(content, tmp_path / "s1")
    (tmp_path / "list.txt").write_text("a\nb\nc\nd\n")
    found = inspected(vocab_sync, capsys, tmp_path / "s1", "--symbols", tmp_path / "list.txt")
    assert found["new"] == []
    assert found["norms"] == pytest.approx({"a": 1, "b": 1, "c": 1, "d": 2**0.5})


def test_status_warns_of_another_pack(
    folder: Path, applied: Path, tmp_path: Path, vocab_sync: Command, capsys: Capture
) -> None:
    vocab_sync("resize", folder / "s1v3.ckpt", "-o", tmp_path / "out.ckpt", "--tree", applied)
    content = torch.load(tmp_path / "out.ckpt", weights_only=True)
    content["info"] = content["info"].replace(PACK.fingerprint, "0" * 16)
    torch.save(content, tmp_path / "other.ckpt")
    capsys.readouterr()
    assert vocab_sync("status", applied, tmp_path / "out.ckpt") == 0
    assert "warning" not in capsys.readouterr().err
    assert vocab_sync("status", applied, tmp_path / "other.ckpt") == 0
    assert "resized for another version of the packs of ru" in capsys.readouterr().err


@pytest.mark.parametrize("info", ["vocab_sync: {", "vocab_sync: [1]", 'vocab_sync: {"seed": 1}', 5, ["x"]])
def test_a_record_of_another_hand_is_not_believed(tmp_path: Path, vocab_sync: Command, info: object) -> None:
    torch.save({**trees.s1_content(), "info": info}, tmp_path / "s1")
    assert vocab_sync("inspect", tmp_path / "s1") == 0


def test_library_call(folder: Path, applied: Path, tmp_path: Path) -> None:
    lists = Vocabulary.of_tree(Checkout.find(applied), [PACK])
    results = list(resize_all(find_jobs([folder / "s1v3.ckpt"], tmp_path / "out"), lists, init="mean", seed=3))
    assert [result.source for result in results] == [folder / "s1v3.ckpt"]
    assert (tmp_path / "out").is_file()
