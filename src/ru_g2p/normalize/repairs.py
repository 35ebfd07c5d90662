"""What happened to a text on its way here is undone before it is read: markup, lost signs, stretched words.

Each repair rewrites a stretch of the source as somebody would have typed it; what it then means is read by the
verbalizers.
"""

from __future__ import annotations

import html
import re
from itertools import chain, product
from typing import Final

from ru_g2p.normalize.acronyms import is_labelled
from ru_g2p.normalize.agreement import parses
from ru_g2p.normalize.alphabet import LETTERS, SPACE, WORD_END
from ru_g2p.normalize.months import GENITIVES
from ru_g2p.normalize.numerals import integer
from ru_g2p.normalize.plain import STRETCHED
from ru_g2p.normalize.result import Edit, Normalized
from ru_g2p.normalize.shortened import SHORTENED
from ru_g2p.normalize.spelling import lookalikes
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer

_VOWEL = re.compile("[аеёиоуыэюя]", re.IGNORECASE)
_BLOCKS: Final = (
    "p|div|br|hr|li|ul|ol|dl|dt|dd|tr|td|th|table|h[1-6]|blockquote|pre|section|article|header|footer|title"
)
_INLINE: Final = (
    "a|abbr|b|big|body|code|em|font|head|html|i|img|ins|del|kbd|mark|q|s|small|span|strong|strike|su[bp]|u|tt"
    "|script|style|iframe|button|label|form|input|nav|main|aside|figure|figcaption|video|audio"
)
_ENDINGS: Final = "й|я|е|го|му|м|ми|х|ю|ой|ая|ое|ые|ый|ти|мя|летн|процентн|этажн|комнатн|часов|дневн|минутн|градусн"
"""What a hyphen after a number may still belong to when a space got in between: «5- й», «20- летний»."""


def repair(text: str) -> Normalized:
    """Return ``text`` as it was meant to be typed."""
    result = Normalized(text)
    for rule in _REPAIRS:
        rewritten = _rewrite(result.text, rule)
        if rewritten:
            result = result.then(rewritten)
    return result


def _rewrite(text: str, rule: Verbalizer) -> Normalized | None:
    matches = rule.pattern.finditer(text)
    first = next(matches, None)
    if first is None:
        return None  # as good as always
    parts: list[str] = []
    edits: list[Edit] = []
    done = length = 0
    for match in chain((first,), matches):
        typed = rule.read(match)
        if typed is None or typed.words == match[0]:
            continue
        start = length + match.start() - done
        parts += [text[done : match.start()], typed.words]
        done, length = match.end(), start + len(typed.words)
        edits.append(Edit(start, length, match.start(), done, rule.name, typed.uncertain))
    return Normalized("".join(parts) + text[done:], tuple(edits)) if edits else None


def _read_tag(match: re.Match[str]) -> Spoken:
    # A block begins a paragraph; other tags stand inside sentences and even words («<b>С</b>лово»).
    return Spoken("\n\n" if match["block"] else "")


def _read_entity(match: re.Match[str]) -> Spoken:
    character, written = html.unescape(match[0]), match[0]
    while character != written:
        character, written = html.unescape(character), character
    return Spoken(character)


def _read_stretched(match: re.Match[str]) -> Spoken | None:
    """Shorten «нуууу» to «ну», «длиннннный» to «длинный», but not «длинношеее» or «ООО»."""
    word = match[0]
    runs = STRETCHED.findall(word)
    if not _VOWEL.search(word) or _known(word) or (word.isupper() and len(set(word)) == 1 and len(word) < 4):
        return None
    for lengths in product((1, 2), repeat=min(len(runs), 4)):
        shortened = _shorten(word, lengths)
        if _known(shortened):
            return Spoken(shortened, uncertain=True)
    return Spoken(_shorten(word, ()), uncertain=True)


def _shorten(word: str, lengths: tuple[int, ...]) -> str:
    wanted = iter(lengths)
    return STRETCHED.sub(lambda run: run[1] * next(wanted, 1), word)


def _read_glued(match: re.Match[str]) -> Spoken | None:
    """Part «ДаПривет», two lines joined without a space, but not «МегаФон», which is a word."""
    if _known(match[0]):
        return None
    return Spoken(re.sub(r"(?<=[а-яё])(?=[А-ЯЁ][а-яё+])", " ", match[0]), uncertain=True)


def _known(word: str) -> bool:
    return any(parse.is_known for parse in parses(word.replace("+", "").lower()))


def _read_roman(match: re.Match[str]) -> Spoken | None:
    """Write a Roman numeral in Latin letters if Cyrillic ones got in: «ХХ век», «ХIX», «Пётр І»."""
    written, text = match[0], match.string
    if len(written) > 1 and set(written) & set("IVXLІ"):
        is_numeral = True
    elif written == "І":
        is_numeral = re.match("[а-яё] ", text[max(0, match.start() - 2) : match.start()]) is not None
    else:
        is_numeral = _CENTURY_AFTER.match(text, match.end()) is not None
    return Spoken(written.translate(_ROMAN_LETTERS)) if is_numeral else None


def _read_minus(match: re.Match[str]) -> Spoken | None:
    # A word is no term: «NASA − 5 лет», «(капитан) − 3 гола»
    is_minus = (
        match[0] == " \u2212 "
        and re.search(r"[A-Za-z]{2}\Z|[а-яё]\)\Z", match.string[max(0, match.start() - 2) : match.start()]) is None
    )
    is_equation = _EQUATION_AFTER.match(match.string, match.end()) or _EQUATION_BEFORE.search(
        match.string, max(0, match.start() - _EQUATION), match.start()
    )
    return Spoken(" минус ") if is_minus or is_equation else None


def _read_variable(match: re.Match[str]) -> Spoken | None:
    around = match.string[max(0, match.start() - _FORMULA) : match.end() + _FORMULA]
    return Spoken("x") if "=" in around else None


def _read_lookalike(match: re.Match[str]) -> Spoken | None:
    """Write «дeкабря» in Russian letters before the number that it follows is read; «Fordовский» stays as it is."""
    before = _WORD_BEFORE.search(match.string, max(0, match.start() - _LONGEST_WORD), match.start())
    after = _WORD_AFTER.match(match.string, match.end(), match.end() + _LONGEST_WORD)
    beside = "".join(found[0] for found in (before, after) if found)
    is_russian = re.search(f"[{LETTERS}]", beside) and re.fullmatch(f"[{LETTERS}+]+", beside.translate(lookalikes()))
    return Spoken(match[0].translate(lookalikes())) if is_russian else None


def _read_preposition(match: re.Match[str]) -> Spoken | None:
    """Write «c братом» in Russian, but not «ось y направлена», «a и c равны»."""
    around = match.string[max(0, match.start() - _FORMULA) : match.end() + _FORMULA]
    before = _WORD_BEFORE.search(match.string, max(0, match.start() - _LONGEST_WORD), match.start() - 1)
    if is_labelled(match) or len(_SYMBOL.findall(around)) > 1 or (before and _QUANTITY.fullmatch(before[0])):
        return None
    return Spoken(match[0].translate(lookalikes()), uncertain=True)


def _drop(match: re.Match[str]) -> Spoken:
    return Spoken("")


_LONGEST_WORD: Final = 40
_WORD_BEFORE: Final = re.compile(rf"[A-Za-z{LETTERS}+]+\Z")
_WORD_AFTER: Final = re.compile(rf"[A-Za-z{LETTERS}+]+")
_FORMULA: Final = 40  # characters within which another single letter, or a sign of maths, makes it a symbol
_SYMBOL: Final = re.compile(r"(?<![A-Za-z\w])[A-Za-z](?![A-Za-z\w])|[=<>²³√]")
_QUANTITY: Final = re.compile(
    "и|или|при|где|(?:ос|переменн|скорост|света|констант|координат|язык|числ|значени|функци|катет|гипотенуз)[а-яё]{0,4}"
)
"""Words before a letter that stands for a quantity or a thing, besides the nouns that letters name."""

_LOOKALIKES: Final = "".join(map(chr, lookalikes()))
_EQUATION: Final = 32
_EQUATION_AFTER: Final = re.compile(rf"[^=\n{LETTERS}]{{0,{_EQUATION}}}(?:=|рав[не])")
_EQUATION_BEFORE: Final = re.compile(rf"=[^=\n{LETTERS}]{{0,{_EQUATION}}}\Z")
_ROMAN_LETTERS: Final = str.maketrans("ХІСМ", "XICM")
_CENTURY_AFTER: Final = re.compile(rf"(?:-[а-яё]{{1,3}})?{SPACE}?(?:вв?\.|век|столет|тыс\.|тысячелет|съезд)")
_CLOSING = r"[.,!?…;:»”\")\]}]"
_AFTER_WORD = "|".join(
    rf"(?<=[{LETTERS}\d]{_CLOSING * marks}{space}[\[{{])" for marks in range(4) for space in ("", " ")
)
"""An opening bracket behind a word or number, its closing marks and at most one space."""

_REPAIRS: Final = (
    Verbalizer(
        "html",
        re.compile(rf"(?i:</?(?:(?P<block>{_BLOCKS})|{_INLINE})(?:\s[^<>]{{0,300}})?/?>)|<!--[^<>]{{0,300}}-->"),
        _read_tag,
    ),
    Verbalizer("html", re.compile(r"&(?:amp;){0,60}(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});"), _read_entity),
    Verbalizer(
        "markdown",
        re.compile(r"(?:!\[|\[)([^\[\]\n]{1,200})\]\((?:[a-z]{3,6}:|/|#|www\.)[^()\s]{0,300}\)"),
        lambda match: Spoken(match[1]),
    ),
    Verbalizer("markdown", re.compile(r"\[[ xXхХ]\] (?<=[-*+] ....)"), _drop),
    Verbalizer("markdown", re.compile(r">(?<![^\n].)[> \t]{0,18}(?!\s?\d)"), _drop),
    Verbalizer("markdown", re.compile(r"[-*+•] \[[ xXхХ]\] (?<![^\n \t]......)"), _drop),
    # «в сезоне-2023/24»
    Verbalizer(
        "glued",
        re.compile(r"-(?<=езон.|зоне.|зона.|зону.)(\d{4})/(\d{2,4})(?!\d)"),
        lambda match: Spoken(f" {integer(match[1])} {integer(match[2])}"),
    ),
    Verbalizer("arrow", re.compile(r"[-=<][-=]{0,3}(?<=[-=])>"), lambda match: Spoken("\u2192")),
    # «слово[12]», «слово [3]», «слово{3}»: the mark of a footnote, unless it is cited («см. [3]»).
    Verbalizer(
        "footnote",
        re.compile(
            rf"[\[{{](?:{_AFTER_WORD})(?<!см\. \[)"
            r"(?:(?<=\[)(?:\d{1,3}(?:[,;\u2013-] ?\d{1,3}){0,9}|\*{1,3}|прим\.?[^\[\]]{0,40})\]|(?<=\{)\d{1,3}\})"
        ),
        _drop,
    ),
    Verbalizer(
        "footnote",
        re.compile(rf"(?<=[{LETTERS}]{{3}})(?:[\u00b9\u00b2\u00b3\u2070-\u2079]{{1,3}}|\*{{1,3}})(?!\w)"),
        _drop,
    ),
    Verbalizer(
        "footnote",
        re.compile(
            r"(?: \[|\[)(?:источник не указан|нет в источнике|уточнить"
            r"|(?:когда|кто|где|как[а-яё]{2,3})\?)[^\[\]]{0,40}\]"
        ),
        _drop,
    ),
    Verbalizer(
        "emoticon",
        re.compile(r"(?<!\d)[:;=]-?(?:[()]+|[DPРp])(?!\w)|\^_{0,9}\^|(?<=!!)1{1,9}(?!\w)|(?<=\)\))0{1,9}(?!\w)"),
        _drop,
    ),
    # GPT-SoVITS writes "-" for "%"; but «5- и 6-этажные» and «5- й» are suspended hyphens.
    Verbalizer(
        "percent",
        re.compile(rf"(?<=\d)-(?=[\s.,!?;:)»…。]|\Z)(?!,? ?(?:и |или |до |[-\u2013\u2014] ?)?\d)(?! (?:{_ENDINGS}))"),
        lambda match: Spoken("%", uncertain=True),
    ),
    Verbalizer(
        "ordinal", re.compile(r"(?<=\d)- (?=(?:й|я|е|го|му|м|ми|х|ю|ти|мя)(?![а-яё]))"), lambda match: Spoken("-")
    ),
    # «Да.Нет», «100 руб.Дорого»: sentences joined without a space.
    # «21век», «XXвек», «5мая»
    Verbalizer(
        "glued",
        re.compile(rf"[\dIVX](?=(?:век|столети|год|{'|'.join(GENITIVES.values())})[а-яё]{{0,3}}{WORD_END})"),
        lambda match: Spoken(f"{match[0]} "),
    ),
    Verbalizer("glued", re.compile(r"(?<=[а-яё]{2})[.!?]{1,9}(?=[А-ЯЁ][а-яё])"), lambda match: Spoken(f"{match[0]} ")),
    # «3x² − 5 = 7»: between the terms of an equation a dash is a minus; a true minus sign is one anywhere.
    Verbalizer("maths", re.compile(r"(?<=[A-Za-z²³⁴)|]) [-\u2013\u2212] (?=[\dA-Za-z(√])"), _read_minus),
    # «(12 + 8) : 4»
    Verbalizer("maths", re.compile(r" [:\u00f7] (?<=\d\)...)(?=[\d(])"), lambda match: Spoken(" разделить на ")),
    # «2х + 3 = 11»: a variable, though typed in Cyrillic
    Verbalizer(
        "maths",
        re.compile(r"[ху](?:(?<=\d.)(?= ?[+=*/^\u2212\u2013²³-] ?[\dхуxy(])|(?<=[\d)] [+=\u2212\u2013-] .)(?![\w-]))"),
        lambda match: Spoken("x" if match[0] == "х" else "y"),
    ),
    # «Найди х, если 2х + 5 = 17»
    Verbalizer("maths", re.compile(r"х(?<![\w.-]х)(?![\w-])"), _read_variable),
    # «от 07.05.2018 N 204»
    Verbalizer("symbol", re.compile(r"N(?<=[а-яё\d.] N)(?= \d{1,6}(?![\d.,]?\d))"), lambda match: Spoken("№")),
    *SHORTENED,
    Verbalizer(
        "spelling",
        re.compile(rf"[{_LOOKALIKES}]+(?![A-Za-z])"),
        _read_lookalike,
    ),
    # «шёл c братом», «был y врача»
    Verbalizer("spelling", re.compile(r"[cyk](?<=[а-яё] .)(?= (?!равн|составля)[а-яё\d])"), _read_preposition),
    # «C 1 января»: a preposition in a Latin letter that begins a sentence
    Verbalizer(
        "spelling",
        re.compile(r"[BCKO](?:(?<![^\n].)|(?<=[.!?…] .))(?= (?:\d|(?!равн|принадл|леж)[а-яё]))"),
        lambda match: Spoken(match[0].translate(lookalikes()), uncertain=True),
    ),
    Verbalizer(
        "roman",
        re.compile(r"[IVXLCMІХСМ](?<![\w+].)[IVXLCMІХСМ]{0,7}(?!\w)"),
        _read_roman,
    ),
    # «П-п-простите», «н-нет»
    Verbalizer(
        "stuttered",
        re.compile(r"([БВГДЖЗКЛМНПРСТФХЦЧШЩбвгджзклмнпрстфхцчшщ])-(?<![А-Яа-яЁё+]..)(?=(?i:\1)(?:-|[а-яё+]{2}))"),
        lambda match: Spoken("", uncertain=True),
    ),
    Verbalizer(
        "stretched",
        re.compile(rf"(?<![{LETTERS}+])[{LETTERS}+]*?([{LETTERS}])(?i:\1\1)[{LETTERS}+]*"),
        _read_stretched,
    ),
    Verbalizer(
        "glued", re.compile(rf"(?<![{LETTERS}+])(?:[А-ЯЁ][а-яё+]|[а-яё]{{2}})[а-яё+]*(?:[А-ЯЁ][а-яё+]+)+"), _read_glued
    ),
)
