"""Toki Pona text to phones: the two functions that GPT-SoVITS calls, in the smallest form that is a language."""

import re

_FOREIGN = re.compile(r"[^aeijklmnopstuw!?…,. -]+")
_TOKEN = re.compile(r"[a-z]+|[!?…,.-]")
_CODA = re.compile(r"n(?![aeiou])")  # at the end of a syllable it takes the place of what follows


def text_normalize(text: str) -> str:
    """Return the text with nothing in it but the language's letters, spaces and ``! ? … , . -``.

    A real language spells out numbers and abbreviations here.
    """
    return " ".join(_FOREIGN.sub(" ", text.lower()).split())


def g2p(norm_text: str) -> list[str]:
    """Return the symbols of a normalized text; punctuation stands for itself."""
    phones: list[str] = []
    for token in _TOKEN.findall(norm_text):
        phones += _word(token) if token.isalpha() else [token]
    return phones


def _word(word: str) -> list[str]:
    stressed = re.search("[aeiou]", word)
    phones = []
    for at, letter in enumerate(_CODA.sub("N", word)):
        stress = "" if letter not in "aeiou" else "1" if stressed and at == stressed.start() else "0"
        phones.append(f"TP{letter}{stress}")
    return phones
