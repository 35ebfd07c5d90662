"""Words that another word near them decides."""

import pytest

from ru_g2p import Phonemizer
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.tables import rows

LEXICON = Phonemizer("lexicon")
AUTO = Phonemizer("auto")
ROWS = rows("stress/collocations.tsv", "spellings", "near", "example")


@pytest.mark.parametrize("phonemizer", [LEXICON, AUTO], ids=["lexicon", "auto"])
@pytest.mark.parametrize("example", [example for _, _, example in ROWS])
def test_an_example_is_read_as_it_is_marked(phonemizer: Phonemizer, example: str) -> None:
    (marked,) = (word.strip(",") for word in example.split() if "+" in word)
    read = {
        word.text: word.source
        for item in phonemizer.phonemize(example.replace("+", "")).pronunciations
        for word in item.words
    }
    assert read[marked] == "context"


def test_every_spelling_is_one_of_several_of_the_lexicon() -> None:
    lexicon = StressLexicon()
    for spellings, _, _ in ROWS:
        for spelling in spellings.split():
            known = lexicon.spellings(spelling.replace("+", "").replace("ё", "е"))
            assert spelling in known
            assert len(known) > 1


def test_another_sentence_tells_nothing() -> None:
    words = [word for item in LEXICON.phonemize("ключ нашли. вдали был замок.").pronunciations for word in item.words]
    assert words[-1].confidence < 0.9


def test_two_that_contradict_each_other_tell_nothing() -> None:
    words = [word for item in LEXICON.phonemize("ключ от двери замка и башни").pronunciations for word in item.words]
    (word,) = (word for word in words if word.text in ("з+амка", "замк+а"))
    assert word.confidence < 0.9
