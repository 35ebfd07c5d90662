"""Checkpoints that training resumes from: the optimizer's state of the text embedding follows its rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import trees

from vocab_sync.checkout import Checkout
from vocab_sync.checkpoint.resize import Resized, resize
from vocab_sync.checkpoint.vocabulary import Vocabulary
from vocab_sync.errors import UserError
from vocab_sync.russian import PACK

S1_KEY = "model.ar_text_embedding.word_embeddings.weight"
S2_KEY = "enc_p.text_embedding.weight"

Run = Callable[[dict[str, Any]], tuple[Resized, dict[str, Any]]]


@pytest.fixture
def run(applied: Path, tmp_path: Path) -> Run:
    """Save, resize and load again."""

    def run(content: dict[str, Any]) -> tuple[Resized, dict[str, Any]]:
        torch.save(content, tmp_path / "in")
        result = resize(tmp_path / "in", tmp_path / "out", Vocabulary.of_tree(Checkout(applied), [PACK]))
        return result, torch.load(tmp_path / "out", weights_only=False) if result.action != "left alone" else {}

    return run


def states(content: dict[str, Any]) -> dict[int, dict[str, Any]]:
    optimizer = content.get("optimizer") or content["optimizer_states"][0]
    found: dict[int, dict[str, Any]] = optimizer["state"]
    return found


def check_moments(old: dict[str, Any], new: dict[str, Any], names: tuple[str, str]) -> None:
    """The state of parameter 1, the embedding, has grown; all else is as it was."""
    for number, state in states(old).items():
        for name, value in state.items():
            found = states(new)[number][name]
            if number == 1 and name in names:
                assert torch.equal(found[..., :732, :], value)
                assert found.shape[-2:] == (785, value.shape[-1])
                assert found[..., 732:, :].eq(0).all()
            else:
                assert found == value if isinstance(value, int) else torch.equal(found, value)


def test_lightning(run: Run) -> None:
    old = trees.lightning_content()
    result, new = run(old)
    assert str(result.kind) == "s1 v2 or later training state"
    assert torch.equal(new["state_dict"][S1_KEY][:732], old["state_dict"][S1_KEY])
    assert new["state_dict"][S1_KEY].shape == (785, 512)
    assert new["hyper_parameters"].pop("config")["model"]["phoneme_vocab_size"] == 785
    assert new["hyper_parameters"] == {"output_dir": old["hyper_parameters"]["output_dir"], "is_train": True}
    check_moments(old, new, ("delta", "exp_avg_sq"))
    assert set(new) == {*old, "info"}
    assert all(new[name] == old[name] for name in ("epoch", "loops", "lr_schedulers", "hparams_name"))


def test_lightning_before_its_first_step(run: Run) -> None:
    old = trees.lightning_content()
    old["optimizer_states"][0]["state"] = {}
    result, new = run(old)
    assert result.rows == (732, 785)
    assert not states(new)


def test_generator(run: Run) -> None:
    old = trees.g_content()
    result, new = run(old)
    assert str(result.kind) == "s2 v2 training state"
    assert new["model"][S2_KEY].dtype == torch.float32
    assert torch.equal(new["model"][S2_KEY][:732], old["model"][S2_KEY])
    check_moments(old, new, ("exp_avg", "exp_avg_sq"))


def test_generator_whose_embedding_was_frozen(run: Run) -> None:
    result, new = run(trees.g_content(trained=False))
    assert result.rows == (732, 785)
    assert states(new).keys() == {0}


def test_v1_whose_optimizer_stacks_its_embedding(tmp_path: Path, applied: Path) -> None:
    old = trees.lightning_content(512, stacked=3)
    torch.save(old, tmp_path / "in")
    upstream = Checkout(applied).symbol_lists()[0][:322]
    lists = Vocabulary.of_list([*upstream, *PACK.symbols], [PACK], upstream)
    assert resize(tmp_path / "in", tmp_path / "out", lists).rows == (512, 512)
    new = torch.load(tmp_path / "out", weights_only=False)
    for name in ("delta", "exp_avg_sq"):
        before, after = states(old)[1][name], states(new)[1][name]
        assert torch.equal(after[1:], before[1:])
        assert torch.equal(after[0, :322], before[0, :322])
        assert torch.equal(after[0, 375:], before[0, 375:])
        assert after[0, 322:375].eq(0).all()
    more = Vocabulary.of_list([*upstream, *(f"X{number}" for number in range(200))], [], upstream)
    with pytest.raises(UserError, match="keeps the text embedding together with other weights of 512 rows; resize"):
        resize(tmp_path / "in", tmp_path / "more", more)


def spoil_config(content: dict[str, Any]) -> None:
    content["hyper_parameters"]["config"]["model"]["phoneme_vocab_size"] = 785


def resize_weights_alone(content: dict[str, Any]) -> None:
    content["optimizer_states"] = trees.lightning_content(700)["optimizer_states"]


def share_storage(content: dict[str, Any]) -> None:
    state = states(content)[1]
    state["delta"] = state["exp_avg_sq"]


def spoil_moment(content: dict[str, Any]) -> None:
    states(content)[1]["delta"][0, 3, 3] = float("nan")


def view_of_moment(content: dict[str, Any]) -> None:
    states(content)[1]["delta"] = torch.rand(1, 800, 512)[:, :732]


def two_states(content: dict[str, Any]) -> None:
    states(content)[0] = states(trees.lightning_content())[1]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (spoil_config, "config says phoneme_vocab_size 785, its text embedding has 732 rows"),
        (resize_weights_alone, "optimizer has no state for 732 rows: somebody changed the rows of the weights alone"),
        (share_storage, "shares its storage with another tensor"),
        (spoil_moment, "NaN or infinity in the delta of the text embedding"),
        (view_of_moment, "delta is only a part of its storage"),
        (two_states, "optimizer has 2 states of 732 × 512"),
    ],
)
def test_unfit_states_are_refused(run: Run, tmp_path: Path, spoil: Callable[[Any], None], message: str) -> None:
    content = trees.lightning_content()
    spoil(content)
    with pytest.raises(UserError, match=f"in: .*{message}"):
        run(content)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (
            {"model": {"discriminators.0.convs.0.bias": torch.ones(1)}, "optimizer": {}},
            "s2 discriminator training state",
            "it has no symbols",
        ),
        (
            {"weight": {"cfm.x.lora_A.default.weight": torch.ones(1)}, "lora_rank": 32},
            "s2 LoRA weights",
            "its symbols are those of the base model",
        ),
    ],
)
def test_what_has_no_symbols_is_left_alone(
    run: Run, tmp_path: Path, content: dict[str, Any], kind: str, reason: str
) -> None:
    result, _ = run(content)
    assert (str(result.kind), result.action, result.reason) == (kind, "left alone", reason)
    assert not (tmp_path / "out").exists()
