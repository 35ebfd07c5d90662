from __future__ import annotations

import pytest

from vocab_sync.edits.s1_config import set_phoneme_vocab_size
from vocab_sync.outcome import Changed, Refused, Unchanged


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("model:\n  phoneme_vocab_size: 732\n", "model:\n  phoneme_vocab_size: 785\n"),
        ("model:\r\n  phoneme_vocab_size: 732\r\n", "model:\r\n  phoneme_vocab_size: 785\r\n"),
        ("\ufeffmodel:\n  phoneme_vocab_size: 732\n", "\ufeffmodel:\n  phoneme_vocab_size: 785\n"),
        ("x: 732 # 732\nmodel: {phoneme_vocab_size: 732, y: 732}", None),
        (
            "phoneme_vocab_size: 732\nmodel:\n  # 732\n  phoneme_vocab_size:   732   # 汉\n",
            None,
        ),
    ],
)
def test_only_the_number_changes(before: str, after: str | None) -> None:
    outcome = set_phoneme_vocab_size(before.encode(), 785)
    assert isinstance(outcome, Changed)
    assert outcome.detail == "phoneme_vocab_size 732 → 785"
    result = outcome.content.decode()
    assert result.replace("785", "732") == before
    assert result.count("785") == 1
    assert after is None or result == after
    assert set_phoneme_vocab_size(outcome.content, 785) == Unchanged("phoneme_vocab_size 785")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"model: [", "not valid YAML"),
        (b"\xff\xfe", "not valid YAML"),
        (b"", "no number"),
        (b"text", "no number"),
        (b"model: 5", "no number"),
        (b"model: {x: 1}", "no number"),
        (b"model: {phoneme_vocab_size: many}", "no number"),
        (b"x: &n 732\nmodel: {phoneme_vocab_size: *n}", "cannot be changed alone"),
    ],
)
def test_refuses(source: bytes, reason: str) -> None:
    outcome = set_phoneme_vocab_size(source, 785)
    assert isinstance(outcome, Refused)
    assert reason in outcome.reason


def test_spare_rows_stay() -> None:
    source = b"model:\n  phoneme_vocab_size: 512\n"
    assert set_phoneme_vocab_size(source, 375, spare=True) == Unchanged("phoneme_vocab_size 512")
    outcome = set_phoneme_vocab_size(source, 513, spare=True)
    assert outcome == Changed(b"model:\n  phoneme_vocab_size: 513\n", "phoneme_vocab_size 512 → 513")
