"""Ordered rewriting rules, read from ``rules.tsv``, and the small interpreter that applies them.

A phonological word is a string of one character per segment. Vowels: capital = stressed (``А``), small =
unstressed, ``ɐ ə ɪ ɨ ʊ`` = reduced, ``ê ô`` = unstressed but unreduced. Consonants: small = hard, capital =
soft (``т`` / ``Т``). ``ː`` is length. ``#`` begins a word and ends it, ``~`` ends it before a voiced
obstruent, ``·`` stands after a proclitic, ``=`` before an enclitic, ``_`` after a prefix. It begins as
letters (``#бэз·вАс#`` as ``#без·вАс#``) and each rule takes it one step towards the segments of
``segments.tsv``, which carry the phones.

A rule is a row: ``what`` becomes ``becomes`` where ``left`` stands before it and ``right`` after it. Contexts
are lookarounds, so they never consume. Cells are regular expressions with named classes (``{vowel}``, from
``classes.tsv``); contexts list alternatives separated by `` / ``, and one that begins with ``!`` must not
stand there. ``{a>b}`` in ``becomes`` maps every member of class a to the member of class b in the same
place. Each row carries an example that it applies to and a counter-example that it leaves alone; the tests
read them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ru_g2p.phonology.inventory import SYMBOLS
from ru_g2p.tables import TableError, pairs, rows

_BETWEEN: Final = "\n"
_LONG: Final = re.compile("(.)ː")
_COLUMNS: Final = ("id", "what", "left", "right", "becomes", "example", "counter")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of ``rules.tsv``, compiled.

    ``letters`` is what each letter becomes, for a rule without context that reads one letter; empty for others.
    ``example`` and ``counter`` are ``stressed phrase = phones``.
    """

    id: str
    pattern: re.Pattern[str]
    becomes: str | Callable[[re.Match[str]], str]
    letters: Mapping[str, str]
    example: str
    counter: str

    def rewrite(self, text: str) -> str:
        """Return the text with every match replaced; letter by letter, where that will do, is ten times faster."""
        if not self.letters:
            return self.pattern.sub(self.becomes, text)
        for letter, becomes in self.letters.items():
            text = text.replace(letter, becomes)
        return text


@dataclass(frozen=True, slots=True)
class Phonology:
    """The rules in order, and the phone of each final segment."""

    rules: tuple[Rule, ...]
    phones: Mapping[str, str]

    def transcribe(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the phones of phonological words, written as the module's docstring says (``#без·вАс#``).

        Each rule passes once over all of them together: no context reaches from a word into the next, and one long
        string is several times faster than many short ones.
        """
        if not words:
            return []
        text = _BETWEEN.join(words)
        for rule in self.rules:
            text = rule.rewrite(text)
        phone = self.phones.get
        text = _LONG.sub(r"\1\1", text)
        return [tuple(filter(None, map(phone, word))) for word in text.split(_BETWEEN)]

    def trace(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Return, for each phone of one word, the rules that made it, in order.

        A rule that dropped a segment counts for the phone before it, or for the first one.
        """
        fired: list[tuple[str, ...]] = [()] * len(word)
        for rule in self.rules:
            parts: list[str] = []
            traced: list[tuple[str, ...]] = []
            done = 0
            for match in rule.pattern.finditer(word):
                start, end = match.span()
                becomes = match.expand(rule.becomes) if isinstance(rule.becomes, str) else rule.becomes(match)
                parts += [word[done:start], becomes]
                traced += fired[done:start]
                history = (*dict.fromkeys(name for names in fired[start:end] for name in names), rule.id)
                if becomes:
                    traced += [history] * len(becomes)
                else:
                    traced[-1] = (*traced[-1], *history)
                done = end
            word, fired = "".join(parts) + word[done:], traced + fired[done:]
        names: list[tuple[str, ...]] = []
        waiting: tuple[str, ...] = ()
        for segment, history in zip(word, fired, strict=True):
            if segment == "ː" or segment in self.phones:
                names.append((*waiting, *history))
                waiting = ()
            elif names:
                names[-1] = (*names[-1], *history)
            else:
                waiting += history
        return tuple(names)


@lru_cache(maxsize=1)
def phonology() -> Phonology:
    """Return the packaged rules and segments.

    Raises:
        TableError: a table of another form, a duplicate, an unknown class, a class pair of unequal length,
            or a symbol outside the inventory.
    """
    classes = {name: members for name, members, _ in rows("phonology/classes.tsv", "name", "members", "what")}
    phones = pairs("phonology/segments.tsv", "segment", "phone")
    if sorted(phones.values()) != sorted(SYMBOLS):
        raise TableError("ru_g2p/phonology/segments.tsv: it must name each symbol of the inventory once")
    rules = tuple(_compile(row, classes) for row in rows("phonology/rules.tsv", *_COLUMNS))
    return Phonology(rules, phones)


def _compile(row: tuple[str, ...], classes: Mapping[str, str]) -> Rule:
    name, what, left, right, becomes, example, counter = row
    try:
        matched = _expand(what, classes)
        # A lookbehind after the match instead of before it lets the regex engine search for the match itself.
        width = _width(matched)
        before = _context(left, "(?<=", "(?<!", "." * width, classes)
        after = _context(right, "(?=", "(?!", "", classes)
        pattern = re.compile(f"{matched}{before}{after}" if width else f"{before}{matched}{after}")
        replacement = _replacement(becomes, classes)
        letters = {} if left or right else _letters(matched, pattern, replacement)
        return Rule(name, pattern, replacement, letters, example, counter)
    except (KeyError, re.error, ValueError) as error:
        raise TableError(f"ru_g2p/phonology/rules.tsv: rule {name}: {error}") from error


def _context(cell: str, look: str, look_not: str, tail: str, classes: Mapping[str, str]) -> str:
    """Compile the alternatives of a context; Python wants each lookbehind of one width, so each has its own.

    ``tail`` is what stands between the context and the place where it is looked at.
    """
    alternatives = [_expand(part, classes) for part in cell.split(" / ")] if cell else []
    wanted = [f"{look}{part}{tail})" for part in alternatives if not part.startswith("!")]
    unwanted = [f"{look_not}{part[1:]}{tail})" for part in alternatives if part.startswith("!")]
    return (f"(?:{'|'.join(wanted)})" if wanted else "") + "".join(unwanted)


def _width(pattern: str) -> int:
    """Return how many characters the pattern matches, 0 if that varies."""
    segments = re.sub(r"\[[^\]]*\]|\\1", "x", pattern).replace("(", "").replace(")", "")
    return 0 if re.search(r"[?*+|{]", segments) else len(segments)


def _expand(cell: str, classes: Mapping[str, str]) -> str:
    """Replace each ``{class}`` by its members, in brackets unless it stands in brackets already."""
    parts: list[str] = []
    bracketed = False
    for token in re.split(r"(\{[^}]*\}|[\[\]])", cell):
        if token.startswith("{"):
            members = classes[token[1:-1]]
            parts.append(members if bracketed else f"[{members}]")
        else:
            bracketed = token == "[" or (bracketed and token != "]")
            parts.append(token)
    return "".join(parts)


def _replacement(cell: str, classes: Mapping[str, str]) -> str | Callable[[re.Match[str]], str]:
    mapping = re.fullmatch(r"\{([^}>]+)>([^}>]+)\}", cell)
    if mapping is None:
        if "{" in cell:
            raise ValueError(f"{cell} is neither text nor {{class>class}}")
        return cell
    members = dict(zip(classes[mapping[1]], classes[mapping[2]], strict=True))
    return lambda match: members[match[0]]


def _letters(matched: str, pattern: re.Pattern[str], becomes: str | Callable[[re.Match[str]], str]) -> dict[str, str]:
    """Return what each letter becomes, if the pattern is no more than a letter or a class of letters."""
    letters = matched.strip("[]")
    if _width(matched) != 1 or not letters.isalpha():
        return {}
    found = {letter: pattern.sub(becomes, letter) for letter in letters}
    # A letter that another one becomes would be replaced twice.
    return {} if found.keys() & set(found.values()) else found
