from __future__ import annotations

import pytest
import trees

from vocab_sync.symbol_list import UnreadableSymbols, read_symbols


@pytest.mark.parametrize("style", ["compact", "black"])
def test_reads_what_python_makes_of_the_file(style: trees.Style) -> None:
    source = trees.symbols2_source(style)
    names: dict[str, object] = {"__name__": "text.symbols2"}
    exec(source, names)
    assert read_symbols(source.encode()) == names["symbols"]


@pytest.mark.parametrize(
    ("source", "symbols"),
    [
        ("a = ['x']\nsymbols = a\na += ['y']", ["x", "y"]),  # an alias sees an addition in place
        ("a = ['x']\nsymbols = a + []\na.append('y')", ["x"]),
        ("symbols = list('ab') + sorted({'d', 'c'})", ["a", "b", "c", "d"]),
        ("symbols = ['x']\nsymbols += ('y',)", ["x", "y"]),
        ("symbols = ['x']\nif __name__ == '__main__':\n    symbols = []", ["x"]),
    ],
)
def test_behaves_as_python(source: str, symbols: list[str]) -> None:
    assert read_symbols(source.encode()) == symbols


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("symbols = [", "not valid Python"),
        ("symbols = ['a']\0", "not valid Python"),
        ("a = 1", "line 1: `1` is not among"),
        ("a = ['x']", "does not define `symbols`"),
        ("symbols = [['a']]", "list of strings"),
        ("symbols = 'ab'", "list of strings"),
        ("a = []\nsymbols = [open('/etc/passwd')]", "line 2: `open"),
        ("symbols = [f'a']", "line 1"),
        ("symbols = [x for x in 'ab']", "line 1"),
        ("symbols = ['a']\nfor s in 'bc':\n    symbols.append(s)", "line 2"),
        ("from x import symbols", "line 1"),
        ("symbols = ['a'] + 'b'", "line 1: can only concatenate"),
        ("symbols = ['a']\nif __name__ == '__main__':\n    pass\nelse:\n    symbols = []", "line 2"),
        ("symbols = list({'b', 'a'})", "order of a set"),
        ("symbols = ['a']\nsymbols += {'b', 'c'}", "order of a set"),
    ],
)
def test_refuses(source: str, reason: str) -> None:
    with pytest.raises(UnreadableSymbols, match=reason):
        read_symbols(source.encode())
