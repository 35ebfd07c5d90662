from __future__ import annotations

import pytest
import trees

from vocab_sync.edits.cleaner import map_language
from vocab_sync.outcome import Changed, Refused, Unchanged
from vocab_sync.request import VERSIONS, Request
from vocab_sync.russian import PACK


def changed(source: str) -> str:
    outcome = map_language(source.encode(), Request(PACK))
    assert isinstance(outcome, Changed), outcome
    return outcome.content.decode()


@pytest.mark.parametrize(("style", "entry"), [("compact", ',"ru":"russian"'), ("black", ', "ru": "russian"')])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_entry_takes_the_style_of_the_file(style: trees.Style, entry: str, newline: str, bom: str) -> None:
    source = bom + trees.cleaner_source(style).replace("\n", newline)
    result = changed(source)
    assert result.count(entry) == 2
    assert result.replace(entry, "") == source
    assert map_language(result.encode(), Request(PACK)) == Unchanged("ru → russian in 2 dicts")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{'zh': 'chinese2'}", "{'zh': 'chinese2', 'ru': 'russian'}"),
        ("{'zh': 'chinese2',}", "{'zh': 'chinese2', 'ru': 'russian',}"),
        ("{'a' : 'b' ,  'zh' : \"chinese2\"}", "{'a' : 'b' ,  'zh' : \"chinese2\" ,  'ru' : \"russian\"}"),
        (
            "{\n    'th': 'thai',\n    'zh': 'chinese2',\n}",
            "{\n    'th': 'thai',\n    'zh': 'chinese2',\n    'ru': 'russian',\n}",
        ),
        (
            "{\n    'th': 'thai',  # a\n    'zh': 'chinese2'  # 汉\n    # b\n}",
            "{\n    'th': 'thai',  # a\n    'zh': 'chinese2',  # 汉\n    'ru': 'russian'\n    # b\n}",
        ),
        ("{'th': 'thai',\n 'zh': 'chinese2'}", "{'th': 'thai',\n 'zh': 'chinese2',\n 'ru': 'russian'}"),
    ],
)
def test_literals(before: str, after: str) -> None:
    assert changed(f"language_module_map = {before}  # 空\n") == f"language_module_map = {after}  # 空\n"


def test_half_mapped_file_is_completed() -> None:
    half = "language_module_map = {'zh': 'chinese2', 'ru': 'russian'}\n"
    assert changed(half + "language_module_map = {'zh': 'chinese2'}\n") == half + half


def test_v1_where_it_is_asked_for() -> None:
    source = b"language_module_map = {'zh': 'chinese'}\nlanguage_module_map = {'zh': 'chinese2'}\n"
    both = map_language(source, Request(PACK, frozenset({"v1", "v2"})))
    assert isinstance(both, Changed)
    assert both.content == source.replace(b"}", b", 'ru': 'russian'}")
    alone = map_language(source, Request(PACK, frozenset({"v1"})))
    assert isinstance(alone, Changed)
    assert alone.content == source.replace(b"'chinese'}", b"'chinese', 'ru': 'russian'}")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("def clean_text(:\n", "not valid Python"),
        ("x = 1\n", "no language_module_map for v2"),
        ("language_module_map = {'zh': 'chinese'}\n", "no language_module_map for v2"),
        ("language_module_map = {'zh': 'chinese3'}\n", "maps zh to chinese3"),
        ("language_module_map = {'zh': 'chinese2', 'ru': 'other'}\n", "ru is other already"),
        ("x = 1\nlanguage_module_map = load()\n", "line 2"),
        ("language_module_map = {'zh': 'chinese2', **more}\n", "line 1"),
        ("language_module_map = {'zh': r'chinese2'}\n", "not a plain string"),
        ("# coding: gbk\nlanguage_module_map = {'zh': 'chinese2'}\n", "encoded in gbk"),
    ],
)
def test_refuses(source: str, reason: str) -> None:
    outcome = map_language(source.encode(), Request(PACK))
    assert isinstance(outcome, Refused)
    assert reason in outcome.reason


def test_v1_maps_only_where_v1_is_asked_for() -> None:
    request = Request(PACK, versions=frozenset(VERSIONS))
    source = trees.cleaner_source("black")
    outcome = map_language(source.encode(), request)
    assert isinstance(outcome, Changed)
    assert outcome.content.decode().count(', "ru": "russian"}') == 4
    assert outcome.content.decode().replace(', "ru": "russian"', "") == source
    assert map_language(outcome.content, request) == Unchanged("ru → russian in 4 dicts")
    completed = map_language(changed(source).encode(), request)
    assert isinstance(completed, Changed)
    assert completed.content == outcome.content
