"""Compiles ``data/lexicon/stress`` into ``stress.trie`` and ``endings.trie``.

    python data/lexicon/stress_build.py OUT_DIR

Each table is a TSV with a header line; ``+`` stands before the stressed vowel and ё is written.

- ``nouns.tsv``, ``verbs.tsv``, ``adjectives.tsv``, ``names.tsv``, ``others.tsv``: one lexeme of pymorphy3 a row.
  ``lemma``; ``tag``, the grammemes that all its forms share; ``forms``, those whose stress does not follow from
  the lemma by ``spelled_forms``. ``plur:ст+ены`` is for those forms alone whose grammemes include ``plur``;
  ``-верб`` is a form of unknown stress.
- ``unlisted.tsv``: lexemes that pymorphy3 does not know. ``lemma``; ``tag``; ``forms``, each with its stress.
- ``single.tsv``: forms of which only the stress is known: ``form``.
- ``by_hand.tsv``: rows like those of the first tables that were written by hand; they replace those of the same
  lemma and tag.
- ``corrected.tsv``: forms that two other sources stress otherwise than the tables above (see ``audit_stress.py``):
  ``form``.
- ``names_too.tsv``: forms of common words that are names too: ``form``. How they are stressed as names is not known,
  unless ``wikipedia_names.tsv`` has it.
- ``wikipedia_names.tsv``: names of which only the stress is known: ``name``; ``name_forms`` inflects them.
- ``fixed.tsv``: written by hand. ``form``, ``lemma``, ``tag``; its rows are all the readings of that spelling.
"""

from __future__ import annotations

import re
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import marisa_trie
import pymorphy3

sys.path.insert(0, str(Path(__file__).resolve().parent))

from endings_build import ending_entries
from name_forms import name_forms

FORMAT = "ru_g2p stress 3"
ENDINGS_FORMAT = "ru_g2p endings 2"
HEADER = "\x01format"
PATTERNS = "\x01patterns"
CLASSES = "\x01classes"
UNKNOWN = "-1"
"""The pattern of an unknown stress."""

_WIKIPEDIA = "Name"
"""The tag of the names of which Wikipedia tells the stress alone."""

_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
HERE = Path(__file__).resolve().parent / "stress"
LEXEMES = ("nouns", "verbs", "adjectives", "names", "others")
VOWELS = "аеёиоуыэюя"
_GIVEN = re.compile("(?:^|[аеозы])данный$")
SURNAME = re.compile(f".*[{VOWELS}].*(?:[ое]в|[иы]н)(?:а|у|ым|е|ой|ы|ых|ыми)?")
"""Forms of Russian surnames, which may be common words too (говорков)."""

_STRESSED = re.compile(f"[а-яё]*[+][{VOWELS}][а-яё]*")


class Form(NamedTuple):
    """A form of a lexeme: its letters as pymorphy3 has them and its whole tag."""

    text: str
    tag: str
    grammemes: frozenset[str]


_Found = defaultdict[str, dict[tuple[str, str], list[str]]]


class Reading(NamedTuple):
    """What the trie says of a written form: a stressed spelling and the lemma and tags that have it."""

    spelling: str
    lemma: str
    tags: tuple[str, ...]


# ---- lexemes of pymorphy3 ------------------------------------------------------------------------------------


class Lexemes:
    """The inflected forms that pymorphy3 knows, read from its paradigms (its own objects are ten times slower)."""

    def __init__(self) -> None:
        morph = pymorphy3.MorphAnalyzer(lang="ru")
        self._words: Any = morph.dictionary.words
        self._similar: Any = morph.char_substitutes
        self._paradigms: Any = morph.dictionary.paradigms
        self._prefixes: Any = morph.dictionary.paradigm_prefixes
        self._suffixes: Any = morph.dictionary.suffixes
        self._tags: list[str] = [str(tag) for tag in morph.dictionary.gramtab]
        self._grammemes = [frozenset(re.split("[ ,]", tag)) for tag in self._tags]

    def of(self, lemma: str) -> Iterator[tuple[str, list[Form]]]:
        """Yield (shared tag, forms) of each lexeme whose lemma this is, ё or е."""
        seen: set[int] = set()
        for word, parses in self._words.similar_items(lemma, self._similar):
            for paradigm_id, index in parses:
                if index == 0 and paradigm_id not in seen:
                    seen.add(paradigm_id)
                    forms = self._forms(word, paradigm_id)
                    yield forms[0].tag.split(" ")[0], forms

    def lemmas(self) -> Iterator[tuple[str, list[Form]]]:
        """Yield (shared tag, forms) of every lexeme; a minute."""
        for word, (paradigm_id, index) in self._words.iteritems():
            if index == 0:
                forms = self._forms(word, paradigm_id)
                yield forms[0].tag.split(" ")[0], forms

    def written(self, word: str) -> bool:
        """Tell whether some form is written with exactly these letters."""
        return any(found == word for found, _ in self._words.similar_items(word, self._similar))

    def _forms(self, lemma: str, paradigm_id: int) -> list[Form]:
        paradigm = self._paradigms[paradigm_id]
        size = len(paradigm) // 3
        stem = lemma[len(self._prefixes[paradigm[2 * size]]) : len(lemma) - len(self._suffixes[paradigm[0]])]
        return [
            Form(
                self._prefixes[paradigm[2 * size + index]] + stem + self._suffixes[paradigm[index]],
                self._tags[paradigm[size + index]],
                self._grammemes[paradigm[size + index]],
            )
            for index in range(size)
        ]


def fold(word: str) -> str:
    """Return the key of a spelling: small letters, no mark, е for ё."""
    return word.lower().replace("+", "").replace("ё", "е")


def vowel_places(word: str) -> list[int]:
    """Return where the vowels of an unmarked word stand."""
    return [place for place, letter in enumerate(word) if letter in VOWELS]


# ---- which form takes the stress of which ---------------------------------------------------------------------

_DIRECT_CASES = frozenset({"nomn", "accs", "voct"})


_PARTS = frozenset({"NOUN", "ADJF", "ADJS", "COMP", "VERB", "PRTF", "PRTS", "GRND", "NUMR", "NPRO"})
_TENSES_AND_VOICES = frozenset({"pres", "past", "futr", "actv", "pssv"})


@cache
def _block(grammemes: frozenset[str]) -> tuple[str, ...]:
    """Return the group of forms that have one stress in most lexemes of Russian."""
    part = next(iter(grammemes & _PARTS), "")
    tense = sorted(grammemes & _TENSES_AND_VOICES)
    short = "femn" if "femn" in grammemes else "other"
    number = "plur" if "plur" in grammemes else "sing"
    case = "direct" if grammemes & _DIRECT_CASES else "loc2" if "loc2" in grammemes else "oblique"
    mood = "impr" if "impr" in grammemes else next(iter(tense), "")
    person = "femn" if mood == "past" and short == "femn" else "1per" if "1per" in grammemes else ""
    blocks: dict[str, list[str]] = {
        "NOUN": [number, case],
        "ADJF": ["Supr" if "Supr" in grammemes else ""],
        "ADJS": [short],
        "PRTF": tense,
        "PRTS": [short, *(name for name in tense if name not in ("actv", "pssv"))],
        "VERB": [mood, person],
        "GRND": tense,
    }
    return part, *blocks.get(part, [])


_Blocks = tuple[tuple[str, ...], ...]
_FIRST_PERSON: _Blocks = (("VERB", "pres", "1per"), ("VERB", "futr", "1per"))


@cache
def _parents(block: tuple[str, ...]) -> _Blocks:
    """Return the groups from which the first form of a group takes its stress, best first."""
    part, *rest = block
    if part == "NOUN":
        return _noun_parents(*rest)
    if part == "VERB":
        return _verb_parents(*rest)
    past = (("VERB", "past", ""),)
    present: _Blocks = (("VERB", "pres", ""), ("VERB", "futr", ""))
    parents: dict[str, _Blocks] = {
        "ADJF": (("COMP",), ("ADJF", "")),
        "ADJS": (("ADJF", ""), ("ADJS", "femn")),
        "COMP": (("ADJS", "femn"), ("ADJF", "")),
        "PRTF": present if "past" not in rest else past if "actv" in rest else (),
        "PRTS": (("PRTF", *sorted((*rest[1:], "pssv"))),),
        "GRND": past if "past" in rest else _FIRST_PERSON,
    }
    return parents.get(part, ())


def _noun_parents(number: str, case: str) -> _Blocks:
    if case == "loc2":
        return (("NOUN", number, "oblique"),)
    if case == "oblique":
        return (("NOUN", number, "direct"),)
    return (("NOUN", "sing", "oblique"), ("NOUN", "sing", "direct")) if number == "plur" else ()


def _verb_parents(mood: str, person: str) -> _Blocks:
    if person == "femn":
        return (("VERB", "past", ""),)
    if mood == "impr":
        return _FIRST_PERSON
    return (("VERB", mood, "1per"),) if mood in ("pres", "futr") and not person else ()


def spelled_forms(lemma: str, forms: Sequence[Form], given: dict[tuple[str, str], str]) -> list[str]:
    """Return the stressed spelling of each form; empty where it is unknown.

    Args:
        lemma: the stressed spelling of the first form.
        forms: a lexeme of pymorphy3.
        given: (grammeme or empty, key) → spelling of those forms that do not follow.
    """
    spelled: list[str] = []
    heads: dict[tuple[str, ...], str] = {}
    same: dict[tuple[str, bool], str] = {}
    labels = sorted({label for label, _ in given if label})
    for index, form in enumerate(forms):
        key = fold(form.text)
        spelling: str | None = None
        for label in labels:
            if (label, key) in given and frozenset(label.split(",")) <= form.grammemes:
                spelling = given[label, key]
        if spelling is None:
            spelling = given.get(("", key))
        number = "plur" in form.grammemes
        block = _block(form.grammemes)
        if spelling is None:
            spelling = lemma if index == 0 else None if "loc2" in form.grammemes else same.get((key, number))
        if spelling is None:
            source = heads.get(block)
            if source is None:
                source = next((heads[parent] for parent in _parents(block) if parent in heads), lemma)
            spelling = _follow(source, form, forms[0].text)
        spelled.append(spelling)
        heads.setdefault(block, spelling)
        same.setdefault((key, number), spelling)
    return spelled


def _follow(source: str, form: Form, base: str) -> str:
    """Return the form stressed on the same vowel as ``source``, counted from the beginning, but for a few rules."""
    if not source or not vowel_places(form.text):
        return ""
    mark = source.index("+")
    letters = source[:mark] + source[mark + 1 :]
    text = form.text
    shift = sum(
        len(vowel_places(prefix))
        for prefix, grammeme in (("по", "Cmp2"), ("наи", "Supr"))
        if grammeme in form.grammemes and text.startswith(prefix + letters[:2])
    )
    shared = 0
    if not shift and ("ё" in letters or "ё" in text):
        while shared < min(len(letters), len(text)) and fold(letters[shared]) == fold(text[shared]):
            shared += 1
        if ("ё" not in base and "ё" in letters[:shared]) or ("ё" in text[:shared] and "ё" not in letters[:shared]):
            text = letters[:shared] + text[shared:]
    place = _ruled_place(text, form.grammemes, letters, mark)
    if place is None:
        places = vowel_places(text)
        if base[mark : mark + 1] == letters[mark] == "ё" and mark < shared and text[mark] == "е":
            # платёж, платежа
            place = next((later for later in places if later > mark), mark)
        else:
            place = places[min(len(vowel_places(letters[:mark])) + shift, len(places) - 1)]
    if "ё" in text and text[place] != "ё" and "ё" not in letters:
        place = text.rindex("ё")
    return f"{text[:place]}+{text[place:]}"


def _ruled_place(text: str, grammemes: frozenset[str], letters: str, mark: int) -> int | None:
    """Return the stress that a form has whatever the lexeme's, None where no rule is.

    Args:
        text: the form.
        grammemes: of the form.
        letters: the form from which it would take its stress.
        mark: that form's stress.
    """
    last = vowel_places(text)[-1]
    if "loc2" in grammemes and text[-1] in "ую":
        # на берегу, в саду
        return last
    if "PRTS" in grammemes and (letters.endswith("ённый") or ("femn" in grammemes and _GIVEN.search(letters))):
        # решён, решена; отдана
        return last
    if "COMP" in grammemes and text.endswith(("ее", "ей")) and mark == len(letters) - 1:
        # нежна, нежнее
        return len(text) - 2
    if "COMP" in grammemes and text[-1] == "е" and text[-2:] != "ее" and last != vowel_places(text)[0]:
        # ярче, дороже, раньше
        return vowel_places(text)[-2]
    short = len(vowel_places(letters)) == 2  # мудрый, мудрейший
    if "Supr" in grammemes and (
        "айш" in text or ("ейш" in text and (short or (mark == len(letters) - 2 and letters.endswith("ее"))))
    ):
        # величайший; новее, новейший
        return max(text.rfind("айш"), text.rfind("ейш"))
    return None


# ---- the tables ----------------------------------------------------------------------------------------------


def read_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield (``file:line``, cells) of each row.

    Raises:
        ValueError: another header or number of cells.
    """
    with path.open(encoding="utf-8") as lines:
        if next(lines, "").rstrip("\n").split("\t") != list(columns):
            raise ValueError(f"{path.name}:1: the columns must be {', '.join(columns)}")
        for number, line in enumerate(lines, start=2):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != len(columns):
                raise ValueError(f"{path.name}:{number}: {len(columns)} cells expected, {len(cells)} found")
            yield f"{path.name}:{number}", cells


def stressed(spelling: str, where: str) -> str:
    """Return a spelling that has one mark before a vowel.

    Raises:
        ValueError: it has not.
    """
    if not _STRESSED.fullmatch(spelling):
        raise ValueError(f"{where}: {spelling!r} needs one + before a vowel, and small Russian letters")
    return spelling


def parse_given(cell: str, where: str) -> dict[tuple[str, str], str]:
    """Return the forms of a lexeme row that do not follow from its lemma."""
    given: dict[tuple[str, str], str] = {}
    for item in cell.split():
        label, _, spelling = item.rpartition(":")
        key = (label, fold(spelling).removeprefix("-"))
        if key in given:
            raise ValueError(f"{where}: {item} is there twice")
        given[key] = "" if spelling.startswith("-") else stressed(spelling, where)
    return given


def all_readings(folder: Path = HERE, *, corrected: bool = True) -> dict[str, list[Reading]]:
    """Return key → readings for every form that the tables reach.

    Args:
        folder: of the tables.
        corrected: take ``corrected.tsv`` into account.

    Raises:
        ValueError: a malformed row; names file and line.
    """
    found: _Found = defaultdict(dict)
    _add_known(folder, found)
    for where, (lemma, tag, cell) in read_table(folder / "unlisted.tsv", ("lemma", "tag", "forms")):
        plain = stressed(lemma, where).replace("+", "")
        for spelling in sorted({lemma, *(stressed(item, where) for item in cell.split())}):
            found[fold(spelling)].setdefault((spelling, plain), []).append(tag)
    for where, (spelling,) in read_table(folder / "single.tsv", ("form",)):
        if fold(stressed(spelling, where)) not in found:
            found[fold(spelling)][spelling, ""] = []
    if corrected:
        for where, (spelling,) in read_table(folder / "corrected.tsv", ("form",)):
            key = fold(stressed(spelling, where))
            found[key] = {(spelling, lemma): tags for (_, lemma), tags in found[key].items()}
    for key, group in found.items():
        # Forms that OpenCorpora calls informal (обыдённый) are no rivals of the usual ones.
        usual = {reading: kept for reading, tags in group.items() if (kept := [t for t in tags if "Infr" not in t])}
        found[key] = usual or group
    for key, (spelling, name) in wikipedia_names(folder).items():
        if key not in found:
            found[key][spelling, name.replace("+", "")] = [_WIKIPEDIA]
    fixed: _Found = defaultdict(dict)
    for where, (spelling, lemma, tag) in read_table(folder / "fixed.tsv", ("form", "lemma", "tag")):
        fixed[fold(stressed(spelling, where))].setdefault((spelling, lemma), []).append(tag)
    found.update(fixed)
    return {
        key: [Reading(spelling, lemma, tuple(tags)) for (spelling, lemma), tags in group.items()]
        for key, group in found.items()
    }


def wikipedia_names(folder: Path = HERE) -> dict[str, tuple[str, str]]:
    """Return key → (form, name) of the names that Wikipedia stresses; not the forms that two names stress differently.

    Raises:
        ValueError: a malformed row; names file and line.
    """
    names = [stressed(name, where) for where, (name,) in read_table(folder / "wikipedia_names.tsv", ("name",))]
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        for form in name_forms(name):
            found[fold(form)][form] = name
    inflected = {key: next(iter(forms.items())) for key, forms in found.items() if len(forms) == 1}
    return inflected | {fold(name): (name, name) for name in names}


def _add_known(folder: Path, found: _Found) -> None:
    """Add the forms of the lexemes that pymorphy3 knows."""
    lexemes = Lexemes()
    by_hand: set[tuple[str, str]] = set()
    for table in ("by_hand", *LEXEMES):
        for where, (lemma, tag, cell) in read_table(folder / f"{table}.tsv", ("lemma", "tag", "forms")):
            if table == "by_hand":
                by_hand.add((fold(lemma), tag))
            elif (fold(lemma), tag) in by_hand:
                continue
            given = parse_given(cell, where)
            plain = stressed(lemma, where).replace("+", "")
            for shared, forms in lexemes.of(fold(lemma)):
                if shared == tag:
                    for form, spelling in zip(forms, spelled_forms(lemma, forms, given), strict=True):
                        if spelling:
                            found[fold(spelling)].setdefault((spelling, plain), []).append(form.tag)


# ---- the trie ------------------------------------------------------------------------------------------------


def build(out: Path) -> None:
    """Write ``stress.trie`` and ``endings.trie`` into the folder ``out``.

    A form with one spelling has a value of one byte: the number of its pattern (place of the stress, places of
    ё). A second byte says that it is a name too (``логинов`` is the plural of ``логин`` and a surname): the number of
    the name's pattern, or that of none where its stress is not known. A form with several has three bytes a
    reading, the usual spelling first: pattern, class (lemma by the letters to cut and to add, and tags), least byte
    first. Patterns and classes are listed under keys that no word has.

    Raises:
        ValueError: a malformed row; names file and line.
    """
    readings = all_readings()
    usual = _usual(readings)
    names_too = {form for _, (form,) in read_table(HERE / "names_too.tsv", ("form",))}
    names = wikipedia_names()
    patterns: dict[str, int] = {UNKNOWN: 0}
    classes: dict[str, int] = {}
    entries: list[tuple[str, bytes]] = []
    for key in sorted(readings):
        group = readings[key]
        spellings = {reading.spelling for reading in group}
        if len(spellings) == 1:
            numbers = [_number(patterns, _pattern(group[0].spelling))]
            if not any(map(is_name, group)) and (key in names_too or (key in names and SURNAME.fullmatch(key))):
                numbers.append(_number(patterns, _pattern(names[key][0])) if key in names else patterns[UNKNOWN])
            entries.append((key, bytes(numbers if numbers[0] != numbers[-1] else numbers[:1])))
            continue
        value = b""
        for reading in sorted(group, key=lambda reading: (usual[key, reading.spelling], reading)):
            kind = f"{_lemma_rule(key, reading.lemma)}\t{'; '.join(dict.fromkeys(reading.tags))}"
            value += struct.pack("<BH", _number(patterns, _pattern(reading.spelling)), _number(classes, kind))
        entries.append((key, value))
    entries += [
        (HEADER, FORMAT.encode()),
        (PATTERNS, "\n".join(patterns).encode()),
        (CLASSES, "\n".join(classes).encode()),
    ]
    out.mkdir(parents=True, exist_ok=True)
    _save(out / "stress.trie", entries)
    _save(out / "endings.trie", [(HEADER, ENDINGS_FORMAT.encode()), *ending_entries(_counted(readings))])


def _save(path: Path, entries: list[tuple[str, bytes]]) -> None:
    """Write a trie; a process that has the old file mapped keeps it."""
    new = path.with_suffix(".new")
    marisa_trie.BytesTrie(entries).save(str(new))
    new.replace(path)


def is_name(reading: Reading) -> bool:
    """Tell whether a reading is a name."""
    return any(_NAMES & set(tag.replace(" ", ",").split(",")) for tag in reading.tags)


def _counted(readings: dict[str, list[Reading]]) -> Iterator[tuple[str, int]]:
    """Yield what ``ending_entries`` counts: the forms of two and more vowels that have one stress.

    Wikipedia's names do not count: they are as many as the rest of their endings, and stressed otherwise.
    """
    for key, group in readings.items():
        if group[0].tags == (_WIKIPEDIA,):
            continue
        marks = {reading.spelling.index("+") for reading in group}
        places = vowel_places(key)
        if len(marks) == 1 and len(places) > 1:
            yield key, sum(place > min(marks) for place in places)


def _usual(readings: dict[str, list[Reading]]) -> dict[tuple[str, str], float]:
    """Return (key, spelling) → rank, the usual spelling of each key lowest, from pymorphy3's tag frequencies."""
    estimator = pymorphy3.MorphAnalyzer(lang="ru").prob_estimator.p_t_given_w
    ranks: defaultdict[tuple[str, str], float] = defaultdict(float)
    for key, group in readings.items():
        if len({reading.spelling for reading in group}) == 1:
            continue
        for reading in group:
            letters = reading.spelling.replace("+", "")
            for tag in reading.tags:
                # Names are rarer than words.
                name = 0.001 if _NAMES & set(tag.replace(" ", ",").split(",")) else 0.0
                ranks[key, reading.spelling] -= (estimator.prob(letters, tag) or estimator.prob(key, tag)) - name
    return ranks


def _pattern(spelling: str) -> str:
    mark = spelling.index("+")
    letters = spelling.replace("+", "")
    return " ".join([str(mark), *(str(place) for place, letter in enumerate(letters) if letter == "ё")])


def _lemma_rule(key: str, lemma: str) -> str:
    if not lemma:
        return "-"
    shared = 0
    while shared < min(len(key), len(lemma)) and key[shared] == lemma[shared]:
        shared += 1
    return f"{len(key) - shared} {lemma[shared:]}"


def _number(table: dict[str, int], text: str) -> int:
    return table.setdefault(text, len(table))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
