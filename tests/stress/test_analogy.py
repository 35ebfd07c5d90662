"""Unknown words: as the words they are made of."""

import pytest

from ru_g2p.stress.analogy import Analogy
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.tables import pairs

LEXICON = StressLexicon()
ANALOGY = Analogy(LEXICON)


def best(word: str, *, name: bool = False) -> str:
    options = ANALOGY.options(word, name=name)
    return max(options, key=options.__getitem__)


PARTS = pairs("stress/first_parts.tsv", "part", "example")


@pytest.mark.parametrize(
    "word", ["четырехк+омнатная", "мегапр+азднику", "спецполикл+иника", "псевдокульт+ура", "фальшст+арту"]
)
def test_a_compound_is_stressed_on_its_known_second_part(word: str) -> None:
    assert best(word.replace("+", "")) == word


@pytest.mark.parametrize(
    ("word", "expected"), [("густавович", "густ+авович"), ("густавовны", "густ+авовны"), ("рамилевича", "рам+илевича")]
)
def test_a_patronymic_is_stressed_as_the_name(word: str, expected: str) -> None:
    assert best(word, name=True) == expected


@pytest.mark.xfail(strict=True, reason="the network learned from patronymics among Wikipedia's names; no accentor here")
def test_a_surname_in_ovich_is_no_patronymic() -> None:
    assert best("блюмкович", name=True) == "блюмк+ович"


@pytest.mark.parametrize(("part", "example"), PARTS.items())
def test_an_example_has_its_first_part_and_one_stress(part: str, example: str) -> None:
    assert example.count("+") == 1
    assert example.replace("+", "").replace("ё", "е").startswith(part)
