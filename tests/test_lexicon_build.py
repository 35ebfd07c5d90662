"""The compilers of the pronunciation lexicon and of the endings; the pure functions of the script that mines rows."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import marisa_trie
import pymorphy3
import pytest

from ru_g2p.stress.endings import FORMAT, Endings

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
endings = load("endings_build")
stress_build = load("stress_build")  # puts its folder on the path
stress_rules = load("spelled_forms")
tables = load("stress_tables")


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


# Stressed on the first vowel (1 from the end) but for those in -дом.
COMMON = [(onset + "аром", 1) for onset in "бвгдж"] + [(onset + "адом", 0) for onset in "бвгдж"]


def shares_of(words: list[tuple[str, int]]) -> dict[str, bytes]:
    return dict(endings.ending_entries(words))


def test_an_ending_is_kept_only_if_it_says_more_than_the_shorter_one() -> None:
    found = shares_of(COMMON)
    assert found.keys() == {"м", "мор", "мод"}  # -ом says no more than -м, -аром no more than -ром
    assert found["м"][0] == found["м"][1]
    assert found["мор"][1] > 2 * found["мор"][0] > 0  # the shorter ending counts too
    assert found["мод"][0] > 2 * found["мод"][1] > 0


def test_an_ending_of_few_words_is_not_kept() -> None:
    assert "мор" in shares_of(COMMON[1:])
    assert "мор" not in shares_of(COMMON[2:])
    assert shares_of(COMMON[:3]) == {}


def test_a_stress_far_from_the_end_counts_as_the_furthest() -> None:
    assert shares_of([(onset + "иририририририка", 7) for onset in "бвгд"])["а"] == bytes([0, 0, 0, 0, 0, 255])


def test_what_is_counted_can_be_looked_up(tmp_path: Path) -> None:
    entries = [("\x01format", FORMAT.encode()), *endings.ending_entries(COMMON)]
    marisa_trie.BytesTrie(entries).save(str(tmp_path / "endings.trie"))
    read = Endings(tmp_path / "endings.trie")
    assert read.shares("хыром")[0] > 0.7
    assert read.shares("хыдом")[1] > 0.7


def stressed_form(lemma: str, form: str, *grammemes: str) -> str:
    """Return how ``spelled_forms`` stresses a form of an adjective of which only the lemma is given."""
    plain = lemma.replace("+", "")
    tag = frozenset({"ADJF", *grammemes})
    forms = [
        stress_rules.Form(plain, "ADJF", frozenset({"ADJF"})),
        stress_rules.Form(form, " ".join(sorted(tag)), tag if "COMP" not in tag else tag - {"ADJF"}),
    ]
    spelled: str = stress_rules.spelled_forms(lemma, forms, {})[-1]
    return spelled


@pytest.mark.parametrize(
    ("lemma", "form", "grammemes", "expected"),
    [
        ("м+удрый", "мудрейший", ("Supr",), "мудр+ейший"),
        ("б+елый", "наибелейший", ("Supr",), "наибел+ейший"),
        ("крас+ивый", "красивейший", ("Supr",), "крас+ивейший"),
        ("выс+окий", "высочайший", ("Supr",), "высоч+айший"),
        ("подр+обный", "поподробнее", ("COMP", "Cmp2"), "поподр+обнее"),
        ("крас+ивый", "покрасивее", ("COMP", "Cmp2"), "покрас+ивее"),
    ],
)
def test_degrees_take_the_stress_that_the_rules_give(
    lemma: str, form: str, grammemes: tuple[str, ...], expected: str
) -> None:
    assert stressed_form(lemma, form, *grammemes) == expected


name_forms = load("name_forms")
mine_names = load("mine_names")


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("н+айман", ["н+аймана", "н+айману", "н+айманом", "н+аймане"]),
        ("г+оворков", ["г+оворкова", "г+оворковым", "г+оворковой", "г+оворковых"]),
        ("гор+ецкий", ["гор+ецкого", "гор+ецким", "гор+ецкая"]),
        ("тв+ерь", ["тв+ери", "тв+ерью"]),
        ("ковальч+ук", ["ковальчук+а", "ковальчук+ом"]),
    ],
)
def test_the_cases_of_a_name_keep_its_stress_or_move_it_to_the_ending(name: str, forms: list[str]) -> None:
    assert name_forms.name_forms(name) >= {name, *forms}


@pytest.mark.parametrize("name", ["тур+онок", "нов+ик", "к+осово", "дидр+о", "москв+а"])
def test_a_name_whose_cases_may_be_stressed_elsewhere_stands_alone(name: str) -> None:
    assert name_forms.name_forms(name) == {name}


word_forms = load("word_forms")


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("старт+апер", ["старт+апера", "старт+аперы"]),
        ("стр+имить", ["стр+имлю", "стр+имит", "стр+имили"]),
        ("залог+иниться", ["залог+инюсь", "залог+инился"]),
        ("бр+уклинский", ["бр+уклинского", "бр+уклинские"]),
    ],
)
def test_a_word_stressed_on_its_stem_keeps_the_stress(lemma: str, forms: list[str]) -> None:
    assert word_forms.word_forms(lemma) >= {lemma, *forms}


@pytest.mark.parametrize("lemma", ["косяч+ить", "шизофрен+ик", "впятер+ом"])
def test_any_other_word_stands_alone(lemma: str) -> None:
    assert word_forms.word_forms(lemma) == {lemma}


def test_a_rare_lexeme_that_no_table_has_is_refused(tmp_path: Path) -> None:
    for table in tables.HERE.glob("*.tsv"):
        content = table.read_text(encoding="utf-8")
        (tmp_path / table.name).write_text(content.partition("\n")[0] + "\n", encoding="utf-8")
    (tmp_path / "rare.tsv").write_text("lemma\ttag\nхык+ать\tINFN,perf,tran\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"rare\.tsv:2: no other table has хык\+ать"):
        tables.all_readings(tmp_path)


def test_a_line_of_another_kind_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "names.dic"
    path.write_text("Тверь=Тв+ерь\nМосква=Рим\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"names\.dic:2"):
        list(mine_names.lines(path))


def test_only_marked_words_with_a_capital_are_taken() -> None:
    assert list(mine_names.marked_words("Невероятный+ Н+ижний новг+ород")) == ["н+ижний"]
