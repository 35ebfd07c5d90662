"""`Phonemizer`: normalization, stress and pronunciation, one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Final, Literal, get_args

from ru_g2p.errors import BackendError
from ru_g2p.normalize import Normalized, normalize
from ru_g2p.phonology.clitics import PhonologicalWord, phonological_words
from ru_g2p.phonology.inventory import IPA, PUNCTUATION
from ru_g2p.phonology.transcription import Pronunciation, pronounce
from ru_g2p.stress.backends import AutoBackend, LexiconBackend, SileroBackend
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.stress.resolve import Backend, StressResolver
from ru_g2p.stress.silero import Silero
from ru_g2p.stress.user_lexicon import load_user_lexicon
from ru_g2p.tokens import Source, StressedWord

Stress = Literal["auto", "lexicon", "silero"]
"""The stress backends of this version."""

_BATCH: Final = 64
"""Texts that `Phonemizer.phonemize_many` takes at once: enough for the model to profit, few enough to stay small."""

_FINGERPRINTED: Final = (
    "phonology/rules.tsv",
    "phonology/classes.tsv",
    "phonology/segments.tsv",
    "phonology/clitics.tsv",
    "phonology/stressed_prepositions.tsv",
    "lexicon/pronunciation.trie",
    "lexicon/stress.trie",
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text and its pronunciation.

    ``pronunciations`` holds one item per phonological word or punctuation mark; their offsets count characters
    of ``normalized.text``, and ``normalized.source_span`` takes them back to ``text``.
    """

    text: str
    normalized: Normalized
    pronunciations: tuple[Pronunciation, ...]

    @property
    def phones(self) -> list[str]:
        """Symbols of the inventory and punctuation, in order."""
        return [phone for pronunciation in self.pronunciations for phone in pronunciation.phones]

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
            (the lexicon and the context, no model, no torch), ``silero`` (the models of silero-stress) or ``auto``
            (the lexicon and the context, and the models for what they leave open).
        user_lexicon: mapping or path of a TSV, word → word with ``+`` before its stressed vowel.
        device: where the model's homograph solver runs: ``cpu`` or ``cuda:N``.

    Raises:
        BackendError: an unknown backend.
        UserLexiconError: a malformed dictionary.
    """

    def __init__(
        self,
        stress: Stress = "auto",
        user_lexicon: str | Path | Mapping[str, str] | None = None,
        device: str = "cpu",
    ) -> None:
        if stress not in get_args(Stress):
            raise BackendError(f"unknown stress backend {stress!r}; this version has {', '.join(get_args(Stress))}")
        self._backend = _backend(stress, device)
        self._user_lexicon = load_user_lexicon(user_lexicon)
        self._resolver = StressResolver(self._backend, self._user_lexicon)

    def normalize(self, text: str) -> str:
        """Return spoken Cyrillic words and ``! ? … , . -``; stress marks stay, as ``+`` before the vowel."""
        return normalize(text).text

    def accentuate(self, text: str) -> str:
        """Return normalized text with ``+`` before each stressed vowel and ё restored; clitics carry no mark."""
        normalized = normalize(text).text
        groups = phonological_words(self._resolver.resolve(normalized))
        return render_stressed(
            normalized,
            (word for group in groups if isinstance(group, PhonologicalWord) for word in group.members),
        )

    def phonemize(self, text: str) -> Utterance:
        """Return the pronunciation of any text; what cannot be spoken is left out."""
        normalized = normalize(text)
        return Utterance(text, normalized, tuple(pronounce(self._resolver.resolve(normalized.text))))

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
            normalized = [normalize(text) for text in batch]
            resolved = self._resolver.resolve_many([one.text for one in normalized])
            for text, one, tokens in zip(batch, normalized, resolved, strict=True):
                yield Utterance(text, one, tuple(pronounce(tokens)))
                done += 1
                if progress is not None:
                    progress(done)

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
        """A hash of all that decides the phones: inventory, rules, lexicons, backend and versions."""
        from importlib.metadata import version  # noqa: PLC0415  (a fifth of this package's import time)

        digest = hashlib.sha256(
            repr((version("ru-g2p"), self._backend.name, sorted(self._user_lexicon.items()), IPA)).encode()
        )
        for name in _FINGERPRINTED:
            digest.update(files("ru_g2p").joinpath(name).read_bytes())
        return digest.hexdigest()[:16]


def _backend(stress: Stress, device: str) -> Backend:
    if stress == "silero":
        return SileroBackend(Silero(device))
    lexicon = StressLexicon()
    return LexiconBackend(lexicon) if stress == "lexicon" else AutoBackend(lexicon, Silero(device))


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
