from __future__ import annotations

import re

import pytest
import trees

from vocab_sync.blocks import is_reserved
from vocab_sync.edits.symbols import UNFIT_SIZES, append_symbols, append_v1_symbols
from vocab_sync.outcome import Changed, Refused, Unchanged
from vocab_sync.symbol_list import read_symbols

NEW = ["Xa", "Xb", "Xc"]
BLOCK = b'# >>> vocab-sync: xx\nsymbols += [\n    "Xa", "Xb", "Xc",\n]\n# <<< vocab-sync: xx\n'


def changed(source: bytes, code: str = "xx", symbols: list[str] = NEW) -> bytes:
    outcome = append_symbols(source, code, symbols)
    assert isinstance(outcome, Changed), outcome
    return outcome.content


@pytest.mark.parametrize("style", ["compact", "black"])
def test_block_follows_the_last_statement(style: trees.Style) -> None:
    source = trees.symbols2_source(style).encode()
    result = changed(source)
    before, after = result.split(BLOCK)
    assert before + after == source
    assert after.startswith(b"# print(len(symbols))\nif __name__")
    assert read_symbols(result) == read_symbols(source) + NEW


def test_applied_twice_changes_nothing() -> None:
    result = changed(trees.symbols2_source().encode())
    assert append_symbols(result, "xx", NEW) == Unchanged("735 symbols")


def test_line_ends_and_bom_stay() -> None:
    source = b"\xef\xbb\xbf" + trees.symbols2_source().replace("\n", "\r\n").encode()
    result = changed(source)
    before, after = result.split(BLOCK.replace(b"\n", b"\r\n"))
    assert before + after == source
    assert append_symbols(result, "xx", NEW) == Unchanged("735 symbols")


@pytest.mark.parametrize("end", [b"", b"  # the end", b"\n"])
def test_last_statement_ends_the_file(end: bytes) -> None:
    assert changed(b"symbols = ['a']" + end) == b"symbols = ['a']" + end.rstrip(b"\n") + b"\n" + BLOCK


def test_two_languages_keep_their_order() -> None:
    first = changed(b"symbols = ['a']\n")
    both = changed(first, "yy", ["Ya"])
    assert read_symbols(both) == ["a", *NEW, "Ya"]
    assert append_symbols(both, "xx", NEW) == Unchanged("5 symbols")


def test_statement_added_behind_the_block_stays() -> None:
    source = changed(b"symbols = ['a']\n") + b"symbols += ['z']\n"
    assert append_symbols(source, "xx", NEW) == Unchanged("5 symbols")


@pytest.mark.parametrize("kept", [1, 2])
def test_block_cut_short_is_completed(kept: int) -> None:
    older = changed(b"symbols = ['a']\n", symbols=NEW[:kept])
    assert changed(older) == b"symbols = ['a']\n" + BLOCK


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"symbols = ['a', 'Xb', 'Xa']\n", "Xa, Xb already there"),
        (b"symbols = ['a', 'a']\n", "twice"),
        (b"symbols = load()\n", "line 1"),
        (BLOCK, "line 2"),
        (b"symbols = ['a']\n" + BLOCK.replace(b'"Xb", ', b""), "edited"),
        (b"symbols = ['a']\n" + BLOCK.replace(b'"Xa"', b'"X0"'), "edited"),
        (b"symbols = ['a']\n" + BLOCK.replace(b'"Xa", "Xb"', b'"Xb", "Xa"'), "edited"),
        (b"symbols = ['a']\n" + BLOCK.replace(b', "Xc"', b"") + b"symbols += ['z']\n", "ids would move"),
        (b"symbols = ['a']\n" + BLOCK.replace(b"# <<< vocab-sync: xx\n", b""), "line 2: .* not closed"),
        (b"symbols = ['a']\n" + BLOCK.replace(b"# >>> vocab-sync: xx\n", b""), "line 5: .* without its"),
        (b"symbols = ['a']\n" + BLOCK + BLOCK, "line 7: a second"),
    ],
)
def test_refuses(source: bytes, reason: str) -> None:
    outcome = append_symbols(source, "xx", NEW)
    assert isinstance(outcome, Refused)
    assert re.search(reason, outcome.reason), outcome


def test_symbols_that_the_encoding_cannot_hold_are_refused() -> None:
    source = b"# coding: latin-1\nsymbols = ['a']\n"
    assert isinstance(append_symbols(source, "xx", ["\u03a9"]), Refused)


def names(count: int) -> list[str]:
    return [f"X{number}" for number in range(count)]


@pytest.mark.parametrize("size", sorted(UNFIT_SIZES))
def test_unfit_size_gets_a_reserved_symbol(size: int) -> None:
    result = changed(b"symbols = ['a']\n", symbols=names(size - 1))
    assert read_symbols(result) == ["a", *names(size - 1), "xx_reserved_1"]
    assert append_symbols(result, "xx", names(size - 1)) == Unchanged(f"{size + 1} symbols")


def test_reserved_symbol_stays_when_the_pack_grows() -> None:
    older = changed(b"symbols = ['a']\n", symbols=names(511))
    newer = changed(older, symbols=names(513))
    assert read_symbols(newer) == ["a", *names(511), "xx_reserved_1", "X511", "X512"]
    assert changed(older, symbols=names(1023)).endswith(b'"X1022", "xx_reserved_2",\n]\n# <<< vocab-sync: xx\n')


def test_each_language_reserves_for_itself() -> None:
    first = changed(b"symbols = ['a']\n", symbols=names(511))
    both = changed(first, "yy", [f"Y{number}" for number in range(512)])
    assert list(filter(is_reserved, read_symbols(both))) == ["xx_reserved_1", "yy_reserved_1"]
    assert len(read_symbols(both)) == 1026
    assert append_symbols(both, "xx", names(511)) == Unchanged("1026 symbols")


def test_reserved_symbol_that_a_language_behind_it_forbids_is_refused() -> None:
    source = changed(b"symbols = ['a']\n", symbols=names(510)) + b"symbols += ['z']\n"
    assert isinstance(append_symbols(source, "xx", names(510)), Refused)


def test_v1_has_the_same_block_and_no_unfit_size() -> None:
    outcome = append_v1_symbols(b"symbols = ['a']\n", "xx", NEW)
    assert outcome == Changed(b"symbols = ['a']\n" + BLOCK, "1 → 4 symbols")
    assert isinstance(outcome, Changed)
    assert append_v1_symbols(outcome.content, "xx", NEW) == Unchanged("4 symbols")
    grown = append_v1_symbols(b"symbols = ['a']\n", "xx", names(511))
    assert isinstance(grown, Changed)
    assert len(read_symbols(grown.content)) == 512


def test_v1_stays_smaller_than_v2() -> None:
    assert isinstance(append_v1_symbols(b"symbols = ['a']\n", "xx", names(730)), Changed)
    assert isinstance(append_v1_symbols(b"symbols = ['a']\n", "xx", names(731)), Refused)
