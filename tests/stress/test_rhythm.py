"""The metre of a line: what it says of an open word, and when it says nothing."""

import pytest
from sentences import one_sentence

from ru_g2p import Phonemizer
from ru_g2p.stress.rhythm import METRES, add_rhythm
from ru_g2p.tokens import VOWELS, Word


def spellings(word: str) -> list[str]:
    return [f"{word[:place]}+{word[place:]}" for place, letter in enumerate(word) if letter in VOWELS]


def scored(line: str, decided: dict[int, str] | None = None) -> dict[str, float]:
    """Return what the metre of a line with one open word says of its spellings; all are equally likely before."""
    sentence = one_sentence(line)
    known = {index: Word(text, "lexicon") for index, text in (decided or {}).items()}
    (index,) = set(sentence.undecided) - known.keys()
    options = dict.fromkeys(spellings(sentence.word(index)), 0.0)
    add_rhythm(sentence, known, {index: options})
    return options


def preference(line: str, spelling: str) -> float:
    """Return how much likelier the metre makes a spelling than the best other one, as a logarithm."""
    options = scored(line)
    return options.pop(spelling) - max(options.values())


@pytest.mark.parametrize(
    ("line", "spelling"),
    [
        ("бар+а бар+а бар+а бара", "бар+а"),
        ("б+ара б+ара б+ара бара", "б+ара"),
        ("б+арара б+арара барара", "б+арара"),
        ("бар+ара бар+ара барара", "бар+ара"),
        ("барар+а барар+а барара", "барар+а"),
        ("бара бар+а бар+а бар+а", "бар+а"),
        ("мой д+ядя с+амых ч+естных правил", "пр+авил"),
    ],
    ids=["iamb", "trochee", "dactyl", "amphibrach", "anapaest", "an open word at the beginning", "Pushkin"],
)
def test_a_line_fixes_its_open_word(line: str, spelling: str) -> None:
    assert preference(line, spelling) > 0


def test_a_decided_word_tells_the_metre_as_a_marked_one_does() -> None:
    marked = scored("бар+а бар+а бар+а дала")
    assert scored("бара бар+а бара дала", {0: "бар+а", 2: "бар+а"}) == marked
    assert scored("бара бар+а бара дала", {0: "б+ара", 2: "бар+а"}) != marked


@pytest.mark.parametrize(
    "text",
    [
        "бар+а бар+а бар+а бар+а бар+а бар+а бар+а бара",
        "он бара",
    ],
    ids=["prose is longer than a line", "too short for a metre"],
)
def test_what_has_not_the_length_of_a_line_is_left_alone(text: str) -> None:
    assert set(scored(text).values()) == {0.0}


def test_a_line_that_keeps_no_metre_says_less() -> None:
    kept = preference("бар+а бар+а бар+а бар+а бара", "бар+а")
    broken = preference("б+ара бар+а барар+а б+ара бара", "бар+а")
    assert abs(broken) < kept


def test_more_words_in_the_metre_say_more() -> None:
    assert preference("бар+а бар+а бар+а бара", "бар+а") > preference("бар+а бара", "бар+а")


def test_a_full_stop_speaks_for_prose() -> None:
    line = "бар+а бар+а бара"
    assert 0 < preference(f"{line}.", "бар+а") < preference(line, "бар+а")


def test_words_of_one_vowel_tell_nothing() -> None:
    assert scored("бар+а был там бара") == scored("бар+а б+ыл т+ам бара")


def test_options_are_changed_in_place_by_what_the_metre_says() -> None:
    sentence = one_sentence("бар+а бара бар+а дала")
    first, second = {"б+ара": -1.0, "бар+а": -2.0}, {"д+ала": 0.0, "дал+а": -0.5}
    waiting = {1: first, 3: second}
    add_rhythm(sentence, {}, waiting)
    assert waiting[1] is first
    assert waiting[3] is second
    alone = {"б+ара": 0.0, "бар+а": 0.0}
    add_rhythm(sentence, {}, {1: alone})
    assert first == pytest.approx({"б+ара": alone["б+ара"] - 1, "бар+а": alone["бар+а"] - 2})
    assert second["дал+а"] > second["д+ала"]


def test_the_metres_share_all_verse() -> None:
    assert sum(metre.share for metre in METRES) == pytest.approx(1)
    assert all(0 <= metre.first < metre.period for metre in METRES)


@pytest.mark.parametrize("line", ["И сн+ова в+иден ст+арый з+амок", "Откр+ой скор+ее мн+е зам+ок"])
def test_in_verse_the_lexicon_hears_the_metre(line: str) -> None:
    written = line.replace("+", "")
    assert Phonemizer("lexicon").accentuate(written).split()[-1] == line.rsplit(maxsplit=1)[-1]
