"""The accentor and the homograph solver of ``silero-stress`` (MIT; its weights are inside its wheel).

Importing that package sets torch to one thread, and loading its model switches gradients off for the whole
process, which would cripple a training or inference around it. Every call here leaves the host's threads,
grad mode, default dtype and random state as it found them. torch is imported for homographs alone: the accentor
is computed without it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Final

from ru_g2p.errors import BackendError
from ru_g2p.stress.accentor import Accentor, Guess
from ru_g2p.stress.silero_load import known_file, load

__all__ = ["Guess", "Silero", "host_torch_kept"]

_CACHED_WORDS: Final = 1 << 16
_DIGITS: Final = 4  # of the solver's probabilities, so that every run gives the same
_LOCK: Final = threading.Lock()
_WORD: Final = re.compile("[А-Яа-яЁё]+")
_REMEDY: Final = "pip install --force-reinstall --no-deps silero-stress"


class Silero:
    """The two models of silero-stress; each is loaded with the first call that needs it.

    Args:
        device: where the homograph solver runs: ``cpu`` or ``cuda:N``.
    """

    def __init__(self, device: str = "cpu") -> None:
        self.device = device
        self._model: Any = None
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
        with self._loaded() as model:
            return str(model(sentence))

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
            made = dict(zip(new, self._accented(new), strict=True))
            if len(self._guesses) + len(made) > _CACHED_WORDS:
                self._guesses = {}
            self._guesses |= made
            known |= made
        return [known[word] for word in words]

    def _accented(self, words: Sequence[str]) -> list[Guess]:
        if self._accentor is not None:
            return [self._accentor.accented(word) for word in words]
        with self._loaded() as model:
            accented = model.accentor(" ".join(words)).split(" ")
            probabilities, _, _, _ = model.accentor._get_model_preds(words)
        return [
            Guess(text, max(places), tuple(places))
            for text, places in zip(accented, probabilities.tolist(), strict=True)
        ]

    def homographs(self, sentences: Sequence[str], offsets: Sequence[Collection[int]]) -> list[dict[int, Guess]]:
        """Return, for each sentence, the solver's choice for those words that it knows as homographs.

        Inputs of one length go through the model as one batch, with the same result as one by one.

        Args:
            sentences: normalized text without stress marks.
            offsets: for each sentence, where the words in question begin.

        Returns:
            offset → choice, for each sentence.

        Raises:
            BackendError: the model cannot be loaded.
        """
        found: list[dict[int, Guess]] = [{} for _ in sentences]
        words = [
            {start: _word_at(sentence, start) for start in starts}
            for sentence, starts in zip(sentences, offsets, strict=True)
        ]
        if self._accentor is not None and self._accentor.homographs.isdisjoint(
            word for one in words for word in one.values()
        ):
            return found
        with self._loaded() as model:
            solver = model.homosolver
            asked: list[tuple[int, int, str]] = []
            inputs: list[Any] = []
            for number, sentence in enumerate(sentences):
                ignored = _AllBut(words[number].values())
                for start, _, _, word, marked, _ in solver._find_and_tag_homos(sentence, ignored):
                    if marked is None or start not in words[number]:
                        continue
                    phrases = solver.compiled_phrases.get(word)
                    fixed = solver._predict_with_pattern(phrases, marked) if phrases else None
                    if fixed is not None:
                        found[number][start] = Guess(fixed, 1.0)
                    elif word in solver.homodict:
                        asked.append((number, start, word))
                        inputs.append(solver.tokenizer(marked))
            for (number, start, word), probability in zip(asked, self._solved(solver, inputs), strict=True):
                first, second = sorted(solver.homodict[word])
                found[number][start] = (
                    Guess(second, probability) if probability > 0.5 else Guess(first, 1 - probability)
                )
        return found

    def _solved(self, solver: Any, inputs: list[Any]) -> list[float]:
        """Return, for each tagged homograph, the probability of its second reading."""
        import torch  # noqa: PLC0415  (the model has imported it by now)

        probabilities = [0.0] * len(inputs)
        # The solver takes padding for text, so that an answer would depend on its batch: equal lengths need none.
        for length in sorted({len(ids) for ids in inputs}):
            numbers = [number for number, ids in enumerate(inputs) if len(ids) == length]
            batch = torch.tensor([inputs[number] for number in numbers], device=solver.device)
            starts = (batch == solver.tokenizer.homo_start_id).int().argmax(dim=1)
            ends = (batch == solver.tokenizer.homo_end_id).int().argmax(dim=1)
            with torch.no_grad():
                logits = solver.model(batch, starts, ends).flatten()
            for number, probability in zip(numbers, torch.sigmoid(logits).tolist(), strict=True):
                # The last digits depend on where in memory the numbers lie.
                probabilities[number] = round(probability, _DIGITS)
        return probabilities

    def load(self) -> None:
        """Load both models now.

        Raises:
            BackendError: they cannot be loaded.
        """
        with self._loaded():
            pass

    @cached_property
    def _accentor(self) -> Accentor | None:
        """The accentor without torch, None where the installed version is not the one whose file is known."""
        try:
            path = known_file()
            return None if path is None else Accentor(path)
        except Exception as error:
            raise BackendError(f"silero-stress cannot load its accentor: {error}; reinstall with: {_REMEDY}") from error

    @contextmanager
    def _loaded(self) -> Iterator[Any]:
        with _LOCK, host_torch_kept():
            if self._model is None:
                self._model = _load(self.device)
            yield self._model


def _word_at(sentence: str, start: int) -> str:
    match = _WORD.match(sentence, start)
    return match[0].lower() if match else ""


class _AllBut(frozenset[str]):
    """All words but these."""

    def __contains__(self, word: object) -> bool:
        return not super().__contains__(word)


@contextmanager
def host_torch_kept() -> Iterator[None]:
    """Restore torch's threads, grad mode, default dtype and CPU random state on leaving."""
    try:
        import torch  # noqa: PLC0415  (torch takes seconds to import and only a model needs it)
    except (ImportError, OSError) as error:
        raise BackendError(
            f"torch cannot be imported: {error}; pip install torch, or choose stress='lexicon'"
        ) from error

    threads = torch.get_num_threads()
    grad = torch.is_grad_enabled()
    dtype = torch.get_default_dtype()
    random_state = torch.get_rng_state()
    try:
        yield
    finally:
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        torch.set_grad_enabled(grad)
        torch.set_default_dtype(dtype)
        torch.set_rng_state(random_state)


def _load(device: str) -> Any:
    try:
        model = load()
        if device != "cpu":
            model.to(device)
    except Exception as error:
        raise BackendError(
            f"silero-stress cannot load its model on {device}: {error}; check the device, or reinstall with: {_REMEDY}"
        ) from error
    return model
