from __future__ import annotations

import json

import inference_sources as sources
import pytest
from edits import added, changed, reason
from packs import THAI, TOY

from vocab_sync.edits.locale import LOCALES, translate_labels
from vocab_sync.outcome import Unchanged
from vocab_sync.request import Request
from vocab_sync.russian import PACK

ENGLISH = translate_labels("en_US")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_labels_stand_where_they_sort(newline: str) -> None:
    source = sources.LOCALE.replace("\n", newline)
    result = changed(ENGLISH, source, PACK)
    assert added(source, result) == ['    "俄文": "Russian",', '    "俄英混合": "Russian-English Mixed",']
    assert list(json.loads(result)) == sorted(json.loads(result))
    assert result.count("\r\n") == (result.count("\n") if newline == "\r\n" else 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"中": "x"}', '{"中": "x", "俄文": "Russian", "俄英混合": "Russian-English Mixed"}'),
        ('{\n  "龟": "x"\n}', '{\n  "俄文": "Russian",\n  "俄英混合": "Russian-English Mixed",\n  "龟": "x"\n}'),
        ('{"俄文": "Rus"}', '{"俄文": "Rus", "俄英混合": "Russian-English Mixed"}'),  # upstream may name it one day
    ],
)
def test_formats(before: str, after: str) -> None:
    assert changed(ENGLISH, before, PACK) == after


def test_every_locale_names_russian() -> None:
    assert set(PACK.labels.locales) == set(LOCALES)
    for locale in LOCALES:
        table = json.loads(changed(translate_labels(locale), sources.LOCALE, PACK))
        assert (table["俄文"], table["俄英混合"]) == PACK.labels.locales[locale]
        assert table["俄文"] != table["俄英混合"]


def test_a_language_without_a_name_goes_by_its_english_one() -> None:
    korean = translate_labels("ko_KR")
    assert '"玩具文": "Toy"' in changed(korean, sources.LOCALE, TOY)
    assert '"泰英混合": "Thai-English Mixed"' in changed(korean, sources.LOCALE, THAI)


def test_several_languages_in_either_order() -> None:
    one = changed(ENGLISH, sources.LOCALE, PACK, THAI, TOY)
    assert one == changed(ENGLISH, sources.LOCALE, TOY, PACK, THAI)
    assert ENGLISH(one.encode(), Request(PACK)) == Unchanged("Russian, Russian-English Mixed")


@pytest.mark.parametrize("source", ["", "[]", "{}", '{"a": 1}', '{"a": "b",}', '{"a": {"b": "c"}}', "{'a': 'b'}"])
def test_refuses(source: str) -> None:
    assert "not a JSON object of strings" in reason(ENGLISH, source, PACK)


def test_refuses_other_encodings() -> None:
    assert type(ENGLISH('{"中": "x"}'.encode("gbk"), Request(PACK))).__name__ == "Refused"
    assert "not a JSON object" in reason(ENGLISH, '\ufeff{"a": "b"}', PACK)  # nor does the tree read it
