"""A user's dictionary is read from a mapping or a TSV; what is wrong in it is told by line."""

from pathlib import Path

import pytest

from ru_g2p import Phonemizer, UserLexiconError
from ru_g2p.stress.user_lexicon import load_user_lexicon


def test_a_tsv(tmp_path: Path) -> None:
    path = tmp_path / "мой словарь.tsv"
    path.write_text("\ufeff# имена\n\nЗамок\tз+амок\nХованщина\tХов+анщина\r\nберет\tбер+ёт\n", encoding="utf-8")
    assert load_user_lexicon(path) == {"замок": "з+амок", "хованщина": "хов+анщина", "берет": "бер+ёт"}
    assert Phonemizer(user_lexicon=path).accentuate("Хованщина") == "Хов+анщина"


def test_a_mapping_is_checked_too() -> None:
    assert load_user_lexicon({"Замок": "Зам+ок"}) == {"замок": "зам+ок"}
    assert load_user_lexicon(None) == {}
    with pytest.raises(UserLexiconError, match="needs \\+ before a stressed vowel"):
        load_user_lexicon({"замок": "замок"})


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("замок", ":3: two columns expected"),
        ("замок\tз+амок\tx", ":3: two columns expected"),
        ("замок\tзамок", ":3: 'замок' needs"),
        ("замок\tзамк+и", ":3: 'замк\\+и' is not the word 'замок'"),
        ("замок\tз+мок", ":3: 'з\\+мок' needs"),
        ("дом\tд+ома", ":3: 'д\\+ома' is not the word 'дом'"),
        ("слово\tслов+о", ":3: слово already has another stress above"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "user.tsv"
    path.write_text(f"слово\tсл+ово\n\n{line}\n", encoding="utf-8")
    with pytest.raises(UserLexiconError, match=f"user.tsv{complaint}"):
        load_user_lexicon(path)


def test_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(UserLexiconError, match="check the path"):
        load_user_lexicon(tmp_path / "absent.tsv")
    (tmp_path / "cp1251.tsv").write_bytes("замок\tз+амок".encode("cp1251"))
    with pytest.raises(UserLexiconError, match="UTF-8"):
        load_user_lexicon(tmp_path / "cp1251.tsv")
