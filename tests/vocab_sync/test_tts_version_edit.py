from __future__ import annotations

import re

import inference_sources as sources
import pytest
from edit_checks import changed, refused

from vocab_sync.edits.tts_version import pass_version


def test_each_call_names_the_version_once() -> None:
    result = changed(pass_version, sources.TTS)
    assert "            prompt_lang,\n            self.configs.version)\n" in result
    assert "preprocess(text, text_lang, method, self.configs.version)\n" in result
    without = re.compile(r",\s+self\.configs\.version(?=\))")
    assert len(without.findall(result)) == 3
    assert without.sub("", result) == without.sub("", sources.TTS)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1\n", "no call of the text preprocessor"),
        ("self.text_preprocessor.preprocess(text)\n", "line 1: preprocess with other arguments"),
        ("self.text_preprocessor.preprocess(text, lang, method, version=v)\n", "with other arguments"),
    ],
)
def test_refuses(source: str, expected: str) -> None:
    assert expected in refused(pass_version, source)
