from __future__ import annotations

from dataclasses import replace

import inference_sources as sources
import pytest
from edit_checks import added, changed, for_each, refused
from packs import THAI, TOY

from vocab_sync.edits.segmenter import split_in_segmenter, split_where_imported
from vocab_sync.outcome import Absent, Changed, NotNeeded
from vocab_sync.request import Request
from vocab_sync.russian import PACK


def block(detector: str, module: str) -> list[str]:
    return [
        "# >>> vocab-sync: ru",
        f"from {module} import split_off",
        "",
        rf'split_off({detector}, "ru", "\\u0400-\\u052f")',
        "# <<< vocab-sync: ru",
    ]


def test_segmenter_is_wrapped_at_its_end() -> None:
    source = sources.SEGMENTER
    result = changed(split_in_segmenter, source)
    assert result.startswith(source)
    assert result.removeprefix(source).splitlines() == ["", *block("LangSegmenter", "..script_runs")]


def test_package_is_wrapped_where_it_is_imported() -> None:
    source = sources.PHONES_BY_SETS
    result = changed(split_where_imported, source)
    assert added(source, result) == block("LangSegment", "text.script_runs")
    assert result.splitlines()[1] == "# >>> vocab-sync: ru"


@pytest.mark.parametrize(
    ("edit", "source"),
    [(split_in_segmenter, sources.SEGMENTER), (split_where_imported, sources.PHONES_BY_SETS)],
)
def test_blocks_follow_each_other(edit: object, source: str) -> None:
    for packs in ((PACK, THAI), (THAI, PACK)):
        result = for_each(edit, source, *packs)  # type: ignore[arg-type]
        at = [result.index(f"# >>> vocab-sync: {pack.code}") for pack in packs]
        assert at == sorted(at)


def test_a_newer_pack_replaces_its_block_in_place() -> None:
    old = for_each(split_where_imported, sources.PHONES_BY_SETS, replace(PACK, letters="а-я"), THAI)
    outcome = split_where_imported(old.encode(), Request(PACK))
    assert isinstance(outcome, Changed)
    assert outcome.content.decode() == old.replace('"а-я"', r'"\\u0400-\\u052f"')


def test_a_language_without_letters_of_its_own_changes_nothing() -> None:
    for edit, source in {split_in_segmenter: sources.SEGMENTER, split_where_imported: "import LangSegment\n"}.items():
        assert edit(source.encode(), Request(TOY)) == NotNeeded("Toy has no letters of its own")


def test_a_file_that_does_not_import_the_package_has_no_such_place() -> None:
    source = sources.PHONES_BY_CHAIN.encode()
    assert split_where_imported(source, Request(PACK)) == Absent("does not import LangSegment")


@pytest.mark.parametrize(
    ("edit", "source", "expected"),
    [
        (split_in_segmenter, "x = (\n", "not valid Python"),
        (split_in_segmenter, "x = 1\n", "no class LangSegmenter"),
        (split_in_segmenter, "class LangSegmenter: pass\n", "line 1: LangSegmenter without getTexts"),
        (split_in_segmenter, "# >>> vocab-sync: ru\n" + sources.SEGMENTER, "not closed"),
        (split_where_imported, "import LangSegment; x = 1\n", "a second statement behind import LangSegment"),
    ],
)
def test_refuses(edit: object, source: str, expected: str) -> None:
    assert expected in refused(edit, source)  # type: ignore[arg-type]
