from __future__ import annotations

from dataclasses import replace

import pytest
from edit_checks import RUSSIAN, changed, refused
from packs import TOY

from vocab_sync.edits.whisper import WHISPER_CODES, offer_to_whisper
from vocab_sync.outcome import NotNeeded, Unchanged
from vocab_sync.request import Request

COMPACT = """\
def check():
    return ['large']

asr_dict = {
    "达摩 ASR (中文)": {
        'lang': ['zh','yue'],
        'path': 'funasr_asr.py',
    },
    "Faster Whisper (多语种)": {
        'lang': ['auto', 'zh', 'en', 'ja', 'ko', 'yue'],
        'size': check(),
        'path': 'fasterwhisper_asr.py',
    },
}

"""
BLACK = """\
asr_dict = {
    "Nano (推荐)": {"lang": ["zh", "auto"], "path": "funasr_asr.py", "precision": ["float32"]},
    "Faster Whisper (多语种)": {
        "lang": ["auto", "en", "ja", "ko"],  # 语言
        "path": "fasterwhisper_asr.py",
    },
}
"""


@pytest.mark.parametrize(
    ("source", "last", "added"),
    [
        (COMPACT, "'ko', 'yue'", ", 'ru'"),
        (BLACK, '"ko"', ', "ru"'),
        (BLACK.replace(', "ko"', ',"ko"'), '"ko"', ',"ru"'),
    ],
)
def test_code_comes_last(source: str, last: str, added: str) -> None:
    assert changed(offer_to_whisper, source) == source.replace(f"{last}]", f"{last}{added}]")


def test_list_on_lines_of_its_own() -> None:
    source = BLACK.replace('["auto", "en", "ja", "ko"]', '[\n        "auto",\n        "en",\n    ]')
    assert changed(offer_to_whisper, source) == source.replace('"en",\n', '"en",\n        "ru",\n')


def test_language_that_whisper_does_not_know() -> None:
    assert offer_to_whisper(BLACK.encode(), Request(TOY)) == NotNeeded("Whisper does not know xx")


def test_language_that_is_offered_already() -> None:
    japanese = Request(replace(TOY, code="ja"))
    assert isinstance(offer_to_whisper(BLACK.encode(), japanese), Unchanged)


def test_whisper_knows_a_hundred_languages() -> None:
    assert len(WHISPER_CODES) == 100
    assert {"ru", "pt", "th", "vi", "tl"} <= WHISPER_CODES


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("x = 1\n", "not one list"),
        (BLACK.replace("fasterwhisper_asr.py", "whisper.py"), "not one list"),
        (BLACK.replace('["auto", "en", "ja", "ko"]', "languages()"), "line 4: not a list of plain strings"),
        (BLACK + BLACK, "not one list"),
        ("asr_dict = [\n", "not valid Python"),
    ],
)
def test_refuses(source: str, reason: str) -> None:
    assert reason in refused(offer_to_whisper, source, RUSSIAN)
