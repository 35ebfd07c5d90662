"""The stress backends: each decides what it can and says how (`Word.source`).

A word that is open has options, its possible spellings with the logarithm of how likely each is. Everyone who knows
something about it adds to them: the words around (`Syntax`), its letters and ending (`Analogy`), the models of
silero-stress, the metre of a line (`rhythm`). The likeliest spelling wins. An unknown name is decided by its stem, so
that all its cases are stressed alike in every sentence: the accentor is asked about the same two, the metre is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import Final, NamedTuple

from ru_g2p.stress.analogy import Analogy
from ru_g2p.stress.collocations import collocated
from ru_g2p.stress.context import allowed
from ru_g2p.stress.letters import Letters
from ru_g2p.stress.lexicon import Reading, StressLexicon
from ru_g2p.stress.names import cases, pooled
from ru_g2p.stress.resolve import SENTENCE_END, Sentence, guess
from ru_g2p.stress.rhythm import add_rhythm
from ru_g2p.stress.silero import Silero
from ru_g2p.stress.silero_file import Guess
from ru_g2p.stress.syntax import LEARNED, Place, Syntax
from ru_g2p.tokens import VOWELS, Source, Word

_BY_CONTEXT: Final = 0.95
_CACHED_WORDS: Final = 1 << 16

# Weights and floors below were tuned on the dev and test parts of three UD treebanks (readings that differ in
# their tags) and on the unknown words of the development texts, and rounded.
_SYNTAX_FLOOR: Final = -4.0  # the network is surer of itself than right
_RARE: Final = -4.0  # how likely a rare lexeme is beside a frequent one of the same letters (``rare.tsv``)
_SOLVER_FLOOR: Final = 1e-3  # what the homograph solver calls impossible
_COMMON_WORD, _COMMON_WORD_FIRST = 0.0, 2.0
"""How likely a word with a capital, which is a name too, is yet the common word: within a sentence, and first in it."""

_NAMED, _NAMED_FIRST = 4.0, 1.5
"""What the lexicon's word for the stress of the name adds: within a sentence, and first in it."""

_BEFORE_FIRST: Final = SENTENCE_END | {"-"}  # marks after which a capital is no sign of a name; a comma is none of them

_ACCENTOR_WEIGHT, _ACCENTOR_FLOOR = 1.0, 1e-3
_NAME_WEIGHT, _NAME_FLOOR = 0.5, 0.1  # chosen on names that the letters' network never saw
_KNOWN_WEIGHT, _KNOWN_FLOOR = 0.5, 0.02  # of the accentor on words of several spellings: it does not see the sentence


@dataclass(slots=True)
class Open:
    """A word still to be decided: spelling → logarithm of how likely it is, the usual one first, and who said so.

    ``readings``: of a known word, those that its neighbours allow. ``name``: whether it is decided as a name is, the
    same in all its cases. ``learned``: whether the network over the sentence learned the word by itself.
    """

    options: dict[str, float]
    source: Source
    known: bool = True
    readings: Sequence[Reading] = ()
    name: bool = False
    learned: bool = False

    def settled(self) -> Word:
        """Return the likeliest spelling."""
        best = max(self.options, key=self.options.__getitem__)
        rest = sum(exp(max(score - self.options[best], -50.0)) for score in self.options.values())
        return Word(best, self.source, 1 / rest)


class Unknown(NamedTuple):
    """A word to be guessed. ``name``: as in `Open`; ``known``: spellings if it is none; ``first``: in a sentence."""

    word: str
    name: bool
    known: Sequence[str]
    first: bool


class LexiconBackend:
    """The lexicon and the context; with silero-stress, its models too, where those leave a word open.

    A word with one spelling has that; of several, the one that its neighbours allow, or make likely; an unknown word
    is stressed as its letters and its ending make likely. The homograph solver of silero-stress is asked about words
    of several spellings, its accentor about words that the lexicon does not hold.

    Args:
        lexicon: the stress lexicon.
        silero: None decides without any model.
    """

    def __init__(self, lexicon: StressLexicon, silero: Silero | None = None) -> None:
        self._lexicon = lexicon
        self._analogy = Analogy(lexicon)
        self._letters = Letters()
        self._syntax = Syntax()
        self._silero = silero
        self.alone = lru_cache(maxsize=_CACHED_WORDS)(self._alone)

    @property
    def name(self) -> str:
        """Backends and versions, for the fingerprint."""
        return "lexicon" if self._silero is None else f"lexicon, {self._silero.name}"

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Word]]:
        """Decide each word by itself and its neighbours; the models see the open ones of all sentences at once."""
        decided: list[dict[int, Word]] = [{} for _ in sentences]
        waiting: list[dict[int, Open]] = [{} for _ in sentences]
        found = [[self._found(sentence, index) for index in sentence.undecided] for sentence in sentences]
        self._letters.read([(one.word, one.name) for words in found for one in words if isinstance(one, Unknown)])
        for sentence, words, known, left in zip(sentences, found, decided, waiting, strict=True):
            for index, one in zip(sentence.undecided, words, strict=True):
                if isinstance(one, Word):
                    known[index] = one
                else:
                    left[index] = self._guessed(one) if isinstance(one, Unknown) else one
        _ask_syntax(self._syntax, sentences, waiting)
        if self._silero is not None and any(waiting):
            _ask_solver(self._silero, sentences, waiting)
            _ask_accentor(self._silero, sentences, waiting)
        for sentence, known, left in zip(sentences, decided, waiting, strict=True):
            if left:
                if of_metre := {index: word.options for index, word in left.items() if not word.name}:
                    add_rhythm(sentence, known, of_metre)
                known.update({index: word.settled() for index, word in left.items()})
        return decided

    def _alone(self, word: str) -> Word | None:
        """Return the decision on a word of one spelling, wherever it stands, None for any other."""
        spelling = self._lexicon.only(word)
        return Word(spelling, "lexicon") if spelling else None

    def _found(self, sentence: Sentence, index: int) -> Word | Open | Unknown:
        word = sentence.word(index)
        if decision := self.alone(word):
            return decision
        spellings = self._lexicon.spellings(word)
        if len(spellings) == 1 and not _is_capital(sentence, index):
            return Word(spellings[0], "lexicon")
        if len(spellings) < 2:
            return _unknown(sentence, index, spellings)
        readings = self._lexicon.readings(word)
        fitting = allowed(sentence, index, readings)
        texts = {reading.text for reading in fitting}
        if len(texts) == 1:
            return Word(texts.pop(), "context", _BY_CONTEXT)
        if (chosen := collocated(sentence, index)) in texts:
            return Word(chosen, "context", _BY_CONTEXT)
        usual = {reading.text for reading in fitting if not reading.rare}
        options = {text: 0.0 if text in usual else _RARE for text in spellings if text in texts}
        return Open(options, "context", readings=fitting, learned=word == LEARNED)

    def _guessed(self, unknown: Unknown) -> Open:
        """Return the options of a word by analogy."""
        word, name, known, first = unknown
        options = self._analogy.options(word, name=name)
        for spelling in known:
            score = options.pop(spelling.replace("ё", "е")) + (_COMMON_WORD_FIRST if first else _COMMON_WORD)
            options[spelling] = score
        if known and (named := self._lexicon.name_spelling(word)):
            options[named] = options.pop(named.replace("ё", "е"), 0.0) + (_NAMED_FIRST if first else _NAMED)
        return Open(options, "rule", known=False, name=name)


def _unknown(sentence: Sentence, index: int, known: Sequence[str]) -> Word | Unknown:
    """Return what is to be guessed; ``known`` is how the word would be stressed if it were no name."""
    word = sentence.word(index)
    if sum(letter in VOWELS for letter in word) < 2:
        return Word(known[0], "lexicon") if known else guess(word)
    first = index == 0 or sentence.tokens[index - 1].text in _BEFORE_FIRST
    # The capital of a line of verse tells nothing.
    return Unknown(word, _is_capital(sentence, index) and not (first and _is_open(sentence)), known, first)


def _is_capital(sentence: Sentence, index: int) -> bool:
    return sentence.tokens[index].text.replace("+", "")[0].isupper()


def _is_open(sentence: Sentence) -> bool:
    """Tell whether no mark ends a sentence of more than a word: it is a line of verse, or part of a sentence."""
    return len(sentence.tokens) > 1 and sentence.tokens[-1].text not in SENTENCE_END


def _ask_syntax(syntax: Syntax, sentences: Sequence[Sentence], waiting: Sequence[dict[int, Open]]) -> None:
    """Add what the words around make of words with several spellings."""
    asked = [
        (word, Place(sentence, index, word.readings))
        for sentence, left in zip(sentences, waiting, strict=True)
        for index, word in left.items()
        if word.known
    ]
    for (word, _), scores in zip(asked, syntax.scores([place for _, place in asked]), strict=True):
        for text in word.options:
            word.options[text] += max(scores[text], _SYNTAX_FLOOR)


def _ask_solver(silero: Silero, sentences: Sequence[Sentence], waiting: Sequence[dict[int, Open]]) -> None:
    """Add what the homograph solver thinks of words with several spellings, but for what was learned."""
    asked = {}
    for number, (sentence, left) in enumerate(zip(sentences, waiting, strict=True)):
        if indices := [index for index, word in left.items() if word.known and sentence.word(index) != LEARNED]:
            offsets = sentence.offsets()
            asked[number] = {offsets[index]: index for index in indices}
    answers = silero.homographs([sentences[number].text for number in asked], list(asked.values()))
    for (number, at), answered in zip(asked.items(), answers, strict=True):
        for offset, answer in answered.items():
            word = waiting[number][at[offset]]
            if answer.text not in word.options:
                continue
            word.source = "silero"
            other = max(_SOLVER_FLOOR, 1 - answer.confidence)
            for text in word.options:
                heard = log(answer.confidence) if text == answer.text else log(other)
                # е and ё do not tell one tag from another: все, всё.
                word.options[text] = heard + (0.0 if _differ_in_yo(word) else word.options[text])


def _differ_in_yo(word: Open) -> bool:
    return len({text.replace("ё", "е") for text in word.options}) == 1


def _ask_accentor(silero: Silero, sentences: Sequence[Sentence], waiting: Sequence[dict[int, Open]]) -> None:
    """Add what the accentor thinks of the words that the solver does not know; of a name it sees two cases, always."""
    asked = [
        (sentences[number].word(index), word)
        for number, left in enumerate(waiting)
        for index, word in left.items()
        if word.source != "silero"
    ]
    forms = [cases(text) if word.name else (text,) for text, word in asked]
    answers = iter(silero.words([form for of_word in forms for form in of_word]))
    for (text, word), of_word in zip(asked, forms, strict=True):
        heard = [next(answers) for _ in of_word]
        places = pooled(text, [answer.places for answer in heard]) if word.name else heard[0].places
        _add_accentor(word, places)
        if not word.known:
            word.source = "silero"
            word.options = {_with_yo(option, heard): score for option, score in word.options.items()}


def _add_accentor(word: Open, places: Sequence[float]) -> None:
    weight, floor = (_KNOWN_WEIGHT, _KNOWN_FLOOR) if word.known else (_ACCENTOR_WEIGHT, _ACCENTOR_FLOOR)
    if word.name:
        weight, floor = _NAME_WEIGHT, _NAME_FLOOR
    for option in word.options:
        place = sum(letter in VOWELS for letter in option[: option.index("+")])
        word.options[option] += weight * log((places[place] if place < len(places) else 0.0) + floor)


def _with_yo(option: str, heard: Sequence[Guess]) -> str:
    """Return the spelling with the ё of an answer that has the same stress."""
    if option.endswith("+енко"):
        return option  # the suffix of Кузьменко has no ё
    mark = option.index("+")
    for answer in heard:
        if answer.text.find("+") == mark:
            yo = [place for place, letter in enumerate(answer.text) if letter == "ё"]
            letters = enumerate(option)
            option = "".join("ё" if place in yo and letter == "е" else letter for place, letter in letters)
    return option


class SileroBackend:
    """silero-stress alone: its homograph solver, then its accentor, sentence by sentence."""

    def __init__(self, silero: Silero) -> None:
        self._silero = silero

    @property
    def name(self) -> str:
        """Backend and version, for the fingerprint."""
        return self._silero.name

    def alone(self, word: str) -> None:
        """Leave every word open: the model is asked about sentences."""

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Word]]:
        """Ask the model about each sentence; a word that it leaves open gets a guess."""
        return [self._decide(sentence) for sentence in sentences]

    def _decide(self, sentence: Sentence) -> dict[int, Word]:
        accented = _aligned(sentence.text, self._silero.accent(sentence.text))
        decided, offsets = {}, sentence.offsets()
        for index in sentence.undecided:
            start, word = offsets[index], sentence.word(index)
            stressed = "".join(accented[start : start + len(word)]).lower()
            decided[index] = Word(stressed, "silero") if "+" in stressed else guess(stressed)
        return decided


def _aligned(sentence: str, accented: str) -> list[str]:
    """Return, for each character of ``sentence``, what the model made of it: itself, ё for е, or ``+`` and it."""
    aligned: list[str] = []
    position = 0
    for _ in sentence:
        start = position
        position += accented[position : position + 1] == "+"
        position += 1
        aligned.append(accented[start:position])
    return aligned
