"""Mines rows of ``pronunciation/`` from open data, and writes them with their evidence.

    pip install g2p2==0.2.3 g2p2-group-slavic==0.2.3 pymorphy3==2.0.6 pymorphy3-dicts-ru==2.4.417150.4580142
    pip install --no-deps tsnorm==1.1.2
    python data/lexicon/mine_pronunciation.py

Needs those packages in the environment that runs it (none is a dependency of ``ru_g2p``) and takes some three
minutes. Nothing runs it but a person; its result is kept, so that one can read and diff it.

Two sources of rows:

* ``mined_hard_consonant_before_e.tsv``: a lemma whose consonant before е is hard. Witnesses: a reviewed stem
  (``hard_e_stems.tsv``, where Э marks the е after the hard consonant) and the reading of g2p2, whose Russian
  model was learned from Wiktionary. A stem suffices; g2p2 alone suffices for words that are no names. The
  note names the witnesses, ``wiktionary`` among them if tsnorm shows that the word has an entry there.
* ``mined_families.tsv``: ``families.tsv`` applied to every lemma: regular expressions for seams, и after a hard
  prefix, and the like.

``mine_rejects.tsv`` is the review: regular expressions of lemmas that must not get in. A lemma that a table
written by hand has is left to it.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import pickle
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

HERE = Path(__file__).resolve().parent
COLUMNS = ("lemma", "respelling", "forms", "note")
HARD_E_TABLE = "mined_hard_consonant_before_e.tsv"
FAMILIES_TABLE = "mined_families.tsv"

PARTS_OF_SPEECH = ("NOUN", "ADJF", "INFN", "ADVB", "PRED", "COMP")
NAMES = ("Name", "Surn", "Patr", "Geox")
PAIRED = "бвгдзклмнпрстфх"  # consonants that can be hard or soft before е
VOWELS = "аеёиоуыэюя"
CHUNK = 1000

# IPA of the English Wiktionary, one character per phone; allophones of one phoneme are written alike.
FOLDED = str.maketrans({"ɛ": "e", "æ": "a", "ä": "a", "ɵ": "o", "ʉ": "u", "ɫ": "l", "ł": "l", "g": "ɡ", "ʦ": "c"})
JOINED = {"⁽ʲ⁾": "", "t͡s": "c", "d͡z": "z", "t͡ɕ": "ç", "d͡ʑ": "ç", "t͡ʂ": "ç", "ɪ̯": "j", "i̯": "j"}
PHONE = re.compile("[a-zɐəɪɨʊɡɣʐʂʑɕɱç]ʲ?ː?")
IPA_VOWELS = frozenset("aeiouɐəɪɨʊ")
READINGS = {  # what a letter may stand for; the first is its own sound
    **{"б": "bp", "в": "vf", "г": "ɡɣkxv", "д": "dt", "ж": "ʐʂʑɕ", "з": "zsʐʂɕʑ", "й": "j", "к": "kɡɣx", "л": "l"},
    **{"м": "mɱ", "н": "n", "п": "pb", "р": "r", "с": "szʂʐɕʑ", "т": "td", "ф": "fv", "х": "xɣ", "ц": "c"},
    **{"ч": "çʂɕ", "ш": "ʂʐ", "щ": "ɕʂ", "ь": "j", "а": "aɐəɪɨ", "е": "eɪɨəi", "ё": "oeɪ", "и": "iɪɨ"},
    **{"о": "oɐəaɨ", "у": "uʊ", "ы": "ɨiɪ", "э": "eɪiɨə", "ю": "uʊ", "я": "aɪəɐe"},
}


@dataclass(frozen=True, slots=True)
class Family:
    """One row of ``families.tsv``: what matches ``pattern`` in a lemma is respelled as ``becomes``."""

    pattern: re.Pattern[str]
    becomes: str
    note: str


def phones(ipa: str) -> list[str]:
    """Return the phones of a broad IPA string: a base character each, ``ʲ`` if soft, ``ː`` if long."""
    for written, folded in JOINED.items():
        ipa = ipa.replace(written, folded)
    return PHONE.findall(ipa.translate(FOLDED))


def align(word: str, heard: Sequence[str]) -> list[str]:
    """Return, for each letter of ``word``, the phone that it stands for, or an empty string."""
    width = len(heard) + 1
    best = [[0.0] * width for _ in range(len(word) + 1)]
    for i in range(len(word) + 1):
        for j in range(width):
            if i or j:
                best[i][j] = min(cost for cost, _, _ in _moves(word, heard, best, i, j))
    aligned = [""] * len(word)
    i, j = len(word), len(heard)
    while i or j:
        _, before_i, before_j = min(_moves(word, heard, best, i, j))
        if before_i < i and before_j < j:
            aligned[before_i] = heard[before_j]
        i, j = before_i, before_j
    return aligned


def _moves(
    word: str, heard: Sequence[str], best: Sequence[Sequence[float]], i: int, j: int
) -> list[tuple[float, int, int]]:
    moves: list[tuple[float, int, int]] = []
    if i and j:
        letter, base = word[i - 1], heard[j - 1][0]
        readings = READINGS.get(letter, "")
        if base in readings:
            cost = 0.0 if readings[0] == base else 0.1
        else:
            cost = 1.1 if (letter in VOWELS) == (base in IPA_VOWELS) else 3.0
        moves.append((best[i - 1][j - 1] + cost, i - 1, j - 1))
    if i:
        silent = 0.05 if word[i - 1] in "ьъ" else 1.2 if word[i - 1] in VOWELS else 0.5
        moves.append((best[i - 1][j] + silent, i - 1, j))
    if j:
        moves.append((best[i][j - 1] + (0.2 if heard[j - 1][0] == "j" else 1.0), i, j - 1))
    return moves


def hard_e_heard(word: str, ipa: str) -> set[int]:
    """Return the places of each е that ``ipa`` reads as [ɛ] after a hard consonant."""
    if "ɛ" not in ipa:
        return set()
    aligned = align(word, phones(ipa))
    return {
        index
        for index in range(1, len(word))
        if word[index] == "е" and word[index - 1] in PAIRED
        if aligned[index][:1] == "e" and aligned[index - 1] and "ʲ" not in aligned[index - 1]
    }


def hard_e_of_stems(word: str, stems: Mapping[str, re.Pattern[str]]) -> set[int]:
    """Return the places of each е that a stem marks."""
    return {
        match.start(group)
        for stem in stems.values()
        for match in stem.finditer(word)
        for group in range(1, stem.groups + 1)
    }


def compile_stem(stem: str) -> re.Pattern[str]:
    """Return the expression of a stem: each Э is an е, and a group of its own.

    Raises:
        ValueError: no Э, or other capturing groups.
    """
    pattern = re.compile(stem.replace("Э", "(е)"))
    if not pattern.groups or pattern.groups != stem.count("Э"):
        raise ValueError(f"hard_e_stems.tsv: {stem}: each group must be an Э")
    return pattern


def written_hard(word: str, places: Iterable[int]) -> str:
    """Write э for the е at each place."""
    letters = list(word)
    for place in places:
        letters[place] = "э"
    return "".join(letters)


def rejected(word: str, places: set[int], rejects: Mapping[str, re.Pattern[str]]) -> set[int]:
    """Return the places that no reject denies; one without Э denies the whole word, one with it that е."""
    left = set(places)
    for text, pattern in rejects.items():
        for match in pattern.finditer(word):
            if "Э" not in text:
                return set()
            left -= {match.start(group) for group in range(1, pattern.groups + 1)}
    return left


def read_column(name: str, *columns: str) -> list[list[str]]:
    """Return the rows of a TSV of this folder.

    Raises:
        ValueError: other columns, a row of another length, or a duplicate.
    """
    header, *lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    if header.split("\t") != list(columns):
        raise ValueError(f"{name}: the columns must be {', '.join(columns)}")
    table = [line.split("\t") for line in lines]
    for row in table:
        if len(row) != len(columns):
            raise ValueError(f"{name}: {row[0]}: {len(columns)} cells expected")
    if len({row[0] for row in table}) != len(table):
        raise ValueError(f"{name}: a duplicate in the first column")
    return table


def hand_lemmas() -> set[str]:
    """Return the lemmas of the tables written by hand."""
    paths = [path for path in (HERE / "pronunciation").glob("*.tsv") if not path.name.startswith("mined_")]
    return {line.split("\t")[0] for path in paths for line in path.read_text(encoding="utf-8").splitlines()[1:]}


def known_lemmas() -> dict[str, bool]:
    """Return pymorphy3's lemmas, organisations aside, and whether each is only a name."""
    morph = importlib.import_module("pymorphy3").MorphAnalyzer(lang="ru")
    lemmas: dict[str, bool] = {}
    for word, tag, lemma, _, index in morph.dictionary.iter_known_words():
        if word != lemma or index or not re.fullmatch("[а-яё]+", word):
            continue
        if str(tag).startswith(PARTS_OF_SPEECH) and "Orgn" not in tag:
            lemmas[word] = lemmas.get(word, True) and any(name in tag for name in NAMES)
    return lemmas


def wiktionary_lemmas() -> set[str]:
    """Return the lemmas of tsnorm's dictionary, which was made from Wiktionary."""
    found = importlib.util.find_spec("tsnorm")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("tsnorm is not installed: pip install --no-deps tsnorm==1.1.2")
    with Path(found.submodule_search_locations[0], "dictionary", "lemmas.dat").open("rb") as file:
        return set(pickle.load(file))


def _readings(words: Sequence[str]) -> list[tuple[str, set[int]]]:
    model = importlib.import_module("g2p2").get_model("ru")
    return [(word, hard_e_heard(word, ipa)) for word, ipa in zip(words, model.phonemize_many(words), strict=True)]


def heard_by_g2p2(words: Sequence[str]) -> dict[str, set[int]]:
    """Return the places of hard consonants before е that g2p2 hears in each word."""
    words = [word for word in words if re.search(f"[{PAIRED}]е", word)]
    with Pool() as pool:
        chunks = pool.imap(_readings, [words[at : at + CHUNK] for at in range(0, len(words), CHUNK)])
        return dict(pair for chunk in chunks for pair in chunk)


def main() -> None:
    """Write the two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE / "pronunciation", help="folder (default: pronunciation/)")
    out: Path = parser.parse_args().out

    stems = {stem: compile_stem(stem) for (stem,) in read_column("hard_e_stems.tsv", "stem")}
    rejects = {
        text: re.compile(text.replace("Э", "(е)")) for text, _ in read_column("mine_rejects.tsv", "pattern", "why")
    }
    families = [
        Family(re.compile(pattern), becomes, note)
        for pattern, becomes, note in read_column("families.tsv", "pattern", "becomes", "note")
    ]
    lemmas = known_lemmas()
    for word in hand_lemmas():
        lemmas.pop(word, None)
    heard = heard_by_g2p2(sorted(lemmas))
    in_wiktionary = wiktionary_lemmas()

    hard_rows: list[str] = []
    family_rows: list[str] = []
    for lemma, is_name in sorted(lemmas.items()):
        by_stem = hard_e_of_stems(lemma, stems)
        by_g2p2 = heard.get(lemma, set())
        places = rejected(lemma, by_stem if is_name else by_stem | by_g2p2, rejects)
        respelling = written_hard(lemma, places)
        notes: list[str] = []
        for family in families:
            after = family.pattern.sub(family.becomes, respelling)
            if after != respelling:
                respelling = after
                notes.append(family.note)
        if notes:
            family_rows.append("\t".join((lemma, respelling, "all", "; ".join(notes))))
        elif places:
            witnesses = [
                *(["stem"] if places & by_stem else []),
                *(["g2p2"] if places & by_g2p2 else []),
                *(["wiktionary"] if lemma in in_wiktionary else []),
            ]
            hard_rows.append("\t".join((lemma, respelling, "all", " ".join(witnesses))))
    for name, table in ((HARD_E_TABLE, hard_rows), (FAMILIES_TABLE, family_rows)):
        (out / name).write_text("\n".join(("\t".join(COLUMNS), *table, "")), encoding="utf-8")
        print(f"{name}: {len(table)} rows")


if __name__ == "__main__":
    main()
