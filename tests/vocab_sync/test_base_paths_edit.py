from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from edit_checks import ALL_VERSIONS, BOM, RUSSIAN, changed, refused

from vocab_sync.base_models import BASE_MODELS
from vocab_sync.edits.base_paths import point_at_base, point_yaml_at_base
from vocab_sync.outcome import Changed, NotNeeded, Unchanged
from vocab_sync.request import Request

FOLDER = "GPT_SoVITS/pretrained_models"
V2, V2_S1 = "s2G2333k.pth", "s1bert25hz-5kh-longer-epoch=12-step=369668.ckpt"
V1, PRO, S1_V3 = "s2G488k.pth", "s2Gv2Pro.pth", "s1v3.ckpt"

LISTS = f"""\
'''
  vits_weights_path: {FOLDER}/gsv-v2final-pretrained/{V2}
'''
names=["{FOLDER}/gsv-v2final-pretrained/{V2}", "{FOLDER}/{V1}"]#底模
path='{FOLDER}/{S1_V3}'
other = "{FOLDER}/chinese-hubert-base", "{V2}"
"""
DICTS = f"""\
names = {{
    "v1": "{FOLDER}/{V1}",
    i18n(
        "不训练直接推v2底模！"
    ): "{FOLDER}/gsv-v2final-pretrained/{V2_S1}",
    # "v2Pro": "{FOLDER}/v2Pro/{PRO}",
    "v2Pro": "{FOLDER}/v2Pro/{PRO}",  ###空
}}
"""


def request(*names: str, folder: str = "/models/ru", like: Request = ALL_VERSIONS, root: str = "/tree") -> Request:
    return replace(like, base={name: Path(folder, name) for name in names or BASE_MODELS}, root=Path(root))


def test_list_literals() -> None:
    expected = LISTS.replace(f'"{FOLDER}/gsv-v2final-pretrained/{V2}"', f'"/models/ru/{V2}"')
    expected = expected.replace(f'"{FOLDER}/{V1}"', f'"/models/ru/{V1}"')
    expected = expected.replace(f"'{FOLDER}/{S1_V3}'", f"'/models/ru/{S1_V3}'")
    assert changed(point_at_base, LISTS, request()) == expected


def test_dict_literals() -> None:
    expected = DICTS.replace(f'"{FOLDER}/{V1}"', f'"/models/ru/{V1}"')
    expected = expected.replace(f"{FOLDER}/gsv-v2final-pretrained/", "/models/ru/")
    expected = expected.replace(f'    "v2Pro": "{FOLDER}/v2Pro/{PRO}",  #', f'    "v2Pro": "/models/ru/{PRO}",  #')
    assert changed(point_at_base, DICTS, request()) == expected


def test_only_files_that_were_resized() -> None:
    assert changed(point_at_base, LISTS, request(S1_V3)).count("/models/ru") == 1
    assert isinstance(point_at_base(DICTS.encode(), request(S1_V3)), NotNeeded)
    assert isinstance(point_at_base(DICTS.encode(), RUSSIAN), NotNeeded)


def test_files_of_v1_only_where_v1_has_the_language() -> None:
    assert f"{FOLDER}/{V1}" in changed(point_at_base, LISTS, request(like=RUSSIAN))


def test_folder_in_the_tree_is_written_from_its_root() -> None:
    inside = request(folder="/tree/GPT_SoVITS/модели с пробелом")
    assert f'"GPT_SoVITS/модели с пробелом/{V1}"' in changed(point_at_base, DICTS, inside)
    assert f'"/tree2/{V1}"' in changed(point_at_base, DICTS, request(folder="/tree2"))


def test_another_base_takes_the_place_of_the_first() -> None:
    once = changed(point_at_base, DICTS, request())
    assert changed(point_at_base, once, request(folder="/new")) == changed(point_at_base, DICTS, request(folder="/new"))


YAML = f"""\
custom:
  bert_base_path: {FOLDER}/chinese-roberta
  t2s_weights_path: "{FOLDER}/gsv-v2final-pretrained/{V2_S1}" # 空
  version: v2
  vits_weights_path: {FOLDER}/gsv-v2final-pretrained/{V2}
"""


@pytest.mark.parametrize("folder", ["/models/ru", "/мои модели", "/a: b #c", "/{x}", "/'"])
def test_yaml(folder: str) -> None:
    edited = changed(point_yaml_at_base, YAML, request(folder=folder))
    values = yaml.safe_load(YAML)
    values["custom"].update(t2s_weights_path=f"{folder}/{V2_S1}", vits_weights_path=f"{folder}/{V2}")
    assert yaml.safe_load(edited) == values
    assert "  # 空\n" in edited.replace(" # 空", "  # 空")
    assert edited.splitlines()[:2] == YAML.splitlines()[:2]


def test_yaml_without_resized_files() -> None:
    assert isinstance(point_yaml_at_base(YAML.encode(), RUSSIAN), NotNeeded)
    assert isinstance(point_yaml_at_base(YAML.encode(), request(PRO)), NotNeeded)
    assert isinstance(point_yaml_at_base(BOM + YAML.encode(), request(V2)), Changed)


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("/models!", "exclamation mark"),
        ("/тут！", "exclamation mark"),
        ("/s2G-ru", "the discriminator's path"),
    ],
)
def test_paths_that_gpt_sovits_misreads_are_refused(folder: str, reason: str) -> None:
    for edit, source in ((point_at_base, DICTS), (point_yaml_at_base, YAML)):
        assert reason in refused(edit, source, request(folder=folder))


@pytest.mark.parametrize(
    ("source", "folder", "reason"),
    [
        (DICTS, '/"', "does not fit into"),
        (DICTS, "/a\\b", "does not fit into"),
        (f"x = 'a/' '{S1_V3}'\n", "/a", "line 1: not a plain string"),
        (f"x = r'a/{S1_V3}'\n", "/a", "line 1: not a plain string"),
        (f"x = f'a/{S1_V3}'\n", "/a", "line 1: not a plain string"),
        (f"x = [ # {S1_V3}", "/a", "not valid Python"),
    ],
)
def test_refuses(source: str, folder: str, reason: str) -> None:
    assert reason in refused(point_at_base, source, request(folder=folder))


def test_unfit_yaml_is_refused() -> None:
    assert "not valid YAML" in refused(point_yaml_at_base, "a: [", request())
    aliased = f"a: &p x/{V2}\nb: *p\n"
    assert "cannot be changed alone" in refused(point_yaml_at_base, aliased, request())


def test_paths_that_are_right_stay() -> None:
    once = changed(point_at_base, DICTS, request())
    assert point_at_base(once.encode(), request()) == Unchanged("3 base model paths")
