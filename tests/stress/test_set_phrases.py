"""The language's own set phrases."""

import pytest

from ru_g2p import Phonemizer
from ru_g2p.stress.phrases import phrase_words
from ru_g2p.tables import pairs

LEXICON = Phonemizer("lexicon")


@pytest.mark.parametrize(("phrase", "example"), pairs("stress/set_phrases.tsv", "phrase", "example").items())
def test_an_example_is_read_as_its_phrase_says(phrase: str, example: str) -> None:
    words = [word for item in LEXICON.phonemize(example).pronunciations for word in item.words]
    by_phrase = {word.text.lower() for word in words if word.source == "phrase"}
    assert {word.lstrip("-") for word in phrase_words(phrase) if "+" in word} <= by_phrase


def test_a_mark_and_the_users_dictionary_outdo_a_phrase() -> None:
    assert LEXICON.accentuate("больш+ая часть").startswith("больш+ая")
    assert Phonemizer("lexicon", user_lexicon={"часа": "ч+аса"}).accentuate("часа два").startswith("ч+аса")
