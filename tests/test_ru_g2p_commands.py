"""``ru-g2p`` in a pipe: what goes to standard output, and one line on standard error for a mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ru_g2p import Phonemizer

COMMAND = Path(sys.executable).with_name("ru-g2p.exe" if os.name == "nt" else "ru-g2p")


def run(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *map(str, arguments)], input=stdin, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["phonemize"], "Rd Ro1 Rm .\n\nRs Ra1 Rt\n"),
        (["phonemize", "-", "--format", "ipa"], "dˈom .\n\nsˈat\n"),
        (["phonemize", "--format", "stress"], "Д+ом.\n\nс+ад\n"),
        (["accent"], "Д+ом.\n\nс+ад\n"),
        (["normalize"], "Дом.\n\nсад\n"),
    ],
)
def test_line_by_line(arguments: list[str], output: str) -> None:
    finished = run(*arguments, stdin="Дом.\n\nсад\n")
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, output, "")


def test_json() -> None:
    finished = run("phonemize", "--format", "json", stdin="Дом\n")
    assert json.loads(finished.stdout) == {
        "text": "Дом",
        "normalized": "Дом",
        "stressed": "Д+ом",
        "phones": ["Rd", "Ro1", "Rm"],
        "ipa": "dˈom",
    }


def test_a_file_and_a_users_dictionary(tmp_path: Path) -> None:
    text, lexicon = tmp_path / "текст с пробелом.txt", tmp_path / "user.tsv"
    text.write_text("\ufeffзамок\n", encoding="utf-8")
    lexicon.write_text("замок\tзам+ок\n", encoding="utf-8")
    assert run("accent", text, "--user-lexicon", lexicon).stdout == "зам+ок\n"


def test_the_backend_is_chosen() -> None:
    word = "хыковероид"  # nobody knows it, and they guess differently
    lexicon, silero = (Phonemizer(backend).accentuate(word) for backend in ("lexicon", "silero"))
    assert lexicon != silero
    assert run("accent", "--stress", "lexicon", stdin=f"{word}\n").stdout == f"{lexicon}\n"
    assert run("accent", "--stress", "silero", stdin=f"{word}\n").stdout == f"{silero}\n"
    refused = run("accent", "--stress", "nothing")
    assert refused.returncode == 2
    assert "'lexicon'" in refused.stderr


def test_explain_shows_words_phones_and_rules() -> None:
    output = run("explain", "Без в+ас").stdout
    assert "Rbj" in output
    assert "user" in output
    assert "soft" in output


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["phonemize", "absent.txt"], "absent.txt: No such file or directory; check the path"),
        (["accent", "-", "--user-lexicon", "absent.tsv"], "absent.tsv: cannot be read"),
    ],
)
def test_a_mistake_is_one_line(arguments: list[str], complaint: str) -> None:
    finished = run(*arguments)
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr.startswith("error: ")
    assert complaint in finished.stderr
    assert finished.stderr.count("\n") == 1
