"""Makes the tables of ``data/lexicon/stress`` from open data; run by hand, its results are committed.

    python data/lexicon/mine_stress.py TSNORM_DICTIONARY

Sources: the forms and tags of tsnorm 1.1.2 (``tsnorm/dictionary``; from Wiktionary, CC BY-SA 4.0), the paradigms
and the ё of pymorphy3-dicts-ru (OpenCorpora, CC BY-SA 3.0). Where Wiktionary allows two stresses for one form,
the one is kept that the accentor of silero-stress 1.5 (MIT) puts on the word alone; ``choices.tsv`` overrules it.
Nothing else of silero is taken.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import pymorphy3
from derived_stress import derived
from lexemes import Form, Lexemes, fold, on_yo, stressed_vowel, vowel_places
from silero_votes import SileroVotes
from spelled_forms import spelled_forms
from stress_tables import HERE, LEXEMES, NAMES, all_readings, is_name, lexeme_table, read_table, write_table
from wiktionary import Fact, fits, read_facts

_PERSONS_AND_PLACES = frozenset({"Name", "Surn", "Patr", "Geox"})


class Miner:
    """Finds the stress of each form of each lexeme.

    Args:
        facts: what ``read_facts`` returned.
        votes: key → the spelling to take among free variants.
        choices: spellings that win over other facts.
        homographs: lemma → spellings that are different words.

    ``covered`` are the keys that rows reach, ``used`` the lemmas that have rows, ``rowed`` those with their tags.
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
                        tables[lexeme_table(forms[0].grammemes)].append((lemma, shared, row))
        return tables

    def _lemma_spellings(self, key: str, forms: list[Form]) -> list[str]:
        first = forms[0]
        facts = self._facts(key, first, forms)
        spellings = {fact.spelling for fact in facts}
        if not spellings:
            return []
        if "ё" in first.text:
            spellings = {s for s in spellings if "ё" in s} or {on_yo(first.text)}
        if len(spellings) > 1 and "INFN" in first.grammemes:
            aspect = "perfective" if "perf" in first.grammemes else "imperfective"
            spellings = {f.spelling for f in facts if aspect in f.tags.split()} & spellings or spellings
        if key in self.homographs and len(spellings) > 1:
            return [s for s in self.homographs[key] if s in spellings] or sorted(spellings)
        return [self.choose(key, spellings)]

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
        if form.grammemes & NAMES:
            found = [fact for fact in found if fact.name]
        elif found and any(not fact.name for fact in found):
            found = [fact for fact in found if not fact.name]
        if not found:
            pages: Iterable[Fact] = self.by_form.get(key, ())
            if form.grammemes & NAMES:
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
                spellings = {on_yo(form.text)}
            if len(spellings) > 1 and not rivals:
                # деньги has a page of its own beside деньга
                page = self.by_lemma.get(fold(form.text), {}).get(fold(form.text), ())
                spellings = {fact.spelling for fact in page} & spellings or spellings
            if len(spellings) > 1 and len(lemmas) > 1:
                same = {s for s in spellings if stressed_vowel(s) == stressed_vowel(lemma)}
                other = {s for s in spellings if stressed_vowel(s) in {stressed_vowel(r) for r in lemmas if r != lemma}}
                if rivals or len(same) == 1:
                    spellings = same or spellings - other or spellings
            wanted.append(self.choose(fold(form.text), spellings) if spellings else None)
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

    def choose(self, key: str, spellings: Iterable[str]) -> str:
        """Return the spelling to take of several: that of ``choices``, else the vote, else the one with ё."""
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


def _fixed(lemma: str, forms: list[Form]) -> bool:
    """Tell whether the lemma's stress alone lets one expect the same vowel in all forms."""
    letters = lemma.replace("+", "")
    places = vowel_places(letters)
    if len(forms) == 1:
        return True
    if "ADJF" in forms[0].grammemes:
        return True
    return len(places) > 2 and lemma.index("+") < places[-1] and letters[-1] not in "ао"


def unlisted(miner: Miner) -> list[tuple[str, str, str]]:
    """Return rows of Wiktionary's lexemes that pymorphy3 does not know."""
    rows = []
    for key in sorted(miner.by_lemma):
        if key in miner.used:
            continue
        forms = miner.by_lemma[key]
        if key not in forms or (key not in miner.names and not miner.covered.isdisjoint(forms)):
            continue
        lemma = miner.choose(key, {fact.spelling for fact in forms[key]})
        spellings = []
        for form in sorted(forms):
            options = {fact.spelling for fact in forms[form]}
            same = {s for s in options if stressed_vowel(s) == stressed_vowel(lemma)}
            spellings.append(miner.choose(form, same if len(same) == 1 else options))
        tag = "NOUN,Name" if key in miner.names else "NOUN"
        words = set(" ".join(fact.tags for facts in forms.values() for fact in facts).split())
        if words & {"infinitive", "first-person", "imperative"}:
            tag = "VERB"
        elif words & {"masculine", "feminine", "short-form"}:
            tag = "ADJF"
        rows.append((lemma, tag, " ".join(s for s in spellings if s != lemma)))
        miner.covered.update(forms)
        miner.covered.add(key)
    return rows


def single(miner: Miner) -> list[tuple[str]]:
    """Return the forms that no lexeme reaches."""
    return [
        (miner.choose(key, {fact.spelling for fact in facts}),)
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
        write_table(HERE / f"{table}.tsv", ("lemma", "tag", "forms"), rows)
    write_table(HERE / "unlisted.tsv", ("lemma", "tag", "forms"), unlisted(miner))
    write_table(HERE / "single.tsv", ("form",), single(miner))
    write_table(HERE / "names_too.tsv", ("form",), names_too())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
