"""The models of ``silero-stress`` in torch: for a CUDA device, and where its version is not the known one.

Importing that package sets torch to one thread, and loading its model switches gradients off for the whole
process, which would cripple a training or inference around it. Every call here leaves the host's threads,
grad mode, default dtype and random state as it found them.

Its own loader spends most of its time on compiling 1 500 regular expressions of set phrases, of which a text needs a
few, and on an unpickler written in Python. Here the same file, read by the same importer of torch (whose pickle is
executed: it comes from the installed package), has its expressions compiled when they are first used.
"""

from __future__ import annotations

import pickle
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Any, Final

from ru_g2p.errors import BackendError
from ru_g2p.stress.silero_file import REMEDY, Guess, chosen, known_file

_LOCK: Final = threading.Lock()


class SileroTorch:
    """Both models, loaded with the first call.

    Args:
        device: where the homograph solver runs: ``cpu`` or ``cuda:N``.

    Every call raises `BackendError` if they cannot be loaded.
    """

    def __init__(self, device: str) -> None:
        self._device = device
        self._model: Any = None

    def load(self) -> None:
        """Load them now."""
        with self._loaded():
            pass

    def accent(self, sentence: str) -> str:
        """Return the sentence with ``+`` before each stressed vowel and ё restored; nothing else changes."""
        with self._loaded() as model:
            return str(model(sentence))

    def words(self, words: Sequence[str]) -> list[Guess]:
        """Return the accentor's guess for each word on its own."""
        with self._loaded() as model:
            accented = model.accentor(" ".join(words)).split(" ")
            probabilities, _, _, _ = model.accentor._get_model_preds(words)
        return [
            Guess(text, max(places), tuple(places))
            for text, places in zip(accented, probabilities.tolist(), strict=True)
        ]

    def homographs(self, sentences: Sequence[str], words: Sequence[Mapping[int, str]]) -> list[dict[int, Guess]]:
        """Return the solver's choices; inputs of one length go through the model as one batch.

        Args:
            sentences: normalized text without stress marks.
            words: for each sentence, the words in question by where they begin, in small letters.
        """
        found: list[dict[int, Guess]] = [{} for _ in sentences]
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
            for (number, start, word), probability in zip(asked, _solved(solver, inputs), strict=True):
                found[number][start] = chosen(sorted(solver.homodict[word]), probability)
        return found

    @contextmanager
    def _loaded(self) -> Iterator[Any]:
        with _LOCK, host_torch_kept():
            if self._model is None:
                self._model = _load_on(self._device)
            yield self._model


def _solved(solver: Any, inputs: list[Any]) -> list[float]:
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
            probabilities[number] = probability
    return probabilities


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


def _load_on(device: str) -> Any:
    try:
        model = load()
        if device != "cpu":
            model.to(device)
    except Exception as error:
        raise BackendError(
            f"silero-stress cannot load its model on {device}: {error}; check the device, or reinstall with: {REMEDY}"
        ) from error
    return model


def load() -> Any:
    """Return the models, the same as ``silero_stress.load_accentor("ru")``.

    Raises:
        Exception: whatever torch and silero-stress raise where something is missing or damaged.
    """
    path = known_file()
    if path is None:
        from silero_stress import load_accentor  # noqa: PLC0415

        return load_accentor("ru")
    from torch.package.package_importer import PackageImporter  # noqa: PLC0415

    importer: Any = PackageImporter(path)
    importer.Unpickler = partial(_Unpickler, importer)
    model = importer.load_pickle("accentor_models", "accentor")
    bert = model.homosolver.model.bert
    embeddings = bert.embeddings.word_embeddings.weight
    embeddings.data = (embeddings.data - bert.zero_point).mul_(bert.scale)
    return model


class _Unpickler(pickle.Unpickler):
    """The unpickler of ``torch.package``, written in C and lazy about regular expressions."""

    def __init__(self, importer: Any, file: Any) -> None:
        super().__init__(file)
        self._importer = importer

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("re", "_compile"):
            return _Pattern
        return getattr(self._importer.import_module(module), name)


class _Pattern:
    """A regular expression that is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._written)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._compiled, name)
