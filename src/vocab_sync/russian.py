"""Russian: the language pack of ru_g2p."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from ru_g2p import Phonemizer
from ru_g2p.errors import RuG2PError
from ru_g2p.phonology.inventory import SYMBOLS
from vocab_sync.errors import UserError
from vocab_sync.pack_file import read_pack


@cache
def _frontend() -> str:
    """Name the installed ru_g2p; its fingerprint is a hash of its tables and loads no model."""
    try:
        return f"ru-g2p {version('ru-g2p')}, fingerprint {Phonemizer().fingerprint}"
    except RuG2PError as error:  # a broken installation; the message names the file
        raise UserError("ru-g2p", str(error).rpartition("; ")[0] or str(error), "reinstall it") from error


PACK: Final = read_pack(Path(__file__).with_name("languages") / "ru.yaml", symbols=SYMBOLS, frontend=_frontend)
"""Contract order of the 53 phones: ``ru_g2p.phonology.inventory``."""
