"""Who decides a stress: the mark in the text, the user's dictionary, the word itself, the model."""

from collections.abc import Mapping

import pytest

from ru_g2p.stress.backends import SileroBackend
from ru_g2p.stress.phrases import Phrases
from ru_g2p.stress.resolve import StressResolver
from ru_g2p.tokens import Word, places, tokenize


class Recorder:
    """A double of silero-stress that stresses the first vowel, writes ё for every е, and keeps what it was asked."""

    name = "recorder"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def accent(self, sentence: str) -> str:
        self.asked.append(sentence)
        accented = ""
        in_word = stressed = False
        for letter in sentence:
            in_word = in_word and letter.isalpha()
            if letter.isalpha() and not in_word:
                in_word, stressed = True, False
            if letter.lower() in "аеиоуыэюя" and not stressed:
                accented, stressed = accented + "+", True
            accented += "ё" if letter == "е" else letter
        return accented


def resolve(text: str, words: Mapping[str, Word] | None = None) -> tuple[list[tuple[str, str]], list[str]]:
    model = Recorder()
    resolved = StressResolver(SileroBackend(model), words or {}).resolve(text)  # type: ignore[arg-type]
    return [(word.text, word.source) for word in resolved if word.is_word], model.asked


def test_a_mark_in_the_text_is_never_changed() -> None:
    words, asked = resolve("зам+ок и вес+ело")
    assert words == [("зам+ок", "user"), ("+и", "rule"), ("вес+ело", "user")]
    assert asked == []


def test_marks_are_hidden_from_the_model_and_kept() -> None:
    words, asked = resolve("Стар+ый замок пал.")
    assert asked == ["Старый замок пал."]
    assert words == [("Стар+ый", "user"), ("з+амок", "silero"), ("п+ал", "rule")]


def test_the_users_dictionary_overrides_the_model_and_keeps_capitals() -> None:
    words, asked = resolve("Замок ЗАМОК", {"замок": Word("зам+ок", "user")})
    assert words == [("Зам+ок", "user"), ("ЗАМ+ОК", "user")]
    assert asked == []


def test_a_phrase_outdoes_the_dictionary_and_a_mark_outdoes_both() -> None:
    model = Recorder()
    words = {"замок": Word("з+амок", "user")}
    phrases = Phrases({("старый", "замок"): ("", "зам+ок")})
    resolver = StressResolver(SileroBackend(model), words, phrases)  # type: ignore[arg-type]
    resolved = resolver.resolve("Старый замок, замок, старый з+амок")
    found = [(word.text, word.source) for word in resolved if word.is_word]
    assert found[1:3] + found[4:] == [("зам+ок", "user"), ("з+амок", "user"), ("з+амок", "user")]
    assert model.asked == ["Старый замок, замок, старый замок"]


def test_one_vowel_or_yo_needs_no_model() -> None:
    words, asked = resolve("дом, ёлка, в, самолёт, гм")
    assert words == [("д+ом", "rule"), ("+ёлка", "rule"), ("в", "rule"), ("самол+ёт", "rule"), ("гм", "rule")]
    assert asked == []


def test_the_model_may_restore_yo_even_in_one_syllable() -> None:
    assert resolve("Все пришли")[0] == [("Вс+ё", "silero"), ("пр+ишли", "silero")]


def test_each_sentence_is_asked_on_its_own() -> None:
    whole, asked = resolve("Мама мыла раму! Потом, потом… Рама чистая")
    assert asked == ["Мама мыла раму!", "Потом, потом…", "Рама чистая"]
    assert whole == resolve("Мама мыла раму!")[0] + resolve("Потом, потом…")[0] + resolve("Рама чистая")[0]


def test_a_run_without_sentence_ends_reaches_the_model_in_pieces() -> None:
    words, asked = resolve("мама " * 1000)
    assert len(words) == 1000
    assert max(len(sentence.split()) for sentence in asked) == 120


@pytest.mark.parametrize(("text", "stressed"), [("абракадабра", "абракад+абра"), ("килограмм", "килогр+амм")])
def test_a_word_that_the_model_leaves_open_gets_a_guess(text: str, stressed: str) -> None:
    class Silent:
        name = "silent"

        def accent(self, sentence: str) -> str:
            return sentence

    (word,) = StressResolver(SileroBackend(Silent()), {}).resolve(text)  # type: ignore[arg-type]
    assert (word.text, word.source, word.confidence) == (stressed, "rule", 0.5)


def test_places_and_hyphens() -> None:
    text = "кто-то пришёл - и ушёл."
    words = StressResolver(SileroBackend(Recorder()), {}).resolve(text)  # type: ignore[arg-type]
    placed = [(word.text, *place) for word, place in zip(words, places(text), strict=True)]
    assert placed == [
        ("кт+о", 0, 3),
        ("т+о", 4, 6),
        ("приш+ёл", 7, 13),
        ("-", 14, 15),
        ("+и", 16, 17),
        ("уш+ёл", 18, 22),
        (".", 22, 23),
    ]
    assert [word.text for word in words if word.tied] == ["т+о"]
    assert tokenize(text)[0] == ["кто", "-то", "пришёл", "-", "и", "ушёл", "."]


def test_many_texts_are_resolved_as_one_by_one() -> None:
    texts = ["Мама мыла раму! Дом.", "", "дом", "Рама ч+истая"]
    resolver = StressResolver(SileroBackend(Recorder()), {})  # type: ignore[arg-type]
    assert resolver.resolve_many(texts) == [resolver.resolve(text) for text in texts]
