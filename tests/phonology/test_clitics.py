"""Clitics lean on their host; a table says which words are clitics and where."""

import pytest

from ru_g2p.phonology.clitics import PAUSE, joined
from ru_g2p.tokens import Word, token, tokenize


def groups(*words: Word) -> list[list[Word]]:
    together, joints = joined(words)
    found: list[list[Word]] = []
    for word, joint in zip(together, joints, strict=True):
        found += [[]] * (joint == PAUSE)
        found[-1] = [*found[-1], word]
    return found


def grouped(text: str) -> str:
    """Show how stressed words group: clitics joined to their host by ·, groups apart by spaces."""
    words = [Word(found.text, tied=found.tied) for found in map(token, tokenize(text)[0])]
    return " ".join("·".join(word.text for word in group) for group in groups(*words))


@pytest.mark.parametrize(
    ("text", "expected"),
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
        ("зн+аю, чт+о +он т+ут", "зн+аю , что·+он т+ут"),
        ("чт+о +он зн+ает", "чт+о +он зн+ает"),
        ("потом+у чт+о +он", "потом+у что·+он"),
        ("зн+аю, чт+о", "зн+аю , чт+о"),
        ("к+а-г+э-б+э", "ка·гэ·б+э"),
        ("+эс-+эс-+эс-+эр", "эс·эс·эс·+эр"),
        ("ц+э-+эс-к+а-+а", "цэ·эс·ка·+а"),
        ("н+у-к+а", "н+у·ка"),
        ("сказ+ал +эр", "сказ+ал +эр"),
        ("д+а-с, с н+им", "д+а·с , с·н+им"),
        ("+ехать з+а г+ород", "+ехать з+а·город"),
        ("пропал б+ез в+ести", "пропал б+ез·вести"),
        ("з+а город+ами", "за·город+ами"),
        ("н+е л+и", "н+е·ли"),
        ("и н+и в к+ого ж+е", "и·ни·в·к+ого·же"),
    ],
)
def test_groups(text: str, expected: str) -> None:
    assert grouped(text) == expected


def groups_of(*words: Word) -> list[str]:
    return [" ".join(f"{word.text}/{word.source}" for word in group) for group in groups(*words)]


def test_a_preposition_that_the_user_stressed_takes_the_stress_of_its_host() -> None:
    preposition, host = Word("н+а", source="user"), Word("с+ердце", source="silero")
    assert groups_of(preposition, host) == ["н+а/user сердце/user"]
    marked = Word("с+ердце", source="user")
    assert groups_of(preposition, marked) == ["н+а/user с+ердце/user"]
    assert groups_of(Word("+и", source="user"), host) == ["+и/user с+ердце/silero"]


def test_a_set_phrase_gives_way_to_a_host_that_the_user_stressed() -> None:
    preposition = Word("з+а")
    assert groups_of(preposition, Word("г+ород")) == ["з+а/phrase город/phrase"]
    assert groups_of(preposition, Word("г+ород", source="user")) == ["за/rule г+ород/user"]


def test_clitics_keep_away_from_a_word_of_given_phones() -> None:
    def read(*words: str) -> str:
        given = [Word(word, phones=("Rg", "Ru1") if word == "гугл" else ()) for word in words]
        together, joints = joined(given)
        return "".join(f"{joint}{word.text}" for word, joint in zip(together, joints, strict=True))

    assert read("+и", "н+е", "гугл", "ж+е", "л+и", "д+а") == " и·не гугл же·ли д+а"
    assert read("з+а", "г+ород", "ж+е") == " з+а·город=же"
    assert read("гугл") == " гугл"
