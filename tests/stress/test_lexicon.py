"""The stress lexicon: what it knows, and that a foreign file is refused."""

from pathlib import Path

import marisa_trie
import pytest

from ru_g2p.errors import LexiconError, RuG2PError
from ru_g2p.stress.lexicon import StressLexicon

ONE_SPELLING = {
    "every form of a lexeme": [
        "соб+ака",
        "соб+акой",
        "ученик+а",
        "ученик+ами",
        "крист+алла",
        "велич+айшего",
        "д+еньги",
    ],
    "the norm among free variants": ["звон+ит", "твор+ог"],
    "comparatives and superlatives": ["крас+ивее", "нежн+ее", "нов+ейший"],
    "names": ["москв+а", "москв+е", "петр+ович"],
    "ё": ["ещ+ё", "е+ё", "самол+ёт", "самол+ёты", "прин+ёсший", "привед+ён", "приведен+а"],
    "ё without stress": ["трёхэт+ажный", "четырёхэт+ажным"],
}

SEVERAL = {
    "замок": {"з+амок", "зам+ок"},
    "замками": {"з+амками", "замк+ами"},
    "стены": {"стен+ы", "ст+ены"},
    "руки": {"рук+и", "р+уки"},
    "глаза": {"гл+аза", "глаз+а"},
    "все": {"вс+е", "вс+ё"},
    "осел": {"ос+ел", "ос+ёл"},
    "узнаем": {"узн+аем", "узна+ём"},
    "дорогой": {"дорог+ой", "дор+огой"},
    "варвара": {"варв+ара", "в+арвара"},
    "белье": {"бель+ё", "бель+е"},
    "волны": {"волн+ы", "в+олны"},
    "небо": {"н+ебо", "н+ёбо"},
    "потом": {"пот+ом", "п+отом"},
    "виду": {"в+иду", "вид+у"},
    "берегу": {"берег+у", "б+ерегу"},
    "часа": {"ч+аса", "час+а"},
    "муки": {"м+уки", "мук+и"},
    "нес": {"н+ёс"},
}


@pytest.fixture(scope="module")
def lexicon() -> StressLexicon:
    return StressLexicon()


@pytest.mark.parametrize("spelling", [spelling for group in ONE_SPELLING.values() for spelling in group])
def test_words_with_one_spelling(lexicon: StressLexicon, spelling: str) -> None:
    assert lexicon.spellings(spelling.replace("+", "").replace("ё", "е")) == (spelling,)


@pytest.mark.parametrize(("word", "spellings"), SEVERAL.items())
def test_words_with_several(lexicon: StressLexicon, word: str, spellings: set[str]) -> None:
    assert set(lexicon.spellings(word)) == spellings
    assert {reading.text for reading in lexicon.readings(word)} == spellings


def test_the_usual_spelling_comes_first(lexicon: StressLexicon) -> None:
    assert lexicon.spellings("потом")[0] == "пот+ом"
    assert lexicon.spellings("уже")[0] == "уж+е"


def test_a_homograph_tells_whose_it_is(lexicon: StressLexicon) -> None:
    by_text = {reading.text: reading for reading in lexicon.readings("стены")}
    assert by_text["стен+ы"].lemma == by_text["ст+ены"].lemma == "стена"
    assert all({"sing", "gent"} <= tags for tags in by_text["стен+ы"].tags)
    assert all("plur" in tags for tags in by_text["ст+ены"].tags)


def test_a_written_yo_is_kept(lexicon: StressLexicon) -> None:
    assert lexicon.spellings("всё") == ("вс+ё",)
    assert lexicon.spellings("осёл") == ("ос+ёл",)
    assert lexicon.spellings("стёны") == ()


def test_letters_of_any_size_and_unknown_words(lexicon: StressLexicon) -> None:
    assert lexicon.spellings("СОБАКА") == ("соб+ака",)
    assert lexicon.spellings("абырвалгами") == ()
    assert lexicon.readings("абырвалгами") == ()
    assert lexicon.spellings("") == ()


def test_every_spelling_is_its_key(lexicon: StressLexicon) -> None:
    for word in ["мама", *SEVERAL]:
        for text in lexicon.spellings(word):
            assert text.count("+") == 1
            assert text.replace("+", "").replace("ё", "е") == word
            assert text[text.index("+") + 1] in "аеёиоуыэюя"


def test_a_plural_may_be_a_name_too(lexicon: StressLexicon) -> None:
    assert lexicon.spellings("логинов") == ("лог+инов",)
    assert lexicon.only("собака") == "соб+ака"
    for word in ("логинов", "стены", "абырвалгами", ""):
        assert lexicon.only(word) == ""


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"no\.trie.*build"):
        StressLexicon(tmp_path / "no.trie")


def test_a_file_that_is_no_trie_is_told(tmp_path: Path) -> None:
    path = tmp_path / "text.trie"
    path.write_text("мама")
    with pytest.raises(RuG2PError, match=r"text\.trie"):
        StressLexicon(path)


@pytest.mark.parametrize("header", [[], [("\x01format", b"ru_g2p stress 1")]])
def test_another_format_is_refused(tmp_path: Path, header: list[tuple[str, bytes]]) -> None:
    path = tmp_path / "old.trie"
    marisa_trie.BytesTrie([*header, ("мама", b"\0")]).save(str(path))
    with pytest.raises(LexiconError, match="'ru_g2p stress 3' expected"):
        StressLexicon(path)
