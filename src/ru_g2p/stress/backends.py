"""The stress backends: each decides what it can and says how (`Decision.source`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ru_g2p.stress.context import allowed
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.stress.resolve import Decision, Sentence, guess
from ru_g2p.stress.silero import Silero

_BY_CONTEXT = 0.95
_USUAL = 0.6


class LexiconBackend:
    """The lexicon alone: no model, no torch.

    A word with one spelling has that; one with several has the only one that its neighbours allow, or the most
    usual of them; an unknown one gets a guess.
    """

    def __init__(self, lexicon: StressLexicon) -> None:
        self._lexicon = lexicon

    @property
    def name(self) -> str:
        """Backend and version, for the fingerprint."""
        return "lexicon"

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Decision]]:
        """Decide each word by itself and its neighbours."""
        return [{index: self._decide(sentence, index) for index in sentence.undecided} for sentence in sentences]

    def _decide(self, sentence: Sentence, index: int) -> Decision:
        spellings = possible(self._lexicon, sentence, index)
        if not spellings:
            return guess(sentence.word(index))
        return spellings[0] if len(spellings) == 1 else Decision(spellings[0].text, "lexicon", _USUAL)


class AutoBackend:
    """The lexicon, the context, and silero-stress where they leave a word open.

    The homograph solver is asked about words with several spellings that their neighbours do not tell apart, the
    accentor about words that the lexicon does not know.
    """

    def __init__(self, lexicon: StressLexicon, silero: Silero) -> None:
        self._lexicon = lexicon
        self._silero = silero

    @property
    def name(self) -> str:
        """Backends and versions, for the fingerprint."""
        return f"lexicon, {self._silero.name}"

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Decision]]:
        """Decide what the lexicon and the context can; the models see all the rest at once."""
        decided: list[dict[int, Decision]] = [{} for _ in sentences]
        several: dict[int, dict[int, list[Decision]]] = defaultdict(dict)
        for number, sentence in enumerate(sentences):
            for index in sentence.undecided:
                spellings = possible(self._lexicon, sentence, index)
                if len(spellings) == 1:
                    decided[number][index] = spellings[0]
                else:
                    several[number][index] = spellings
        if several:
            self._ask(sentences, several, decided)
        return decided

    def _ask(
        self,
        sentences: Sequence[Sentence],
        several: Mapping[int, Mapping[int, Sequence[Decision]]],
        decided: Sequence[dict[int, Decision]],
    ) -> None:
        """Fill ``decided`` for the words in ``several``: sentence → token → the spellings to choose from, if any."""
        solved = self._silero.homographs(
            [sentences[number].text for number in several],
            [{sentences[number].offsets[index] for index in indices} for number, indices in several.items()],
        )
        rest: list[tuple[int, int]] = []
        for (number, indices), homographs in zip(several.items(), solved, strict=True):
            for index, spellings in indices.items():
                answer = homographs.get(sentences[number].offsets[index])
                if answer is not None and _among(answer.text, spellings):
                    decided[number][index] = Decision(answer.text, "silero", answer.confidence)
                else:
                    rest.append((number, index))
        answers = self._silero.words([sentences[number].word(index) for number, index in rest])
        for (number, index), answer in zip(rest, answers, strict=True):
            spellings = several[number][index]
            if "+" in answer.text and _among(answer.text, spellings):
                decided[number][index] = Decision(answer.text, "silero", answer.confidence)
            elif spellings:
                decided[number][index] = Decision(spellings[0].text, "lexicon", _USUAL)
            else:
                decided[number][index] = guess(sentences[number].word(index))


def possible(lexicon: StressLexicon, sentence: Sentence, index: int) -> list[Decision]:
    """Return the spellings of a word that the lexicon knows and its neighbours allow, most usual first."""
    word = sentence.word(index)
    spellings = lexicon.spellings(word)
    if len(spellings) < 2:
        return [Decision(text, "lexicon") for text in spellings]
    fitting = {reading.text for reading in allowed(sentence, index, lexicon.readings(word))}
    kept = [text for text in spellings if text in fitting]
    return [Decision(text, "context", _BY_CONTEXT) for text in kept]


def _among(text: str, spellings: Sequence[Decision]) -> bool:
    """Tell whether a model's answer is one of the spellings; where there are none, anything is."""
    return not spellings or any(text == one.text for one in spellings)


class SileroBackend:
    """silero-stress alone: its homograph solver, then its accentor, sentence by sentence."""

    def __init__(self, silero: Silero) -> None:
        self._silero = silero

    @property
    def name(self) -> str:
        """Backend and version, for the fingerprint."""
        return self._silero.name

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Decision]]:
        """Ask the model about each sentence; a word that it leaves open gets a guess."""
        return [self._decide(sentence) for sentence in sentences]

    def _decide(self, sentence: Sentence) -> dict[int, Decision]:
        accented = _aligned(sentence.text, self._silero.accent(sentence.text))
        decided = {}
        for index in sentence.undecided:
            start, word = sentence.offsets[index], sentence.word(index)
            stressed = "".join(accented[start : start + len(word)]).lower()
            decided[index] = Decision(stressed, "silero") if "+" in stressed else guess(stressed)
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
