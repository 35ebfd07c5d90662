"""The inventory is a contract: 53 symbols whose order no release may change."""

import hashlib

from ru_g2p import IPA, PUNCTUATION, SYMBOLS


def test_order_of_symbols_never_changes() -> None:
    assert len(SYMBOLS) == len(set(SYMBOLS)) == 53
    assert (
        hashlib.sha256(" ".join(SYMBOLS).encode()).hexdigest()
        == "b8f04337dcd201d0f896ebf33353f31e00a3f2292d2d3fb8f088d4161b363a44"
    )


def test_names_stay_apart_from_other_languages() -> None:
    assert all(symbol.startswith("R") for symbol in SYMBOLS)
    assert not set(SYMBOLS) & set(PUNCTUATION)


def test_each_symbol_has_an_ipa() -> None:
    assert tuple(IPA) == SYMBOLS
    assert all(IPA.values())
