"""Clitics lean on their host; a table says which words are clitics and where."""

import pytest

from ru_g2p.phonology.clitics import PhonologicalWord, phonological_words
from ru_g2p.tokens import StressedWord, tokenize


def grouped(text: str) -> str:
    """Show how stressed words group: clitics joined to their host by ·, groups apart by spaces."""
    words = [
        StressedWord(token.text, token.start, token.end, token.tied) if token.is_word else token
        for token in tokenize(text)
    ]
    return " ".join(
        "·".join(member.text for member in group.members) if isinstance(group, PhonologicalWord) else group.text
        for group in phonological_words(words)
    )


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("б+ез в+ас", "без·в+ас"),
        ("+из-з+а угл+а", "из·за·угл+а"),
        ("д+руг б+ы", "д+руг·бы"),
        ("чт+о-т+о н+е т+о", "чт+о·то не·т+о"),
        ("к+ое-чт+о", "кое·чт+о"),
        ("т+о", "т+о"),
        ("к+ое м+есто", "к+ое м+есто"),
        ("н+адо мн+ой", "надо·мн+ой"),
        ("мн+е н+адо сп+ать", "мн+е н+адо сп+ать"),
        ("з+а, п+ротив", "з+а , п+ротив"),
        ("ж+е", "ж+е"),
        ("+и", "+и"),
        ("в д+ом, н+у ж+е", "в·д+ом , н+у·же"),
        ("зн+ает л+и +он", "зн+ает·ли +он"),
        ("зн+ает, л+и", "зн+ает , л+и"),
        ("н+е л+и", "н+е·ли"),
        ("и н+и в к+ого ж+е", "и·ни·в·к+ого·же"),
    ],
)
def test_groups(text: str, groups: str) -> None:
    assert grouped(text) == groups


def test_a_stress_that_the_user_marked_on_a_clitic_stays() -> None:
    words = [StressedWord("н+а", 0, 3, source="user"), StressedWord("г+ору", 4, 9)]
    (group,) = phonological_words(words)
    assert isinstance(group, PhonologicalWord)
    assert [member.text for member in group.members] == ["н+а", "г+ору"]
