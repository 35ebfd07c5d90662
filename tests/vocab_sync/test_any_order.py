"""Whatever is applied, reverted and edited, in whatever order: no original byte is lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import trees
from conftest import run
from faults import contents
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import sampled_from

from vocab_sync.transaction import FOLDER

TOY = Path(__file__).parents[2] / "examples" / "toy_language" / "pack.yaml"
PACKS = {"ru": "ru", "tok": str(TOY)}
EDITABLE = [
    "GPT_SoVITS/text/symbols2.py",
    "GPT_SoVITS/text/cleaner.py",
    "GPT_SoVITS/configs/s1longer-v2.yaml",
]


class Commands(RuleBasedStateMachine):
    """The model: which languages lie on each other, which files were edited since the last apply, and all edits."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.tree = trees.make_tree(self.folder / "tree")
        self.original = contents(self.tree)
        self.languages: list[str] = []
        self.edited: set[str] = set()
        self.edits = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(code=sampled_from(sorted(PACKS)))
    def apply(self, code: str) -> None:
        assert run("apply", self.tree, "--lang", PACKS[code]) == 0
        if code not in self.languages:
            self.languages.append(code)
        self.edited.clear()

    @rule(code=sampled_from(sorted(PACKS)))
    def revert(self, code: str) -> None:
        before = contents(self.tree)
        allowed = self.languages[-1:] == [code] and not self.edited
        assert run("revert", self.tree, "--lang", code) == (0 if allowed else 2)
        if allowed:
            self.languages.pop()
        else:
            assert contents(self.tree) == before

    @rule(path=sampled_from(EDITABLE))
    def edit(self, path: str) -> None:
        """Add a line at the top, far from those that a language needs."""
        self.edits += 1
        line = f"# edit {self.edits}\n".encode()
        (self.tree / path).write_bytes(line + (self.tree / path).read_bytes())
        self.original[path] = line + (self.original[path] or b"")
        if self.languages:
            self.edited.add(path)

    @invariant()
    def originals_are_there_when_nothing_is_applied(self) -> None:
        if not self.languages:
            assert contents(self.tree) == self.original
            assert not (self.tree / FOLDER).exists()

    @rule(code=sampled_from(sorted(PACKS)))
    def status(self, code: str) -> None:
        applied = code in self.languages
        assert run("status", self.tree, "--lang", code if applied else PACKS[code]) == (0 if applied else 1)


TestCommands = Commands.TestCase
TestCommands.settings = settings(
    max_examples=8, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
