"""Written Russian to phones: normalization, stress and ё, pronunciation. Offline and deterministic.

>>> import ru_g2p
>>> ru_g2p.g2p(ru_g2p.text_normalize("Прив+ет!"))
['Rp', 'Rrj', 'Ri0', 'Rvj', 'Re1', 'Rt', '!']
"""

from __future__ import annotations

from ru_g2p.errors import BackendError, LexiconError, RuG2PError, UnspeakableError, UserLexiconError
from ru_g2p.phonology.inventory import IPA, PUNCTUATION, SYMBOLS
from ru_g2p.pipeline import Explanation, Phonemizer, Utterance, default_phonemizer, to_ipa

__all__ = [
    "IPA",
    "PUNCTUATION",
    "SYMBOLS",
    "BackendError",
    "Explanation",
    "LexiconError",
    "Phonemizer",
    "RuG2PError",
    "UnspeakableError",
    "UserLexiconError",
    "Utterance",
    "accentuate",
    "g2p",
    "text_normalize",
    "to_ipa",
]


def text_normalize(text: str) -> str:
    """Return ``text`` as spoken Cyrillic words and ``! ? … , . -``.

    Stress marks of the user (``+`` before a vowel, U+0301 after it) come out as ``+`` before the vowel. Normalizing
    twice changes nothing. Never raises.
    """
    return default_phonemizer().normalize(text)


def g2p(norm_text: str) -> list[str]:
    """Return the phones of a text: symbols of `SYMBOLS` and of `PUNCTUATION`.

    ``g2p(text_normalize(text))`` equals ``Phonemizer().phonemize(text).phones``; text that was not normalized, or
    that was changed since, is normalized first.

    Raises:
        BackendError: the stress model cannot be loaded.
    """
    return default_phonemizer().phonemize(norm_text).phones


def accentuate(text: str) -> str:
    """Return normalized text with ``+`` before each stressed vowel and ё restored.

    Raises:
        BackendError: the stress model cannot be loaded.
    """
    return default_phonemizer().accentuate(text)
