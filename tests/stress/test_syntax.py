"""The network: which readings a sentence makes likely."""

from math import exp, isfinite

import pytest
from sentences import one_sentence

from ru_g2p import Phonemizer
from ru_g2p.stress.lexicon import Reading, StressLexicon
from ru_g2p.stress.syntax import REACH, Place, Syntax, tag_of, word_tags

LEXICON = StressLexicon()
SYNTAX = Syntax()
WORDS = {
    "стены": ("стен+ы", "ст+ены"),
    "реки": ("рек+и", "р+еки"),
    "горы": ("гор+ы", "г+оры"),
    "травы": ("трав+ы", "тр+авы"),
    "доски": ("доск+и", "д+оски"),
    "волны": ("волн+ы", "в+олны"),
    "головы": ("голов+ы", "г+оловы"),
    "щеки": ("щек+и", "щ+ёки"),
}
"""Genitive singular and nominative plural."""


def scores(text: str, word: str) -> dict[str, float]:
    """Return what the network says of the first place of a word in a sentence."""
    sentence = one_sentence(text)
    index = next(index for index in range(len(sentence.tokens)) if sentence.word(index) == word)
    return SYNTAX.scores([Place(sentence, index, LEXICON.readings(word))])[0]


def genitive(text: str, word: str) -> float:
    """Return the logarithm of how many times likelier the genitive singular is than the nominative plural."""
    singular, plural = WORDS[word]
    found = scores(text, word)
    return found[singular] - found[plural]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("у {} никого не было", "вчера {} стали видны издалека"),
        ("он стоял около {} один", "вдруг {} исчезли в тумане"),
        ("около {}.", "{} упали."),
    ],
)
def test_a_place_for_a_genitive_singular_and_one_for_a_nominative_plural(word: str, singular: str, plural: str) -> None:
    assert genitive(singular.format(word), word) > genitive(plural.format(word), word)


@pytest.mark.parametrize("word", ["стены", "горы", "доски", "волны", "травы", "щеки"])
def test_before_a_plural_verb_stands_its_subject(word: str) -> None:
    assert genitive(f"Вот {word} рухнули.", word) < 0


@pytest.mark.parametrize("word", ["реки", "травы", "волны", "головы"])
def test_a_preposition_wants_its_case(word: str) -> None:
    assert genitive(f"у {word} никого не было", word) > 0


@pytest.mark.parametrize("word", WORDS)
def test_with_the_lexicon_both_are_read_right(word: str) -> None:
    singular, plural = WORDS[word]
    lexicon = Phonemizer("lexicon")
    assert singular in lexicon.accentuate(f"Мы стояли у {word} и долго смотрели вдаль.")
    if word in {"стены", "горы", "доски", "волны", "травы", "щеки"}:
        assert plural in lexicon.accentuate(f"Вдруг {word} исчезли, как будто их никогда здесь не было.")


@pytest.mark.parametrize("text", ["стены", "Стены!", "у стены, но без окон - и дверей…", "стены не видно? гм, да-да"])
def test_scores_are_logarithms_of_probabilities(text: str) -> None:
    found = scores(text, "стены")
    assert found.keys() == {"стен+ы", "ст+ены"}
    assert sum(map(exp, found.values())) == pytest.approx(1)


def test_a_spelling_may_have_several_readings() -> None:
    found = scores("он пошёл домой, а потом лёг", "потом")
    assert found.keys() == set(LEXICON.spellings("потом"))
    assert sum(map(exp, found.values())) == pytest.approx(1)


def test_a_reading_whose_tag_the_network_does_not_know_is_unlikely_but_possible() -> None:
    sentence = one_sentence("вот стены рухнули")
    known, *_ = (one for one in LEXICON.readings("стены") if one.text == "ст+ены")
    foreign = Reading("стен+ы", "стена", (frozenset({"NOUN", "nothing"}), frozenset()))
    untagged = Reading("стены+", "", ())
    (found,) = SYNTAX.scores([Place(sentence, 1, [known, foreign, untagged])])
    assert found["ст+ены"] > max(found["стен+ы"], found["стены+"])
    assert all(map(isfinite, found.values()))


def test_many_places_at_once_are_the_same_as_one_by_one() -> None:
    texts = ["у стены никого", "Стены рухнули!", "вот и стены", "за рекой, у самой стены, стоял дом", "стены"] * 7
    sentences = [one_sentence(text) for text in texts]
    places = [
        Place(sentence, sentence.words.index("стены"), LEXICON.readings("стены"))
        for sentence in sentences
        if "стены" in sentence.words
    ]
    assert SYNTAX.scores(places) == [SYNTAX.scores([place])[0] for place in places]
    assert SYNTAX.scores([]) == []


def test_letters_are_read_small_and_without_yo() -> None:
    assert scores("ещё стены рухнули", "стены") == scores("Еще СТЕНЫ РУХНУЛИ", "стены")


def test_the_network_sees_so_far_and_no_further() -> None:
    between = "да " * (REACH - 1)
    told = {scores(f"{word} {between}стены", "стены")["стен+ы"] for word in ("около", "рухнули", "красивый")}
    assert len(told) == 3
    told = {scores(f"{word} да {between}стены", "стены")["стен+ы"] for word in ("около", "рухнули", "красивый")}
    assert len(told) == 1


@pytest.mark.parametrize(
    ("grammemes", "tag"),
    [
        ("NOUN inan masc sing gen2", "NOUN gent sing masc"),
        ("NOUN inan femn plur nomn", "NOUN nomn plur"),
        ("VERB perf tran sing femn past indc", "VERB sing past perf femn"),
        ("VERB impf tran plur impr excl", "VERB plur impr impf"),
        ("ADVB", "ADVB"),
        ("PNCT", "X"),
    ],
)
def test_tags(grammemes: str, tag: str) -> None:
    assert tag_of(grammemes.split()) == tag


def test_the_tags_of_a_word_are_as_likely_as_they_are_counted() -> None:
    tags = word_tags("стены")
    assert {"NOUN gent sing femn", "NOUN nomn plur", "NOUN accs plur"} == tags.keys()
    assert sum(tags.values()) == pytest.approx(1, abs=0.05)
