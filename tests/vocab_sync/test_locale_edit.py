from __future__ import annotations

import json
from functools import partial

import inference_sources as sources
import pytest
from edit_checks import added, changed, for_each, refused
from packs import THAI, TOY

from vocab_sync.edits.locale import LOCALES, translate_labels
from vocab_sync.outcome import Unchanged
from vocab_sync.request import Request
from vocab_sync.russian import PACK

# A byte order mark is refused: the tree does not read it either.
translated, translated_for = partial(changed, bom=False), partial(for_each, bom=False)
ENGLISH = translate_labels("en_US")


def test_labels_stand_where_they_sort() -> None:
    result = translated(ENGLISH, sources.LOCALE)
    assert added(sources.LOCALE, result) == ['    "俄文": "Russian",', '    "俄英混合": "Russian-English Mixed",']
    assert list(json.loads(result)) == sorted(json.loads(result))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"中": "x"}', '{"中": "x", "俄文": "Russian", "俄英混合": "Russian-English Mixed"}'),
        ('{\n  "龟": "x"\n}', '{\n  "俄文": "Russian",\n  "俄英混合": "Russian-English Mixed",\n  "龟": "x"\n}'),
        ('{"俄文": "Rus"}', '{"俄文": "Rus", "俄英混合": "Russian-English Mixed"}'),  # upstream may name it one day
    ],
)
def test_formats(before: str, after: str) -> None:
    assert translated(ENGLISH, before) == after


def test_every_locale_names_russian() -> None:
    assert set(PACK.labels.locales) == set(LOCALES)
    for locale in LOCALES:
        table = json.loads(translated(translate_labels(locale), sources.LOCALE))
        assert (table["俄文"], table["俄英混合"]) == PACK.labels.locales[locale]
        assert table["俄文"] != table["俄英混合"]


def test_a_language_without_a_name_goes_by_its_english_one() -> None:
    korean = translate_labels("ko_KR")
    assert '"玩具文": "Toy"' in translated_for(korean, sources.LOCALE, TOY)
    assert '"泰英混合": "Thai-English Mixed"' in translated_for(korean, sources.LOCALE, THAI)


def test_several_languages_in_either_order() -> None:
    one = translated_for(ENGLISH, sources.LOCALE, PACK, THAI, TOY)
    assert one == translated_for(ENGLISH, sources.LOCALE, TOY, PACK, THAI)
    assert ENGLISH(one.encode(), Request(PACK)) == Unchanged("Russian, Russian-English Mixed")


@pytest.mark.parametrize("source", ["", "[]", "{}", '{"a": 1}', '{"a": "b",}', '{"a": {"b": "c"}}', "{'a': 'b'}"])
def test_refuses(source: str) -> None:
    assert "not a JSON object of strings" in refused(ENGLISH, source)


def test_refuses_other_encodings() -> None:
    assert type(ENGLISH('{"中": "x"}'.encode("gbk"), Request(PACK))).__name__ == "Refused"
    assert "not a JSON object" in refused(ENGLISH, '\ufeff{"a": "b"}')
