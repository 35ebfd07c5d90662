from __future__ import annotations

from dataclasses import replace

import inference_sources as sources
import pytest
from edit_checks import added, changed, for_each, refused
from packs import THAI, TOY

from vocab_sync.edits.phones_and_bert import add_modes
from vocab_sync.outcome import Absent
from vocab_sync.request import Request
from vocab_sync.russian import PACK

TEST = 'language == "all_ru" or (language == "ru" and not re.search("[A-Za-z]", text))'
BRANCH = [f"elif {TEST}:", '    langlist.append("ru")', "    textlist.append(text)"]
SETS, CHAIN = sources.PHONES_BY_SETS, sources.PHONES_BY_CHAIN


def test_sets() -> None:
    result = changed(add_modes, SETS)
    modes = '    elif language in {"zh", "ja", "auto", "auto_yue"'
    assert result.count(f'{modes}, "ru", "all_ru"}}:') == 1
    without = result.replace(', "ru", "all_ru"', "")
    assert added(SETS, without) == [f"        {line}" for line in BRANCH]


def test_chain() -> None:
    result = changed(add_modes, CHAIN)
    assert added(CHAIN, result) == [f"            {line}" for line in BRANCH]
    assert result.index("all_ru") > result.index('"auto"')


def test_a_language_that_shares_its_letters_has_one_mode_by_two_names() -> None:
    assert 'elif language in {"xx", "all_xx"}:' in for_each(add_modes, CHAIN, TOY)


@pytest.mark.parametrize("packs", [(PACK, THAI, TOY), (TOY, THAI, PACK)])
@pytest.mark.parametrize("source", [SETS, CHAIN])
def test_several_languages_in_either_order(packs: tuple[object, ...], source: str) -> None:
    result = for_each(add_modes, source, *packs)  # type: ignore[arg-type]
    for pack in (PACK, THAI, TOY):
        assert result.count(f'langlist.append("{pack.code}")') == 1


@pytest.mark.parametrize("source", [SETS, CHAIN])
def test_modes_as_the_edited_source_runs(source: str) -> None:
    """The branch taken and the text handed on, with the detector and the cleaning stood in for."""
    result = for_each(add_modes, source, PACK, TOY)
    seen: list[tuple[list[str], list[str]]] = []

    class Segmenter:
        setfilters = staticmethod(lambda filters: None)

        @staticmethod
        def getTexts(text: str, default_lang: str = "") -> list[dict[str, str]]:
            return [{"lang": "ru", "text": text}, {"lang": "en", "text": "Pro"}]

    def parts(*arguments: object) -> tuple[str, str]:
        textlist, langlist, _version = arguments[-3:]
        seen.append((textlist, langlist))  # type: ignore[arg-type]
        return "short", ""

    lines = [line for line in result.splitlines() if not line.startswith(("import", "from"))]
    names: dict[str, object] = {"LangSegment": Segmenter, "LangSegmenter": Segmenter, "parts": parts}
    names["re"] = __import__("re")
    exec("\n".join(lines), names)
    function = names.get("get_phones_and_bert")
    if function is None:
        preprocessor = names["TextPreprocessor"]()  # type: ignore[operator]
        preprocessor.bert_lock, preprocessor.parts = __import__("threading").RLock(), parts
        function = preprocessor.get_phones_and_bert

    def read(language: str, text: str = "да 5G") -> list[tuple[list[str], list[str]]]:
        seen.clear()
        function(text, language, "v2")  # type: ignore[operator]
        return list(seen)

    # Each comes twice: fewer than six phones are tried again behind a full stop.
    assert read("all_ru") == [(["да 5G"], ["ru"]), ([".да 5G"], ["ru"])]
    assert read("ru") == [(["да 5G", "Pro"], ["ru", "en"]), ([".да 5G", "Pro"], ["ru", "en"])]
    assert read("auto") == read("ru")
    assert read("all_xx") == read("xx") == [(["да 5G"], ["xx"]), ([".да 5G"], ["xx"])]
    assert read("ru", "5%") == [(["5%"], ["ru"]), ([".5%"], ["ru"])]


def test_a_code_that_starts_another_one_is_another_language() -> None:
    other = replace(THAI, code="r")
    for_each(add_modes, CHAIN, PACK, other)
    for_each(add_modes, CHAIN, other, PACK)


def test_a_file_without_the_function_has_no_such_place() -> None:
    assert add_modes(b"x = 1\n", Request(PACK)) == Absent("nothing in it needs the language")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def get_phones_and_bert(:\n", "not valid Python"),
        ("def get_phones_and_bert():\n    pass\n", "line 1: no mode auto in get_phones_and_bert"),
        (
            CHAIN.replace('textlist.append(tmp["text"])\n                #', "pass\n#"),
            "mode auto does something else",
        ),
        (CHAIN.replace("langlist.append(language)", "pass"), "no branch for the language that the user names"),
        (
            CHAIN.replace('"en":\n                lang', '"all_ru":\n                lang'),
            "read in another way already",
        ),
        (CHAIN.replace("import re\n", ""), "no import re"),
        (SETS.replace('"auto", "auto_yue"}', '"auto", *more}'), "`*more` is not a plain string"),
    ],
)
def test_refuses(source: str, expected: str) -> None:
    assert source not in (CHAIN, SETS)
    assert expected in refused(add_modes, source)
