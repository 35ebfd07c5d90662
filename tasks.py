"""The project's two commands. They need Python 3.10 or newer and nothing else:

    python3 tasks.py demo    Russian text to phones inside a real GPT-SoVITS tree
    python3 tasks.py test    linters, types, all tests

Each makes ``.venv`` beside this file and installs the pinned dependencies into it; a second run reuses it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def installed_from() -> str:
    """Return a hash of all that decides what is in the venv: a change of it installs anew."""
    digest = hashlib.sha256(sys.version.encode())
    names = ["pyproject.toml", "constraints.txt", "hatch_build.py"]
    for path in [ROOT / name for name in names] + sorted((ROOT / "data").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def install() -> None:
    """Make the venv and install the project into it, editable, with its pinned dependencies."""
    stamp = VENV / "installed-from.txt"
    wanted = installed_from()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing into {VENV} (some minutes the first time) ...", flush=True)
    stamp.unlink(missing_ok=True)
    if not PYTHON.exists():
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except subprocess.CalledProcessError:
            sys.exit("error: this Python cannot make a venv; on Debian and Ubuntu: apt install python3-venv")
    run(PYTHON, "-m", "pip", "install", "--quiet", "--constraint", "constraints.txt", "--editable", ".[dev]")
    stamp.write_text(wanted)


def demo() -> None:
    """Run the main job end to end."""
    run(PYTHON, "examples/demo.py")


def test() -> None:
    """Lint, check types, run the tests."""
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    run(PYTHON, "-m", "mypy")
    run(PYTHON, "-m", "pytest", *sys.argv[2:])


def run(*command: str | Path) -> None:
    """Run a command in the project's folder; its failure ends this program with its status."""
    environment = os.environ | {"PYTHONUTF8": "1"}
    finished = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


TASKS = {"demo": demo, "test": test}

if __name__ == "__main__":
    if sys.version_info < (3, 10):  # noqa: UP036  (an older Python gets a message, not a traceback)
        sys.exit(f"error: Python 3.10 or newer is needed, this is {sys.version.split()[0]}")
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:
        sys.exit(__doc__)
    install()
    TASKS[sys.argv[1]]()
