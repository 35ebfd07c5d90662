"""Parts a text by script, so that a language detector sees only what it knows.

vocab-sync writes this module to ``GPT_SoVITS/text/script_runs.py``, where it runs without vocab-sync. The detectors
of GPT-SoVITS know Chinese, Japanese, Korean and English; they delete letters of other scripts or take them for
one of these.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_LATIN = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
_EAST_ASIAN = (
    r"\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3040-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# A Latin word with the digits that touch it (MP3, 5G). A Roman numeral is a number like any other (XIX век), and a
# letter after a degree sign is a unit (5 °C): the language around them reads those.
_ROMAN = r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_LATIN_WORD = rf"(?<![{_LATIN}°])(?!{_ROMAN}(?![{_LATIN}0-9]))[0-9]*[{_LATIN}][{_LATIN}0-9]*"

_has_east_asian = re.compile(f"[{_EAST_ASIAN}]").search
# «iPhone 15», «COVID-19»: a number right behind a Latin word is part of the name. One that stands farther off
# («Windows — 5% рынка») starts what follows, with the signs before it.
_own_number = re.compile(r"[\s.-]?\d[\d.,:-]*").match
_other_number = re.compile(r"(?<!\S)[^\s\d]*\d").search
_start_of_word = re.compile(r"(?<=\s)\S+\Z").search
_opener = re.compile(r"[(\[{<«„“‘‹「『《〈#@№$€£₽+]").search

_letters: dict[str, str] = {}


def split_off(detector: Any, language: str, letters: str) -> None:
    """Make ``detector.getTexts`` give runs of ``letters`` to ``language`` unseen; a second call changes nothing.

    Args:
        detector: the class or module whose ``getTexts(text)`` returns a list of ``{"lang": ..., "text": ...}``.
        language: a language code.
        letters: the inside of a regular expression's character class.
    """
    _letters[language] = letters
    if not isinstance(detector.getTexts, _ByScript):
        detector.getTexts = _ByScript(detector.getTexts)


class _ByScript:
    """A ``getTexts`` that asks another one about East Asian text alone."""

    def __init__(self, detect: Any) -> None:
        self._detect = detect

    def __call__(self, text: str, default_lang: str = "") -> list[dict[str, Any]]:
        if default_lang:
            texts: list[dict[str, Any]] = self._detect(text, default_lang)
            return texts
        parts = runs(text, _letters)
        if all(language is None for language, _ in parts):
            return list(self._detect(text))
        texts = []
        for language, part in parts:
            if language is None and _has_east_asian(part):
                texts += self._detect(part)
            else:
                texts.append({"lang": language or "en", "text": part})
        return texts


def runs(text: str, letters: dict[str, str]) -> list[tuple[str | None, str]]:
    """Part ``text`` into runs: a language, or None for a script that no added language has, and its characters.

    Joined the runs are ``text``; without a letter of a known script there are none.

    What is no letter of a known script (digits, spaces, punctuation, signs, accents) belongs to the run around it or
    before it; brackets and signs that start a word go with that word.

    Args:
        text: any text.
        letters: language → its letters, the inside of a character class; the first language has a shared letter.
    """
    starts: list[tuple[str | None, int]] = []
    end = 0
    for word in _words(tuple(letters.items())).finditer(text):
        language = word.lastgroup
        if not starts:
            starts.append((language, 0))
        elif language != starts[-1][0]:
            between = text[end : word.start()]
            starts.append((language, end + _cut(between, after_latin=starts[-1][0] is None)))
        end = word.end()
    stops = [*(start for _, start in starts[1:]), len(text)]
    return [(language, text[start:stop]) for (language, start), stop in zip(starts, stops, strict=False)]


@lru_cache
def _words(letters: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    own = []
    for language, its in letters:
        # Scripts with capitals have letters that look Latin, and people mix them up within a word. Others, as Thai,
        # write Latin words without a space.
        mixed = f"{its}{_LATIN}" if _has_capitals(its) else its
        own.append(rf"(?P<{language}>[{mixed}]*[{its}][{mixed}]*)")
    return re.compile("|".join([*own, _LATIN_WORD, f"[{_EAST_ASIAN}]+"]))


def _has_capitals(letters: str) -> bool:
    of_script = re.compile(f"[{letters}]")
    return any(of_script.match(letter) for letter in map(chr, range(0x10000)) if letter.lower() != letter)


def _cut(between: str, *, after_latin: bool) -> int:
    """Return how much of what stands between two runs belongs to the first."""
    word = _start_of_word(between) or (None if re.search(r"\s", between) else _opener(between))
    cut = word.start() if word else len(between)
    if after_latin:
        own = _own_number(between)
        number = _other_number(between, own.end() if own else 0)
        if number:
            cut = min(cut, number.start())
    return cut
