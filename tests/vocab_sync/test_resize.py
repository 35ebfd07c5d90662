from __future__ import annotations

import hashlib
import io
import itertools
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
import trees
from hypothesis import given, settings
from hypothesis import strategies as st

from vocab_sync.checkout import SYMBOLS_V1_PATH, Checkout
from vocab_sync.checkpoint.resize import Resized, resize
from vocab_sync.checkpoint.rows import grow, moved
from vocab_sync.checkpoint.vocabulary import Vocabulary
from vocab_sync.edits.symbols import append_v1_symbols
from vocab_sync.errors import UserError
from vocab_sync.outcome import Changed
from vocab_sync.russian import PACK

S1_KEY = "model.ar_text_embedding.word_embeddings.weight"
S2_KEY = "enc_p.text_embedding.weight"


def bits(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.contiguous().view(torch.uint8)


def told(resized: Resized) -> tuple[str, int, int]:
    assert resized.rows
    return (resized.kind.model, *resized.rows)


@pytest.fixture
def run(applied: Path, tmp_path: Path) -> Callable[..., Resized]:
    """Resize ``in`` to ``out`` in ``tmp_path``."""

    def run(**options: Any) -> Resized:
        lists = Vocabulary.of_tree(Checkout(applied), [PACK], options.pop("source", None))
        return resize(tmp_path / "in", tmp_path / "out", lists, **options)

    return run


def weights(path: Path) -> dict[str, torch.Tensor]:
    content: dict[str, dict[str, torch.Tensor]] = torch.load(path, weights_only=True)
    return content["weight"]


names = st.lists(st.text(max_size=3), min_size=2, max_size=12, unique=True)


@settings(deadline=None)
@given(old=names, added=st.lists(names, min_size=1, max_size=3), spare=st.integers(0, 3), data=st.data())
def test_every_old_symbol_keeps_its_row(
    old: list[str], added: list[list[str]], spare: int, data: st.DataObject
) -> None:
    """Through any sequence of resizes: insertions, permutations, other languages in between."""
    seed = data.draw(st.integers(0, 2**32))
    rows = torch.randn(len(old) + spare, 5, generator=torch.Generator().manual_seed(seed)).half()
    known, moment = dict(zip(old, rows, strict=False)), torch.ones(1, len(rows), 5)
    for names in added:
        new = data.draw(st.permutations([*old, *(symbol for symbol in names if symbol not in old)]))
        donors = {symbol: {data.draw(st.sampled_from(old)): 1.0} for symbol in new if symbol not in old}
        grown = grow(rows, old, new, donors, seed)
        assert grown.dtype == rows.dtype
        assert torch.equal(grown, grow(rows, old, new, donors, seed))
        for symbol, row in known.items():
            assert torch.equal(bits(grown[new.index(symbol)]), bits(row))
        moment = moved(moment, old, new)
        assert moment[0, [new.index(symbol) for symbol in known]].eq(1).all()
        rows, old = grown, new
        known = {symbol: rows[at] for at, symbol in enumerate(new)}
        moment = torch.ones(1, len(rows), 5)


@pytest.mark.parametrize(("old", "new"), [("ab", "ac"), ("aa", "ab"), ("ab", "abb"), ("ab", "a")])
def test_lists_that_lose_a_symbol_are_refused(old: str, new: str) -> None:
    with pytest.raises(ValueError, match="distinct"):
        grow(torch.ones(2, 3), old, new, {}, 0)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
@pytest.mark.parametrize("mmap", [False, True])
def test_s1(run: Callable[..., Resized], tmp_path: Path, dtype: torch.dtype, mmap: bool) -> None:
    content = trees.s1_content(dtype=dtype)
    torch.save(content, tmp_path / "in")
    assert told(run()) == ("s1", 732, 785)
    result = torch.load(tmp_path / "out", weights_only=True, mmap=mmap)
    info, line = result["info"].split("\n")
    assert info == content["info"]
    assert line.startswith("vocab_sync: {")
    assert result["config"] == {
        "model": {"vocab_size": 1025, "phoneme_vocab_size": 785},
        "optimizer": {"lr": 0.01},
    }
    old, new = content["weight"], result["weight"]
    assert list(new) == list(old)
    embedding = new.pop(S1_KEY)
    assert embedding.dtype == dtype
    assert embedding.shape == (785, 512)
    assert torch.equal(bits(embedding[:732]), bits(old[S1_KEY]))
    assert all(torch.equal(bits(new[name]), bits(old[name])) for name in new)


@pytest.mark.parametrize("head", [b"PK", b"03", b"04", b"05", b"06"])
def test_s2(run: Callable[..., Resized], tmp_path: Path, head: bytes) -> None:
    old = trees.save_s2(tmp_path / "in", head)
    assert told(run()) == ("s2", 732, 785)
    data = (tmp_path / "out").read_bytes()
    assert data[:2] == head
    with trees.UtilsModule() as utils:
        result = torch.load(io.BytesIO(b"PK" + data[2:]), weights_only=False)
        assert isinstance(result["config"], utils.HParams)
    assert vars(result["config"].model) == {"version": "v2Pro", "channels": [1, 2]}
    assert result["config"].name == "голос"
    assert result["weight"][S2_KEY].shape == (785, 192)
    assert torch.equal(bits(result["weight"][S2_KEY][:732]), bits(old[S2_KEY]))
    assert torch.equal(result["weight"]["dec.conv_pre.bias"], old["dec.conv_pre.bias"])


def test_new_rows(run: Callable[..., Resized], tmp_path: Path) -> None:
    torch.save(trees.s1_content(), tmp_path / "in")
    outputs = []
    for seed in (0, 0, 1):
        run(seed=seed, overwrite=True)
        outputs.append((tmp_path / "out").read_bytes())
    assert outputs[0] == outputs[1] != outputs[2]
    rows = torch.load(tmp_path / "out", weights_only=True)["weight"][S1_KEY]
    assert len(rows.unique(dim=0)) == 785
    old, new = rows.float().norm(dim=1).split((732, 53))
    assert torch.allclose(new, old.median().expand(53), rtol=1e-2)


def test_global_random_state_is_left_alone(run: Callable[..., Resized], tmp_path: Path) -> None:
    torch.save(trees.s1_content(), tmp_path / "in")
    before = torch.get_rng_state()
    run()
    assert torch.equal(torch.get_rng_state(), before)


def test_right_number_of_rows_is_copied(run: Callable[..., Resized], tmp_path: Path) -> None:
    torch.save(trees.s1_content(785), tmp_path / "in")
    assert told(run()) == ("s1", 785, 785)
    assert (tmp_path / "out").read_bytes() == (tmp_path / "in").read_bytes()


def test_other_records_are_copied_byte_by_byte(run: Callable[..., Resized], tmp_path: Path) -> None:
    torch.save(trees.s1_content(), tmp_path / "in")
    run()
    with zipfile.ZipFile(tmp_path / "in") as old, zipfile.ZipFile(tmp_path / "out") as new:
        assert new.testzip() is None
        assert [name for name in old.namelist() if name in new.namelist()] == new.namelist()
        same = {name for name in new.namelist() if new.read(name) == old.read(name)}
        assert set(new.namelist()) - same == {"in/data.pkl", "in/data/1"}


@pytest.fixture
def with_v1(applied: Path) -> Path:
    """The symbols of v1 extended too."""
    path = applied / SYMBOLS_V1_PATH
    outcome = append_v1_symbols(path.read_bytes(), PACK.code, PACK.symbols)
    assert isinstance(outcome, Changed)
    path.write_bytes(outcome.content)
    return applied


@pytest.mark.usefixtures("with_v1")
def test_s2_of_v1(run: Callable[..., Resized], tmp_path: Path) -> None:
    old = trees.save_s2(tmp_path / "in", rows=322)[S2_KEY]
    assert told(run()) == ("s2", 322, 375)
    with trees.UtilsModule():
        new = torch.load(tmp_path / "out", weights_only=False)["weight"][S2_KEY]
    assert new.shape == (375, 192)
    assert torch.equal(bits(new[:322]), bits(old))


@pytest.mark.usefixtures("with_v1")
def test_s1_of_v1_has_rows_to_spare(run: Callable[..., Resized], tmp_path: Path, applied: Path) -> None:
    content = trees.s1_content(512)
    torch.save(content, tmp_path / "in")
    with pytest.raises(UserError, match=r"512 rows whatever its symbols.*--from 322 for a base model, or --from 375"):
        run()
    assert told(run(source=322)) == ("s1", 512, 512)
    old, new = content["weight"][S1_KEY], weights(tmp_path / "out")[S1_KEY]
    assert torch.equal(bits(new[:322]), bits(old[:322]))
    assert torch.equal(bits(new[375:]), bits(old[375:]))
    assert not (new[322:375] == old[322:375]).all(dim=1).any()
    # Its record tells that by now it has 375.
    lists = Vocabulary.of_tree(Checkout(applied), [PACK])
    assert resize(tmp_path / "out", tmp_path / "again", lists).action == "copied"


def test_s1_of_v1_grows_when_its_spare_rows_are_used_up(tmp_path: Path, with_v1: Path) -> None:
    path = with_v1 / SYMBOLS_V1_PATH
    toy = replace(PACK, code="xx", donors={}, symbols=tuple(f"X{number}" for number in range(200)))
    outcome = append_v1_symbols(path.read_bytes(), toy.code, toy.symbols)
    assert isinstance(outcome, Changed)
    path.write_bytes(outcome.content)
    content = trees.s1_content(512)
    torch.save(content, tmp_path / "in")
    lists = Vocabulary.of_tree(Checkout(with_v1), [toy], 375)
    assert told(resize(tmp_path / "in", tmp_path / "out", lists)) == ("s1", 512, 575)
    new = torch.load(tmp_path / "out", weights_only=True)["weight"][S1_KEY]
    assert torch.equal(bits(new[:375]), bits(content["weight"][S1_KEY][:375]))


def test_v1_without_the_language_is_refused(run: Callable[..., Resized], tmp_path: Path) -> None:
    trees.save_s2(tmp_path / "in", rows=322)
    with pytest.raises(UserError, match=r"has no language for v1 yet; run: .* --versions v1,v2"):
        run()


def spoiled(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def save(path: Path) -> None:
        content: dict[str, Any] = trees.s1_content()
        change(content)
        torch.save(content, path)

    return save


def set_embedding(content: dict[str, Any], change: Callable[[torch.Tensor], torch.Tensor]) -> None:
    content["weight"][S1_KEY] = change(content["weight"][S1_KEY])


def set_number(content: dict[str, Any], number: float) -> None:
    content["weight"][S1_KEY][5, 5] = number


def legacy(path: Path) -> None:
    torch.save(trees.s1_content(), path, _use_new_zipfile_serialization=False)


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.pkl", b"")


def cut(keep: float) -> Callable[[Path], None]:
    def save(path: Path) -> None:
        torch.save(trees.s1_content(), path)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * keep)])

    return save


def flipped(path: Path) -> None:
    """A bit flipped in a tensor that is only copied."""
    torch.save(trees.s1_content(), path)
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("in/data/0").header_offset + 4096
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("save", "message"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.mkdir(), "a folder, not a checkpoint"),
        (lambda path: path.write_bytes(b""), "not a zip checkpoint"),
        (lambda path: path.write_bytes(b"PK"), "damaged or truncated"),
        (lambda path: path.write_text("text"), "not a zip checkpoint"),
        (legacy, "not a zip checkpoint; .*torch.save"),
        (other_zip, "no torch checkpoint"),
        (cut(0.5), "damaged or truncated"),
        (cut(0.99), "damaged or truncated"),
        (flipped, "damaged or truncated"),
        (lambda path: torch.save([1], path), "no checkpoint of s1 or s2"),
        (lambda path: torch.save({"state_dict": {}}, path), "no checkpoint of s1 or s2"),
        (spoiled(lambda content: content["weight"].pop(S1_KEY)), "no checkpoint of s1 or s2"),
        (spoiled(lambda content: content["weight"].update({S2_KEY: torch.ones(732, 192)})), "no checkpoint"),
        (spoiled(lambda content: content.pop("config")), "phoneme_vocab_size None.*732 rows"),
        (spoiled(lambda content: content["config"]["model"].update(phoneme_vocab_size=512)), "size 512"),
        (spoiled(lambda content: set_number(content, float("nan"))), "NaN or infinity"),
        (spoiled(lambda content: set_number(content, float("-inf"))), "NaN or infinity"),
        (spoiled(lambda content: set_embedding(content, lambda rows: rows.t().contiguous().t())), "not contiguous"),
        (spoiled(lambda content: set_embedding(content, lambda rows: rows[:700])), "only a part of its storage"),
        (spoiled(lambda content: set_embedding(content, lambda rows: rows.flatten())), "matrix"),
        (spoiled(lambda content: set_embedding(content, lambda rows: rows.int())), "floating-point"),
        (spoiled(lambda content: set_embedding(content, torch.zeros_like)), "all alike"),
        (
            spoiled(lambda content: content["weight"].update(tied=content["weight"][S1_KEY])),
            "shares its storage",
        ),
        (
            lambda path: torch.save(trees.s1_content(700), path),
            r"700 rows match no symbol list of the tree \(322\)",
        ),
    ],
)
def test_unfit_checkpoints_are_refused(
    run: Callable[..., Resized], tmp_path: Path, save: Callable[[Path], object], message: str
) -> None:
    save(tmp_path / "in")
    with pytest.raises(UserError, match=f"in: .*{message}"):
        run()
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".*"))


def test_tree_without_the_language_is_refused(tree: Path, tmp_path: Path) -> None:
    torch.save(trees.s1_content(), tmp_path / "in")
    with pytest.raises(UserError, match=r"has no language for v2 or later yet; run: vocab-sync apply"):
        resize(tmp_path / "in", tmp_path / "out", Vocabulary.of_tree(Checkout(tree), [PACK]))


def test_output_never_replaces_the_input_or_a_file_unasked(run: Callable[..., Resized], tmp_path: Path) -> None:
    torch.save(trees.s1_content(), tmp_path / "in")
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UserError, match="--overwrite"):
        run()
    assert (tmp_path / "out").read_text() == "mine"
    (tmp_path / "out").unlink()
    (tmp_path / "out").hardlink_to(tmp_path / "in")
    with pytest.raises(UserError, match="is the input itself"):
        run(overwrite=True)
    assert torch.load(tmp_path / "in", weights_only=True)["weight"][S1_KEY].shape == (732, 512)


@pytest.mark.parametrize("told", ["once", "always"])  # Linux tells of an error of the disk once
def test_failed_write_leaves_nothing(
    run: Callable[..., Resized], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    sync, calls = os.fsync, itertools.count()

    def full(descriptor: int) -> None:
        if told == "once" and next(calls):
            return sync(descriptor)
        raise OSError(28, "No space left on device")

    torch.save(trees.s1_content(), tmp_path / "in")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        run()
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".*"))


def test_record(run: Callable[..., Resized], tmp_path: Path) -> None:
    torch.save(trees.s1_content(), tmp_path / "in")
    run(seed=7)
    beside = json.loads((tmp_path / "out.vocab_sync.json").read_text(encoding="utf-8"))
    line = torch.load(tmp_path / "out", weights_only=True)["info"].split("\n")[1]
    assert beside == json.loads(line.removeprefix("vocab_sync: "))
    assert (beside["symbols_before"], beside["symbols_after"], beside["added"]) == (732, 785, list(PACK.symbols))
    assert (beside["init"], beside["seed"]) == ("donors", 7)
    assert beside["fingerprints"] == {"ru": PACK.fingerprint}
    assert beside["input_sha256"] == hashlib.sha256((tmp_path / "in").read_bytes()).hexdigest()


def test_donors_lead(tmp_path: Path, applied: Path) -> None:
    torch.save(trees.s1_content(), tmp_path / "in")
    known = Checkout(applied).symbol_lists()[0]
    pack = replace(PACK, donors={"Ra1": {known[5]: 0.7, known[9]: 0.3, "nobody": 1.0}})
    resize(tmp_path / "in", tmp_path / "out", Vocabulary.of_tree(Checkout(applied), [pack]))
    rows = weights(tmp_path / "out")[S1_KEY].float()
    cosines = torch.nn.functional.cosine_similarity(rows[732], rows[:732])
    assert cosines.topk(2).indices.tolist() == [5, 9]


def test_resorted_list_is_undone_by_name(tmp_path: Path, applied: Path) -> None:
    upstream, target = Checkout(applied).symbol_lists()
    fork = sorted([*upstream, "extra"])
    content = trees.s1_content(733)
    torch.save(content, tmp_path / "in")
    with pytest.raises(UserError, match=r"would lose 1 of its symbols \(extra\)"):
        resize(tmp_path / "in", tmp_path / "out", Vocabulary.of_tree(Checkout(applied), [PACK], fork))
    lists = Vocabulary.of_list([*target, "extra"], [PACK], fork)
    assert told(resize(tmp_path / "in", tmp_path / "out", lists)) == ("s1", 733, 786)
    old, new = content["weight"][S1_KEY], weights(tmp_path / "out")[S1_KEY]
    for at, symbol in enumerate(fork):
        assert torch.equal(bits(new[[*target, "extra"].index(symbol)]), bits(old[at]))


def test_order_alone_is_changed(tmp_path: Path) -> None:
    torch.save(trees.s1_content(4), tmp_path / "in")
    result = resize(tmp_path / "in", tmp_path / "out", Vocabulary.of_list(list("dcba"), [], list("abcd")))
    assert (result.action, result.rows, result.added) == ("resized", (4, 4), ())
    assert torch.equal(weights(tmp_path / "out")[S1_KEY].flip(0), weights(tmp_path / "in")[S1_KEY])


@pytest.mark.parametrize(
    ("target", "source", "message"),
    [
        ([*"abcx"], [*"abcd"], r"would lose 1 of its symbols \(d\)"),
        ([*"abc"], ["a", "b", "c", "xx_reserved_1"], "would shrink from 4 to 3 rows"),
        ([*"abcd"], [*"abcde"], "4 rows, but --from has 5 symbols"),
        ([*"abcdd"], [*"abcd"], "a symbol stands in its list twice"),
        ([*"abcd", *map(str, range(1021))], [*"abcd"], "s1 cannot be trained with 1025 rows"),
    ],
)
def test_lists_that_do_not_fit(tmp_path: Path, target: list[str], source: list[str], message: str) -> None:
    torch.save(trees.s1_content(4), tmp_path / "in")
    with pytest.raises(UserError, match=message):
        resize(tmp_path / "in", tmp_path / "out", Vocabulary.of_list(target, [], source))
    assert not (tmp_path / "out").exists()


def test_in_place(tmp_path: Path, applied: Path) -> None:
    torch.save(trees.s1_content(), tmp_path / "in")
    before = (tmp_path / "in").read_bytes()
    (tmp_path / "in.bak").write_text("mine")
    lists = Vocabulary.of_tree(Checkout(applied), [PACK])
    assert resize(tmp_path / "in", None, lists).backup == tmp_path / "in.bak2"
    assert (tmp_path / "in.bak").read_text() == "mine"
    assert (tmp_path / "in.bak2").read_bytes() == before
    assert weights(tmp_path / "in")[S1_KEY].shape == (785, 512)
    assert resize(tmp_path / "in", None, lists).action == "left alone"
    assert not (tmp_path / "in.bak3").exists()


def test_dry_run_writes_nothing(run: Callable[..., Resized], tmp_path: Path) -> None:
    torch.save(trees.s1_content(), tmp_path / "in")
    before = sorted(tmp_path.iterdir())
    assert told(run(dry_run=True)) == ("s1", 732, 785)
    assert sorted(tmp_path.iterdir()) == before
