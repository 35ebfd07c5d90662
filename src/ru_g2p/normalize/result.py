"""What the normalizer returns: the spoken words and every place where they differ from the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of the source that is spoken otherwise than it is written."""

    start: int
    """Offset of the first spoken character in the result."""
    end: int
    """Offset after the last spoken character in the result."""
    source_start: int
    """Offset of the first replaced character in the source."""
    source_end: int
    """Offset after the last replaced character in the source."""
    by: str
    """Name of the verbalizer that decided."""
    uncertain: bool = False
    """Whether a careful reader might have read it otherwise."""


@dataclass(frozen=True, slots=True)
class Normalized:
    """Spoken words, with the edits that made them; between edits the source is copied letter by letter."""

    text: str
    edits: tuple[Edit, ...] = ()
    lost: tuple[int, ...] = ()
    """Offsets in the source of what no rule could speak and none drops by intent: foreign scripts, private use."""

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Map offsets ``[start, end)`` of ``text`` to offsets of the source; an edit maps as a whole."""
        first = self._source_offset(start, after=False)
        last = self._source_offset(end, after=True) if end > start else first
        return first, max(first, last)

    def then(self, later: Normalized) -> Normalized:
        """Compose with the normalization of ``self.text``: the edits lead from our source to its text."""
        ours = [_Span(edit.start, edit.end, edit, later=False) for edit in self.edits]
        theirs = [_Span(edit.source_start, edit.source_end, edit, later=True) for edit in later.edits]
        edits: list[Edit] = []
        to_source = to_result = 0  # what turns an offset of our text into one of the source, of the result
        for cluster in _overlapping(sorted(ours + theirs, key=lambda span: (span.start, span.end))):
            start, end = cluster[0].start, max(span.end for span in cluster)
            source_start, result_start = start + to_source, start + to_result
            to_source -= sum(span.growth for span in cluster if not span.later)
            to_result += sum(span.growth for span in cluster if span.later)
            by = next((span.edit.by for span in reversed(cluster) if span.later), cluster[0].edit.by)
            uncertain = any(span.edit.uncertain for span in cluster)
            edits.append(Edit(result_start, end + to_result, source_start, end + to_source, by, uncertain))
        lost = {*self.lost, *(self.source_span(offset, offset + 1)[0] for offset in later.lost)}
        return Normalized(later.text, tuple(edits), tuple(sorted(lost)))

    def _source_offset(self, offset: int, *, after: bool) -> int:
        # ``after`` asks where the character before ``offset`` ends, not where the one at it starts.
        if after:
            index = bisect_right(self.edits, offset - 1, key=lambda edit: edit.start) - 1
        else:
            index = bisect_right(self.edits, offset, key=lambda edit: edit.start) - 1
        if index < 0:
            return offset
        edit = self.edits[index]
        inside = offset <= edit.end if after else offset < edit.end
        if inside:
            return edit.source_end if after else edit.source_start
        return offset - edit.end + edit.source_end


@dataclass(frozen=True, slots=True)
class _Span:
    """Where an edit of either of two passes lies in the text between them."""

    start: int
    end: int
    edit: Edit
    later: bool

    @property
    def growth(self) -> int:
        edit = self.edit
        return (edit.end - edit.start) - (edit.source_end - edit.source_start)


def _overlapping(spans: list[_Span]) -> Iterator[list[_Span]]:
    cluster: list[_Span] = []
    reach = 0
    for span in spans:
        if cluster and span.start >= reach:
            yield cluster
            cluster = []
        reach = max(reach, span.end) if cluster else span.end
        cluster.append(span)
    if cluster:
        yield cluster
