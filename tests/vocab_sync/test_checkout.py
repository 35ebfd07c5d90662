from __future__ import annotations

from pathlib import Path

import pytest

from vocab_sync.checkout import SYMBOLS_PATH, SYMBOLS_V1_PATH, Checkout
from vocab_sync.edits.symbols import append_symbols
from vocab_sync.errors import UserError
from vocab_sync.outcome import Changed


def test_root_and_package_folder_are_the_same_tree(tree: Path) -> None:
    assert Checkout.find(tree) == Checkout.find(tree / "GPT_SoVITS") == Checkout(tree)


def test_path_through_a_link_is_resolved(tree: Path, tmp_path: Path) -> None:
    link = tmp_path / "связь с пробелом"
    link.symlink_to(tree, target_is_directory=True)
    assert Checkout.find(link) == Checkout(tree)


@pytest.mark.parametrize("name", ["tree/GPT_SoVITS/text", "tree/..", "missing", f"tree/{SYMBOLS_PATH}"])
def test_other_folders_are_refused(tree: Path, name: str) -> None:
    with pytest.raises(UserError):
        Checkout.find(tree.parent / name)


def test_link_out_of_the_tree_is_refused(tree: Path, tmp_path: Path) -> None:
    cleaner = tree / "GPT_SoVITS/text/cleaner.py"
    cleaner.rename(tmp_path / "cleaner.py")
    cleaner.symlink_to(tmp_path / "cleaner.py")
    with pytest.raises(UserError, match="outside the tree"):
        Checkout(tree).read("GPT_SoVITS/text/cleaner.py")


def test_symbol_lists_grow_by_one_language_at_a_time(tree: Path) -> None:
    path = tree / SYMBOLS_PATH
    for code, symbols in {"xx": ["Xa", "Xb"], "yy": ["Ya"]}.items():
        outcome = append_symbols(path.read_bytes(), code, symbols)
        assert isinstance(outcome, Changed)
        path.write_bytes(outcome.content)
    base, with_xx, with_both = Checkout(tree).symbol_lists()
    assert len(base) == 732
    assert with_xx == [*base, "Xa", "Xb"]
    assert with_both == [*with_xx, "Ya"]


def test_v1_has_a_list_of_its_own(tree: Path) -> None:
    assert [len(symbols) for symbols in Checkout(tree).symbol_lists(SYMBOLS_V1_PATH)] == [322]


def test_unreadable_symbols_name_file_and_line(tree: Path) -> None:
    (tree / SYMBOLS_PATH).write_text("symbols = load()\n")
    with pytest.raises(UserError, match=r"symbols2\.py: line 1: .*restore"):
        Checkout(tree).symbol_lists()
