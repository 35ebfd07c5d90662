"""A review without its terminal: what is asked next, what a choice changes, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ru_g2p.review.dictionary import Dictionary
from ru_g2p.review.doubts import Doubt, Place


@dataclass(frozen=True, slots=True)
class Item:
    """A question: how a word is read, everywhere or only in these places."""

    doubt: Doubt
    everywhere: bool


@dataclass(frozen=True, slots=True)
class _State:
    items: tuple[Item, ...]
    dictionary: Dictionary
    asked: int = 0


class Session:
    """The questions that are left and the dictionary that the answers made.

    A word that has several readings in the text is asked about place by place in one question for each reading, and
    the answer becomes rows for the phrases it stands in: a row for the word would change the other reading too. Any
    other answer becomes a row for the word.

    Args:
        doubts: in the order to be asked.
        dictionary: where the answers go.
    """

    def __init__(self, doubts: Sequence[Doubt], dictionary: Dictionary) -> None:
        self._state = _State(tuple(Item(doubt, everywhere=not doubt.others) for doubt in doubts), dictionary)
        self._past: list[_State] = []

    @property
    def item(self) -> Item | None:
        """The question, None if all are answered."""
        return self._state.items[0] if self._state.items else None

    @property
    def number(self) -> int:
        """The number of this question, from 1."""
        return self._state.asked + 1

    @property
    def left(self) -> int:
        """How many questions are left, this one included."""
        return len(self._state.items)

    @property
    def dictionary(self) -> Dictionary:
        """The dictionary with all answers so far."""
        return self._state.dictionary

    def choose(self, reading: str) -> tuple[Place, ...]:
        """Answer with a reading: write its rows and drop the questions that they answer too.

        Returns:
            The places that no row can be written for: the word has no neighbour there and is not read so everywhere.
        """
        item, *rest = self._state.items
        doubt, dictionary = item.doubt, self.dictionary
        if item.everywhere:
            left = tuple(other for other in rest if other.doubt.word != doubt.word)
            self._go(left, dictionary.with_row(doubt.word, reading))
            return ()
        rows = {place.phrase: _row(place, reading) for place in doubt.places if len(place.phrase) > 1}
        for word, marked in rows.values():
            dictionary = dictionary.with_row(word, marked)
        self._go([other for item in rest for other in _without(item, doubt.word, rows)], dictionary)
        return tuple(place for place in doubt.places if place.phrase not in rows)

    def skip(self) -> None:
        """Leave the question for another time."""
        self._go(self._state.items[1:], self.dictionary)

    def by_place(self) -> None:
        """Ask about each phrase that the word stands in on its own."""
        item, *rest = self._state.items
        places: dict[tuple[str, ...], list[Place]] = {}
        for place in item.doubt.places:
            places.setdefault(place.phrase, []).append(place)
        parts = [Item(replace(item.doubt, places=tuple(some)), everywhere=False) for some in places.values()]
        self._go([*parts, *rest], self.dictionary, asked=0)

    def everywhere(self) -> None:
        """Let the answer hold for the word everywhere."""
        item, *rest = self._state.items
        self._go([replace(item, everywhere=True), *rest], self.dictionary, asked=0)

    def undo(self) -> bool:
        """Take back the last of all that was done; False if there was nothing."""
        if not self._past:
            return False
        self._state = self._past.pop()
        return True

    def _go(self, items: Sequence[Item], dictionary: Dictionary, asked: int = 1) -> None:
        self._past.append(self._state)
        self._state = _State(tuple(items), dictionary, self._state.asked + asked)


def _row(place: Place, reading: str) -> tuple[str, str]:
    """Return both columns of a phrase's row that decides the word of this place and no other."""
    hyphen = "-" * place.phrase[place.index].startswith("-")
    marked = [*place.phrase[: place.index], hyphen + reading, *place.phrase[place.index + 1 :]]
    return " ".join(place.phrase).replace(" -", "-"), " ".join(marked).replace(" -", "-")


def _without(item: Item, word: str, phrases: dict[tuple[str, ...], tuple[str, str]]) -> list[Item]:
    """Return a question less the places of a word that stand in these phrases, none if it has no other."""
    if item.doubt.word != word:
        return [item]
    places = tuple(place for place in item.doubt.places if place.phrase not in phrases)
    return [replace(item, doubt=replace(item.doubt, places=places))] if places else []
