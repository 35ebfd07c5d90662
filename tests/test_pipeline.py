"""The public API: text in, phones of the inventory out, whatever the text."""

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import ru_g2p
from golden_tables import rows
from ru_g2p import PUNCTUATION, SYMBOLS, BackendError, Phonemizer, accentuate, g2p, text_normalize, to_ipa

SPEAKABLE = frozenset(SYMBOLS + PUNCTUATION)
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
RUSSIAN = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя АЕО+-.,!?…\u0301«»()0123456789%ivx", max_size=80)
PHONEMIZER = Phonemizer()


@pytest.mark.parametrize(("text", "phones"), rows("acceptance.tsv"))
def test_acceptance(text: str, phones: str) -> None:
    assert " ".join(g2p(text_normalize(text))) == phones


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT | RUSSIAN)
@example("в")
@example("+")
@example("ъь-ъ +ь а+\u0301")
@example("٣ и ３ 三")
def test_any_text_gives_only_symbols_of_the_inventory(text: str) -> None:
    assert set(g2p(text_normalize(text))) <= SPEAKABLE
    assert set(g2p(text)) <= SPEAKABLE


@settings(max_examples=100, deadline=None)
@given(RUSSIAN)
def test_normalize_then_g2p_equals_phonemize(text: str) -> None:
    assert g2p(text_normalize(text)) == PHONEMIZER.phonemize(text).phones


@settings(max_examples=100, deadline=None)
@given(st.lists(RUSSIAN, max_size=4))
def test_many_equals_one_by_one(texts: list[str]) -> None:
    done: list[int] = []
    many = [utterance.phones for utterance in PHONEMIZER.phonemize_many(texts, progress=done.append)]
    assert many == [PHONEMIZER.phonemize(text).phones for text in texts]
    assert done == list(range(1, len(texts) + 1))


VOWEL_PHONES = {
    "а": "Ra1",
    "е": "Re1",
    "и": "Ri1",
    "о": "Ro1",
    "у": "Ru1",
    "ы": "Ry1",
    "э": "Re1",
    "ю": "Ru1",
    "я": "Ra1",
}


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="бвгдзклмнпрстфх", min_size=1, max_size=3),
    st.lists(st.tuples(st.sampled_from("аеиоуыэюя"), st.sampled_from("бвгдзклмнпрстфх")), min_size=1, max_size=5),
    st.data(),
)
def test_the_users_stress_survives(onset: str, syllables: list[tuple[str, str]], data: st.DataObject) -> None:
    stressed = data.draw(st.integers(0, len(syllables) - 1))
    word = onset + "".join(f"{'+' * (i == stressed)}{v}{c}" for i, (v, c) in enumerate(syllables))
    phones = [phone for phone in g2p(text_normalize(word)) if phone[-1] in "01"]
    assert [phone[-1] for phone in phones] == ["1" if i == stressed else "0" for i in range(len(syllables))]
    assert phones[stressed] in (VOWEL_PHONES[syllables[stressed][0]], "Ry1")
    acute = word.replace("+", "")
    index = word.index("+")
    assert g2p(text_normalize(acute[: index + 1] + "\u0301" + acute[index + 1 :])) == g2p(text_normalize(word))


def test_what_gpt_sovits_does_between_changes_nothing_else() -> None:
    phones = g2p(text_normalize("Привет, мир"))
    assert g2p(text_normalize("Привет, мир") + "。") == [*phones, "."]
    assert g2p(text_normalize("Привет, мир。")) == [*phones, "."]


def test_utterance_carries_text_offsets_and_renderings() -> None:
    utterance = PHONEMIZER.phonemize("Их 5 без в+ас.")
    assert utterance.normalized.text == "Их пять без в+ас."
    assert utterance.stressed == "+Их п+ять без в+ас."
    assert utterance.ipa == "ˈix pʲˈadʲ bʲɪzvˈas ."
    spans = [utterance.normalized.source_span(item.start, item.end) for item in utterance.pronunciations]
    assert [utterance.text[start:end] for start, end in spans] == ["Их", "5", "без в+ас", "."]


def test_accentuated_text_reads_the_same() -> None:
    for text in ("Кто-то кое-где у нас порой...", "Не для тебя ли все это?", "Все еще впереди!"):
        assert g2p(accentuate(text)) == g2p(text)


def test_explain_tells_who_decided_and_which_rules_fired() -> None:
    first, second, mark = Phonemizer(user_lexicon={"скучно": "ск+учно"}).explain("Без в+ас скучно!")
    assert (first.words, first.sources, first.ipa) == ("Без в+ас", ("rule", "user"), "bʲɪzvˈas")
    assert first.rules[:2] == (("soft",), ("plain-vowel", "i-after-soft"))
    assert (second.words, second.sources, second.spelling) == ("ск+учно", ("user",), "#скУшно#")
    assert (mark.words, mark.phones, mark.rules) == ("!", ("!",), ((),))


def test_to_ipa() -> None:
    assert to_ipa(["Rv", "Ra1", "Rn", "Rn", "Rax0", "!"]) == "vˈanːə!"
    assert to_ipa([]) == ""
    with pytest.raises(ValueError, match="'AA1' is not a symbol"):
        to_ipa(["AA1"])


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(BackendError, match="unknown stress backend 'nothing'"):
        Phonemizer(stress="nothing")  # type: ignore[arg-type]


def test_fingerprint_changes_with_what_decides_the_phones() -> None:
    assert Phonemizer().fingerprint == Phonemizer().fingerprint
    assert Phonemizer(user_lexicon={"замок": "з+амок"}).fingerprint != Phonemizer().fingerprint


LIGHT = """
import sys, ru_g2p
heavy = {"torch", "pymorphy3", "num2words", "typer", "rich", "numpy"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
assert ru_g2p.g2p("Прив+ет, дом!")
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""


def test_nothing_heavy_is_imported_before_a_model_is_needed() -> None:
    finished = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr


def test_every_public_name_is_there() -> None:
    assert all(hasattr(ru_g2p, name) for name in ru_g2p.__all__)
