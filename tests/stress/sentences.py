"""Sentences as a backend gets them, for the tests of what looks at them."""

from collections.abc import Sequence

from ru_g2p.stress.resolve import Sentence, StressResolver, guess
from ru_g2p.tokens import Word


class _Keeper:
    """A backend that keeps what it was asked."""

    name = "keeper"

    def __init__(self) -> None:
        self.asked: list[Sentence] = []

    def alone(self, word: str) -> None:
        """Leave every word to `decide`."""

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Word]]:
        self.asked += sentences
        return [{index: guess(sentence.word(index)) for index in sentence.undecided} for sentence in sentences]


def one_sentence(text: str) -> Sentence:
    """Return the only sentence of a text; one of its words at least must be open."""
    keeper = _Keeper()
    StressResolver(keeper, {}).resolve(text)
    (sentence,) = keeper.asked
    return sentence
