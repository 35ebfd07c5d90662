"""Compare the pronunciation of ``ru_g2p`` with that of its peers on the golden tables, in one run.

    python benchmarks/pronunciation.py [--by-rule] [--json]

Peers are whatever is installed; the run says how to install the others. Every notation is read into one alphabet
(`COMMON`, `NOTATION`), and each phone sequence is scored twice:

* ``strict``: the inventory of ``ru_g2p`` without stress marks, except that what a peer never tells apart
  (`UNTOLD`) is merged in the reference, too;
* ``folded``: in addition, for everybody, reduced vowels count as their full ones (`FOLDED`): a e i o u ɨ remain; and
  a double consonant counts as one.

Conventions that no listener would hear as errors cost nobody anything (`SAME`): t͡sː = t t͡s = t͡s t͡s.

Stress. ``ru_g2p`` reads the marks of the tables. g2p2 and epitran know no stress mark (U+0301 makes g2p2 drop the
vowel), so they get plain words. espeak-ng reads U+0301 in Russian only after 1.52.0 (its pull request 2242); an older
one takes it for an unknown word. It gets the marks if a probe shows that it heeds them, plain words if not; then a
further row scores the words that it stresses right by itself.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

import ru_g2p

GOLDEN: Final = Path(__file__).parents[1] / "tests" / "golden"

COMMON: Final = {symbol: ipa.replace("ɫ", "l") for symbol, ipa in ru_g2p.IPA.items()}
"""Symbol of ``ru_g2p`` → the alphabet in which everything is compared: its IPA, hard l as ``l``."""

SAME: Final = (
    # A long affricate: its closure, or all of it, is written twice.
    ("t ts", "ts ts"),
    ("t tɕ", "tɕ tɕ"),
    # An affricate without a tie bar is two signs.
    ("t s", "ts"),
    ("d z", "dz"),
)
"""Spellings of one sound, replaced from left to right on both sides; spaces part phones."""

FOLDED: Final = {"ɪ": "i", "ʊ": "u", "ɐ": "a", "ə": "a"}

_WIKTIONARY: Final = {"ɪ̯": "j", "æ": "a", "ɵ": "o", "ʉ": "u", "ɛ": "e", "ɫ": "l", "⁽ʲ⁾": ""}
_VOICED: Final = {"ʑ": "ʑː", "ʑː": "ʑː", "dʑ": "dʑ", "dʑː": "dʑ"}
_TWO_SIGNS: Final = {"dʐ": "d ʐ", "tʂ": "t ʂ", "tʲsʲ": "tʲ sʲ", "dʲzʲ": "dʲ zʲ"}

NOTATION: Final[Mapping[str, Mapping[str, str]]] = {
    "espeak-ng": {
        # Stressed a is ɑ; unstressed a and ʌ are its reduced vowels. ʑ is soft z, u" a fronted u, ɕ long щ.
        "ɑ": "a",
        "a": "ɐ",
        "ʌ": "ɐ",
        "ˈa": "a",
        "ˈja": "ja",
        "ɛ": "e",
        "ɵ": "o",
        "y": "ɨ",
        'u"': "u",
        "ɪ^": "ɪ",
        "ɭ": "l",
        "ʃ": "ʂ",
        "ʒ": "ʐ",
        "tʃʲ": "tɕ",
        "dʒʲ": "dʑ",
        "ɕ": "ɕː",
        "ʑ": "zʲ",
    },
    "g2p2": _WIKTIONARY | _VOICED | _TWO_SIGNS,
    # ʂʲː is what epitran makes of шь; ч is t͡ɕʲ.
    "epitran": {"ʒ": "ʐ", "tɕʲ": "tɕ", "ɕʲ": "ɕ", "ɕːʲ": "ɕː", "ʂʲː": "ʂ", "dʒ": "d ʐ"},
}
"""Peer → its signs, longest first, → `COMMON`. Tie bars are dropped before, stress marks after."""

UNTOLD: Final[Mapping[str, Mapping[str, str]]] = {
    "ru_g2p": {},
    # One i, one u and one reduced a in unstressed syllables; no soft x. Its ʐʐ stands for ʑː, too.
    "espeak-ng": {"ɪ": "i", "ʊ": "u", "ə": "ɐ", "xʲ": "x", "ʑː": "ʐ ʐ"},
    # Its ʉ stands for a fronted vowel both stressed and unstressed.
    "g2p2": {"ʊ": "u"},
    # Reduces nothing; velars have no soft partner.
    "epitran": {"ɪ": "i", "ʊ": "u", "ɐ": "a", "ə": "a", "kʲ": "k", "ɡʲ": "ɡ", "xʲ": "x", "ʑː": "ʐ ʐ"},
}
"""Peer → what its notation never tells apart, merged in the reference and in its output."""

_VOWELS: Final = frozenset("aeiouɨɐəɪʊ")
_SIGN: Final = re.compile("[^ʲː]ʲ?ː?")
_AFFRICATES: Final = ("ts", "tɕ", "dz", "dʑ")
_WORD: Final = re.compile(r"[А-Яа-яЁё+]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a golden table; ``readings`` are the accepted phone sequences, in symbols of ``ru_g2p``."""

    text: str
    readings: tuple[tuple[str, ...], ...]
    rule: str

    @property
    def plain(self) -> str:
        return self.text.replace("+", "")


@dataclass(frozen=True, slots=True)
class Output:
    """What a system says: phones in `COMMON`, and which of its vowels are stressed where it tells."""

    phones: tuple[str, ...]
    stressed: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """A system under test. ``kind`` is its key in `UNTOLD`, ``stress`` what it knew of the stress."""

    name: str
    kind: str
    stress: str
    outputs: Sequence[Output]


@dataclass(slots=True)
class Score:
    """Counts over rows."""

    rows: int = 0
    right: int = 0
    phones: int = 0
    errors: int = 0

    def add(self, length: int, errors: int) -> None:
        self.rows += 1
        self.right += errors == 0
        self.phones += length
        self.errors += min(errors, length)

    @property
    def rows_right(self) -> float:
        return self.right / self.rows if self.rows else 0.0

    @property
    def phones_right(self) -> float:
        return 1 - self.errors / self.phones if self.phones else 0.0


@dataclass(slots=True)
class Scores:
    """The two figures of one system on one selection of rows, and the strict one by rule."""

    name: str
    stress: str
    strict: Score = field(default_factory=Score)
    folded: Score = field(default_factory=Score)
    by_rule: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))


def golden_rows() -> list[Row]:
    """Read ``words_*.tsv`` and ``phrases_*.tsv``; the acceptance table where there are none yet."""
    folder = GOLDEN / "pronunciation"
    tables = [*sorted(folder.glob("words_*.tsv")), *sorted(folder.glob("phrases_*.tsv"))]
    return [row for table in tables or [GOLDEN / "acceptance.tsv"] for row in _read(table)]


def _read(table: Path) -> Iterator[Row]:
    header, *lines = table.read_text(encoding="utf-8").splitlines()
    for line in lines:
        cells = dict(zip(header.split("\t"), line.split("\t"), strict=True))
        readings = tuple(tuple(reading.split()) for reading in cells["phones"].split("|"))
        yield Row(cells["text"], readings, cells.get("rule", ""))


def from_symbols(symbols: Iterable[str]) -> Output:
    """Read symbols of ``ru_g2p``; punctuation is left out."""
    sounds = [symbol for symbol in symbols if symbol in COMMON]
    vowels = [symbol for symbol in sounds if symbol[-1] in "01"]
    stressed = tuple(index for index, symbol in enumerate(vowels) if symbol[-1] == "1")
    return Output(tuple(COMMON[symbol] for symbol in sounds), stressed)


def from_ipa(ipa: str, kind: str) -> tuple[str, ...]:
    """Read a peer's IPA: its signs by `NOTATION`, the others as they stand, length as a doubled consonant."""
    notation = NOTATION[kind]
    signs = "|".join(re.escape(sign) for sign in sorted(notation, key=len, reverse=True))
    mapped = re.sub(signs, lambda sign: notation[sign[0]], ipa.replace("\u0361", ""))
    return tuple(_phones(re.sub("[ˈˌ]", "", mapped)))


def _phones(text: str) -> Iterator[str]:
    for part in text.split():
        position = 0
        while position < len(part):
            affricate = next((pair for pair in _AFFRICATES if part.startswith(pair, position)), None)
            if affricate and part[position + 2 : position + 3] != "ʲ":
                long = part[position + 2 : position + 3] == "ː"
                yield from (affricate,) * (1 + long)
                position += 2 + long
                continue
            sign = _SIGN.match(part, position)
            if sign is None:
                position += 1
                continue
            phone = sign[0]
            position = sign.end()
            if not phone[0].isalpha():
                continue
            if phone.endswith("ː") and phone not in COMMON.values():
                yield from (phone[:-1],) * 2
            else:
                yield phone


def ours(rows: Sequence[Row]) -> Iterator[Peer]:
    yield Peer("ru_g2p", "ru_g2p", "marks", [from_symbols(ru_g2p.g2p(row.text)) for row in rows])


def espeak(rows: Sequence[Row]) -> Iterator[Peer]:
    """espeak-ng of the system and of the package espeakng-loader (with the long Russian dictionary), where there."""
    from phonemizer.backend import EspeakBackend  # noqa: PLC0415
    from phonemizer.backend.espeak.wrapper import EspeakWrapper  # noqa: PLC0415

    builds: dict[str, Callable[[], None]] = {}
    if EspeakBackend.is_available():
        builds["system"] = lambda: None
    try:
        import espeakng_loader  # noqa: PLC0415
    except ImportError:
        pass
    else:

        def bundled() -> None:
            EspeakWrapper.set_library(espeakng_loader.get_library_path())
            EspeakWrapper.set_data_path(espeakng_loader.get_data_path())

        builds["loader"] = bundled
    if not builds:
        raise ImportError("espeak-ng")
    for build, choose in builds.items():
        choose()
        backend = EspeakBackend("ru", with_stress=True, language_switch="remove-flags")
        version = ".".join(map(str, backend.version()))
        yield _espeak(rows, backend, f"espeak-ng {version} {build}")


def _espeak(rows: Sequence[Row], backend: object, name: str) -> Peer:
    from phonemizer.separator import Separator  # noqa: PLC0415

    def read(texts: list[str]) -> list[str]:
        return backend.phonemize(texts, separator=Separator(phone="|", word=" "), strip=True)  # type: ignore[attr-defined]

    start, end = read(["мо\u0301локо", "молоко\u0301"])
    heeds = start != end
    texts = [re.sub(r"\+(.)", "\\1\u0301", row.text) if heeds else row.plain for row in rows]
    outputs = []
    for ipa in read(texts):
        signs = [sign for sign in re.split("[| ]+", ipa) if sign]
        phones = [(phone, "ˈ" in sign) for sign in signs for phone in from_ipa(sign, "espeak-ng")]
        # It writes the j of ь and ъ and that of the letter after them.
        runs = [(phone, list(run)) for phone, run in groupby(phones, key=lambda item: item[0])]
        phones = [item for phone, run in runs for item in (run[:1] if phone == "j" else run)]
        vowels = [mark for phone, mark in phones if phone in _VOWELS]
        outputs.append(Output(tuple(phone for phone, _ in phones), tuple(i for i, mark in enumerate(vowels) if mark)))
    return Peer(name, "espeak-ng", "marks" if heeds else "its own", outputs)


def g2p2(rows: Sequence[Row]) -> Iterator[Peer]:
    """g2p2 reads single words; where it gives several readings, its first counts."""
    import g2p2 as package  # noqa: PLC0415

    model = package.get_model("ru")

    def read(word: str) -> tuple[str, ...]:
        phones = from_ipa(model.phonemize(word).split(",")[0], "g2p2")
        # Wiktionary reads final unstressed -е as ə, the norm here as ɪ or ɨ: both readings are current.
        if word.endswith("е") and phones[-1:] == ("ə",):
            phones = (*phones[:-1], "ɨ" if phones[-2:-1] in {("ʂ",), ("ʐ",), ("ts",)} else "ɪ")
        return phones

    outputs = [
        Output(tuple(phone for word in _WORD.findall(row.plain.lower()) for phone in read(word))) for row in rows
    ]
    yield Peer(f"g2p2 {package.__version__}", "g2p2", "its own", outputs)


def epitran(rows: Sequence[Row]) -> Iterator[Peer]:
    import epitran as package  # noqa: PLC0415

    reader = package.Epitran("rus-Cyrl")
    outputs = [Output(from_ipa(reader.transliterate(row.plain.lower()), "epitran")) for row in rows]
    yield Peer("epitran", "epitran", "none", outputs)


PEERS: Final[Mapping[str, tuple[Callable[[Sequence[Row]], Iterator[Peer]], str]]] = {
    "espeak-ng": (espeak, "pip install phonemizer espeakng-loader  (or phonemizer and Debian's espeak-ng)"),
    "g2p2": (g2p2, "pip install g2p2 g2p2-group-slavic"),
    "epitran": (epitran, "pip install epitran"),
}


def comparable(phones: Iterable[str], merged: Mapping[str, str], short: bool) -> tuple[str, ...]:
    """Return the phones with ``merged`` and `SAME` applied; ``short``: with double consonants as one."""
    text = f" {'  '.join(merged.get(phone, phone) for phone in phones)} ".replace("  ", " ")
    for written, meant in SAME:
        text = text.replace(f" {written} ", f" {meant} ")
    told = text.split()
    if short:
        told = [phone for phone, run in groupby(told) for phone in (run if phone in _VOWELS else [phone])]
    return tuple(told)


def distance(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the edit distance."""
    previous = list(range(len(right) + 1))
    for row, item in enumerate(left, start=1):
        current = [row]
        for column, other in enumerate(right, start=1):
            current.append(
                min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (item != other)),
            )
        previous = current
    return previous[-1]


def score(peer: Peer, rows: Sequence[Row]) -> list[Scores]:
    """Score one system; where it guesses the stress and shows it, also on the words that it stresses right."""
    everything = Scores(peer.name, peer.stress)
    stressed_right = Scores("… the words it stresses right", peer.stress)
    for row, output in zip(rows, peer.outputs, strict=True):
        selections = [everything]
        if len(_WORD.findall(row.text)) == 1 and output.stressed == from_symbols(row.readings[0]).stressed:
            selections.append(stressed_right)
        untold = UNTOLD[peer.kind]
        for figure, merged in (("strict", untold), ("folded", untold | FOLDED)):
            length, errors = _closest(output.phones, row, merged, short=figure == "folded")
            for selection in selections:
                getattr(selection, figure).add(length, errors)
                if figure == "folded":
                    selection.by_rule[row.rule].add(length, errors)
    shows_its_guess = peer.stress == "its own" and any(output.stressed is not None for output in peer.outputs)
    return [everything, stressed_right] if shows_its_guess else [everything]


def _closest(phones: Sequence[str], row: Row, merged: Mapping[str, str], short: bool) -> tuple[int, int]:
    said = comparable(phones, merged, short)
    expected = [comparable(from_symbols(reading).phones, merged, short) for reading in row.readings]
    return min(((len(phones), distance(said, phones)) for phones in expected), key=lambda pair: pair[1])


def overall(scores: Sequence[Scores]) -> Table:
    table = Table(title="Golden tables: rows and phones right", box=MARKDOWN)
    table.add_column("system")
    table.add_column("stress")
    for column in ("rows", "rows strict", "phones strict", "rows folded", "phones folded"):
        table.add_column(column, justify="right")
    for item in scores:
        figures = (
            item.strict.rows_right,
            item.strict.phones_right,
            item.folded.rows_right,
            item.folded.phones_right,
        )
        table.add_row(item.name, item.stress, str(item.strict.rows), *(f"{figure:.1%}" for figure in figures))
    return table


def by_rule(scores: Sequence[Scores]) -> Table:
    table = Table(title="Golden tables, by rule: rows right, folded", box=MARKDOWN)
    table.add_column("rule")
    table.add_column("rows", justify="right")
    for item in scores:
        table.add_column(item.name, justify="right")
    for rule, mine in scores[0].by_rule.items():
        table.add_row(rule, str(mine.rows), *(f"{item.by_rule[rule].rows_right:.0%}" for item in scores))
    return table


def as_json(scores: Sequence[Scores]) -> str:
    def figures(item: Score) -> dict[str, float]:
        return {
            "rows": item.rows,
            "rows_right": round(item.rows_right, 4),
            "phones_right": round(item.phones_right, 4),
        }

    return json.dumps(
        [
            {
                "system": item.name,
                "stress": item.stress,
                "strict": figures(item.strict),
                "folded": figures(item.folded),
                "folded_by_rule": {rule: figures(part) for rule, part in item.by_rule.items()},
            }
            for item in scores
        ],
        ensure_ascii=False,
        indent=2,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare ru_g2p with its peers on the golden tables.")
    parser.add_argument("--by-rule", action="store_true", help="a second table, by rule")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    arguments = parser.parse_args()
    rows = golden_rows()
    systems = list(ours(rows))
    absent = []
    for name, (read, install) in PEERS.items():
        try:
            systems += read(rows)
        except ImportError:
            absent.append(f"{name} is not installed: {install}")
    scores = [item for system in systems for item in score(system, rows)]
    if arguments.json:
        print(as_json(scores))
    else:
        console = Console(width=120)
        console.print(overall(scores))
        if arguments.by_rule:
            console.print(by_rule([item for item in scores if not item.name.startswith("…")]))
    for line in absent:
        print(line, file=sys.stderr)


if __name__ == "__main__":
    main()
