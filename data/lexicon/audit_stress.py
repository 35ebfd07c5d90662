"""Checks the stress lexicon against two other sources; run by hand, its result is committed.

    python data/lexicon/audit_stress.py UDAR_RESOURCES

Writes ``corrected.tsv``: the forms of one stress, no names and none of ``by_hand.tsv``, that both sources stress on
another vowel. The sources
are the accented transducers of udar 0.1.10 (``udar/resources``; in the line of Zaliznyak's dictionary; read with the
package hfst) and the accentor of silero-stress 1.5 on the word alone. Only which vowel is stressed is taken.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from lexemes import VOWELS, fold, vowel_places
from silero_votes import SileroVotes
from stress_tables import HERE, all_readings, is_name, read_table, write_table

_ACUTE, _GRAVE = "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING GRAVE ACCENT}"


class Udar:
    """The stressed spellings that udar gives to a form, names left out."""

    def __init__(self, resources: Path) -> None:
        self._analyser = _transducer(resources / "analyser-gt-desc.hfstol.gz")
        self._generator = _transducer(resources / "generator-gt-norm.accented.hfstol.gz")
        self._generated = lru_cache(maxsize=1 << 17)(self._generate)

    def spellings(self, key: str) -> set[str]:
        """Return the stressed spellings of a key."""
        tags = {analysis for analysis, _ in self._analyser.lookup(key) if "+Prop" not in analysis}
        return {spelling for tag in tags for spelling in self._generated(tag) if fold(spelling) == key}

    def _generate(self, tag: str) -> tuple[str, ...]:
        return tuple(spelling for form, _ in self._generator.lookup(tag) if (spelling := _marked(form)))


def _transducer(path: Path) -> Any:
    import hfst  # noqa: PLC0415  (only this script needs it)

    with tempfile.NamedTemporaryFile() as unpacked:
        unpacked.write(gzip.decompress(path.read_bytes()))
        unpacked.flush()
        return hfst.HfstInputStream(unpacked.name).read()


def _marked(form: str) -> str:
    """Return a form of udar with ``+``; empty where it has no stress, or two."""
    form = form.lower().replace(_GRAVE, "")
    plain = form.replace(_ACUTE, "")
    places = [form.index(_ACUTE) - 1] if form.count(_ACUTE) == 1 else []
    if not places and plain == form:
        places = [place for place, letter in enumerate(form) if letter == "ё"] or vowel_places(form)
    return f"{plain[: places[0]]}+{plain[places[0] :]}" if len(places) == 1 else ""


def corrections(udar: Udar) -> Iterator[tuple[str]]:
    """Yield the spelling of each form that the lexicon stresses alone."""
    votes = SileroVotes()
    by_hand = {fold(lemma) for _, (lemma, *_) in read_table(HERE / "by_hand.tsv", ("lemma", "tag", "forms"))}
    for key, group in all_readings(corrected=False).items():
        spellings = {fold_yo(reading.spelling) for reading in group}
        if len(spellings) > 1 or sum(letter in VOWELS for letter in key) < 2 or any(map(is_name, group)):
            continue
        if any(fold(reading.lemma) in by_hand for reading in group):
            continue
        others = {fold_yo(spelling): spelling for spelling in sorted(udar.spellings(key))}
        if others and not spellings & others.keys():
            vote = fold_yo(votes[key])
            if vote in others:
                yield (others[vote],)


def fold_yo(spelling: str) -> str:
    """Return a spelling with е for ё."""
    return spelling.replace("ё", "е")


def main(resources: Path) -> None:
    """Write ``data/lexicon/stress/corrected.tsv``."""
    write_table(HERE / "corrected.tsv", ("form",), corrections(Udar(resources)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
