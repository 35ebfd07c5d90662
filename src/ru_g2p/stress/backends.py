"""The stress backends: each decides what it can and says how (`Decision.source`)."""

from __future__ import annotations

from collections.abc import Sequence

from ru_g2p.stress.resolve import Decision, Sentence, guess
from ru_g2p.stress.silero import Silero


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
