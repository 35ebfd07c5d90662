"""Russian: the language pack of ru_g2p."""

from __future__ import annotations

from typing import Final

from ru_g2p.phonology.inventory import SYMBOLS
from vocab_sync.language import Labels, LanguagePack

PACK: Final = LanguagePack(
    code="ru",
    name="Russian",
    symbols=SYMBOLS,
    letters=r"\u0400-\u052f",  # the Unicode blocks Cyrillic and Cyrillic Supplement
    labels=Labels(
        alone="俄文",
        mixed="俄英混合",
        locales={"en_US": ("Russian", "Russian-English Mixed"), "ru_RU": ("Русский", "Русский и английский")},
    ),
    module_name="russian",
    module_source='''\
"""Russian text to phones, by the package ru-g2p."""

try:
    from ru_g2p import g2p, text_normalize
except ImportError as error:
    raise ImportError("GPT-SoVITS speaks Russian with the package ru-g2p: pip install ru-g2p") from error

__all__ = ["g2p", "text_normalize"]
''',
)
"""Contract order of the 53 phones: ``ru_g2p.phonology.inventory``."""
