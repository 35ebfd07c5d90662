"""What the edits of Python files share: literals and branches extended at the places that `ast` tells.

A file is parsed once per edit, text is inserted at byte offsets, and the result is parsed and compared with the
syntax tree that was meant. Everything else keeps its bytes. (libcst would do as well, in twenty times the time.)
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from io import BytesIO
from typing import TypeAlias

from vocab_sync.outcome import Absent, Changed, Outcome, Refused, Unchanged
from vocab_sync.request import Request

Entry: TypeAlias = tuple[str, ...]
"""The strings of an entry: key and value of a dict's, the one item of a list's or a set's."""

RESTORE = "restore the file (git checkout), or report which version of GPT-SoVITS it comes from"

_UTF8 = ("utf-8", "utf-8-sig")


class UnknownShape(ValueError):
    """Source of another shape than upstream ever had; the message says where."""


class PythonFile:
    """An upstream Python file, and what is to be inserted into it.

    Attributes:
        content: its bytes.
        tree: its syntax tree; each insertion extends it, so that it is the tree to be.

    Raises:
        UnknownShape: not valid Python in UTF-8.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        try:
            encoding, _ = tokenize.detect_encoding(BytesIO(content).readline)
            self.tree = ast.parse(content)
        except (SyntaxError, ValueError, RecursionError) as error:
            raise UnknownShape(f"not valid Python ({error})") from error
        if encoding not in _UTF8:
            raise UnknownShape(f"encoded in {encoding}, not in UTF-8")
        self._line_starts = [len(b"\xef\xbb\xbf") if encoding == "utf-8-sig" else 0]
        offset = 0
        for line in content.splitlines(keepends=True):
            offset += len(line)
            self._line_starts.append(offset)
        self._insertions: list[tuple[int, str]] = []

    def result(self) -> bytes:
        """Return the content with all insertions.

        Raises:
            UnknownShape: it does not read back as meant.
        """
        result = self.content
        for at, text in sorted(self._insertions, key=lambda insertion: insertion[0], reverse=True):
            result = result[:at] + text.encode() + result[at:]
        if result != self.content and ast.dump(PythonFile(result).tree) != ast.dump(self.tree):
            raise UnknownShape("the edited file does not read back as meant")
        return result

    def assigned(self, name: str) -> list[ast.expr]:
        """Return the values assigned to the plain variable ``name``, in file order."""
        found: list[tuple[int, ast.expr]] = []
        for node in ast.walk(self.tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=ast.expr() as value) if target == name:
                    found.append((node.lineno, value))
                case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
                    found.append((node.lineno, value))
        return [value for _, value in sorted(found, key=lambda item: item[0])]

    def functions(self, prefix: str) -> Iterator[ast.FunctionDef]:
        """Yield the functions and methods whose names start with ``prefix``."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith(prefix):
                yield node

    def entries(self, literal: ast.expr) -> list[Entry]:
        """Return the entries of a dict, list or set of strings, where ``i18n("…")`` counts as a string.

        Raises:
            UnknownShape: it is something else.
        """
        return [tuple(str(self._string(part).value) for part in item) for item in self._items(literal)]

    def extend(self, literal: ast.expr, wanted: Sequence[Entry]) -> bool:
        """Append those entries of ``wanted`` that the literal lacks, in the style of its last one.

        Returns:
            whether any was lacking.

        Raises:
            UnknownShape: the literal is no literal, is empty, or gives one of the wanted keys another value.
        """
        present = {entry[0]: entry for entry in self.entries(literal)}
        for entry in wanted:
            if present.get(entry[0], entry) != entry:
                raise UnknownShape(f"line {literal.lineno}: {entry[0]} is {present[entry[0]][1]} already")
        missing = [entry for entry in wanted if entry[0] not in present]
        if missing:
            self._append(literal, missing)
        return bool(missing)

    def insert(self, at: int, text: str) -> None:
        """Insert ``text`` at a byte offset; the caller extends ``tree`` to match."""
        self._insertions.append((at, text))

    def insert_statements(self, at: int, text: str) -> None:
        """Insert whole lines between two statements of the module."""
        self.insert(at, text)
        before = [statement for statement in self.tree.body if self.end(statement) <= at]
        self.tree.body[len(before) : len(before)] = ast.parse(text).body

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Return the byte offset of a node."""
        return self._offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Return the byte offset behind a node."""
        return self._offset(node.end_lineno or 0, node.end_col_offset or 0)

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line of ``offset`` starts."""
        return max(start for start in self._line_starts if start <= offset)

    def next_line(self, offset: int) -> int:
        """Return the offset at which the line behind that of ``offset`` starts, or the end of the file."""
        return min((start for start in self._line_starts if start > offset), default=len(self.content))

    def newline(self) -> str:
        """Return the line end of the file."""
        return "\r\n" if b"\r\n" in self.content else "\n"

    def _offset(self, line: int, column: int) -> int:
        return self._line_starts[line - 1] + column

    def _text(self, start: int, end: int) -> str:
        return self.content[start:end].decode()

    def _items(self, literal: ast.expr) -> list[tuple[ast.expr, ...]]:
        match literal:
            case ast.Dict(keys=[*keys], values=values) if all(keys):
                return [(key, value) for key, value in zip(keys, values, strict=True) if key]
            case ast.List(elts=items) | ast.Set(elts=items):
                return [(item,) for item in items]
        raise UnknownShape(f"line {literal.lineno}: neither a dict nor a list of plain strings")

    def _string(self, part: ast.expr) -> ast.Constant:
        match part:
            case ast.Constant(value=str()):
                return part
            case ast.Call(func=ast.Name(id="i18n"), args=[ast.Constant(value=str()) as key], keywords=[]):
                return key
        raise UnknownShape(f"line {part.lineno}: `{ast.unparse(part)[:40]}` is not a plain string")

    def _append(self, literal: ast.expr, new: Sequence[Entry]) -> None:
        items = self._items(literal)
        if not items:
            raise UnknownShape(f"line {literal.lineno}: an empty literal")
        last = items[-1]
        end = self.end(last[-1])
        before = self.end(items[-2][-1]) if len(items) > 1 else self.start(literal) + 1
        gap = self._text(before, self.start(last[0]))
        texts = [self._like(last, entry) for entry in new]
        if "\n" not in gap:
            separator = gap if len(items) > 1 else ", "
            self.insert(end, "".join(separator + text for text in texts))
        else:
            break_ = self.newline() + gap[gap.rindex("\n") + 1 :]
            tail = self._text(end, self.end(literal))
            rest = re.match(r"[ \t]*(?P<comma>,?)[ \t]*(?:#[^\r\n]*)?(?=\r?\n)", tail)
            if rest is None:  # the bracket closes on the line of the last entry
                self.insert(end, "".join(f",{break_}{text}" for text in texts))
            else:
                comma = rest["comma"]
                if not comma:
                    self.insert(end, ",")
                behind = end + len(rest[0].encode())
                self.insert(behind, ",".join(break_ + text for text in texts) + comma)
        for entry in new:
            _extend_tree(literal, last, entry)

    def _like(self, item: tuple[ast.expr, ...], entry: Entry) -> str:
        """Return the source of ``entry`` in the quotes and spaces of ``item``."""
        text, at = "", self.start(item[0])
        for part, value in zip(item, entry, strict=True):
            old = self._string(part)
            literal = self._text(self.start(old), self.end(old))
            quotes = re.fullmatch(r"(?P<quote>['\"]).*(?P=quote)", literal, re.DOTALL)
            if not quotes or re.search(r"[\\'\"\r\n]", value):
                raise UnknownShape(f"line {old.lineno}: `{literal}` is not in single or double quotes")
            text += self._text(at, self.start(old)) + quotes["quote"] + value + quotes["quote"]
            text += self._text(self.end(old), self.end(part))
            at = self.end(part)
        return text


def _extend_tree(literal: ast.expr, last: tuple[ast.expr, ...], entry: Entry) -> None:
    new: list[ast.expr] = [
        ast.Call(part.func, [ast.Constant(text)], []) if isinstance(part, ast.Call) else ast.Constant(text)
        for part, text in zip(last, entry, strict=True)
    ]
    match literal:
        case ast.Dict():
            literal.keys.append(new[0])
            literal.values.append(new[1])
        case ast.List() | ast.Set():
            literal.elts.append(new[0])


def python_edit(edit: Callable[[PythonFile, Request], str | None]) -> Callable[[bytes, Request], Outcome]:
    """Make an edit of a function that inserts what the request needs and says what then stands there.

    It returns None if the file has no such place, and raises `UnknownShape` for a shape it does not know.
    """

    @wraps(edit)
    def outcome(source: bytes, request: Request) -> Outcome:
        try:
            file = PythonFile(source)
            detail = edit(file, request)
            result = file.result()
        except UnknownShape as error:
            return Refused(str(error), RESTORE)
        if detail is None:
            return Absent("nothing in it needs the language")
        return Unchanged(detail) if result == source else Changed(result, detail)

    return outcome
