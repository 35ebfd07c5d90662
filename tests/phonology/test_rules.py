"""Each row of ``rules.tsv`` proves itself: its example shows it at work, its counter-example shows it at rest."""

import dataclasses
from collections.abc import Sequence
from pathlib import PurePath

import pytest

from ru_g2p.phonology import rules
from ru_g2p.phonology.rules import Rule, phonology
from ru_g2p.phonology.transcription import pronounce
from ru_g2p.stress.resolve import Sentence, StressResolver, guess
from ru_g2p.tables import TableError
from ru_g2p.tokens import VOWELS, Word


class Unasked:
    """A backend that must not be needed: the examples carry their stress."""

    name = "unasked"

    def alone(self, word: str) -> None:
        """Leave every word to `decide`."""

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Word]]:
        """Stress monosyllables with е, which no example marks; more must not be asked."""
        return [{index: _only_vowel(sentence.word(index)) for index in sentence.undecided} for sentence in sentences]


def _only_vowel(word: str) -> Word:
    assert sum(letter in VOWELS for letter in word) == 1, f"{word} needs a stress mark"
    return guess(word)


def read(text: str) -> tuple[str, list[str]]:
    """Return the phones of a stressed phrase and the rules that fired."""
    pronunciations = pronounce(text, StressResolver(Unasked(), {}).resolve(text))
    phones = " ".join(phone for item in pronunciations for phone in item.phones)
    return phones, [rule for item in pronunciations for rules in item.rules() for rule in rules]


@pytest.mark.parametrize("rule", phonology().rules, ids=lambda rule: rule.id)
def test_example_and_counter_example(rule: Rule) -> None:
    text, expected = rule.example.split(" = ")
    phones, fired = read(text)
    assert phones == expected
    assert rule.id in fired

    text, expected = rule.counter.split(" = ")
    phones, fired = read(text)
    assert phones == expected
    assert rule.id not in fired


GOOD = ("some-id", "г", "[оО]", "{end}", "в", "н+ога = Rn", "н+ога = Rn")


@pytest.mark.parametrize(
    ("column", "cell", "complaint"),
    [
        (1, "{nothing}", "nothing"),
        (2, "а*", "look-behind"),
        (3, "(", "unterminated"),
        (4, "{nothing}", "neither text nor"),
        (4, "{hard>soft", "neither text nor"),
        (4, "{hard>vowel}", "zip"),
    ],
)
def test_a_malformed_rule_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, column: int, cell: str, complaint: str
) -> None:
    row = tuple(cell if index == column else good for index, good in enumerate(GOOD))
    original = rules.rows
    monkeypatch.setattr(
        rules,
        "rows",
        lambda name, *columns: (row,) if name.endswith("rules.tsv") else original(name, *columns),
    )
    with pytest.raises(TableError, match=rf"rule some-id: .*{complaint}"):
        phonology.__wrapped__()


def test_a_symbol_outside_the_inventory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    original = rules.pairs
    monkeypatch.setattr(rules, "pairs", lambda *names: original(*names) | {"Џ": "Rdzhh"})
    with pytest.raises(TableError, match="symbol of the inventory"):
        phonology.__wrapped__()


@pytest.mark.parametrize("word", ["#без·вАс#", "#пятьсОт~", "#ь#", "##", "#смеЁтся#", "#друг=бы#", "#стн#"])
def test_the_trace_follows_the_transcription(word: str) -> None:
    (phones,) = phonology().transcribe([word])
    assert len(phonology().trace(word)) == len(phones)


def test_words_transcribed_together_do_not_touch() -> None:
    words = ["#без·вАс#", "#пятьсОт~", "#", "#жЕсть#", "#ь#", "#Ель~", "#стн#", "#их#"]
    assert phonology().transcribe(words) == [phones for word in words for phones in phonology().transcribe([word])]
    assert phonology().transcribe([]) == []


def patched(monkeypatch: pytest.MonkeyPatch, *rule_rows: tuple[str, ...], **classes: str) -> tuple[Rule, ...]:
    """Return the rules that other tables give."""
    tables = {"rules": rule_rows, "classes": tuple((name, members, "") for name, members in classes.items())}
    monkeypatch.setattr(rules, "rows", lambda name, *columns: tables[PurePath(name).stem])
    return phonology.__wrapped__().rules


def test_rules_without_context_go_letter_by_letter() -> None:
    by_letter = {rule.id for rule in phonology().rules if rule.letters}
    assert {"plain-vowel", "mute-sign", "schwa"} <= by_letter
    assert not {"soft", "iotation", "shch", "short"} & by_letter
    text = "".join(phonology().phones) + "йчщьъеёюяЕЁЮЯиыэуао#~·=_ː"
    for rule in phonology().rules:
        assert rule.rewrite(text) == rule.pattern.sub(rule.becomes, text), rule.id


def test_letters_that_change_places_change_once(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ("swap", "{one}", "", "", "{one>other}", "", "")
    (rule,) = patched(monkeypatch, row, one="аб", other="ба")
    assert rule.rewrite("абв") == "бав"


def test_rules_are_immutable() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        phonology().rules[0].id = "other"  # type: ignore[misc]
