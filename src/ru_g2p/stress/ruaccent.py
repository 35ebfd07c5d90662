"""The package ``ruaccent``: a dictionary, and models for homographs, ё and unknown words, in a folder of the user's.

`RUAccent.load` downloads each folder that it does not find. Here nothing is downloaded: the files are looked for
before, and the file system that it would list the hub with is empty. It is loaded in its "tiny mode", with the large
dictionary added: what that mode leaves out is a rule engine that version 1.5.8 loads and never asks, whose code would
be downloaded too, and a model of which words bear no stress, which `ru_g2p.phonology.clitics` decides here.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from ru_g2p.errors import BackendError
from ru_g2p.stress.resolve import Sentence, guess
from ru_g2p.tokens import VOWELS, Word

HOMOGRAPH_MODEL: Final = "turbo3.1"
"""The model of homographs: the one that the README of ruaccent 1.5.8 loads."""

FILES: Final = {
    "dictionary": (
        "accents.json.gz",
        "accents_nn.json.gz",
        "omographs.json.gz",
        "yo_homographs.json.gz",
        "yo_words.json.gz",
    ),
    "nn/nn_accent": ("config.json", "model.onnx", "tokenizer_config.json", "vocab.txt"),
    f"nn/nn_omograph/{HOMOGRAPH_MODEL}": ("config.json", "model.onnx", "tokenizer.json", "tokenizer_config.json"),
    "nn/nn_yo_homograph_resolver": ("config.json", "model.onnx", "tokenizer.json", "tokenizer_config.json"),
}
"""Folders of the hub's repository ``ruaccent/accentuator``, and what ruaccent needs of each at the least."""

_REVISION: Final = "b78ae5ea1e62beaf138bed1865cd8c3b0b5ca855"
_DEVICES: Final = {"cpu": "CPU", "cuda": "CUDA", "cuda:0": "CUDA"}
_INSTALL: Final = 'pip install "ru-g2p[ruaccent]"'
_ALL_MODELS_ASKED: Final = "все видели замок хыковера"  # ё, a homograph, a word of no dictionary
_ALONE: Final = 0.6  # as sure as of the most usual reading: the model did not see the neighbours
_WORD: Final = re.compile(r"[а-яё+]+")
_MARKED: Final = re.compile(rf"(?:\+?[{VOWELS}]|[^+{VOWELS}])+")
_LOCK: Final = threading.Lock()


class RuAccentBackend:
    """ruaccent alone, sentence by sentence; its models are loaded with the first word that needs them.

    Args:
        folder: where the models lie; the package's own folder if None, as in ``RUAccent.load``.
        device: ``cpu``, or ``cuda`` for the first GPU: ruaccent knows no other.

    Raises:
        BackendError: the package, a file of the models or the device is missing.
    """

    def __init__(self, folder: str | Path | None = None, device: str = "cpu") -> None:
        package = find_spec("ruaccent")
        if package is None or package.origin is None:
            raise BackendError(f"the package ruaccent is not installed; install it with: {_INSTALL}")
        if device not in _DEVICES:
            raise BackendError(f"ruaccent cannot run on {device!r}; choose one of {', '.join(_DEVICES)}")
        self._folder = (Path(package.origin).parent if folder is None else Path(folder)).resolve()
        needed = [f"{folder}/{name}" for folder, names in FILES.items() for name in names]
        missing = [name for name in needed if not (self._folder / name).is_file()]
        if missing:
            raise BackendError(
                f"{self._folder}: models of ruaccent missing: {', '.join(missing)}; name their folder "
                f"(ruaccent_path, --ruaccent-path), or download them (400 MB) with: {download_command(self._folder)}"
            )
        self._device = _DEVICES[device]
        self._model: Any = None

    @cached_property
    def name(self) -> str:
        """Backend, version and a hash of the models, for the fingerprint."""
        from importlib.metadata import version  # noqa: PLC0415  (a fifth of this package's import time)

        digest = hashlib.sha256()
        for path in sorted(path for folder in FILES for path in (self._folder / folder).iterdir() if path.is_file()):
            digest.update(f"{path.relative_to(self._folder).as_posix()}\n".encode())
            with path.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
        return f"ruaccent {version('ruaccent')} {digest.hexdigest()[:16]}"

    def alone(self, word: str) -> None:
        """Leave every word open: the model is asked about sentences."""

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Word]]:
        """Ask the model about each sentence; a word that its answer lacks alone; one left open gets a guess."""
        return [self._decide(sentence) for sentence in sentences]

    def _decide(self, sentence: Sentence) -> dict[int, Word]:
        words = [index for index, token in enumerate(sentence.tokens) if token.is_word]
        answers = aligned([sentence.word(index) for index in words], self._accented(sentence.text))
        marked = {index: _marked(answer) for index, answer in zip(words, answers, strict=True) if answer}
        return {
            index: Word(text, "ruaccent") if (text := marked.get(index)) else self._by_itself(sentence.word(index))
            for index in sentence.undecided
        }

    def _by_itself(self, word: str) -> Word:
        (answer,) = aligned([word], self._accented(word))
        text = _marked(answer) if answer else None
        return Word(text, "ruaccent", _ALONE) if text else guess(word)

    def _accented(self, text: str) -> str:
        with _LOCK:
            if self._model is None:
                self._model = _load(self._folder, self._device)
            try:
                return str(self._model.process_all(text))
            except Exception:  # where its tokenizers count words differently, or take a sentence for too long
                return ""


def aligned(words: Sequence[str], accented: str) -> list[str | None]:
    """Return, for each word, what the model made of it, in small letters; None where that is not certain.

    Args:
        words: in small letters, without marks.
        accented: the answer; it may lack words and punctuation. A word is found by its letters (ё counts as е) and
            its place among equal ones, so that a lost word shifts no other.

    >>> aligned(["все", "замки", "все"], "Все зам+ки, вс+ё")
    ['все', 'зам+ки', 'вс+ё']
    >>> aligned(["все", "замки", "все"], "Вс+ё зам+ки")
    [None, 'зам+ки', None]
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        places[_plain(word)].append(place)
    answers: defaultdict[str, list[str]] = defaultdict(list)
    for answer in _WORD.findall(accented.lower()):
        answers[_plain(answer)].append(answer)
    found: list[str | None] = [None] * len(words)
    for letters, equal in places.items():
        if len(equal) == len(answers[letters]):
            for place, answer in zip(equal, answers[letters], strict=True):
                found[place] = answer
    return found


def download_command(folder: Path) -> str:
    """Return the command by which the user gets the models; huggingface_hub comes with ruaccent."""
    return (
        'python -c "from huggingface_hub import snapshot_download; '
        f"snapshot_download('ruaccent/accentuator', revision='{_REVISION}', "
        f"allow_patterns={[f'{name}/*' for name in FILES]}, local_dir='{folder.as_posix()}')\""
    )


class _NoDownloads:
    """Stands in for the file system of the hub: an empty folder, from which nothing is downloaded."""

    def ls(self, path: str) -> list[Any]:
        return []


def _load(folder: Path, device: str) -> Any:
    try:
        from ruaccent import RUAccent  # noqa: PLC0415  (imports onnxruntime and transformers)

        with gzip.open(folder / "dictionary/accents.json.gz") as stream:
            dictionary = json.load(stream)
        model = RUAccent()
        model.fs = _NoDownloads()
        model.load(HOMOGRAPH_MODEL, custom_dict=dictionary, device=device, workdir=str(folder), tiny_mode=True)
        model.process_all(_ALL_MODELS_ASKED)
        if device == "CUDA" and "CUDAExecutionProvider" not in model.omograph_model.session.get_providers():
            raise RuntimeError("onnxruntime has no CUDA; pip install onnxruntime-gpu")
    except Exception as error:
        raise BackendError(
            f"{folder}: ruaccent cannot load its models: {type(error).__name__}: {error}; "
            f"reinstall it with: {_INSTALL}; or download the models again with: {download_command(folder)}"
        ) from error
    return model


def _plain(word: str) -> str:
    return word.replace("+", "").replace("ё", "е")


def _marked(answer: str) -> str | None:
    """Return the word with its mark; None if the mark stands wrong, or is lacking and not evident."""
    if "+" in answer:
        return answer if _MARKED.fullmatch(answer) else None
    vowels = [place for place, letter in enumerate(answer) if letter in VOWELS]
    place = answer.rfind("ё") if "ё" in answer or len(vowels) != 1 else vowels[0]
    return f"{answer[:place]}+{answer[place:]}" if place >= 0 else None
