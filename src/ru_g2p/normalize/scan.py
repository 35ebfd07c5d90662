"""One pass over a text: plain words are skipped by one search, the rest goes to the verbalizers in order."""

from __future__ import annotations

import re

from ru_g2p.normalize.alphabet import LETTERS, WORD
from ru_g2p.normalize.gaps import gap_pattern, marks_in, render
from ru_g2p.normalize.plain import attention
from ru_g2p.normalize.result import Edit, Normalized

_WORD = re.compile(WORD)
_LETTER_LAST = re.compile(rf"[{LETTERS}]\Z")
_PLAIN_GAP = " ,.!?…-"
_GAP = _PLAIN_GAP + ";:\n\u2013\u2014"


def scan(text: str) -> Normalized:
    """Read ``text`` once from left to right; at each token the first verbalizer to answer wins."""
    from ru_g2p.normalize.order import verbalizers_at  # noqa: PLC0415  (plain text needs none of them)

    out = _Builder(text)
    position = 0
    while position < len(text):
        if not out.in_gap or text[position].isalpha():
            start = _next_token(text, position)
            if start > position:
                out.copy(position, start)
                position = start
                continue
        gap = gap_pattern().match(text, position)
        if gap:
            out.pause(position, gap.end(), marks_in(gap[0]))
            position = gap.end()
            continue
        for verbalizer in verbalizers_at(text, position):
            match = verbalizer.pattern.match(text, position)
            spoken = verbalizer.read(match) if match else None
            if match and spoken:
                end = spoken.end or match.end()
                out.say(position, end, spoken.words, verbalizer.name, uncertain=spoken.uncertain)
                if spoken.lost:
                    out.lose(position)
                position = end
                break
        else:
            word = _WORD.match(text, position)
            end = word.end() if word else position + 1
            if word:
                out.copy(position, end)
            else:
                out.say(position, end, "", "unspeakable")
                out.lose(position)
            position = end
    return out.finish()


def _next_token(text: str, position: int) -> int:
    """Return where the next token that needs a look begins, the gap before it included; else the end."""
    hit = attention().search(text, position)
    if not hit:
        return len(text)
    start = hit.start()
    if text[start] not in _GAP:
        while start > position and (text[start - 1] == "+" or text[start - 1].isalpha()):
            start -= 1
    elif text[start] == "." and text[start + 1 : start + 2].islower():
        while start > position and (text[start - 1] == "-" or text[start - 1].isalpha()):
            start -= 1  # an address: «мир-книг.рф»
    while start > position and text[start - 1] in _PLAIN_GAP:
        start -= 1
    return start


class _Builder:
    """Collects copied stretches and edits; a gap stays open until the word after it, or the end, is known."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._length = 0
        self._edits: list[Edit] = []
        self._gap: tuple[int, int] | None = None
        self._gap_marks: set[str] = set()
        self._gap_by = "punctuation"
        self._lost: list[int] = []

    @property
    def in_gap(self) -> bool:
        """Whether what comes next may still belong to the gap after the last word."""
        return self._gap is not None

    def pause(self, start: int, end: int, marks: set[str], by: str | None = None) -> None:
        """Add punctuation, or something dropped by the rule ``by``, to the gap."""
        self._gap = (self._gap[0] if self._gap else start, end)
        self._gap_marks |= marks
        self._gap_by = by or self._gap_by

    def copy(self, start: int, end: int) -> None:
        """Copy words, and the gaps between them, from the source."""
        self._close_gap(right=True)
        if self._touches_word() and self._source[start] not in _PLAIN_GAP:
            # Only an edit can touch a word («5лет»): the space becomes a part of it.
            last = self._edits.pop()
            self._edits.append(
                Edit(last.start, last.end + 1, last.source_start, last.source_end, last.by, last.uncertain)
            )
            self._append(" ")
        self._append(self._source[start:end])

    def say(self, start: int, end: int, words: str, by: str, *, uncertain: bool = False) -> None:
        """Put ``words`` in place of a stretch of the source; no words leave a gap."""
        if not words:
            self.pause(start, end, set(), by)
            return
        self._close_gap(right=True)
        if words == self._source[start:end] and not self._touches_word():
            self._append(words)
            return
        if self._touches_word():
            words = f" {words}"
        self._edits.append(Edit(self._length, self._length + len(words), start, end, by, uncertain))
        self._append(words)

    def lose(self, position: int) -> None:
        """Note that what stands at ``position`` cannot be spoken."""
        self._lost.append(position)

    def finish(self) -> Normalized:
        """Close the last gap and return what was collected."""
        self._close_gap(right=False)
        return Normalized("".join(self._parts), tuple(self._edits), tuple(self._lost))

    def _close_gap(self, *, right: bool) -> None:
        if self._gap is None:
            return
        start, end = self._gap
        source = self._source[start:end]
        rendered = render(source, self._gap_marks, left=self._length > 0, right=right)
        if rendered != source:
            self._edits.append(Edit(self._length, self._length + len(rendered), start, end, self._gap_by))
        self._append(rendered)
        self._gap, self._gap_marks, self._gap_by = None, set(), "punctuation"

    def _append(self, piece: str) -> None:
        if piece:
            self._parts.append(piece)
            self._length += len(piece)

    def _touches_word(self) -> bool:
        return bool(self._parts) and _LETTER_LAST.search(self._parts[-1][-1:]) is not None
