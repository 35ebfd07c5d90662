"""``ru-g2p normalize --diff`` and ``--strict``."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ru_g2p.cli import app, main


def test_diff_prints_a_row_for_each_change() -> None:
    printed = CliRunner().invoke(app, ["normalize", "--diff"], input="Дом.\nу проф. Иванова\nКупи iPhone\n").stdout
    assert printed == "2:3\tabbreviation\t\tпроф.\tпрофессора\n3:6\tlatin\t\tiPhone\tайф+он\n"


def test_strict_stops_at_what_cannot_be_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Дом.\nСад 中\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["ru-g2p", "normalize", "--strict", str(text)])
    with pytest.raises(SystemExit) as stopped:
        main()
    printed = capsys.readouterr()
    assert stopped.value.code == 2
    assert printed.out == "Дом.\n"
    assert printed.err.startswith(f"error: {text}:2:5: '中' (U+4E2D) cannot be spoken; ")
