from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from packs import THAI, TOY

from vocab_sync.edits.module import write_module, write_script_runs
from vocab_sync.outcome import Changed, NotNeeded, Refused, Unchanged
from vocab_sync.russian import PACK


def written() -> bytes:
    outcome = write_module(None, PACK)
    assert isinstance(outcome, Changed)
    return outcome.content


def test_written_once() -> None:
    assert write_module(written(), PACK) == Unchanged("as vocab-sync writes it")


def test_our_own_older_module_is_replaced() -> None:
    older = replace(PACK, module_source="x = 1\n")
    outcome = write_module(written(), older)
    assert isinstance(outcome, Changed)
    assert outcome.content.endswith(b"x = 1\n")


def test_foreign_module_is_refused() -> None:
    assert isinstance(write_module(b"def g2p(text): ...\n", PACK), Refused)


def test_script_runs_is_one_module_for_all_languages(tmp_path: Path) -> None:
    outcome = write_script_runs(None, PACK)
    assert isinstance(outcome, Changed)
    assert write_script_runs(outcome.content, THAI) == Unchanged("as vocab-sync writes it")
    assert write_script_runs(None, TOY) == NotNeeded("Toy has no letters of its own")
    assert isinstance(write_script_runs(b"x = 1\n", PACK), Refused)
    # In the tree neither vocab-sync nor any other package is there to be imported.
    (tmp_path / "script_runs.py").write_bytes(outcome.content)
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import script_runs"
    code += "; print(script_runs.runs('да no', {'ru': 'а-я'}))"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert run.stdout == "[('ru', 'да '), (None, 'no')]\n"


def test_module_says_how_to_install_its_package(tmp_path: Path) -> None:
    (tmp_path / "russian.py").write_bytes(written())
    # -I -S: neither the environment nor site-packages, so that ru_g2p cannot be found.
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import russian"
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "pip install ru-g2p" in run.stderr
