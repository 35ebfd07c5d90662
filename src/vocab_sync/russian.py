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
        locales={
            "en_US": ("Russian", "Russian-English Mixed"),
            "es_ES": ("Ruso", "Mezcla de ruso e inglés"),
            "fr_FR": ("Russe", "Mélange Russe-Anglais"),
            "it_IT": ("Russo", "Misto russo e inglese"),
            "ja_JP": ("ロシア語", "露英混合"),
            "ko_KR": ("러시아어", "러시아어와 영어 혼합"),
            "pt_BR": ("Russo", "Mistura de Russo e Inglês"),
            "ru_RU": ("Русский", "Русский и английский"),
            "tr_TR": ("Rusça", "Rusça ve İngilizce karışımı"),
            "zh_CN": ("俄文", "俄英混合"),
            "zh_HK": ("俄文", "俄英混合"),
            "zh_SG": ("俄文", "俄英混合"),
            "zh_TW": ("俄文", "俄英混合"),
        },
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
