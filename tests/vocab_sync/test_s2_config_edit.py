from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from edit_checks import RUSSIAN, refused

from vocab_sync.edits.s2_config import set_preset
from vocab_sync.outcome import Changed, NotNeeded, Unchanged
from vocab_sync.request import Request

SOURCE = """\
{
  "train": {
    "learning_rate": 0.0001,
    "text_low_lr_rate": 0.4, \n\
    "grad_ckpt": false
  },
  "model": {
    "n_layers_q": 3,
    "freeze_quantizer": true
  },
  "name": "голос"
}"""
BEFORE_V3 = SOURCE.replace('0.4, \n    "grad_ckpt": false', "0.4")
SHARED = partial(set_preset, serves=("v1", "v2", "v3", "v4"))
PRO = partial(set_preset, serves=("v2Pro",))


def asked(*versions: str) -> Request:
    return replace(RUSSIAN, versions=frozenset(versions))


def scratch(request: Request = RUSSIAN) -> Request:
    return replace(request, preset="scratch")


def result(source: str, request: Request) -> str:
    edited = SHARED(source.encode(), request)
    assert isinstance(edited, Changed), edited
    assert SHARED(edited.content, request) == Unchanged(edited.detail)
    return edited.content.decode()


def unchanged(source: str, request: Request) -> str:
    outcome = SHARED(source.encode(), request)
    assert isinstance(outcome, Unchanged), outcome
    return outcome.detail


@pytest.mark.parametrize("source", [SOURCE, BEFORE_V3])
def test_scratch_trains_everything(source: str) -> None:
    for newline in ("\n", "\r\n"):
        text = source.replace("\n", newline)
        assert result(text, scratch()) == text.replace("0.4", "1.0").replace('er": true', 'er": false')


def test_finetune_is_what_upstream_has() -> None:
    assert unchanged(SOURCE, asked("v2")) == "freeze_quantizer true, text_low_lr_rate 0.4"
    assert unchanged(BEFORE_V3, RUSSIAN) == "freeze_quantizer true, text_low_lr_rate 0.4"


@pytest.mark.parametrize(("old", "new"), [("0.2", "0.2"), ("1.0", "0.4"), ("3", "0.4"), ("0", "0"), ("1e-1", "1e-1")])
def test_finetune_keeps_a_low_rate(old: str, new: str) -> None:
    source = SOURCE.replace("0.4", old).replace('er": true', 'er": false')
    assert result(source, RUSSIAN) == SOURCE.replace("0.4", new)


def test_finetune_of_v3_and_v4_alone_trains_the_text_encoder() -> None:
    for versions in (("v3",), ("v4",), ("v3", "v4", "v2Pro")):
        assert result(SOURCE, asked(*versions)) == SOURCE.replace('er": true', 'er": false')


def test_finetune_of_all_says_what_becomes_of_v3_and_v4() -> None:
    assert "v3 and v4 freeze the text encoder with it" in unchanged(SOURCE, RUSSIAN)
    assert "apply with --versions v3 before" in unchanged(SOURCE, asked("v1", "v3"))


def test_files_of_other_versions_stay() -> None:
    assert PRO(SOURCE.encode(), scratch(asked("v2"))) == NotNeeded("serves v2Pro alone")
    assert SHARED(SOURCE.encode(), scratch(asked("v2Pro"))) == NotNeeded("serves v1, v2, v3, v4 alone")
    assert isinstance(SHARED(BEFORE_V3.encode(), asked("v3", "v4")), NotNeeded)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "no model.freeze_quantizer"),
        ("[]", "no model.freeze_quantizer"),
        ('{"train": {"text_low_lr_rate": 0.4}}', "no model.freeze_quantizer"),
        (SOURCE.replace("true", '"yes"'), "no model.freeze_quantizer"),
        (SOURCE.replace("0.4", "true"), "no model.freeze_quantizer"),
        (SOURCE.replace("}", "", 1), "no model.freeze_quantizer"),
        (SOURCE.replace('"n_layers_q"', '"text_low_lr_rate"'), "cannot be changed alone"),
        (SOURCE.replace("freeze_quantizer", "freeze\\u005fquantizer"), "cannot be changed alone"),
    ],
)
def test_refuses(source: str, reason: str) -> None:
    assert reason in refused(SHARED, source, scratch())
