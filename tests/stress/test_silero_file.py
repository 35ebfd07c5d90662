"""The file of silero-stress is read without running anything of it; a damaged one is told of."""

import pickle
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from ru_g2p import BackendError
from ru_g2p.stress import silero as silero_module
from ru_g2p.stress.silero import Silero
from ru_g2p.stress.silero_file import SileroFile, known_file


def test_nothing_that_the_pickles_name_is_called(tmp_path: Path) -> None:
    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return exec, ("raise AssertionError",)

    class Models:
        def __reduce__(self) -> tuple[object, tuple[()], dict[str, object]]:
            return dict, (), {"accentor": Hostile()}

    written = BytesIO()
    pickle.dump(Models(), written)
    with zipfile.ZipFile(tmp_path / "accentor.pt", "w") as archive:
        archive.writestr("models/accentor_models/accentor", written.getvalue())
    models = SileroFile(tmp_path / "accentor.pt")._models
    assert models["accentor"].arguments == ("raise AssertionError",)


@pytest.mark.parametrize("end", [4, -1000, -1])
def test_a_damaged_file_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: int) -> None:
    path = known_file()
    assert path is not None
    damaged = tmp_path / "accentor.pt"
    damaged.write_bytes(path.read_bytes()[:end])
    monkeypatch.setattr(silero_module, "known_file", lambda: damaged)
    with pytest.raises(BackendError, match=r"silero-stress cannot load its models.*pip install"):
        Silero().words(["хыковер"])
