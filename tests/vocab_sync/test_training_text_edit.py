from __future__ import annotations

import re

import pytest
from edit_checks import RUSSIAN, changed, refused
from packs import TOY

from vocab_sync.edits.training_text import accept_aliases
from vocab_sync.outcome import Unchanged
from vocab_sync.request import Request

HEAD = "# -*- coding: utf-8 -*-\nimport os  # 空\nif True:\n    language_v1_to_language_v2 = {"
SOURCE = (
    HEAD
    + '\n        "ZH": "zh",\n        "En": "en",\n        "yue": "yue",\n    }\n    for line in lines:\n        pass\n'
)


def test_entries_come_last_in_the_style_of_the_others() -> None:
    entries = '        "RU": "ru",\n        "Ru": "ru",\n        "ru": "ru",\n'
    assert changed(accept_aliases, SOURCE) == SOURCE.replace("    }", entries + "    }")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{'ZH':'zh','En':'en'}", "{'ZH':'zh','En':'en','RU':'ru','Ru':'ru','ru':'ru'}"),
        (
            "{'ZH' : \"zh\", 'En' : \"en\",}",
            "{'ZH' : \"zh\", 'En' : \"en\", 'RU' : \"ru\", 'Ru' : \"ru\", 'ru' : \"ru\",}",
        ),
        ("{'汉': 'zh', 'RU': 'ru'}", "{'汉': 'zh', 'RU': 'ru', 'Ru': 'ru', 'ru': 'ru'}"),
    ],
)
def test_literals(before: str, after: str) -> None:
    name = "language_v1_to_language_v2 = "
    assert changed(accept_aliases, f"{name}{before}  # 空\n") == f"{name}{after}  # 空\n"


def test_two_languages_in_either_order() -> None:
    toy = Request(TOY)
    one = changed(accept_aliases, changed(accept_aliases, SOURCE), toy)
    other = changed(accept_aliases, changed(accept_aliases, SOURCE, toy))
    assert sorted(one.splitlines()) == sorted(other.splitlines())
    for source in (one, other):
        for request in (toy, RUSSIAN):
            assert isinstance(accept_aliases(source.encode(), request), Unchanged)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("x = 1\n", "is set [02] times"),
        (SOURCE + SOURCE, "is set [02] times"),
        ("language_v1_to_language_v2 = load()\n", "line 1: not a dict"),
        ("language_v1_to_language_v2 = {'ZH': 'zh', **more}\n", "line 1: .* plain strings"),
        ("language_v1_to_language_v2 = {'ZH': 'zh', 'Ru': 'uk'}\n", "Ru is uk already"),
        ("language_v1_to_language_v2 = {'a': 'a', 'b': 'b' 'c'}\n", "not a plain string"),
        ("def f(:\n", "not valid Python"),
    ],
)
def test_refuses(source: str, reason: str) -> None:
    assert re.search(reason, refused(accept_aliases, source))


def test_other_encodings_are_refused() -> None:
    assert "encoded in gbk" in str(accept_aliases("# coding: gbk\nx = '汉'\n".encode("gbk"), RUSSIAN))


def test_warnings_for_the_authors_are_not_shown(recwarn: pytest.WarningsRecorder) -> None:
    changed(accept_aliases, SOURCE + 'split("(\\d+)")\n')
    assert not recwarn.list
