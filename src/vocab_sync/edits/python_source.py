"""Python source of upstream, edited piece by piece: every byte outside the pieces stays as it is.

``ast`` tells where a piece stands, in a tenth of the time that a concrete syntax tree of a large file takes. What
the file is to mean is written down by editing the syntax tree as well, and the result is parsed and compared with it.
"""

from __future__ import annotations

import ast
import codecs
import re
import warnings
from collections.abc import Mapping, Sequence
from itertools import accumulate

RESTORE = "restore the file (git checkout), or report which version of GPT-SoVITS it comes from"

_PLAIN_STRING = re.compile(r"""(?P<quote>['"])(?!(?P=quote){2})[^'"\\\n]*(?P=quote)""")
_COMMA = re.compile(r"\s*,\s*")
_COLON = re.compile(r"\s*:\s*")


class UnknownShape(ValueError):
    """Source that no version of GPT-SoVITS has; the message says what and where."""


class PythonSource:
    """A file under edit.

    Attributes:
        tree: its syntax tree; an edit changes it to what the file is to mean.

    Raises:
        UnknownShape: no Python, or not in UTF-8.
    """

    def __init__(self, source: bytes) -> None:
        """Parse ``source``."""
        try:
            source.decode()
            self.tree = _parse(source)
        except (SyntaxError, ValueError, RecursionError) as error:
            raise UnknownShape(f"not valid Python ({error})") from error
        self._source = source
        bom = len(codecs.BOM_UTF8) if source.startswith(codecs.BOM_UTF8) else 0
        lines = source[bom:].splitlines(keepends=True)
        self._line_starts = list(accumulate(map(len, lines), initial=bom))
        self._pieces: list[tuple[int, int, bytes]] = []

    def text(self, node: ast.expr) -> str:
        """Return the source of ``node``."""
        return self._source[slice(*self._span(node))].decode()

    def between(self, left: ast.expr, right: ast.expr) -> str:
        """Return the source from behind ``left`` up to ``right``."""
        return self._source[self._span(left)[1] : self._span(right)[0]].decode()

    def replace(self, node: ast.expr, text: str) -> None:
        """Put ``text`` in the place of ``node``."""
        self._pieces.append((*self._span(node), text.encode()))

    def insert_after(self, node: ast.expr, text: str) -> None:
        """Put ``text`` right behind ``node``."""
        end = self._span(node)[1]
        self._pieces.append((end, end, text.encode()))

    def quoted(self, text: str, like: ast.expr) -> str:
        """Return ``text`` as a literal in the quotes of the literal ``like``.

        Raises:
            UnknownShape: ``like`` is no plain string, or ``text`` does not fit into its quotes.
        """
        literal = _PLAIN_STRING.fullmatch(self.text(like))
        if not literal:
            raise UnknownShape(f"line {like.lineno}: not a plain string")
        quote = literal["quote"]
        if quote in text or "\\" in text or not text.isprintable():
            raise UnknownShape(f"line {like.lineno}: {text!r} does not fit into {quote}{quote}")
        return f"{quote}{text}{quote}"

    def extend_list(self, node: ast.List, texts: Sequence[str]) -> None:
        """Append strings to a list literal, in the style of its last two items.

        Raises:
            UnknownShape: fewer items, items that are no plain strings, or a comment between or behind them.
        """
        before, last = _last_two(node, node.elts)
        comma = self._separator(before, last, _COMMA)
        self._no_comment_behind(last, node)
        self.insert_after(last, "".join(comma + self.quoted(text, last) for text in texts))
        node.elts += map(ast.Constant, texts)

    def extend_dict(self, node: ast.Dict, entries: Mapping[str, str]) -> None:
        """Append entries of strings to a dict literal, in the style of its last two entries.

        Raises:
            UnknownShape: as `extend_list`.
        """
        keys = [key for key in node.keys if key is not None]
        _, last_key = _last_two(node, keys)
        before, last = _last_two(node, node.values)
        comma, colon = self._separator(before, last_key, _COMMA), self._separator(last_key, last, _COLON)
        self._no_comment_behind(last, node)
        added = (f"{comma}{self.quoted(key, last_key)}{colon}{self.quoted(entries[key], last)}" for key in entries)
        self.insert_after(last, "".join(added))
        node.keys += map(ast.Constant, entries)
        node.values += map(ast.Constant, entries.values())

    def result(self) -> bytes:
        """Return the edited source.

        Raises:
            UnknownShape: it does not mean what ``tree`` says by now.
        """
        result = self._source
        for start, end, text in sorted(self._pieces, reverse=True):
            result = result[:start] + text + result[end:]
        try:
            meant = ast.dump(_parse(result)) == ast.dump(self.tree)
        except SyntaxError:
            meant = False
        if not meant:
            raise UnknownShape("the edited file does not read back as meant")
        return result

    def _span(self, node: ast.expr) -> tuple[int, int]:
        if node.end_lineno is None or node.end_col_offset is None:
            raise UnknownShape(f"line {node.lineno}: no end")
        start, end = self._line_starts[node.lineno - 1], self._line_starts[node.end_lineno - 1]
        return start + node.col_offset, end + node.end_col_offset

    def _separator(self, left: ast.expr, right: ast.expr, shape: re.Pattern[str]) -> str:
        separator = self.between(left, right)
        if not shape.fullmatch(separator):
            raise UnknownShape(f"line {left.lineno}: a comment, or another surprise, inside a literal")
        return separator

    def _no_comment_behind(self, last: ast.expr, literal: ast.expr) -> None:
        # It would stand behind the new entry and seem to speak of it.
        if b"#" in self._source[self._span(last)[1] : self._span(literal)[1]]:
            raise UnknownShape(f"line {last.lineno}: a comment behind the last entry")


def _parse(source: bytes) -> ast.Module:
    """Parse without the warnings that Python has for upstream's authors, as for ``"(\\d+)"``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _last_two(literal: ast.expr, items: Sequence[ast.expr]) -> tuple[ast.expr, ast.expr]:
    if len(items) < 2:
        raise UnknownShape(f"line {literal.lineno}: a literal of fewer than two entries")
    return items[-2], items[-1]


def assigned(tree: ast.Module, name: str) -> list[ast.expr]:
    """Return the values that are assigned to ``name`` anywhere in ``tree``."""
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]
