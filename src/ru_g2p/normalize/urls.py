"""Web and mail addresses: «точка», «собака», «дефис», «слэш» between the readings of their parts."""

from __future__ import annotations

import re

from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import pairs

_PART = r"[A-Za-z0-9А-Яа-яё][A-Za-z0-9А-Яа-яё_-]{0,62}"
_DOMAINS = r"(?:ru|com|org|net|info|biz|io|ai|me|su|ua|by|kz|uk|de|edu|gov|рф)"
_DOMAIN = rf"(?:{_PART}\.){{1,5}}{_DOMAINS}(?![A-Za-z0-9А-Яа-яё-])"


def _read(match: re.Match[str]) -> Spoken | None:
    from ru_g2p.normalize import normalize  # noqa: PLC0415  (the parts of an address are any text)

    signs = pairs("normalize/address_signs.tsv", "sign", "reading")
    address = re.sub(r"\A[a-z]{3,5}://(?:www\.)?|\Awww\.|/\Z", "", match[0])
    words = []
    for part in re.findall(r"[A-Za-z]+|\d+|[А-Яа-яё]+|[^\w]|_", address):
        words.append(signs[part] if part in signs else normalize(part).text.strip(" ,.!?…-"))
    return Spoken(" ".join(word for word in words if word), uncertain=True)


EMAIL = Verbalizer("address", re.compile(rf"[A-Za-z0-9][A-Za-z0-9._+-]{{0,63}}@{_DOMAIN}"), _read)
ADDRESS = Verbalizer(
    "address",
    re.compile(
        rf"(?:https?://(?:www\.)?{_PART}(?:\.{_PART}){{0,5}}|(?:www\.)?{_DOMAIN})(?:/[\w/.?=&%#-]{{0,200}}[\w/])?"
    ),
    _read,
)
