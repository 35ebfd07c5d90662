from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from vocab_sync.edits.module import write_module
from vocab_sync.outcome import Changed, Refused, Unchanged
from vocab_sync.russian import PACK


def written() -> bytes:
    outcome = write_module(None, PACK)
    assert isinstance(outcome, Changed)
    return outcome.content


def test_written_once() -> None:
    assert write_module(written(), PACK) == Unchanged("the pack's own")


def test_our_own_older_module_is_replaced() -> None:
    older = replace(PACK, module_source="x = 1\n")
    outcome = write_module(written(), older)
    assert isinstance(outcome, Changed)
    assert outcome.content.endswith(b"x = 1\n")


def test_foreign_module_is_refused() -> None:
    assert isinstance(write_module(b"def g2p(text): ...\n", PACK), Refused)


def test_module_says_how_to_install_its_package(tmp_path: Path) -> None:
    (tmp_path / "russian.py").write_bytes(written())
    # -I -S: neither the environment nor site-packages, so that ru_g2p cannot be found.
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import russian"
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "pip install ru-g2p" in run.stderr
