"""`Phonemizer`: normalization, stress and pronunciation, one after the other."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from itertools import islice
from pathlib import Path
from typing import Final, Literal, get_args

from ru_g2p.errors import BackendError
from ru_g2p.normalize import Normalized, normalize
from ru_g2p.phonology.inventory import IPA, PUNCTUATION
from ru_g2p.phonology.transcription import Pronunciation, pronounce, transcribe
from ru_g2p.stress.backends import LexiconBackend, SileroBackend
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.stress.resolve import Backend, StressResolver
from ru_g2p.stress.ruaccent import RuAccentBackend
from ru_g2p.stress.silero import Silero
from ru_g2p.stress.user_lexicon import load_user_lexicon
from ru_g2p.tokens import Source, StressedWord, Word

Stress = Literal["auto", "lexicon", "silero", "ruaccent"]
"""The stress backends of this version."""

OnModelError = Literal["raise", "warn"]
"""What ``auto`` does without its models: fail, or say so and go on as ``lexicon``."""

_BATCH: Final = 64
"""Texts that `Phonemizer.phonemize_many` takes at once: enough for the model to profit, few enough to stay small."""

_DATA: Final = frozenset({".tsv", ".trie", ".npz"})
"""Files of the package that decide phones: rules and tables, lexicons, weights."""


@dataclass(frozen=True)
class Utterance:
    """A text and its pronunciation.

    ``words`` are those of the normalized text, stressed, and its marks; ``transcription`` is what they sound like.
    """

    text: str
    normalized: Normalized
    words: tuple[Word, ...]
    transcription: tuple[str, ...]

    @property
    def phones(self) -> list[str]:
        """Symbols of the inventory and punctuation, in order."""
        return list(self.transcription)

    @cached_property
    def pronunciations(self) -> tuple[Pronunciation, ...]:
        """One item per phonological word or punctuation mark, made when first asked for.

        Their offsets count characters of ``normalized.text``; ``normalized.source_span`` takes them back to ``text``.
        """
        return tuple(pronounce(self.normalized.text, self.words))

    @property
    def ipa(self) -> str:
        """The phones in IPA, a space between phonological words."""
        return " ".join(to_ipa(pronunciation.phones) for pronunciation in self.pronunciations)

    @property
    def stressed(self) -> str:
        """The normalized text with ``+`` before each stressed vowel; clitics carry none."""
        return render_stressed(
            self.normalized.text,
            (word for pronunciation in self.pronunciations for word in pronunciation.words),
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a phonological word, or a punctuation mark, got its phones.

    ``words``: its words with stress; ``sources``: who decided each stress; ``spelling``: the letters that the rules
    read, exceptions respelled (``#скУшно#``); ``rules``: for each phone the rules that made it, in order.
    """

    words: str
    sources: tuple[Source, ...]
    spelling: str
    phones: tuple[str, ...]
    ipa: str
    rules: tuple[tuple[str, ...], ...]


class Phonemizer:
    """Written Russian to phones. The same text gives the same phones on every machine.

    Args:
        stress: where the stress of a word comes from that the text or ``user_lexicon`` does not give: ``lexicon``
            (the lexicon and the context, no model, no torch), ``silero`` (the models of silero-stress), ``ruaccent``
            (the dictionary and models of ruaccent) or ``auto`` (the lexicon and the context, and the models of
            silero-stress for what they leave open).
        user_lexicon: path of a TSV, or a mapping, word → word with ``+`` before its stressed vowel, or its phones;
            `ru_g2p.stress.user_rows` tells the rows for lemmas and phrases.
        device: where the model's homograph solver runs: ``cpu`` or ``cuda:N``.
        ruaccent_path: folder of the models of ruaccent, which the user fetches; that of the package if None.
        on_model_error: what ``auto`` does where the models of silero-stress cannot be loaded. ``raise``: the first word
            that needs them is a `BackendError`. ``warn``: they are loaded here and now, and if they cannot be, one
            `RuntimeWarning` says so and the backend and the fingerprint are those of ``lexicon``.

    Raises:
        BackendError: an unknown backend, or no models for ``ruaccent``.
        UserLexiconError: a malformed dictionary.
    """

    def __init__(
        self,
        stress: Stress = "auto",
        user_lexicon: str | Path | Mapping[str, str] | None = None,
        device: str = "cpu",
        ruaccent_path: str | Path | None = None,
        on_model_error: OnModelError = "raise",
    ) -> None:
        if stress not in get_args(Stress):
            raise BackendError(f"unknown stress backend {stress!r}; this version has {', '.join(get_args(Stress))}")
        self._backend = _backend(stress, device, ruaccent_path, on_model_error)
        self._user_lexicon = load_user_lexicon(user_lexicon)
        self._resolver = StressResolver(self._backend, self._user_lexicon.words, self._user_lexicon.phrases)

    def normalize(self, text: str, *, strict: bool = False) -> str:
        """Return spoken Cyrillic words and ``! ? … , . -``; stress marks stay, as ``+`` before the vowel.

        Raises:
            UnspeakableError: ``strict`` and something in the text cannot be spoken.
        """
        return normalize(text, strict=strict).text

    def accentuate(self, text: str) -> str:
        """Return normalized text with ``+`` before each stressed vowel and ё restored; clitics carry no mark."""
        return self.phonemize(text).stressed

    def phonemize(self, text: str) -> Utterance:
        """Return the pronunciation of any text; what cannot be spoken is left out."""
        (utterance,) = self._phonemized([text])
        return utterance

    def phonemize_many(
        self, texts: Iterable[str], progress: Callable[[int], None] | None = None
    ) -> Iterator[Utterance]:
        """Yield the pronunciation of each text, the same as one by one; homographs reach the model in batches.

        Args:
            texts: any number of texts.
            progress: called with the number of texts done so far.
        """
        done = 0
        remaining = iter(texts)
        while batch := list(islice(remaining, _BATCH)):
            for utterance in self._phonemized(batch):
                yield utterance
                done += 1
                if progress is not None:
                    progress(done)

    def _phonemized(self, texts: Sequence[str]) -> Iterator[Utterance]:
        normalized = [normalize(text) for text in texts]
        words = self._resolver.resolve_many([one.text for one in normalized])
        return map(Utterance, texts, normalized, map(tuple, words), transcribe(words))

    def explain(self, text: str) -> tuple[Explanation, ...]:
        """Return, for each phonological word and punctuation mark, how its phones came about."""
        return tuple(
            Explanation(
                words=" ".join(word.text for word in pronunciation.words) or pronunciation.phones[0],
                sources=tuple(word.source for word in pronunciation.words),
                spelling=pronunciation.spelling,
                phones=pronunciation.phones,
                ipa=to_ipa(pronunciation.phones),
                rules=pronunciation.rules(),
            )
            for pronunciation in self.phonemize(text).pronunciations
        )

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that decides the phones: inventory, tables, lexicons, weights, backend and versions."""
        from importlib.metadata import version  # noqa: PLC0415  (a fifth of this package's import time)

        digest = hashlib.sha256(
            repr((version("ru-g2p"), self._backend.name, self._user_lexicon.content(), IPA)).encode()
        )
        with as_file(files("ru_g2p")) as package:
            for path in sorted(path for path in package.rglob("*") if path.suffix in _DATA):
                digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
        return digest.hexdigest()[:16]


def _backend(stress: Stress, device: str, ruaccent_path: str | Path | None, on_model_error: OnModelError) -> Backend:
    if stress == "silero":
        return SileroBackend(Silero(device))
    if stress == "ruaccent":
        return RuAccentBackend(ruaccent_path, device)
    lexicon = StressLexicon()
    if stress == "lexicon":
        return LexiconBackend(lexicon)
    silero = Silero(device)
    if on_model_error == "warn":
        try:
            silero.load()  # nothing less proves that the models can be loaded
        except BackendError as error:
            told = f"no stress models, going on without: {error}; or choose stress='lexicon', which needs none"
            warnings.warn(told, RuntimeWarning, stacklevel=3)
            return LexiconBackend(lexicon)
    return LexiconBackend(lexicon, silero)


def render_stressed(text: str, words: Iterable[StressedWord]) -> str:
    """Put the stressed words into the normalized text in place of the plain ones."""
    parts: list[str] = []
    done = 0
    for word in words:
        parts += [text[done : word.start], word.text]
        done = word.end
    return "".join(parts) + text[done:]


def to_ipa(phones: Sequence[str]) -> str:
    """Return phones in IPA: ``ˈ`` directly before a stressed vowel, ``ː`` for a consonant that stands twice.

    Args:
        phones: symbols of the inventory and punctuation; punctuation stays as it is.

    Raises:
        ValueError: another symbol.
    """
    parts: list[str] = []
    previous = ""
    for phone in phones:
        if phone not in IPA and phone not in PUNCTUATION:
            raise ValueError(f"{phone!r} is not a symbol of ru_g2p; see ru_g2p.SYMBOLS")
        vowel = phone[-1] in "01"
        if phone == previous and phone in IPA and not vowel:
            parts.append("ː")
        else:
            parts.append(("ˈ" if phone.endswith("1") else "") + IPA.get(phone, phone))
        previous = phone
    return "".join(parts)


@lru_cache(maxsize=1)
def default_phonemizer() -> Phonemizer:
    """Return the `Phonemizer` behind the functions of the package; its model is loaded when first needed."""
    return Phonemizer()
