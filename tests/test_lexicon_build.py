"""The compiler of the pronunciation lexicon, and the pure functions of the script that mines its rows."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pymorphy3
import pytest

FOLDER = Path(__file__).resolve().parents[1] / "data" / "lexicon"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"lexicon_{name}", FOLDER / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


build = load("pronunciation_build")
mine = load("mine_pronunciation")


@pytest.mark.parametrize(
    ("lemma", "respelling", "form", "expected"),
    [
        ("отель", "отэль", "отелями", "отэлями"),
        ("скучный", "скушный", "скучная", "скушная"),
        ("скучный", "скушный", "скучен", "скучен"),
        ("адекватный", "адэкватный", "адекватен", "адэкватен"),
        ("адекватный", "адэкватный", "поадекватнее", "поадэкватнее"),
        ("тестировать", "тэстировать", "тестирующийся", "тэстирующийся"),
        ("бессмертие", "бесːмертие", "бессмертием", "бесːмертием"),
        ("купе", "купэ", "купе", "купэ"),
    ],
)
def test_a_form_takes_over_what_it_shares_with_its_lemma(lemma: str, respelling: str, form: str, expected: str) -> None:
    assert build.transfer(lemma, respelling, form) == expected


def test_a_form_of_a_likelier_lemma_without_a_row_stays_as_written() -> None:
    morph = pymorphy3.MorphAnalyzer(lang="ru")
    assert build.belongs_elsewhere(morph, "стали", "сталь", {"сталь"})
    assert not build.belongs_elsewhere(morph, "стали", "сталь", {"сталь", "стать"})
    assert not build.belongs_elsewhere(morph, "отелями", "отель", {"отель"})


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (["отель\tотэль\tall\t", "отель\tотель\tall\t"], "hand.tsv:3: отель is respelled elsewhere"),
        (["отель\tотл\tall\t"], "has not the vowels"),
        (["отель\tотэль\tmany\t"], "forms must be all or this"),
        (["отель\tотэль\tall"], "4 cells expected, 3 found"),
    ],
)
def test_a_malformed_row_is_refused_with_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rows: list[str], complaint: str
) -> None:
    (tmp_path / "pronunciation").mkdir()
    text = "\n".join(["\t".join(build.COLUMNS), *rows])
    (tmp_path / "pronunciation" / "hand.tsv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(build, "HERE", tmp_path)
    with pytest.raises(ValueError, match=complaint):
        list(build.pronunciation_forms())


@pytest.mark.parametrize(
    ("word", "ipa", "expected"),
    [
        ("отель", "ɐtɛlʲ", {2}),
        ("тема", "tʲemə", set()),
        ("интернет", "ɪntɛrnɛt", {3, 6}),
        ("деградация", "dɛɡrɐdat͡sɨɪ̯ə", {1}),
        ("цена", "t͡sɨna", set()),  # ц has no soft partner
        ("поэт", "pɐɛt", set()),
    ],
)
def test_a_hard_consonant_is_heard_where_the_letters_have_it(word: str, ipa: str, expected: set[int]) -> None:
    assert mine.hard_e_heard(word, ipa) == expected


def test_every_letter_gets_its_phone() -> None:
    assert mine.align("съезд", mine.phones("sjest")) == ["s", "", "e", "s", "t"]
    assert mine.align("ванна", mine.phones("vanːə")) in (["v", "a", "nː", "", "ə"], ["v", "a", "", "nː", "ə"])


def test_stems_mark_and_rejects_deny() -> None:
    stems = {"тЭст": mine.compile_stem("тЭст")}
    places = mine.hard_e_of_stems("протест", stems)
    assert places == {4}
    rejects = {"^протЭст": mine.compile_stem("^протЭст")}
    assert mine.rejected("протест", places, rejects) == set()
    assert mine.rejected("тест", {1}, rejects) == {1}
    assert mine.written_hard("тест", {1}) == "тэст"
    with pytest.raises(ValueError, match="each group must be an Э"):
        mine.compile_stem("(т)Эст")


NEVER = {"тема", "музей", "кофе", "крем", "пресса", "академия", "рентген", "термин", "тетрадь", "постель", "интерес"}
ALWAYS = {"тест", "отель", "модель", "интернет", "компьютер", "антенна", "тоннель", "термос", "синтез", "бактерия"}


def test_the_table_keeps_what_every_speaker_knows() -> None:
    paths = (FOLDER / "pronunciation").glob("*hard_consonant_before_e.tsv")
    hard = {row[0] for path in paths for _, row in build.read_rows(path)}
    assert not hard & NEVER
    assert hard >= ALWAYS
