"""The homograph solver of ``silero-stress`` computed from its own weights, without torch.

It knows some two thousand words of two readings. Set phrases decide some places; of the others a BERT of three layers
reads the sentence with the word between marks, and a classifier takes the vectors of the first mark and of the word.
Many places are computed at once, each from its own sentence alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ru_g2p.stress.bert import Bert, Question
from ru_g2p.stress.silero_file import Guess, Record, SileroFile, chosen

BEGIN, END = "[HOMO]", "[/HOMO]"
"""The marks around the word in question."""

_WINDOW: Final = 150  # characters on either side of the word that the model was trained on
_CACHED_WORDS: Final = 1 << 16
_PHRASES: Final = re.compile(r"\(\?P<(\w+)>\(\?<!\[.*?\]\)\(\?:(.*?)\)\(\?!\[.*?\]\)\)")
"""The set phrases of one spelling as the file has them: ``(?P<зАмок>(?<![…])(?:phrase|phrase)(?![…]))``."""

_JOINED: Final = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё-")  # what may not stand beside a phrase
_TOKEN: Final = re.compile(r"\[/?HOMO\]|[^\w\s]|\w+")

# The text as the model was trained on it, one after the other.
_CLEANED: Final = [
    (re.compile(pattern), by)
    for pattern, by in (
        (r"[^А-Яа-яЁё\s.!?,-]", ""),
        (r"\s+", " "),
        (r"-{2,}", " - "),
        (r"([.!?])\1+", r"\1"),
        (r",{2,}", ","),
        (r"\s+([.,!?])", r"\1"),
        (r"([.!?])\1+", r"\1"),
        (r",{2,}", ","),
        (r"([.,!?])(?=\S)", r"\1 "),
        (r"\s+", " "),
    )
]


class _Phrase(NamedTuple):
    """What stands before and after a word that is then spelled so; small letters."""

    before: str
    after: str
    spelling: str


class HomographSolver:
    """The solver.

    Args:
        file: that of the known version.

    Raises:
        Exception: the file is damaged or built otherwise.
    """

    def __init__(self, file: SileroFile) -> None:
        model = file.model("homosolver")
        self._readings: dict[str, list[str]] = {word: sorted(pair) for word, pair in model["homodict"].items()}
        self._patterns: dict[str, Record] = model["compiled_phrases"]
        self._ids: dict[str, int] = model["tokenizer"].state["vocab"]
        self._begin, self._end = self._ids[BEGIN], self._ids[END]
        self._bert = Bert(file)
        self._pieces = lru_cache(maxsize=_CACHED_WORDS)(self._pieces_of)
        self._phrases = lru_cache(maxsize=None)(self._phrases_of)

    def solve(self, sentences: Sequence[str], words: Sequence[Mapping[int, str]]) -> list[dict[int, Guess]]:
        """Return, for each sentence, the choice for those words that the solver knows, by where they begin.

        Args:
            sentences: normalized text without stress marks.
            words: for each sentence, those in question by where they begin, in small letters.
        """
        found: list[dict[int, Guess]] = [{} for _ in sentences]
        places: list[tuple[int, int, str]] = []
        questions: list[Question] = []
        for number, (sentence, asked) in enumerate(zip(sentences, words, strict=True)):
            for start, word in asked.items():
                answer = self._by_phrase(sentence, word, start)
                if isinstance(answer, Guess):
                    found[number][start] = answer
                elif answer:
                    places.append((number, start, word))
                    questions.append(answer)
        for (number, start, word), probability in zip(places, self._bert.probabilities(questions), strict=True):
            found[number][start] = chosen(self._readings[word], probability)
        return found

    def _by_phrase(self, sentence: str, word: str, start: int) -> Guess | Question | None:
        """Return what a set phrase says, else what is to be asked of the network; None of a word unknown to both."""
        if word not in self._readings and word not in self._patterns:
            return None
        before, after = _cleaned_before(sentence[:start]), _cleaned_after(sentence[start + len(word) :])
        if word in self._patterns and (spelling := self._in_phrase(word, before.lower(), after.lower())):
            return Guess(spelling, 1.0)
        if word not in self._readings:
            return None
        numbers = self._numbered(f"{before} {BEGIN} {word} {END} {after}".strip())
        return Question(numbers, numbers.index(self._begin), numbers.index(self._end))

    def _numbered(self, marked: str) -> list[int]:
        pieces = [piece for token in _TOKEN.findall(marked) for piece in self._pieces(token)]
        return [self._ids["[CLS]"], *pieces, self._ids["[SEP]"]]

    def _pieces_of(self, token: str) -> tuple[int, ...]:
        """Return the numbers of the longest known pieces of a word, from its beginning."""
        pieces: list[int] = []
        rest, sign = token, ""
        while rest:
            length = next((end for end in range(len(rest), 0, -1) if sign + rest[:end] in self._ids), 0)
            if not length:
                return (self._ids["[UNK]"],)
            pieces.append(self._ids[sign + rest[:length]])
            rest, sign = rest[length:], "##"
        return tuple(pieces)

    def _in_phrase(self, word: str, before: str, after: str) -> str:
        """Return the spelling that a set phrase gives a word, of several the one that begins first; else nothing."""
        before, after = before and f"{before} ", after and f" {after}"
        fitting = [
            phrase
            for phrase in self._phrases(word)
            if before.endswith(phrase.before) and before[: len(before) - len(phrase.before)][-1:] not in _JOINED
            if after.startswith(phrase.after) and after[len(phrase.after) :][:1] not in _JOINED
        ]
        return max(fitting, key=lambda phrase: len(phrase.before)).spelling if fitting else ""

    def _phrases_of(self, word: str) -> list[_Phrase]:
        """Return the set phrases of a word, as the file orders them."""
        found = []
        for name, alternatives in _PHRASES.findall(self._patterns[word].arguments[0]):
            # The group is called as the word is stressed, with a capital in place of the mark.
            spelling = re.sub("[А-ЯЁ]", lambda capital: f"+{capital[0].lower()}", name)
            for phrase in alternatives.replace("\\", "").lower().split("|"):
                before, _, after = phrase.partition(f"{BEGIN} {word} {END}".lower())
                found.append(_Phrase(before, after, spelling))
        return found


def _cleaned_before(text: str) -> str:
    return _cleaned(text).lstrip(" .,!?-").capitalize()[-_WINDOW:]


def _cleaned_after(text: str) -> str:
    text = _cleaned(text)
    if not text:
        return ""
    return (text[0] + text[1:].lower() + ("" if text[-1] in ".!?" else "."))[:_WINDOW]


def _cleaned(text: str) -> str:
    for pattern, by in _CLEANED:
        text = pattern.sub(by, text)
    return text.strip()
