from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab_sync import script_runs
from vocab_sync.script_runs import runs, split_off

RUSSIAN = r"\u0400-\u052f"
LETTERS = {"ru": RUSSIAN, "th": r"\u0e00-\u0e7f"}
TEXTS = st.text(
    st.sampled_from("абвЁйпXIVvPro5019 \u00a0\t\n.,!?…—-–«»„“”\"'()[]%№°+$€&@/:;\u0301éßГ你好かハ한국ไทยαю😀")
    | st.characters(),
    max_size=60,
)


class Detector:
    """Stands in for LangSegmenter: all that it is shown is Chinese, and it remembers what that was."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def getTexts(self, text: str, default_lang: str = "") -> list[dict[str, Any]]:
        self.seen.append((text, default_lang))
        return [{"lang": default_lang or "zh", "text": text}]


@pytest.fixture(autouse=True)
def _no_languages_left() -> Iterator[None]:
    script_runs._letters.clear()
    yield
    script_runs._letters.clear()


def get_texts(text: str, *codes: str) -> list[tuple[str, str]]:
    detector = Detector()
    for code in codes or ("ru",):
        split_off(detector, code, LETTERS[code])
    return [(part["lang"], part["text"]) for part in detector.getTexts(text)]


@pytest.mark.parametrize(
    "parts",
    [
        "ru:Привет, как дела?",
        "ru:«Ёлка — «да», т. е. |en:iPhone 15 Pro |ru:за 5%»",
        "ru:Я купил |en:iPhone 15 |ru:вчера.",
        "en:Windows — |ru:5% рынка",
        "en:Windows 10, |ru:11 лет",
        "en:COVID-19 |ru:и |en:MP3, 5G.",
        'ru:фильм |en:"Matrix" |ru:и (см. |en:iPhone)',
        "en:IT-|ru:компания",
        "ru:кот|en:(cat)",
        "ru:в XIX веке, в V и XX вв.",
        "en:Mac OS X |ru:и я",
        "ru:сегодня 5 °C, завтра −7 °F",
        "ru:пpивет Twitterом",  # Latin p: a typing mistake
        "ru:за́мок и зам+ок",
        "en:Apple |ru:+яблоко №5",
        "ru:α-частица и ไทย",
        "ru:Привет, |zh:你好！|ru:Как дела?",
        "zh:Hello 你好 |ru:Да",
        "zh:Hello 你好, 5%",
        "zh:5%",
        "zh:",
    ],
)
def test_runs_of_russian(parts: str) -> None:
    expected = [(part[:2], part[3:]) for part in parts.split("|")]
    assert get_texts("".join(text for _, text in expected)) == expected


def test_two_languages_in_either_order() -> None:
    expected = [("th", "ฉันใช้"), ("en", "iPhone"), ("th", "ทุกวัน "), ("ru", "(каждый день)")]
    text = "".join(part for _, part in expected)
    assert get_texts(text, "ru", "th") == get_texts(text, "th", "ru") == expected


@given(TEXTS)
def test_nothing_is_lost_or_doubled(text: str) -> None:
    for codes in (("ru",), ("ru", "th")):
        assert "".join(part for _, part in get_texts(text, *codes)) == text


@given(TEXTS)
def test_each_letter_goes_to_its_language(text: str) -> None:
    for language, part in runs(text, LETTERS):
        for code, letters in LETTERS.items():
            assert code == language or not re.search(f"[{letters}]", part)
        assert language is None or not re.search("[你好かハ한국]", part)


@given(TEXTS)
def test_neighbours_differ_and_none_is_empty(text: str) -> None:
    parts = runs(text, LETTERS)
    assert all(part for _, part in parts)
    assert all(one[0] != other[0] for one, other in itertools.pairwise(parts))


def test_the_detector_sees_east_asian_text_alone() -> None:
    detector = Detector()
    detect = detector.seen
    split_off(detector, "ru", RUSSIAN)
    detector.getTexts("Да, 你好 и yes")
    assert detect == [("你好 ", "")]


def test_a_given_language_and_a_text_without_letters_of_the_language_are_left_to_the_detector() -> None:
    detector = Detector()
    split_off(detector, "ru", RUSSIAN)
    assert detector.getTexts("Да", "zh") == [{"lang": "zh", "text": "Да"}]
    detector.getTexts("Hello 5")
    assert detector.seen == [("Да", "zh"), ("Hello 5", "")]


def test_a_second_call_changes_nothing() -> None:
    detector = Detector()
    split_off(detector, "ru", RUSSIAN)
    once = detector.getTexts
    split_off(detector, "ru", RUSSIAN)
    assert detector.getTexts is once


def test_a_module_and_a_class_are_detectors_too() -> None:
    module = SimpleNamespace(getTexts=lambda text: [{"lang": "zh", "text": text}])

    class Segmenter:
        def getTexts(text: str) -> list[dict[str, str]]:  # type: ignore[misc]
            return [{"lang": "zh", "text": text}]

    for detector in (module, Segmenter):
        split_off(detector, "ru", RUSSIAN)
        assert detector.getTexts("Да") == [{"lang": "ru", "text": "Да"}]
        assert detector.getTexts("好") == [{"lang": "zh", "text": "好"}]
