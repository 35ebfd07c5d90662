"""A language pack as a YAML file: what it may hold, and what is wrong with one that holds something else."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from vocab_sync.errors import UserError
from vocab_sync.language import Labels, LanguagePack

_UPSTREAM_CODES = ("zh", "en", "ja", "ko", "yue", "auto")
_FUNCTIONS = {"text_normalize", "g2p"}
_FORBIDDEN = re.compile(r"""["'`\\{}]""")
"""What would end a string of the Python or JSON that names are written into."""

_IMPORTING_MODULE = '''\
"""{name} text to phones, by the package {distribution}."""

try:
    from {package} import g2p, text_normalize
except ImportError as error:
    raise ImportError("GPT-SoVITS speaks {name} with the package {distribution}: pip install {distribution}") from error

__all__ = ["g2p", "text_normalize"]
'''


def read_pack(
    path: Path, *, symbols: Sequence[str] | None = None, frontend: Callable[[], str] | None = None
) -> LanguagePack:
    """Read a pack file; ``docs/languages.md`` describes its keys.

    Args:
        path: the file.
        symbols: of a pack whose file leaves them to its package.
        frontend: as in `LanguagePack`.

    Raises:
        UserError: no such file, or something in it is not as it should be; the message names the key.
    """
    if not path.is_file():
        raise UserError(path, "no such file", "give a language pack (.yaml)")
    pack = _Mapping(path, "", _load(path))
    code = pack.text("code", "the code of clean_text, as pt")
    if not (code.isascii() and code.isidentifier() and code.islower()) or code in _UPSTREAM_CODES:
        raise pack.error("code", f"{code!r} is no code for a new language", "use letters a-z, none of GPT-SoVITS's own")
    name = pack.name("name", "the English name of the language")
    names = symbols if symbols is not None else pack.names("symbols")
    module_name, module_source = _module(pack.mapping("module"), name)
    letters = pack.text("letters", "the inside of a character class", default="")
    try:
        re.compile(f"[{letters}]" if letters else "")
        if re.search(r"""["'\[\]]""", letters):
            raise ValueError("it holds a quote or a bracket")
    except (re.error, ValueError) as error:
        raise pack.error("letters", f"no character class ({error})", r"write it as \u0400-\u052f") from error
    result = LanguagePack(
        code=code,
        name=name,
        symbols=tuple(names),
        module_name=module_name,
        module_source=module_source,
        labels=_labels(pack.mapping("labels")),
        letters=letters,
        donors=_donors(pack.mapping("donors", default={}), names),
        frontend=frontend or str,
    )
    pack.end()
    return result


class _Mapping:
    """A mapping of the file, whose keys are taken out one by one; `end` refuses those left."""

    def __init__(self, path: Path, place: str, content: Any) -> None:
        self._path = path
        self._place = place
        if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
            where = place.removesuffix(".") or "the file"
            raise UserError(path, f"{where}: no mapping of names", "write key: value, keys like no in quotes")
        self._content: dict[str, Any] = dict(content)

    def error(self, key: str, what: str, remedy: str) -> UserError:
        return UserError(self._path, f"{self._place}{key}: {what}", remedy)

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._content))

    def take(self, key: str, default: Any = None) -> Any:
        if key not in self._content and default is None:
            raise self.error(key, "missing", "add it")
        return self._content.pop(key, default)

    def text(self, key: str, meaning: str, default: str | None = None) -> str:
        value = self.take(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self.error(key, f"{value!r} is no text", f"write {meaning}, in quotes if YAML takes it for another")
        return value

    def name(self, key: str, meaning: str) -> str:
        """Return a text that stands in generated source and in menus."""
        value = self.text(key, meaning)
        if _FORBIDDEN.search(value) or not value.isprintable():
            raise self.error(key, f"{value!r} holds a sign that names cannot have", f"write {meaning}, without quotes")
        return value

    def mapping(self, key: str, default: Mapping[str, Any] | None = None) -> _Mapping:
        return _Mapping(self._path, f"{self._place}{key}.", self.take(key, default))

    def names(self, key: str) -> list[str]:
        values = self.take(key)
        if not isinstance(values, list) or not values:
            raise self.error(key, "no list of names", "write [Xa, Xb]")
        for at, value in enumerate(values):
            where = f"{key}[{at}]"
            if not isinstance(value, str):
                raise self.error(where, f"{value!r} is no text", "put it in quotes")
            if not value or not value.isprintable() or " " in value or _FORBIDDEN.search(value):
                raise self.error(where, f"{value!r} is no name", "use printable signs, no space, quote or backslash")
            if value in values[:at]:
                raise self.error(where, f"{value!r} stands there already", "name each symbol once")
        return values

    def end(self) -> None:
        for key in self._content:
            raise self.error(key, "unknown key", "remove it, or see docs/languages.md for how it is spelt")

    def beside(self, key: str) -> Path:
        """Return the path of a file named by ``key``, which stands beside the pack file."""
        name = self.text(key, "the name of a file beside this one")
        file = self._path.parent / name
        if Path(name).name != name or not file.is_file():
            raise self.error(key, f"no file {name} beside it", "put the module beside the pack file")
        return file


def _module(module: _Mapping, language: str) -> tuple[str, str]:
    """Return name and source of the module that the cleaner imports."""
    name = module.text("name", "the module's name in GPT_SoVITS/text", default=language.lower().replace(" ", "_"))
    if not (name.isascii() and name.isidentifier()):
        raise module.error("name", f"{name!r} is no module name", "write letters, digits and _")
    ways = [key for key in ("source", "file", "import") if key in module]
    if len(ways) != 1:
        raise module.error("", "needs one of source, file, import", "write how its text becomes phones")
    if ways == ["import"]:
        package = module.name("import", "the package that offers text_normalize and g2p")
        if not all(part.isidentifier() for part in package.split(".")):
            raise module.error("import", f"{package!r} is no package", "write the name that Python imports")
        distribution = package.split(".")[0].replace("_", "-")
        module.end()
        return name, _IMPORTING_MODULE.format(name=language, package=package, distribution=distribution)
    if ways == ["file"]:
        source = module.beside("file").read_text(encoding="utf-8")
    else:
        source = module.text("source", "Python code")
    try:
        defined = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    except (SyntaxError, ValueError) as error:
        raise module.error(ways[0], f"not valid Python ({error})", "mend it") from error
    if missing := _FUNCTIONS - defined:
        raise module.error(ways[0], f"defines no function {min(missing)}", "define text_normalize and g2p")
    module.end()
    return name, source


def _labels(labels: _Mapping) -> Labels:
    alone, mixed = (labels.name(key, "a label in Chinese, as upstream's keys are") for key in ("alone", "mixed"))
    locales = labels.mapping("locales", default={})
    texts: dict[str, tuple[str, str]] = {}
    for locale in locales:
        pair = locales.take(locale)
        if not isinstance(pair, list) or len(pair) != 2 or not all(map(_is_label, pair)):
            raise locales.error(locale, f"{pair!r} is no pair of texts", "write [Russian, Russian-English Mixed]")
        texts[locale] = (pair[0], pair[1])
    labels.end()
    return Labels(alone, mixed, texts)


def _is_label(text: Any) -> bool:
    return isinstance(text, str) and text.isprintable() and bool(text) and '"' not in text


def _donors(donors: _Mapping, symbols: Sequence[str]) -> dict[str, dict[str, float]]:
    result: dict[str, dict[str, float]] = {}
    for symbol in donors:
        if symbol not in symbols:
            raise donors.error(symbol, "none of the symbols", "name a symbol of this pack")
        weights = donors.mapping(symbol)
        result[symbol] = {}
        for donor in weights:
            weight = weights.take(donor)
            if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < float("inf"):
                raise weights.error(donor, f"{weight!r} is no weight", "write a number above 0")
            result[symbol][donor] = float(weight)
    return result


class _Loader(yaml.SafeLoader):
    """Plain YAML: no key twice, which would be dropped silently, and no aliases, which can grow without bound."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="an alias", problem_mark=self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _load(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeError, RecursionError, TypeError) as error:
        raise UserError(path, f"not valid YAML ({error})", "mend it") from error
