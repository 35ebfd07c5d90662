"""Texts pronounced together sound as they do alone."""

import pytest

from ru_g2p.phonology import transcription
from ru_g2p.phonology.transcription import Pronunciation, pronounce, pronounce_many
from ru_g2p.tokens import StressedWord, Token, tokenize


def read(text: str, **given: tuple[str, ...]) -> list[StressedWord | Token]:
    """Return stressed words and marks; ``given`` are phones by word."""
    return [
        StressedWord(token.text, token.start, token.end, token.tied, phones=given.get(token.text, ()))
        if token.is_word
        else token
        for token in tokenize(text)
    ]


def phones(pronunciations: list[Pronunciation]) -> str:
    return " ".join(phone for item in pronunciations for phone in item.phones)


def test_a_text_does_not_hear_the_next_one() -> None:
    texts = [read("в+от"), read("д+ом!"), [], read("в+от д+ом"), read("д+ом!")]
    many = pronounce_many(texts)
    assert many == [pronounce(tokens) for tokens in texts]
    assert [phones(items) for items in many] == [
        "Rv Ro1 Rt",
        "Rd Ro1 Rm !",
        "",
        "Rv Ro1 Rd Rd Ro1 Rm",
        "Rd Ro1 Rm !",
    ]
    assert pronounce_many([]) == []


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
    assert [item.spelling for item in pronounce(read(text))] == spellings


def test_a_word_with_phones_of_its_own_still_voices_the_word_before_it() -> None:
    before, own = pronounce(read("н+ос гугл", гугл=("Rg", "Ru1")))
    assert before.spelling == "#нОс~"
    assert (own.spelling, own.phones, own.rules()) == ("", ("Rg", "Ru1"), ((), ()))


def test_the_cache_forgets_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcription, "_CACHED_WORDS", 2)
    monkeypatch.setattr(transcription, "_KNOWN", {})
    texts = ["д+ом", "к+от", "л+ес", "д+ом к+от л+ес", "д+ом"]
    alone = [[phones([item]) for item in pronounce(read(text))] for text in texts]
    assert alone[3] == [alone[0][0], alone[1][0], alone[2][0]]
    assert alone[4] == alone[0]
    assert set(transcription._KNOWN) == {"#дОм#", "#кОт#"}
