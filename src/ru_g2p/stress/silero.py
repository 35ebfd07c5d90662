"""The accentor and the homograph solver of ``silero-stress`` (MIT; its weights are inside its wheel)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ru_g2p.errors import BackendError
from ru_g2p.stress.silero_file import REMEDY, Guess, SileroFile, known_file

if TYPE_CHECKING:
    from ru_g2p.stress.accentor import Accentor
    from ru_g2p.stress.homograph_solver import HomographSolver
    from ru_g2p.stress.silero_torch import SileroTorch

_CACHED_WORDS: Final = 1 << 16
_WORD: Final = re.compile("[А-Яа-яЁё]+")


class Silero:
    """The two models of silero-stress; each is loaded with the first call that needs it.

    On the CPU both are computed without torch, whose import takes seconds.

    Args:
        device: where the homograph solver runs: ``cpu`` or ``cuda:N``.
    """

    def __init__(self, device: str = "cpu") -> None:
        self.device = device
        self._guesses: dict[str, Guess] = {}  # of `words`, emptied when it holds _CACHED_WORDS

    @property
    def name(self) -> str:
        """Backend and version, for the fingerprint."""
        from importlib.metadata import version  # noqa: PLC0415  (a fifth of this package's import time)

        return f"silero-stress {version('silero-stress')}"

    def accent(self, sentence: str) -> str:
        """Return the sentence with ``+`` before each stressed vowel and ё restored; nothing else changes.

        Args:
            sentence: normalized text without stress marks.

        Raises:
            BackendError: the model cannot be loaded.
        """
        return self._torch.accent(sentence)

    def words(self, words: Sequence[str]) -> list[Guess]:
        """Return the accentor's guess for each word on its own.

        Args:
            words: small letters, each with a vowel, no ё.

        Raises:
            BackendError: the model cannot be loaded.
        """
        known = {word: self._guesses[word] for word in words if word in self._guesses}
        new = sorted(set(words) - known.keys())
        if new:
            accentor = self._accentor
            made = dict(zip(new, map(accentor.accented, new) if accentor else self._torch.words(new), strict=True))
            if len(self._guesses) + len(made) > _CACHED_WORDS:
                self._guesses = {}
            self._guesses |= made
            known |= made
        return [known[word] for word in words]

    def homographs(self, sentences: Sequence[str], offsets: Sequence[Collection[int]]) -> list[dict[int, Guess]]:
        """Return, for each sentence, the solver's choice for those words that it knows as homographs.

        Args:
            sentences: normalized text without stress marks.
            offsets: for each sentence, where the words in question begin.

        Returns:
            offset → choice, for each sentence.

        Raises:
            BackendError: the model cannot be loaded.
        """
        words = [
            {start: _word_at(sentence, start) for start in starts}
            for sentence, starts in zip(sentences, offsets, strict=True)
        ]
        if self._homographs is not None and self._homographs.isdisjoint(word for one in words for word in one.values()):
            return [{} for _ in sentences]
        if solver := self._solver:
            return solver.solve(sentences, words)
        return self._torch.homographs(sentences, words)

    def load(self) -> None:
        """Load both models now.

        Raises:
            BackendError: they cannot be loaded.
        """
        if self._accentor is None or self._solver is None:
            self._torch.load()

    @cached_property
    def _torch(self) -> SileroTorch:
        from ru_g2p.stress.silero_torch import SileroTorch  # noqa: PLC0415

        return SileroTorch(self.device)

    @cached_property
    def _file(self) -> SileroFile | None:
        """The file of both, None where the installed version is not the one whose file is known."""
        with _told("models"):
            path = known_file()
            return None if path is None else SileroFile(path)

    @cached_property
    def _accentor(self) -> Accentor | None:
        """The accentor without torch."""
        from ru_g2p.stress.accentor import Accentor  # noqa: PLC0415

        with _told("accentor"):
            return Accentor(self._file) if self._file else None

    @cached_property
    def _solver(self) -> HomographSolver | None:
        """The solver without torch."""
        if self.device != "cpu" or self._file is None:
            return None
        with _told("homograph solver"):
            from ru_g2p.stress.homograph_solver import HomographSolver  # noqa: PLC0415  (imports numpy)

            return HomographSolver(self._file)

    @cached_property
    def _homographs(self) -> frozenset[str] | None:
        """The words that the solver has something to say about, None if that is not known."""
        if self._file is None:
            return None
        with _told("homograph solver"):
            solver = self._file.model("homosolver")
            return frozenset(solver["homodict"]) | frozenset(solver["compiled_phrases"])


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn whatever reading a damaged file raises into an error that tells what to do."""
    try:
        yield
    except Exception as error:
        raise BackendError(f"silero-stress cannot load its {what}: {error}; reinstall with: {REMEDY}") from error


def _word_at(sentence: str, start: int) -> str:
    match = _WORD.match(sentence, start)
    return match[0].lower() if match else ""
