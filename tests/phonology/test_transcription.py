"""Texts pronounced together sound as they do alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ru_g2p.phonology import transcription
from ru_g2p.phonology.transcription import Pronunciation, pronounce, transcribe
from ru_g2p.tokens import Word, places, token, tokenize


def read(text: str, **given: tuple[str, ...]) -> list[Word]:
    """Return stressed words and marks; ``given`` are phones by word."""
    tokens = map(token, tokenize(text)[0])
    return [Word(found.text, tied=found.tied, phones=given.get(found.text, ())) for found in tokens]


def pronounced(text: str, **given: tuple[str, ...]) -> list[Pronunciation]:
    return pronounce(text, read(text, **given))


def test_a_text_does_not_hear_the_next_one() -> None:
    texts = ["в+от", "д+ом!", "", "в+от д+ом", "д+ом!"]
    many = transcribe([read(text) for text in texts])
    assert many == [phones for text in texts for phones in transcribe([read(text)])]
    assert [" ".join(phones) for phones in many] == [
        "Rv Ro1 Rt",
        "Rd Ro1 Rm !",
        "",
        "Rv Ro1 Rd Rd Ro1 Rm",
        "Rd Ro1 Rm !",
    ]
    assert transcribe([]) == []


@given(st.lists(st.sampled_from(["и", "в", "+из-за", "чт+о-то", "д+ом", "гугл", "же", "з+а", "г+ород", ",", "-", "."])))
def test_what_is_pronounced_is_what_is_transcribed_in_its_place(pieces: list[str]) -> None:
    text = " ".join(pieces)
    words = read(text, гугл=("Rg", "Ru1"))
    items = pronounce(text, words)
    assert [phone for item in items for phone in item.phones] == [*transcribe([words])[0]]
    spans = [(one.start, one.end) for item in items for one in item.words or (item,)]
    assert spans == places(text)
    assert [word.text.replace("+", "") for item in items for word in item.words] == [
        word.text.replace("+", "") for word in words if word.is_word
    ]


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("н+ос д+ома", ["#нОс~", "#дОма#"]),
        ("н+ос вд+овы", ["#нОс~", "#вдОвы#"]),
        ("н+ос в+олка", ["#нОс#", "#вОлка#"]),
        ("н+ос, д+ома", ["#нОс#", "", "#дОма#"]),
        ("н+ос в д+оме", ["#нОс#", "#в·дОме#"]),
        ("н+ос за д+омом", ["#нОс~", "#за·дОмом#"]),
        ("др+уг бы ж+ил", ["#дрУг=бы~", "#жИл#"]),
        ("н+ефтепров+од", ["#нЕфтепровОд#"]),
    ],
)
def test_what_the_rules_read(text: str, spellings: list[str]) -> None:
    assert [item.spelling for item in pronounced(text)] == spellings


def test_a_word_with_phones_of_its_own_still_voices_the_word_before_it() -> None:
    before, own = pronounced("н+ос гугл", гугл=("Rg", "Ru1"))
    assert before.spelling == "#нОс~"
    assert (own.spelling, own.phones, own.rules()) == ("", ("Rg", "Ru1"), ((), ()))


def test_the_cache_forgets_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcription, "_CACHED_WORDS", 2)
    monkeypatch.setattr(transcription, "_KNOWN", {})
    texts = ["д+ом", "к+от", "л+ес", "д+ом к+от л+ес", "д+ом"]
    alone = [[" ".join(item.phones) for item in pronounced(text)] for text in texts]
    assert alone[3] == [alone[0][0], alone[1][0], alone[2][0]]
    assert alone[4] == alone[0]
    assert set(transcription._KNOWN) == {"#дОм#", "#кОт#"}
