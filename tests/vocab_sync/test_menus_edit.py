from __future__ import annotations

import re
from dataclasses import replace

import inference_sources as sources
import pytest
from edit_checks import ALL_VERSIONS, added, changed, for_each, refused
from packs import THAI, TOY

from vocab_sync.edits.menus import list_in_api, list_in_choices, list_in_tts, list_in_webui
from vocab_sync.language import Labels
from vocab_sync.outcome import Absent
from vocab_sync.request import Request
from vocab_sync.russian import PACK

IN_MENU = ['    i18n("俄文"): "all_ru",', '    i18n("俄英混合"): "ru",']


def test_web_page() -> None:
    source = sources.MENUS
    result = changed(list_in_webui, source)
    assert added(source, result) == IN_MENU
    assert result.index("俄文") > result.index("dict_language_v2")


def test_v1_where_it_is_asked_for() -> None:
    assert added(sources.MENUS, changed(list_in_webui, sources.MENUS, ALL_VERSIONS)) == IN_MENU * 2
    tts = changed(list_in_tts, sources.TTS, ALL_VERSIONS)
    assert 'v1_languages: list = ["auto", "en", "zh",  "all_zh",  "ru",  "all_ru"]\n' in tts


def test_api() -> None:
    result = changed(list_in_api, sources.API)
    new = ['"俄文": "all_ru",', '"俄英混合": "ru",', '"all_ru": "all_ru",', '"ru": "ru",']
    assert added(sources.API, result) == [f"    {line}" for line in new]
    assert list_in_api(b"run()\n", Request(PACK)) == Absent("nothing in it needs the language")


def test_api_looks_labels_up_in_lower_case() -> None:
    """``dict_language[text_language.lower()]``, whatever the label's letters."""
    names: dict[str, dict[str, str]] = {}
    exec(for_each(list_in_api, sources.API, replace(TOY, labels=Labels("Toy", "Toy+EN"))), names)
    assert names["dict_language"]["toy"] == "all_xx"
    assert names["dict_language"]["toy+en"] == "xx"


def test_tts() -> None:
    result = changed(list_in_tts, sources.TTS)
    assert result.replace(', "ru", "all_ru"', "") == sources.TTS
    assert '"all_ko", "ru", "all_ru"]' in result


def test_command_line_and_window() -> None:
    result = changed(list_in_choices, sources.COMMAND_LINE)
    assert result.count('文", "俄文", "俄英混合"]') == 1
    assert result.replace(', "俄文", "俄英混合"', "") == sources.COMMAND_LINE
    result = changed(list_in_choices, sources.WINDOW)
    assert result.replace('"多语种混合", "俄文", "俄英混合"]', '"多语种混合"]') == sources.WINDOW


def test_several_languages_in_either_order() -> None:
    for edit, source in {
        list_in_webui: sources.MENUS,
        list_in_api: sources.API,
        list_in_tts: sources.TTS,
        list_in_choices: sources.WINDOW,
    }.items():
        one, other = for_each(edit, source, PACK, THAI, TOY), for_each(edit, source, TOY, THAI, PACK)
        assert sorted(re.split(r"[],\n]", one)) == sorted(re.split(r"[],\n]", other))


@pytest.mark.parametrize(
    ("edit", "source", "expected"),
    [
        (list_in_webui, "x = (\n", "not valid Python"),
        (list_in_webui, "dict_language = {}\n", "dict_language_v2 is set 0 times"),
        (list_in_webui, "dict_language_v2 = {'a': 'b'}\n" * 2, "set 2 times"),
        (list_in_webui, "dict_language_v2 = {}\n", "line 1: not a dict of plain strings"),
        (list_in_webui, "x = 1\ndict_language_v2 = load()\n", "line 2: not a dict of plain strings"),
        (list_in_webui, "dict_language_v2 = {**a, 'b': 'c'}\n", "not a dict of plain strings"),
        (list_in_webui, "dict_language_v2 = {f(1): 'c'}\n", "`f(1)` is not a plain string"),
        (list_in_webui, "dict_language_v2 = {'俄文': 'ru'}\n", "俄文 is ru already"),
        (list_in_api, "dict_language = {'a': 1}\n", "`1` is not a plain string"),
        (list_in_tts, "v2_languages = ['a'] + b\n", "not a list of plain strings"),
        (list_in_tts, "v2_languages = ['''a''']\n", "not a plain string"),
        (list_in_choices, "f(choices=['1'])\n", "no list of languages"),
    ],
)
def test_refuses(edit: object, source: str, expected: str) -> None:
    assert expected in refused(edit, source)  # type: ignore[arg-type]
