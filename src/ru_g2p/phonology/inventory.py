"""The 53 phones of ``ru_g2p`` and the punctuation it emits; nothing else in the project defines them.

The order is a contract: a model checkpoint stores one embedding row per symbol, in this order. A symbol is
never renamed, moved or removed; a new one is appended. Every name starts with ``R``, which keeps it apart
from the pinyin, kana, ARPAbet, jamo and jyutping symbols of GPT-SoVITS. In names, ``1`` is stressed, ``0``
unstressed, a final ``j`` palatalised.

IPA follows the English Wiktionary's Russian entries (Appendix: Russian pronunciation).
"""

from __future__ import annotations

from typing import Final

IPA: Final[dict[str, str]] = {
    # Vowels: stressed, first reduced degree, second reduced degree, unreduced in borrowings.
    "Ra1": "a",
    "Re1": "e",
    "Ri1": "i",
    "Ro1": "o",
    "Ru1": "u",
    "Ry1": "ɨ",
    "Ra0": "ɐ",
    "Rax0": "ə",
    "Ri0": "ɪ",
    "Ry0": "ɨ",
    "Ru0": "ʊ",
    "Re0": "e",
    "Ro0": "o",
    # Hard consonants.
    "Rp": "p",
    "Rb": "b",
    "Rt": "t",
    "Rd": "d",
    "Rk": "k",
    "Rg": "ɡ",
    "Rf": "f",
    "Rv": "v",
    "Rs": "s",
    "Rz": "z",
    "Rx": "x",
    "Rm": "m",
    "Rn": "n",
    "Rl": "ɫ",
    "Rr": "r",
    # Soft consonants.
    "Rpj": "pʲ",
    "Rbj": "bʲ",
    "Rtj": "tʲ",
    "Rdj": "dʲ",
    "Rkj": "kʲ",
    "Rgj": "ɡʲ",
    "Rfj": "fʲ",
    "Rvj": "vʲ",
    "Rsj": "sʲ",
    "Rzj": "zʲ",
    "Rxj": "xʲ",
    "Rmj": "mʲ",
    "Rnj": "nʲ",
    "Rlj": "lʲ",
    "Rrj": "rʲ",
    # Without a hard-soft pair.
    "Rts": "ts",
    "Rch": "tɕ",
    "Rsh": "ʂ",
    "Rzh": "ʐ",
    "Rsch": "ɕː",
    "Rzhj": "ʑː",
    "Rj": "j",
    # Only by assimilation to a following voiced obstruent.
    "Rgh": "ɣ",
    "Rdz": "dz",
    "Rdzh": "dʑ",
}
"""Symbol → IPA, in contract order."""

SYMBOLS: Final[tuple[str, ...]] = tuple(IPA)
"""The 53 symbols, in contract order."""

PUNCTUATION: Final[tuple[str, ...]] = ("!", "?", "…", ",", ".", "-")
"""The pause and intonation symbols, GPT-SoVITS's own."""
