"""Makes the tables of ``data/lexicon/stress`` from open data; run by hand, its results are committed.

    python data/lexicon/mine_stress.py TSNORM_DICTIONARY

Sources: the forms and tags of tsnorm 1.1.2 (``tsnorm/dictionary``; from Wiktionary, CC BY-SA 4.0), the paradigms
and the ё of pymorphy3-dicts-ru (OpenCorpora, CC BY-SA 3.0). Where Wiktionary allows two stresses for one form,
the one is kept that the accentor of silero-stress 1.5 (MIT) puts on the word alone; ``choices.tsv`` overrules it.
Nothing else of silero is taken.
"""

from __future__ import annotations

import io
import pickle
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import pymorphy3
from lexemes import VOWELS, Form, Lexemes, fold, vowel_places
from spelled_forms import spelled_forms
from stress_tables import HERE, LEXEMES, all_readings, is_name, read_table

_WORD = re.compile("[а-яё]+")
_SKIPPED = frozenset(
    [
        "dated",
        "archaic",
        "obsolete",
        "nonstandard",
        "regional",
        "rare",
        "uncommon",
        "poetic",
        "error-unrecognized-form",
        "uppercase",
        "lowercase",
        "count-form",
        "paucal",
    ]
)
_CASES = {
    "nominative": "nomn",
    "genitive": "gent",
    "partitive": "gen2",
    "dative": "datv",
    "accusative": "accs",
    "instrumental": "ablt",
    "prepositional": "loct",
    "locative": "loc2",
    "vocative": "voct",
}
_GENDERS = {"masculine": "masc", "feminine": "femn", "neuter": "neut"}
_PERSONS = {"first-person": "1per", "second-person": "2per", "third-person": "3per"}
_PARTS = {
    "infinitive": "INFN",
    "imperative": "impr",
    "adverbial": "GRND",
    "comparative": "COMP",
}
# Tags of words that are only related to the lemma under which they stand.
_RELATED = frozenset(
    ["adjective", "diminutive", "augmentative", "adverb", "abstract-noun", "noun-from-verb", "pejorative", "reflexive"]
)


_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
_PERSONS_AND_PLACES = frozenset({"Name", "Surn", "Patr", "Geox"})


class Fact(NamedTuple):
    """A stressed spelling that Wiktionary gives for a form, and its tags."""

    spelling: str
    tags: str
    name: bool = False


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"plain containers expected, not {module}.{name}")


def read_facts(folder: Path) -> tuple[dict[str, dict[str, set[Fact]]], dict[str, set[Fact]], set[str]]:
    """Return (lemma → key → facts, key → facts, lemmas that are names), all keys folded."""
    by_lemma: defaultdict[str, defaultdict[str, set[Fact]]] = defaultdict(lambda: defaultdict(set))
    by_form: defaultdict[str, set[Fact]] = defaultdict(set)
    names: Counter[str] = Counter()
    content = _PlainUnpickler(io.BytesIO((folder / "wordforms.dat").read_bytes())).load()
    for entries in content.values():
        for entry in entries:
            tags = frozenset(entry["form_tags"].split())
            spelling = _spelling(entry["word_form"], entry["stress_pos"])
            lemma = entry["lemma"]
            if spelling is None or tags & _SKIPPED or not _WORD.fullmatch(lemma.lower()):
                continue
            key = fold(spelling)
            name = entry["word_form"][0].isupper()
            names[key] += 1 if name else -10000
            if tags == {"canonical"} or tags & _RELATED or tags <= set(_GENDERS) | {"perfective", "imperfective"}:
                by_form[key].add(Fact(spelling, "", name))
            else:
                by_lemma[fold(lemma)][key].add(Fact(spelling, " ".join(sorted(tags)), name))
                by_form[key].add(Fact(spelling, " ".join(sorted(tags)), name))
    for forms in by_lemma.values():
        if any("singular" in fact.tags for facts in forms.values() for fact in facts):
            # The headword line gives the genitive without its number, and every genitive of the page for each lexeme.
            for key, facts in forms.items():
                forms[key] = {fact for fact in facts if fact.tags != "genitive"} or facts
    return dict(by_lemma), dict(by_form), {key for key, count in names.items() if count > 0}


def _spelling(word: str, places: list[int]) -> str | None:
    """Return the stressed spelling, or None for what is no Russian word or has no stress."""
    word = word.lower()
    if not _WORD.fullmatch(word) or word.endswith("ъ"):
        return None
    vowels = vowel_places(word)
    places = [place for place in places if place in vowels]
    if not places and "ё" in word:
        places = [word.rindex("ё")]
    if not places and len(vowels) == 1:
        places = vowels
    if not places:
        return None
    return f"{word[: places[-1]]}+{word[places[-1] :]}"


# ---- which fact is about which form --------------------------------------------------------------------------


@cache
def fits(tags: str, grammemes: frozenset[str]) -> bool:
    """Tell whether Wiktionary's tags can stand for a form with these grammemes of OpenCorpora."""
    words = set(tags.split())
    return _fits_nominally(words, grammemes) and _fits_verbally(words, grammemes)


def _fits_nominally(words: set[str], grammemes: frozenset[str]) -> bool:
    cases = {_CASES[word] for word in words & set(_CASES)}
    if "loct" in cases and "loc2" not in grammemes:
        cases.add("loc1")
    if "gent" in cases:
        cases |= {"gen1", "gen2"}
    own_cases = grammemes & {*_CASES.values(), "acc2", "loc1", "gen1"}
    numbers = {number for word, number in (("singular", "sing"), ("plural", "plur")) if word in words}
    own_number = grammemes & {"sing", "plur"}
    genders = {_GENDERS[word] for word in words & set(_GENDERS)}
    own_gender = grammemes & set(_GENDERS.values())
    wrong = [
        cases and own_cases and not cases & own_cases,
        numbers and own_number and not numbers & own_number,
        "animate" in words and "inan" in grammemes,
        "inanimate" in words and "anim" in grammemes and cases == {"accs"},
    ]
    if "NOUN" not in grammemes:
        wrong += [
            own_gender and genders and not genders & own_gender,
            "sing" in grammemes and "plural" in words and not genders,
            "plur" in grammemes and genders and "plural" not in words,
        ]
    return not any(wrong)


def _fits_verbally(words: set[str], grammemes: frozenset[str]) -> bool:
    persons = {_PERSONS[word] for word in words & set(_PERSONS)}
    participle = "participle" in words and "adverbial" not in words
    wrong = [
        grammemes & set(_PERSONS.values()) and "impr" not in grammemes and not persons & grammemes,
        *((word in words) != (own in grammemes) for word, own in _PARTS.items()),
        participle != bool(grammemes & {"PRTF", "PRTS"}) and (participle or not words & set(_CASES)),
        ("short-form" in words) != bool(grammemes & {"ADJS", "PRTS"}),
        "active" in words and "actv" not in grammemes,
        "passive" in words and "pssv" not in grammemes,
        "past" in words and grammemes & {"pres", "futr"},
        words & {"present", "future"} and "past" in grammemes,
    ]
    return not any(wrong)


class Miner:
    """Finds the stress of each form of each lexeme.

    Args:
        facts: what ``read_facts`` returned.
        votes: key → the spelling to take among free variants.
        choices: spellings that win over other facts.
        homographs: lemma → spellings that are different words.
    """

    def __init__(
        self,
        facts: tuple[dict[str, dict[str, set[Fact]]], dict[str, set[Fact]], set[str]],
        votes: SileroVotes,
        choices: set[str],
        homographs: dict[str, list[str]],
    ) -> None:
        self.by_lemma, self.by_form, self.names = facts
        self.votes = votes
        self.choices = choices
        self.homographs = homographs
        self.lexemes = Lexemes()
        self.covered: set[str] = set()
        self.used: set[str] = set()
        self.derived: set[str] = set()
        self.rowed: set[tuple[str, str]] = set()

    def rows(self) -> dict[str, list[tuple[str, str, str]]]:
        """Return table → rows of the lexemes that pymorphy3 knows."""
        tables: dict[str, list[tuple[str, str, str]]] = {table: [] for table in LEXEMES}
        for key in sorted(set(self.by_form) | set(self.by_lemma)):
            done: set[tuple[str, str]] = set()
            for shared, forms in self.lexemes.of(key):
                if fold(forms[0].text) != key or {"Abbr", "Init"} & set(shared.split(",")):
                    continue
                for lemma in self._lemma_spellings(key, forms):
                    if (lemma, shared) in done:
                        continue
                    done.add((lemma, shared))
                    row = self._row(lemma, forms)
                    if row is not None:
                        tables[_table(forms[0].grammemes)].append((lemma, shared, row))
        return tables

    def _lemma_spellings(self, key: str, forms: list[Form]) -> list[str]:
        first = forms[0]
        facts = self._facts(key, first, forms)
        spellings = {fact.spelling for fact in facts}
        if not spellings:
            return []
        if "ё" in first.text:
            spellings = {s for s in spellings if "ё" in s} or {_on_yo(first.text)}
        if len(spellings) > 1 and "INFN" in first.grammemes:
            aspect = "perfective" if "perf" in first.grammemes else "imperfective"
            spellings = {f.spelling for f in facts if aspect in f.tags.split()} & spellings or spellings
        if key in self.homographs and len(spellings) > 1:
            return [s for s in self.homographs[key] if s in spellings] or sorted(spellings)
        return [self._choose(key, spellings)]

    def _facts(self, lemma: str, form: Form, forms: list[Form]) -> list[Fact]:
        key = fold(form.text)
        own = self.by_lemma.get(lemma, {}).get(key, ())
        found = [fact for fact in own if fits(fact.tags, form.grammemes)]
        if not found and "PRTF" in form.grammemes:
            head = _participle(forms, form)
            found = [
                fact for fact in self.by_lemma.get(head, {}).get(key, ()) if fits(fact.tags, form.grammemes | {"x"})
            ] or [Fact(fact.spelling, "") for fact in self.by_lemma.get(head, {}).get(key, ())]
        if not found and "loc2" in form.grammemes:
            return []
        if not found and own and len({fact.spelling for fact in own}) == 1:
            found = list(own)
        if form.grammemes & _NAMES:
            found = [fact for fact in found if fact.name]
        elif found and any(not fact.name for fact in found):
            found = [fact for fact in found if not fact.name]
        if not found:
            pages: Iterable[Fact] = self.by_form.get(key, ())
            if form.grammemes & _NAMES:
                pages = [fact for fact in pages if fact.name]
            if len({fact.spelling for fact in pages}) == 1 or form is forms[0]:
                found = list(pages)
        return found

    def _row(self, lemma: str, forms: list[Form]) -> str | None:
        key = fold(lemma)
        rivals = [s for s in self.homographs.get(key, []) if s != lemma]
        lemmas = {fact.spelling for fact in self._facts(key, forms[0], forms)}
        wanted: list[str | None] = [lemma]
        for form in forms[1:]:
            spellings = {fact.spelling for fact in self._facts(key, form, forms)}
            if "ё" in form.text and spellings and not any("ё" in s for s in spellings):
                spellings = {_on_yo(form.text)}
            if len(spellings) > 1 and not rivals:
                # деньги has a page of its own beside деньга
                page = self.by_lemma.get(fold(form.text), {}).get(fold(form.text), ())
                spellings = {fact.spelling for fact in page} & spellings or spellings
            if len(spellings) > 1 and len(lemmas) > 1:
                same = {s for s in spellings if _index(s) == _index(lemma)}
                other = {s for s in spellings if _index(s) in {_index(r) for r in lemmas if r != lemma}}
                if rivals or len(same) == 1:
                    spellings = same or spellings - other or spellings
            wanted.append(self._choose(fold(form.text), spellings) if spellings else None)
        if "NOUN" in forms[0].grammemes or "ADJF" in forms[0].grammemes:
            enough = any(wanted[1:]) or _fixed(lemma, forms)
        else:
            enough = any(wanted[1:]) or len(forms) == 1
        if not enough:
            return None
        given = self._given(lemma, forms, wanted)
        self.covered.update(fold(s) for s in spelled_forms(lemma, forms, given) if s)
        self.used.add(key)
        self.rowed.add((key, forms[0].tag.split(" ")[0]))
        items = []
        for (label, form_key), spelling in given.items():
            items.append(f"{label}:{spelling or '-' + form_key}" if label else spelling or "-" + form_key)
        return " ".join(items)

    def _given(self, lemma: str, forms: list[Form], wanted: list[str | None]) -> dict[tuple[str, str], str]:
        given: dict[tuple[str, str], str] = {}
        for _ in range(60):
            resolved = spelled_forms(lemma, forms, given)
            wrong = next(
                (
                    index
                    for index, (want, got) in enumerate(zip(wanted, resolved, strict=True))
                    if want is not None and want != got
                ),
                None,
            )
            if wrong is None:
                return given
            key = fold(forms[wrong].text)
            wishes = {
                want for form, want in zip(forms, wanted, strict=True) if want is not None and fold(form.text) == key
            }
            label = "" if len(wishes) == 1 else self._label(forms, wanted, wrong, key)
            if (label, key) in given:
                return given
            given[label, key] = wanted[wrong] or ""
        return given

    @staticmethod
    def _label(forms: list[Form], wanted: list[str | None], wrong: int, key: str) -> str:
        tag = forms[wrong].grammemes
        rivals = [
            form.grammemes
            for form, want in zip(forms, wanted, strict=True)
            if fold(form.text) == key and want is not None and want != wanted[wrong]
        ]
        order = ["sing", "plur", "perf", "impr", "gent", "datv", "accs", "ablt", "loct", "loc2", "nomn", "gen2", "voct"]
        own = [g for g in order if g in tag] + sorted(tag - set(order))
        for grammeme in own:
            if not any(grammeme in rival for rival in rivals):
                return grammeme
        for first in own:
            for second in own:
                if first < second and not any({first, second} <= rival for rival in rivals):
                    return f"{first},{second}"
        return ",".join(sorted(tag))

    def _choose(self, key: str, spellings: Iterable[str]) -> str:
        options = sorted(set(spellings))
        yo = [s for s in options if "ё" in s]
        if len(options) == 1:
            return options[0]
        chosen = [s for s in options if s in self.choices]
        if chosen:
            return chosen[0]
        vote = self.votes[key]
        return max(options, key=lambda s: (s == vote, s in yo, -s.index("+")))


def _participle(forms: list[Form], form: Form) -> str:
    kind = form.grammemes & {"pres", "past", "futr", "actv", "pssv", "PRTF"}
    return next(fold(other.text) for other in forms if kind <= other.grammemes)


def _on_yo(text: str) -> str:
    place = text.rindex("ё")
    return f"{text[:place]}+{text[place:]}"


def _index(spelling: str) -> int:
    return sum(letter in VOWELS for letter in spelling[: spelling.index("+")])


def _fixed(lemma: str, forms: list[Form]) -> bool:
    """Tell whether the lemma's stress alone lets one expect the same vowel in all forms."""
    letters = lemma.replace("+", "")
    places = vowel_places(letters)
    if len(forms) == 1:
        return True
    if "ADJF" in forms[0].grammemes:
        return True
    return len(places) > 2 and lemma.index("+") < places[-1] and letters[-1] not in "ао"


def _table(grammemes: frozenset[str]) -> str:
    if grammemes & _NAMES:
        return "names"
    for part, table in (("NOUN", "nouns"), ("INFN", "verbs"), ("ADJF", "adjectives")):
        if part in grammemes:
            return table
    return "others"


# ---- votes ---------------------------------------------------------------------------------------------------


class SileroVotes:
    """The accentor's choice for a word on its own; asked only between stresses that Wiktionary has."""

    def __init__(self) -> None:
        from ru_g2p.stress.silero import Silero  # noqa: PLC0415  (torch)

        self._silero = Silero()
        self._known: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        """Return the word stressed."""
        if key not in self._known:
            self._known[key] = self._silero.words([key])[0].text
        return self._known[key]


# ---- what pymorphy3 does not know ----------------------------------------------------------------------------


def unlisted(miner: Miner) -> list[tuple[str, str, str]]:
    """Return rows of Wiktionary's lexemes that pymorphy3 does not know."""
    rows = []
    for key in sorted(miner.by_lemma):
        if key in miner.used:
            continue
        forms = miner.by_lemma[key]
        missing = {form: facts for form, facts in forms.items() if form not in miner.covered}
        if len(missing) < len(forms) and key not in miner.names:
            continue
        missing = forms
        if key not in forms or not missing:
            continue
        lemma = miner._choose(key, {fact.spelling for fact in forms[key]})
        spellings = []
        for form in sorted(missing):
            options = {fact.spelling for fact in missing[form]}
            same = {s for s in options if _index(s) == _index(lemma)}
            spellings.append(miner._choose(form, same if len(same) == 1 else options))
        tag = "NOUN,Name" if key in miner.names else "NOUN"
        words = set(" ".join(fact.tags for facts in forms.values() for fact in facts).split())
        if words & {"infinitive", "first-person", "imperative"}:
            tag = "VERB"
        elif words & {"masculine", "feminine", "short-form"}:
            tag = "ADJF"
        rows.append((lemma, tag, " ".join(s for s in spellings if s != lemma)))
        miner.covered.update(missing)
        miner.covered.add(key)
    return rows


def derived(miner: Miner) -> dict[str, list[tuple[str, str, str]]]:
    """Return rows of lexemes without facts whose stress follows: from pymorphy3's ё or from a word they are made of."""
    tables: dict[str, list[tuple[str, str, str]]] = {table: [] for table in LEXEMES}
    for shared, forms in miner.lexemes.lemmas():
        text = forms[0].text
        key = fold(text)
        places = vowel_places(text)
        name = bool(forms[0].grammemes & {"Name", "Patr"})
        known = (key, shared) in miner.rowed if name else key in miner.covered or key in miner.by_form
        if known or len(places) < 2 or "Abbr" in shared or not _WORD.fullmatch(text):
            continue
        if text.count("ё") == 1 and not miner.lexemes.written(key):
            lemma = _on_yo(text)
        else:
            index = _derived_index(miner, text, forms[0].grammemes)
            if index is None:
                continue
            lemma = f"{text[: places[index]]}+{text[places[index] :]}"
        tables[_table(forms[0].grammemes)].append((lemma, shared, ""))
        miner.derived.update(fold(form.text) for form in forms)
    miner.covered |= miner.derived
    return tables


def _derived_index(miner: Miner, text: str, grammemes: frozenset[str]) -> int | None:
    if "Name" in grammemes:
        return _name_index(text)
    if "Patr" in grammemes:
        return _patronymic_index(miner, text)
    if "ADVB" in grammemes and text.endswith(("но", "во", "мо", "ски", "цки", "ато", "исто")):
        bases = [text + "й"] if text.endswith("ки") else [text[:-1] + "ый"]
    elif "NOUN" in grammemes and text.endswith("ость"):
        bases = [text[:-4] + "ый", text[:-4] + "ий"]
    elif text.startswith("не") and grammemes & {"ADJF", "ADVB"}:
        bases = [text[2:]]
    else:
        return None
    shift = 1 if bases[0] == text[2:] else 0
    for base in bases:
        lemmas = {fact.spelling for fact in miner.by_form.get(fold(base), ())}
        if len(lemmas) == 1:
            (lemma,) = lemmas
            if lemma.index("+") < vowel_places(lemma.replace("+", ""))[-1]:
                return _index(lemma) + shift
    return None


def _name_index(text: str) -> int | None:
    """Варя, Маруся: the last vowel but one; Лидия; Лидочка, Катенька: the vowel before the suffix."""
    vowels = len(vowel_places(text))
    if re.search("(очк|ечк|еньк|оньк|ушк|юшк)а$", text):
        return vowels - 3 if vowels > 2 else None
    if text.endswith("ия"):
        return vowels - 3 if vowels > 2 else None
    return vowels - 2 if text[-1] in "ая" and vowels in (2, 3) else None


def _patronymic_index(miner: Miner, text: str) -> int | None:
    """Вадимович: as the name, where that is not stressed on an ending."""
    for suffix, endings in (("ович", [""]), ("овна", [""]), ("евич", ["й", "ь", "ий"]), ("евна", ["й", "ь", "ий"])):
        stem = text.removesuffix(suffix)
        if stem == text:
            continue
        for ending in endings:
            base = stem.removesuffix("ь") + ending if ending == "ий" else stem + ending
            names = {fact.spelling for fact in miner.by_form.get(fold(base), ()) if fact.name}
            if len(names) == 1 and len(vowel_places(base)) > 1:
                return _index(names.pop())
    return None


def single(miner: Miner) -> list[tuple[str]]:
    """Return the forms that no lexeme reaches."""
    return [
        (miner._choose(key, {fact.spelling for fact in facts}),)
        for key, facts in sorted(miner.by_form.items())
        if key not in miner.covered and len(vowel_places(key)) > 0
    ]


def names_too() -> list[tuple[str]]:
    """Return the forms of one stress and no name that pymorphy3 knows as names of persons or places."""
    dictionary = pymorphy3.MorphAnalyzer(lang="ru").dictionary
    names = {fold(word) for word, tag, *_ in dictionary.iter_known_words() if _PERSONS_AND_PLACES & tag.grammemes}
    return [
        (key,)
        for key, readings in sorted(all_readings().items())
        if key in names and len({reading.spelling for reading in readings}) == 1 and not any(map(is_name, readings))
    ]


def write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table, its rows in order of their letters."""
    ordered = sorted(set(rows), key=lambda row: (fold(row[0]), row))
    path.write_text("".join("\t".join(row) + "\n" for row in (columns, *ordered)), encoding="utf-8")


def main(dictionary: Path) -> None:
    """Write the mined tables into ``data/lexicon/stress``."""
    facts = read_facts(dictionary)
    choices = {cells[0] for _, cells in read_table(HERE / "choices.tsv", ("form",))}
    homographs: defaultdict[str, list[str]] = defaultdict(list)
    for _, (spelling,) in read_table(HERE / "homographs.tsv", ("lemma",)):
        homographs[fold(spelling)].append(spelling)
    miner = Miner(facts, SileroVotes(), choices, homographs)
    tables = miner.rows()
    for table, more in derived(miner).items():
        tables[table] += more
    for table, rows in tables.items():
        write(HERE / f"{table}.tsv", ("lemma", "tag", "forms"), rows)
    write(HERE / "unlisted.tsv", ("lemma", "tag", "forms"), unlisted(miner))
    write(HERE / "single.tsv", ("form",), single(miner))
    write(HERE / "names_too.tsv", ("form",), names_too())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
