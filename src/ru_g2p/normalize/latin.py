"""Latin words, acronyms and letters: a table of known words, else reading rules, else letter names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from ru_g2p.normalize.acronyms import letter_names, names_points, stressed
from ru_g2p.normalize.alphabet import LETTERS, SPACE, WORD_END
from ru_g2p.normalize.latin_rules import ENGLISH, LANGUAGES, read_by_rules
from ru_g2p.normalize.numerals import ascii_digits, by_digit
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import pairs, rows

_LATIN: Final = r"A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_VOWELS: Final = re.compile("[aeiouy]")
_PARTS: Final = re.compile(r"Ma?c(?=[A-Z][a-z])[A-Za-z]+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SPELLED_UP_TO: Final = 4
"""Capitals up to this length are spelled (IBM, HTML); longer ones are shouted words, unless no vowel is in them."""


_PHRASE: Final = 64
_FOREIGN: Final = re.compile(
    rf"(?<![а-яё])(?i:({'|'.join(LANGUAGES)}))(?:\.|(?<=[сц]к)[а-яё]{{1,4}}(?:{SPACE}[а-яё]{{3,10}})?){SPACE}?[«\"„“]?(?:[{_LATIN}'’-]{{1,24}},?{SPACE}){{0,6}}\Z"
)
"""«от нем. Stadt», «лат. nomen est omen»: the words are of that language."""

_POINTS: Final = frozenset("ABCDEFKMO")
"""Letters of points that win against a word of the table: «треугольник ABC», but «вектор API»."""


@cache
def _words() -> dict[str, str]:
    return pairs("normalize/latin_words.tsv", "word", "reading")


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {
        letter: (alone, spelled)
        for letter, alone, spelled in rows("normalize/latin_letters.tsv", "letter", "alone", "spelled")
    }


def _read(match: re.Match[str]) -> Spoken | None:
    written, ending = match["word"], match["ending"] or ""
    if len(_plain(written)) == 1 and not ending and written not in _words():
        return _read_letter(_plain(written), match)
    known = _known(written)
    language = _FOREIGN.search(match.string, max(0, match.start() - _PHRASE), match.start())
    if language and not (written.isupper() and len(written) > 1):
        table = LANGUAGES[language[1].lower()]
        foreign = _read_unknown(written, table)
        if table == LANGUAGES["фр"] and len(re.findall("[аеёиоуыэюя]", foreign)) > 1 and "ё" not in foreign:
            foreign = stressed(foreign)  # its last syllable
        # The table of English knows the stress of a word that sounds alike.
        return Spoken(
            (known if known and known.replace("+", "") == foreign.replace("+", "") else foreign) + ending,
            uncertain=True,
        )
    is_point = written.isupper() and len(written) < 5 and (not known or set(written) <= _POINTS)
    if is_point and names_points(match):
        return Spoken(" ".join(_names()[letter][0] for letter in _plain(written)))
    if known:
        return Spoken(known + ending)
    parts = _PARTS.findall(written) if written.isascii() else []
    if len(parts) > 1 and "".join(parts) == written:
        read = [_known(part) or _read_unknown(part) for part in parts]
        return Spoken(" ".join(read) + ending, uncertain=True)
    read_whole = _read_unknown(written)
    return Spoken(read_whole + ending, uncertain=True) if read_whole else None


def _known(written: str) -> str | None:
    words, word = _words(), _plain(written)
    found = words.get(written) or words.get(word)
    if found is None and len(word) > 3 and word.endswith("s") and not written.isupper():
        singular = words.get(word[:-1])  # «phones», «Google's»
        found = f"{singular}с" if singular else None
    return found


def _read_unknown(written: str, table: str = ENGLISH) -> str:
    word = _plain(written)
    if (written.isupper() and len(word) <= _SPELLED_UP_TO) or not _VOWELS.search(word):
        return _spell(word)
    read = read_by_rules(re.sub("['’\u0300-\u036f]", "", unicodedata.normalize("NFC", written).lower()), table)
    return read if re.search("[аеёиоуыэюя]", read) and len(read) > 1 else _spell(word)


def letter_name(letter: str) -> str:
    """Return the name that a small Latin letter has by itself: «цэ»."""
    return _names()[letter][0]


def _read_letter(letter: str, match: re.Match[str]) -> Spoken | None:
    """Read «витамин C» as a label, but «USB-C», «Plan B», «J. K. Rowling» in English."""
    if letter not in _names():
        return None
    text, start, end = match.string, match.start(), match.end()
    english = re.search(r"[A-Za-z]{2}[ -]\Z", text[max(0, start - 3) : start]) or re.match(
        r"[ -][A-Za-z]{2}|\.? ?[A-Z]\. ?[A-Z][a-z]|\. ?[A-Z][a-z]", text[end : end + 8]
    )
    stop = end + 1 if english and re.match(r"\. ?[A-Z]", text[end : end + 3]) else None
    return Spoken(_names()[letter][1 if english else 0], end=stop)


def _plain(written: str) -> str:
    """Take the diacritics off: é is looked up as e."""
    apart = unicodedata.normalize("NFKD", written.lower()).replace("ß", "ss").replace("ø", "o")
    return re.sub("[^a-z-]", "", apart.replace("æ", "ae").replace("œ", "oe").replace("ł", "l").replace("đ", "d"))


def _spell(word: str) -> str:
    names = [_names()[letter][1].replace(" ", "-") for letter in word if letter != "-"]
    if len(names) > 12:
        return " ".join(names)
    return "-".join([*names[:-1], stressed(names[-1])]) if names else ""


def _read_serial(match: re.Match[str]) -> Spoken | None:
    # «XTA210990Y2765432», «DE89370400440532013000»: sign by sign
    signs = [_sign(sign) for sign in match[0] if sign != "-"]
    letters = sum(map(str.isalpha, match[0]))
    return Spoken(" ".join(signs)) if 2 <= letters < len(signs) else None


def _sign(sign: str) -> str:
    if not sign.isalpha():
        return by_digit(ascii_digits(sign))
    return _names()[sign.lower()][0] if sign.isascii() else letter_names()[sign.upper()]


def _read_with_signs(match: re.Match[str]) -> Spoken | None:
    """Look up «wi-fi», «C++», «B2B»; of «blu-ray-диск» and «Node.js.» the part that the table has."""
    written = match[0].lower()
    while written and not written.isalpha():
        if written in _words():
            return Spoken(_words()[written], end=match.start() + len(written))
        written = re.sub(r"(?:^|[.'’&-])[^.'’&-]*$", "", written)
    return None


_LETTER: Final = f"[A-Za-z{LETTERS}]"
_ENDING: Final = rf"['’-]?(?P<ending>а|у|е|ы|и|ом|ем|ов|ам|ами|ах|ой|ю|я){WORD_END}"
KNOWN_WITH_SIGNS = Verbalizer(
    "latin",
    re.compile(
        rf"(?<![\w.-])[{_LATIN}\d][A-Za-z\dКДкд]{{0,24}}(?:[.'’&-][A-Za-z\d]{{1,24}}|[+#]{{1,2}}){{0,4}}(?![\w+])"
    ),
    _read_with_signs,
)
SERIAL = Verbalizer(
    "identifier",
    re.compile(
        r"(?<![\w-])(?:[A-Z\d]{15,34}|[A-Z]{2}\d{9}[A-Z]{2}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}"
        rf"|(?=(?:{_LETTER}{{0,16}}\d{{1,16}}(?!\d)){{6}})(?:{_LETTER}|\d){{24,}})(?![\w-])"
    ),
    _read_serial,
)
"""Numbers of vehicles (17 signs, ISO 3779), accounts (up to 34, ISO 13616), parcels (13, UPU S10), things (RFC 9562),
and any long run of letters and digits in turn, a hash or noise."""

LATIN = Verbalizer(
    "latin",
    re.compile(rf"(?P<word>[{_LATIN}](?:[{_LATIN}\u0300-\u036f]|['’](?=[{_LATIN}]))*)(?:(?<=[A-Za-z]{{2}}){_ENDING})?"),
    _read,
)
