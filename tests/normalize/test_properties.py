"""What holds for any text whatever, of all of Unicode, lone surrogates included."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ru_g2p.normalize import Normalized, normalize
from ru_g2p.normalize.order import VERBALIZERS, verbalizers_at
from ru_g2p.normalize.plain import is_plain, simplified
from ru_g2p.normalize.scan import scan

LETTER = "[А-Яа-яЁё]"
WORD = rf"(?:{LETTER}|\+(?=[АЕЁИОУЫЭЮЯаеёиоуыэюя]))+(?:-(?:{LETTER}|\+(?=[АЕЁИОУЫЭЮЯаеёиоуыэюя]))+)*"
FINAL = r"(?:\?!|[.!?…])"
SPOKEN = re.compile(rf"(?:{FINAL}(?: (?!\Z)|\Z))?(?:{WORD}(?: - (?!\Z)|(?:{FINAL}|,)?(?: (?!\Z)|\Z)))*")

PIECES = re.findall(
    r"\S+",
    """
5 21 1998 3,5 -7 100% № г. гг. в с к на XX МГУ т. е. д. им. А. С. Пушкин рублей минуту класс кг
км/ч iPhone Wi-Fi c cоль за́мок з+амок + й « » ( ) — - ... ?! 。 % $ &amp; <b> 😀 ² ½ ２ ٣ ї α 中
ул. 1/2 9:05 21.00 8 марта ОООО ' ’ ﬁ ① 𝐀 ° №5 5-й 90-х тыс. млн . , C++ a.ru a@b.ru отчёт.pdf a_1 #тег 2:1 ⓿ ﷺ ㎏
""",
)
PIECES += re.findall(
    r"\S+",
    """
0,5 1.2.3 1990–2003 16:9 24/7 +7 (495) 123-45-67 89123456789 01.09 2^3 10⁶ √16 2½ = × IV XIX–XX I н. э. по до и из
мая окт. века году сут. -летний -х 1960-е 3-го комнатная глава версия ИНН утра PM ₽/мес. л/100 тыс. руб., 00
""",
)
PIECES += ["англ. яз.", "р-не", "проф. Иванову", "Г. Москва", "Дж. Р. Р. Толкин", "ПО", "МИДа", "ДаПривет", "нуууу"]
PIECES += ["С-300", "пн"]
PIECES += ["[1]", ":)", "<p>", "<!--", "&amp;nbsp;", "&#1072;", "5-", "iPhone'ом", "USB-C", "é", "Ελλάδα"]
PIECES += ["и т. д.", "\n", " ", "\ud800", "\u200b", "\u00ad", "е\u0301", "и\u0306", "\u0364"]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
)


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
@example("\ud800")
@example("ул😀. Ленина")
@example("yл. Ленина")
@example("МГ\u0301У")
def test_the_result_is_spoken_text_and_stays_so(text: str) -> None:
    result = normalize(text)
    assert SPOKEN.fullmatch(result.text), result.text
    again = normalize(result.text)
    assert again.text == result.text
    assert again.edits == ()


PROSE = ["да", "Нет", "ст+ол", "и", "; ", ": ", " — ", " – ", "-", "\n", ", ", ". ", "?! ", "… ", " ", "."]


@settings(max_examples=800, deadline=None)
@given(st.lists(st.sampled_from(PROSE), max_size=9).map("".join))
@example("да -\nнет ")
def test_prose_needs_no_scan(text: str) -> None:
    plain = simplified(text)
    if is_plain(plain.text):
        assert scan(text) == plain


@settings(max_examples=800, deadline=None)
@given(TEXTS)
@example("З\u03000З\u03000З\u0300")
def test_between_edits_the_source_is_copied(text: str) -> None:
    result = normalize(text)
    position = source = 0
    for edit in result.edits:
        assert (edit.start, edit.source_start) >= (position, source)
        assert edit.end >= edit.start
        assert edit.source_end > edit.source_start
        assert result.text[position : edit.start] == text[source : edit.source_start]
        position, source = edit.end, edit.source_end
    assert result.text[position:] == text[source:]


@settings(max_examples=500, deadline=None)
@given(TEXTS, st.data())
def test_a_span_of_the_result_maps_into_the_source(text: str, data: st.DataObject) -> None:
    result = normalize(text)
    start = data.draw(st.integers(0, len(result.text)))
    end = data.draw(st.integers(start, len(result.text)))
    first, last = result.source_span(start, end)
    assert 0 <= first <= last <= len(text)


@settings(max_examples=500, deadline=None)
@given(
    st.text("0123456789 .,:;/-–+()[]%№$°^√½=×xгвскIVX", min_size=1, max_size=60).filter(
        lambda text: re.search(r"\d", text)
    )
)
def test_digits_are_never_dropped(text: str) -> None:
    assert re.search(LETTER, normalize(text).text)


RUNS = re.findall(
    r"\S+",
    """
5 . - ( ) [ « , … ! 1. .1 1, 1- -1 1/ 1: +1 а. А. т. IX a a. a@ ' ++ 😀 % < &
<b &amp; [1] _ a_ #а г- кол- aB аБ ААБ https:// a.ru/ # № * ^ :) β 中 5- а́
12 1990- 1– (1) [1] 5% 1½ √1 10^2 +7 8( 8-9 1x 1= ~1 IV, XX–
""",
)


@pytest.mark.parametrize("run", [*RUNS, "й\u0301", "\u200b", "1 ", " ", "\n"])
@pytest.mark.parametrize("ending", ["", " конец 5"])
def test_long_runs_are_read_or_dropped(run: str, ending: str) -> None:
    spoken = normalize(run * 3000 + ending).text
    assert SPOKEN.fullmatch(spoken)


def test_a_source_span_covers_a_whole_edit() -> None:
    result = normalize("Ещё 25 рублей, да.")
    start = result.text.index("пять")
    assert result.source_span(start, start + 4) == (4, 6)
    start = result.text.index("рублей")
    assert result.source_span(start, start + 6) == (7, 13)


def test_plain_text_is_returned_as_it_is() -> None:
    text = "Ёлка, кто-то ушёл? Да! Он - м+астер… Конец."
    assert normalize(text) == Normalized(text)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_a_token_leaves_out_only_the_verbalizers_that_cannot_match(text: str) -> None:
    for position in range(len(text)):
        asked = verbalizers_at(text, position)
        for verbalizer in VERBALIZERS:
            if verbalizer not in asked:
                assert verbalizer.pattern.match(text, position) is None, verbalizer
