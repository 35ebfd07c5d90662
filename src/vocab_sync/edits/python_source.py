"""Python source of upstream, edited piece by piece: every byte outside the pieces stays as it is.

``ast`` tells where a piece stands, in a tenth of the time that a concrete syntax tree of a large file takes. What
the file is to mean is written down by editing the syntax tree as well, and the result is parsed and compared with it.
"""

from __future__ import annotations

import ast
import codecs
import re
import tokenize
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from io import BytesIO
from itertools import accumulate

from vocab_sync.outcome import RESTORE, Absent, Changed, NotNeeded, Outcome, Refused, Unchanged
from vocab_sync.request import Request

_PLAIN_STRING = re.compile(r"""(?P<quote>['"])(?!(?P=quote){2})[^'"\\\n]*(?P=quote)""")
_REST_OF_LINE = re.compile(rb"[ \t]*(?P<comma>,?)[ \t]*(?:#[^\r\n]*)?(?=\r?\n)")


class UnknownShape(ValueError):
    """Source that no version of GPT-SoVITS has; the message says what and where."""


class PythonSource:
    """A file under edit.

    Attributes:
        content: its bytes.
        newline: its line end.
        tree: its syntax tree; an edit changes it to what the file is to mean.
        nodes: all nodes of it as ``ast.walk`` gives them, before any edit.

    Raises:
        UnknownShape: no Python, or not in UTF-8.
    """

    def __init__(self, source: bytes) -> None:
        """Parse ``source``."""
        try:
            encoding, _ = tokenize.detect_encoding(BytesIO(source).readline)
            self.tree = _parse(source)
        except (SyntaxError, ValueError, RecursionError) as error:
            raise UnknownShape(f"not valid Python ({error})") from error
        if encoding not in ("utf-8", "utf-8-sig"):
            raise UnknownShape(f"encoded in {encoding}, not in UTF-8")
        self.content = source
        self.nodes = list(ast.walk(self.tree))
        self.newline = "\r\n" if b"\r\n" in source else "\n"
        bom = len(codecs.BOM_UTF8) if source.startswith(codecs.BOM_UTF8) else 0
        self._line_starts = list(accumulate(map(len, source[bom:].splitlines(keepends=True)), initial=bom))
        self._pieces: list[tuple[int, int, bytes]] = []

    def assigned(self, name: str) -> list[ast.expr]:
        """Return the values that are assigned to ``name`` anywhere in the file, in file order."""
        found: list[ast.expr] = []
        for node in self.nodes:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                    found.append(node.value)
        return sorted(found, key=lambda value: value.lineno)

    def assigned_once(self, name: str) -> ast.expr:
        """Return the value of ``name``.

        Raises:
            UnknownShape: it is assigned never, or more than once.
        """
        found = self.assigned(name)
        if len(found) != 1:
            raise UnknownShape(f"{name} is set {len(found)} times")
        return found[0]

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return the byte offsets at which ``node`` starts and ends."""
        if node.end_lineno is None or node.end_col_offset is None:
            raise UnknownShape(f"line {node.lineno}: no end")
        start, end = self._line_starts[node.lineno - 1], self._line_starts[node.end_lineno - 1]
        return start + node.col_offset, end + node.end_col_offset

    def line_span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Return the byte offsets of the lines on which ``node`` stands, the last line's end included."""
        return self._line_starts[node.lineno - 1], self._line_starts[node.end_lineno or node.lineno]

    def text(self, node: ast.expr) -> str:
        """Return the source of ``node``."""
        return self.content[slice(*self.span(node))].decode()

    def between(self, left: ast.expr, right: ast.expr) -> str:
        """Return the source from behind ``left`` up to ``right``."""
        return self.content[self.span(left)[1] : self.span(right)[0]].decode()

    def replace(self, node: ast.expr, text: str) -> None:
        """Put ``text`` in the place of ``node``."""
        self._pieces.append((*self.span(node), text.encode()))

    def insert(self, at: int, text: str) -> None:
        """Put ``text`` at a byte offset."""
        self._pieces.append((at, at, text.encode()))

    def insert_after(self, node: ast.expr, text: str) -> None:
        """Put ``text`` right behind ``node``."""
        self.insert(self.span(node)[1], text)

    def insert_statements(self, at: int, text: str) -> None:
        """Put whole lines between two statements of the module, and the statements in them into ``tree``."""
        self.insert(at, text)
        before = sum(self.span(statement)[1] <= at for statement in self.tree.body)
        self.tree.body[before:before] = ast.parse(text).body

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

    def extend_list(self, node: ast.expr, texts: Sequence[str]) -> None:
        """Append those of ``texts`` that a list or set literal of strings lacks, in the style of its last two items.

        Raises:
            UnknownShape: an empty literal, or one of something else.
        """
        known = strings(node)
        missing = [text for text in texts if text not in known]
        if missing and isinstance(node, ast.List | ast.Set):
            self._append(node, [(item,) for item in node.elts], [(text,) for text in missing])
            node.elts += map(ast.Constant, missing)

    def extend_dict(self, node: ast.expr, entries: Mapping[str, str]) -> None:
        """Append those of ``entries`` that a dict literal of strings lacks, in the style of its last two entries.

        A key may stand in a call, as in ``i18n("中文")``; new keys then do so as well.

        Raises:
            UnknownShape: an empty literal, one of something else, or one that gives a key another value.
        """
        known = string_table(node)
        for key, value in entries.items():
            if known.get(key, value) != value:
                raise UnknownShape(f"line {node.lineno}: {key} is {known[key]} already")
        missing = {key: value for key, value in entries.items() if key not in known}
        if missing and isinstance(node, ast.Dict):
            items = [(key, value) for key, value in zip(node.keys, node.values, strict=True) if key]
            self._append(node, items, list(missing.items()))
            last, _ = items[-1]
            for key, value in missing.items():
                constant = ast.Constant(key)
                node.keys.append(ast.Call(last.func, [constant], []) if isinstance(last, ast.Call) else constant)
                node.values.append(ast.Constant(value))

    def result(self) -> bytes:
        """Return the edited source.

        Raises:
            UnknownShape: it does not mean what ``tree`` says by now.
        """
        if not self._pieces:
            return self.content
        result, at = b"", 0
        for start, end, text in sorted(self._pieces, key=lambda piece: piece[0]):
            result += self.content[at:start] + text
            at = end
        result += self.content[at:]
        try:
            meant = _same(_parse(result), self.tree)
        except SyntaxError:
            meant = False
        if not meant:
            raise UnknownShape("the edited file does not read back as meant")
        return result

    def _append(self, literal: ast.expr, items: Sequence[tuple[ast.expr, ...]], new: Sequence[tuple[str, ...]]) -> None:
        """Write entries behind the last one: on its line, or on lines of their own if it has one of its own."""
        last = items[-1]
        end = self.span(last[-1])[1]
        behind_previous = self.span(items[-2][-1])[1] if len(items) > 1 else self.span(literal)[0] + 1
        gap = self.content[behind_previous : self.span(last[0])[0]].decode()
        entries = [self._like(last, texts) for texts in new]
        if "\n" not in gap:
            separator = gap if len(items) > 1 else ", "
            self.insert(end, "".join(separator + entry for entry in entries))
            return
        lines = [self.newline + gap[gap.rindex("\n") + 1 :] + entry for entry in entries]
        rest = _REST_OF_LINE.match(self.content, end, self.span(literal)[1])
        if rest is None:  # the bracket closes on the line of the last entry
            self.insert(end, "".join(f",{line}" for line in lines))
            return
        comma = rest["comma"].decode()
        if not comma:
            self.insert(end, ",")
        self.insert(rest.end(), ",".join(lines) + comma)

    def _like(self, item: tuple[ast.expr, ...], texts: tuple[str, ...]) -> str:
        """Return the source of an entry of ``texts`` in the quotes and spaces of ``item``."""
        source, at = b"", self.span(item[0])[0]
        for part, text in zip(item, texts, strict=True):
            literal = _string(part)
            start, end = self.span(literal)
            source += self.content[at:start] + self.quoted(text, literal).encode()
            source += self.content[end : self.span(part)[1]]
            at = self.span(part)[1]
        return source.decode()


def python_edit(edit: Callable[[PythonSource, Request], str | NotNeeded | None]) -> Callable[[bytes, Request], Outcome]:
    """Make an edit of a function that changes a file as the request needs and says what then stands there.

    The function returns None if the file has no such place, `NotNeeded` if nothing that was asked for concerns it, and
    raises `UnknownShape` for a shape it does not know.
    """

    @wraps(edit)
    def outcome(source: bytes, request: Request) -> Outcome:
        try:
            python = PythonSource(source)
            detail = edit(python, request)
            result = python.result()
        except UnknownShape as error:
            return Refused(str(error), RESTORE)
        if detail is None:
            return Absent("nothing in it needs the language")
        if isinstance(detail, NotNeeded):
            return detail
        return Unchanged(detail) if result == source else Changed(result, detail)

    return outcome


def _parse(source: bytes) -> ast.Module:
    """Parse without the warnings that Python has for upstream's authors, as for ``"(\\d+)"``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _same(left: object, right: object) -> bool:
    """Whether two syntax trees mean the same: ``ast.dump(left) == ast.dump(right)`` in a third of the time."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, ast.AST):
        return all(_same(getattr(left, field, None), getattr(right, field, None)) for field in left._fields)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return left == right


def strings(node: ast.expr) -> list[str]:
    """Return the items of a list or set literal of strings.

    Raises:
        UnknownShape: it is something else, or empty.
    """
    if not isinstance(node, ast.List | ast.Set) or not node.elts:
        raise UnknownShape(f"line {node.lineno}: not a list of plain strings")
    return [str(_string(item).value) for item in node.elts]


def string_table(node: ast.expr) -> dict[str, str]:
    """Return the entries of a dict literal of strings, its keys taken out of calls as in ``i18n("中文")``.

    Raises:
        UnknownShape: it is something else, or empty.
    """
    if not isinstance(node, ast.Dict) or not node.keys or not all(node.keys):
        raise UnknownShape(f"line {node.lineno}: not a dict of plain strings")
    keys, values = ([str(_string(part).value) for part in parts if part] for parts in (node.keys, node.values))
    return dict(zip(keys, values, strict=True))


def _string(part: ast.expr) -> ast.Constant:
    match part:
        case ast.Constant(value=str()):
            return part
        case ast.Call(func=ast.Name(), args=[ast.Constant(value=str()) as text], keywords=[]):
            return text
    raise UnknownShape(f"line {part.lineno}: `{ast.unparse(part)[:40]}` is not a plain string")
