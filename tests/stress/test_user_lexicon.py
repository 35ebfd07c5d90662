"""A user's dictionary: what its rows decide, which row outdoes which, and what is wrong in it, told by line."""

import subprocess
import sys
from pathlib import Path

import pytest

from ru_g2p import Phonemizer, UserLexiconError
from ru_g2p.stress.user_lexicon import load_user_lexicon


def words(source: Path | dict[str, str]) -> dict[str, str]:
    return {word: decision.text for word, decision in load_user_lexicon(source).words.items()}


def accentuate(text: str, rows: dict[str, str]) -> str:
    return Phonemizer("lexicon", rows).accentuate(text)


def test_a_tsv(tmp_path: Path) -> None:
    path = tmp_path / "мой словарь.tsv"
    path.write_text("\ufeff# имена\n\nЗамок\tз+амок\nХованщина\tХов+анщина\r\n  # ё\nГетц\tгётц\n", encoding="utf-8")
    assert words(path) == {"замок": "з+амок", "хованщина": "хов+анщина", "гетц": "г+ётц", "гётц": "г+ётц"}
    assert Phonemizer("lexicon", path).accentuate("Хованщина, Гетц") == "Хов+анщина, Г+ётц"


def test_a_mapping_is_checked_too() -> None:
    assert words({"Замок": "Зам+ок"}) == {"замок": "зам+ок"}
    assert load_user_lexicon(None).words == {}
    with pytest.raises(UserLexiconError, match=r"user_lexicon\['замок'\]: 'замок' needs \+ before a stressed vowel"):
        load_user_lexicon({"замок": "замок"})


def test_yo_in_the_second_column_is_for_both_spellings_in_the_first_for_one() -> None:
    assert words({"трехэтажный": "трёхэт+ажный"}) == dict.fromkeys(("трехэтажный", "трёхэтажный"), "трёхэт+ажный")
    assert words({"нёбо": "нёбо"}) == {"нёбо": "н+ёбо"}
    assert words({"все": "всё", "всё": "вс+ё"}) == {"все": "вс+ё", "всё": "вс+ё"}


def test_phones_are_spoken_as_they_stand_and_clitics_around_them_on_their_own() -> None:
    phonemizer = Phonemizer("lexicon", {"Скайп": "Rs Rk Ra1 Rj Rp", "не": "Rnj Re0"})
    assert phonemizer.phonemize("Скайп!").phones == ["Rs", "Rk", "Ra1", "Rj", "Rp", "!"]
    utterance = phonemizer.phonemize("О скайп же. Не знаю")
    assert utterance.ipa == "ɐ skˈajp ʐɨ . nʲe znˈajʊ"
    assert utterance.stressed == phonemizer.accentuate("О скайп же. Не знаю") == "О скайп же. Не зн+аю"
    assert [phonemizer.normalize(utterance.text)[item.start : item.end] for item in utterance.pronunciations[:3]] == [
        "О",
        "скайп",
        "же",
    ]
    explained = phonemizer.explain("Скайп")[0]
    assert (explained.words, explained.sources, explained.rules) == ("Скайп", ("user",), ((),) * 5)
    assert phonemizer.phonemize("скай+п ск+айпа").ipa == Phonemizer("lexicon").phonemize("скай+п ск+айпа").ipa


@pytest.mark.parametrize(
    ("word", "reading", "forms", "not_among"),
    [
        ("Эдмундович", "Эдм+ундович", {"эдм+ундовича", "эдм+ундовичем", "эдм+ундовна"}, set()),
        ("Королев", "Корол+ёв", {"корол+ёва", "корол+ёвой"}, {"корол+ева"}),
        ("ёж", "ёж", {"+ёж"}, {"+ежа", "+ёжа"}),
        ("печь", "п+ечь", {"п+ечью", "п+ечи"}, {"п+ечёт"}),
        ("красивый", "крас+ивый", {"крас+ивого", "крас+ивее", "крас+ива"}, {"покр+асивее"}),
    ],
)
def test_a_lemma_covers_its_forms(word: str, reading: str, forms: set[str], not_among: set[str]) -> None:
    found = set(words({word: f"{reading}\tlemma"}).values())
    assert forms <= found
    assert not not_among & found


def test_a_lemma_written_with_ye_is_for_both_spellings() -> None:
    rows = {"Артем": "Арт+ём\tlemma"}
    assert accentuate("У Артема, с Артёмом", rows) == "У Арт+ёма, с Арт+ёмом"


def test_pymorphy_is_loaded_for_lemmas_only() -> None:
    code = "import sys; from ru_g2p import Phonemizer; Phonemizer('lexicon', {}); print('pymorphy3' in sys.modules)"
    for rows, loaded in (("{'замок': 'з+амок', 'а ну': 'а н+у'}", "False"), ("{'замок': 'з+амок\tlemma'}", "True")):
        finished = subprocess.run(
            [sys.executable, "-c", code.replace("{}", rows)], capture_output=True, encoding="utf-8", check=True
        )
        assert finished.stdout.strip() == loaded


@pytest.mark.parametrize(
    ("text", "stressed"),
    [
        ("старый замок", "ст+арый зам+ок"),
        ("СТАРЫЙ  Замок", "СТ+АРЫЙ Зам+ок"),
        ("старый, замок", "ст+арый, з+амок"),
        ("старый-замок", "ст+арый-з+амок"),
        ("старый з+амок", "ст+арый з+амок"),
        ("стар+ый замок", "стар+ый зам+ок"),
        ("новый старый замок стоит", "н+овый ст+арый з+амок ст+оит"),
        ("все еще, всё ещё", "вс+ё ещ+ё, вс+ё ещ+ё"),
        ("кто-то, кто то", "кто-т+о, кто то"),
    ],
)
def test_a_phrase_is_words_that_follow_each_other(text: str, stressed: str) -> None:
    rows = {
        "замок": "з+амок",
        "старый замок": "старый зам+ок",
        "старый замок стоит": "старый з+амок ст+оит",
        "все еще": "вс+ё ещ+ё",
        "кто-то": "кто-т+о",
    }
    assert accentuate(text, rows).replace("кт+о", "кто").replace(" т+о", " то") == stressed


def test_phrases_may_overlap_and_never_unmake_a_yo() -> None:
    rows = {"старые замки": "старые замк+и", "все старые": "вс+е старые"}
    assert accentuate("Все старые замки", rows) == "Вс+е ст+арые замк+и"
    assert accentuate("Всё старые замки", rows) == "Вс+ё ст+арые замк+и"


def test_form_outdoes_lemma() -> None:
    rows = {"замок": "з+амок\tlemma", "замки": "замк+и"}
    assert accentuate("Замок, замка, замки", rows) == "З+амок, з+амка, замк+и"


def test_the_fingerprint_covers_every_kind_of_row() -> None:
    lexicons = [
        {},
        {"замок": "з+амок"},
        {"замок": "зам+ок"},
        {"замок": "з+амок\tlemma"},
        {"замок": "Rz Ra1 Rm"},
        {"старый замок": "старый з+амок"},
        {"старый замок": "ст+арый з+амок"},
    ]
    assert len({Phonemizer("lexicon", rows).fingerprint for rows in lexicons}) == len(lexicons)
    one, other = {"замок": "з+амок", "а ну": "а н+у"}, {"а ну": "а н+у", "Замок": "З+амок"}
    assert Phonemizer("lexicon", one).fingerprint == Phonemizer("lexicon", other).fingerprint


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("замок", "two columns expected"),
        ("замок з+амок", "two columns expected"),
        ("\tз+амок", "two columns expected"),
        ("замок\tз+амок\tlemma\tx", "two columns expected"),
        ("замок\tз+амок\tx", "the third column is 'x'; leave it out, or write lemma"),
        ("замок\tзамок", "'замок' needs"),
        ("замок\tзамк+и", r"'замк\+и' is not the word 'замок'"),
        ("замок\tз+мок", r"'з\+мок' needs"),
        ("дом\tд+ома", r"'д\+ома' is not the word 'дом'"),
        ("а ну\tа-н+у", r"'а-н\+у' is not the word"),
        ("берёт\tбер+ет", "'берёт' has a ё"),
        ("Skype\tск+айп", "'skype' is not in Russian letters; write it as ru-g2p normalize prints it"),
        ("скайп\tRs Rk Rai1", "'Rai1' is no phone; ru_g2p.SYMBOLS lists them"),
        ("скайп\tRs -", "'-' is no phone"),
        ("в скайп\tRs", "phones are those of one form"),
        ("скайп\tRs\tlemma", "phones are those of one form"),
        ("старый замок\tстарый з+амок\tlemma", "a lemma is one word"),
        ("замками\tз+амками\tlemma", "'замками' is not a dictionary form .* a form of 'замок'"),
        ("постить\tп+остить\tlemma", "'постить' is not a dictionary form .*knows no forms"),
        ("Слово\tслов+о", "'слово' is read otherwise by .*user.tsv:1; keep one of the two"),
        ("слово\tRs", "'слово' is read otherwise by .*user.tsv:1"),
        ("а  ну\tа н+у", "'а ну' is read otherwise by .*user.tsv:2"),
        ("замок\tзам+ок\tlemma", "'замок' is read otherwise by .*user.tsv:3; add a row for this form alone"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "user.tsv"
    path.write_text(f"слово\tсл+ово\nА ну\t+а ну\nзамок\tз+амок\tlemma\n\n{line}\n", encoding="utf-8")
    with pytest.raises(UserLexiconError, match=f"user.tsv:5: {complaint}"):
        load_user_lexicon(path)


def test_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(UserLexiconError, match="check the path"):
        load_user_lexicon(tmp_path / "absent.tsv")
    (tmp_path / "cp1251.tsv").write_bytes("замок\tз+амок".encode("cp1251"))
    with pytest.raises(UserLexiconError, match="UTF-8"):
        load_user_lexicon(tmp_path / "cp1251.tsv")
