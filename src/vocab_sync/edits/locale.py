"""``tools/i18n/locale/*.json``: what the labels of the language read in each language of the web page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from vocab_sync.language import LanguagePack
from vocab_sync.outcome import RESTORE, Changed, Outcome, Refused, Unchanged
from vocab_sync.request import Request

LOCALES = (
    *("en_US", "es_ES", "fr_FR", "it_IT", "ja_JP", "ko_KR", "pt_BR"),
    *("ru_RU", "tr_TR", "zh_CN", "zh_HK", "zh_SG", "zh_TW"),
)
"""The locales of every version so far. In any other the labels read as their Chinese keys."""

_STRING = r'"(?:[^"\\]|\\.)*"'
_PAIR = re.compile(rf"(?P<key>{_STRING})\s*:\s*{_STRING}")


def translate_labels(locale: str) -> Callable[[bytes, Request], Outcome]:
    """Return the edit that adds both labels to the file of ``locale``, each where its key sorts.

    A language without names in ``locale`` goes by its English ones. A label that has a name there keeps it.
    """

    def edit(source: bytes, request: Request) -> Outcome:
        labels = request.pack.labels
        names = dict(zip((labels.alone, labels.mixed), _names(request.pack, locale), strict=True))
        try:
            text = source.decode("utf-8")
            table = _table(text)
            for key, name in names.items():
                if key not in table:
                    text = _inserted(text, key, name)
            result = _table(text)
        except (UnicodeError, ValueError, RecursionError) as error:
            return Refused(f"not a JSON object of strings ({error})", RESTORE)
        if result != names | table:
            return Refused("the edited file does not read back as meant", RESTORE)
        detail = ", ".join(result[key] for key in names)
        return Unchanged(detail) if result == table else Changed(text.encode(), detail)

    return edit


def _names(pack: LanguagePack, locale: str) -> tuple[str, str]:
    english = pack.labels.locales.get("en_US", (pack.name, f"{pack.name}-English Mixed"))
    return pack.labels.locales.get(locale, english)


def _table(text: str) -> dict[str, str]:
    table = json.loads(text)
    if not (isinstance(table, dict) and table and all(isinstance(value, str) for value in table.values())):
        raise ValueError("something else in it")
    return table


def _inserted(text: str, key: str, value: str) -> str:
    """Return the object with one more pair: before the first key that sorts behind it, else last."""
    new = f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
    pairs = list(_PAIR.finditer(text))
    gap = text[text.index("{") + 1 : pairs[0].start()] or " "
    for pair in pairs:
        if json.loads(pair["key"]) > key:
            return f"{text[: pair.start()]}{new},{gap}{text[pair.start() :]}"
    end = pairs[-1].end()
    return f"{text[:end]},{gap}{new}{text[end:]}"
