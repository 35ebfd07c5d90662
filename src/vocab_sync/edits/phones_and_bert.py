"""``get_phones_and_bert``: the two modes of a language, wherever a copy of that function stands.

Every version goes from the mode to a list of texts and of their languages by a chain of ``language == "auto"``,
``"auto_yue"``, ... and ``else``, where a text is what the user said unless the detector finds it English. 20240821v2
to 20250606v2pro enter that chain by a set of modes. The branch added here takes the whole text as the language, so
that no version's treatment of ``all_`` matters: some strip it here, some in ``clean_text_inf``, and some forget it
when a short text is tried again with a full stop before it. Nor does it matter that 20250228v3 to 20250606v2pro take
a text of digits alone for English.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from vocab_sync.edits.python_source import PythonSource, UnknownShape, python_edit
from vocab_sync.request import Request

_AUTO = """\
for tmp in {detector}.getTexts(text):
    langlist.append(tmp['lang'])
    textlist.append(tmp['text'])"""
_DETECTORS = ("LangSegmenter", "LangSegment")


@python_edit
def add_modes(python: PythonSource, request: Request) -> str | None:
    """Add a branch for the mode ``all_ru``, and for ``ru`` if the text has nothing that could be English.

    Any other text in the mode ``ru`` reaches the chain's ``else``. A language without letters of its own cannot be told
    from English: both its modes take the whole text.

    Args:
        python: ``inference_webui.py``, ``api.py`` or ``TextPreprocessor.py``.
        request: names the language.
    """
    functions = [
        node
        for node in python.nodes
        if isinstance(node, ast.FunctionDef) and node.name.startswith("get_phones_and_bert")
    ]
    if not functions:
        return None
    chains = [(function, chain) for function in functions if (chain := _chain(function))]
    if not chains:
        raise UnknownShape(f"line {functions[0].lineno}: no mode auto in {functions[0].name}")
    pack = request.pack
    test = f'language in {{"{pack.code}", "{pack.alone}"}}'
    if pack.letters:
        imported = [name.name for node in python.tree.body if isinstance(node, ast.Import) for name in node.names]
        if "re" not in imported:
            raise UnknownShape("no import re")
        test = f'language == "{pack.alone}" or (language == "{pack.code}" and not re.search("[A-Za-z]", text))'
    for function, chain in chains:
        for modes in _mode_sets(function):
            python.extend_list(modes, [pack.code, pack.alone])
        _add_branch(python, chain, test, pack.code, pack.alone)
    return f"modes {pack.code} and {pack.alone}"


def _chain(function: ast.FunctionDef) -> list[ast.If] | None:
    """Return the branches of the chain with the mode auto, in order."""
    for node in ast.walk(function):
        if isinstance(node, ast.If):
            branches = [node]
            while len(branches[-1].orelse) == 1 and isinstance(branches[-1].orelse[0], ast.If):
                branches.append(branches[-1].orelse[0])
            auto = next((branch for branch in branches if ast.unparse(branch.test) == "language == 'auto'"), None)
            if auto:
                _check(auto, branches[-1])
                return branches
    return None


def _check(auto: ast.If, last: ast.If) -> None:
    if _source(auto.body) not in [_AUTO.format(detector=detector) for detector in _DETECTORS]:
        raise UnknownShape(f"line {auto.lineno}: the mode auto does something else")
    if "langlist.append(language)" not in _source(last.orelse):
        raise UnknownShape(f"line {last.lineno}: no branch for the language that the user names")


def _mode_sets(function: ast.FunctionDef) -> list[ast.Set]:
    return [
        modes
        for node in ast.walk(function)
        if isinstance(node, ast.Compare) and ast.unparse(node.left) == "language"
        for modes in node.comparators
        if isinstance(modes, ast.Set) and any(ast.unparse(mode) == "'auto'" for mode in modes.elts)
    ]


def _add_branch(python: PythonSource, chain: list[ast.If], test: str, code: str, alone: str) -> None:
    body = [f'langlist.append("{code}")', "textlist.append(text)"]
    for branch in chain:
        if f"'{alone}'" in ast.unparse(branch.test):
            if _source([branch.test, *branch.body]) == _source(ast.parse("\n".join([test, *body])).body):
                return
            raise UnknownShape(f"line {branch.lineno}: {alone} is read in another way already")
    last = chain[-1]
    indent = python.content[python.line_span(last)[0] : python.span(last)[0]].decode()
    behind = python.span(last.body[-1])[1]
    before_else = re.compile(rb"^(?=[ \t]*else[ \t]*:)", re.MULTILINE).search(
        python.content, behind, python.span(last.orelse[0])[0]
    )
    if indent.strip() or not before_else:
        raise UnknownShape(f"line {last.lineno}: `elif` and `else` do not stand on lines of their own")
    lines = [f"elif {test}:", *(f"    {line}" for line in body)]
    python.insert(before_else.start(), "".join(f"{indent}{line}{python.newline}" for line in lines))
    new = ast.If(ast.parse(test, mode="eval").body, ast.parse("\n".join(body)).body, last.orelse)
    last.orelse = [new]


def _source(nodes: Sequence[ast.AST]) -> str:
    return "\n".join(map(ast.unparse, nodes))
