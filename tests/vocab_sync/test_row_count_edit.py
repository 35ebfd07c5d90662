from __future__ import annotations

import pytest
from edit_checks import ALL_VERSIONS, RUSSIAN, changed, refused

from vocab_sync.edits.row_count import tell_extended_v1
from vocab_sync.outcome import Absent, NotNeeded, Unchanged

COMPACT = """\
def load(dict_s2):
    if 'enc_p.text_embedding.weight'not in dict_s2['weight']:
        version = "v2"#v3model,v2sybomls
    elif dict_s2['weight']['enc_p.text_embedding.weight'].shape[0] == 322:
        version = "v1"
    else:
        version = "v2"
    return version
"""
BLACK = """\
class VitsModel:
    def __init__(self, dict_s2, version=None):
        if version is None:
            if dict_s2["weight"]["enc_p.text_embedding.weight"].shape[0] == 322:  # 322行
                version = "v1"
        self.version = version  # 322
"""


@pytest.mark.parametrize("source", [COMPACT, BLACK, COMPACT + BLACK])
def test_fewer_rows_than_v2(source: str) -> None:
    assert changed(tell_extended_v1, source, ALL_VERSIONS) == source.replace(".shape[0] == 322:", ".shape[0] < 732:")


def test_rows_decide_the_version() -> None:
    names: dict[str, type] = {}
    exec(changed(tell_extended_v1, BLACK, ALL_VERSIONS), names)

    class Rows:
        def __init__(self, count: int) -> None:
            self.shape = (count, 192)

    def version(count: int) -> object:
        return names["VitsModel"]({"weight": {"enc_p.text_embedding.weight": Rows(count)}}).version

    assert [version(count) for count in (322, 375, 732, 785)] == ["v1", "v1", None, None]


def test_only_where_v1_is_asked_for_and_told() -> None:
    assert isinstance(tell_extended_v1(BLACK.encode(), RUSSIAN), NotNeeded)
    assert isinstance(tell_extended_v1(b"x = 322\n", ALL_VERSIONS), Absent)


def test_file_with_one_test_of_each_kind_is_completed() -> None:
    assert isinstance(tell_extended_v1(BLACK.replace("== 322:", "< 732:").encode(), ALL_VERSIONS), Unchanged)
    half = COMPACT + BLACK.replace("== 322:", "< 732:")
    assert changed(tell_extended_v1, half, ALL_VERSIONS) == half.replace("== 322:", "< 732:")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (BLACK.replace("== 322:", "in (322, 375):"), "told otherwise"),
        (BLACK.replace("== 322:", "<= 322:"), "told otherwise"),
        (BLACK.replace("== 322:", "== 321:"), "told otherwise"),
        (BLACK.replace(".shape[0] == 322", ".size(0) == 322"), "told otherwise"),
        (BLACK + "(", "not valid Python"),
    ],
)
def test_refuses(source: str, reason: str) -> None:
    assert reason in refused(tell_extended_v1, source, ALL_VERSIONS)
