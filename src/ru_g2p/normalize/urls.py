"""Web and mail addresses, file names, nicknames and hashtags: «точка», «собака», «слэш» between their parts."""

from __future__ import annotations

import re
from typing import Final

from ru_g2p.normalize.agreement import word_before
from ru_g2p.normalize.verbalizer import Spoken, Verbalizer
from ru_g2p.tables import pairs

_WORD: Final = "A-Za-z0-9А-Яа-яЁё"
_PART: Final = rf"[{_WORD}](?:[{_WORD}_-]{{0,62}})"
_DOMAINS: Final = (
    "ru|com|org|net|info|biz|io|ai|me|su|ua|by|kz|uk|de|edu|gov|fr|es|pl|cn|jp|tv|cc|eu|ca|us|fm|gg|ly|ge|lv|lt|ee|"
    "app|be|nl|ch|se|fi|top|link|dev|online|site|store|shop|xyz|club|pro|tech|blog|news|media|moscow|рф|рус|бел|укр|онлайн|сайт|москва"
)
_EXTENSIONS: Final = (
    "txt|pdf|docx?|xlsx?|pptx?|odt|csv|json|xml|ya?ml|html?|css|js|ts|py|java|cpp|sh|bat|exe|dll|apk|iso|zip|rar|gz|"
    "jpe?g|png|gif|bmp|svg|webp|mp3|mp4|wav|flac|avi|mkv|mov|log|ini|cfg|md|sql|db|tmp|bak|torrent|fb2|epub|djvu"
)
_DOMAIN: Final = rf"(?:{_PART}\.){{1,5}}(?:{_DOMAINS})(?![{_WORD}-])"
_PATH: Final = r"(?::\d{2,5})?(?:/(?:[\w/.?=&%#~+:@-]{0,300}[\w/])?)?"
_TAG: Final = re.compile(r"(?:х[еэ]ш)?тег[а-я]{0,3}")
_NOT_INSIDE: Final = r"(?<![\w@])"


def _read(match: re.Match[str]) -> Spoken | None:
    address = re.sub(r"\A[a-z]{3,5}://(?:www\.)?|\Awww\.|/\Z", "", match[0])
    return Spoken(_parts(address), uncertain=True)


def _read_hashtag(match: re.Match[str]) -> Spoken | None:
    is_named = _TAG.fullmatch(word_before(match.string, match.start())) is not None
    tag = _parts(re.sub("_+", " ", match[1]).strip())
    return Spoken(tag if is_named else f"хештег {tag}", uncertain=True)


def _parts(written: str) -> str:
    from ru_g2p.normalize import normalize  # noqa: PLC0415  (the parts of an address are any text)

    signs = pairs("normalize/address_signs.tsv", "sign", "reading")
    words = []
    for part in re.findall(r"[A-Za-z]+|\d+|[^\W\dA-Za-z_]+|[^\w ]|_", written):
        words.append(signs[part] if part in signs else normalize(part).text.strip(" ,.!?…-"))
    return " ".join(word for word in words if word)


PATH = Verbalizer(
    "address", re.compile(rf"{_NOT_INSIDE}[A-Za-z]:[\\/](?:[{_WORD}._-]{{0,60}}[{_WORD}][\\/]?){{0,12}}"), _read
)
"""«C:\\Users\\Admin»"""

EMAIL = Verbalizer("address", re.compile(rf"{_NOT_INSIDE}[{_WORD}][{_WORD}._+-]{{0,63}}@{_DOMAIN}"), _read)
ADDRESS = Verbalizer(
    "address",
    re.compile(
        rf"{_NOT_INSIDE}(?:[a-z]{{3,5}}://(?:www\.)?{_PART}(?:\.{_PART}){{0,5}}|www(?:\.{_PART}){{1,5}}|{_DOMAIN}){_PATH}"
    ),
    _read,
)
FILE = Verbalizer(
    "address", re.compile(rf"{_NOT_INSIDE}{_PART}(?:\.{_PART}){{0,3}}\.(?:{_EXTENSIONS})(?![{_WORD}-])"), _read
)
UNIX_PATH = Verbalizer("address", re.compile(r"(?<![\w/])~?(?:/[\w.-]{1,64}){2,12}/?(?![\w/])"), _read)
"""«/home/user»"""

NICKNAME = Verbalizer(
    "address", re.compile(rf"(?<![\w.])[{_WORD}]{{1,40}}(?:_+[{_WORD}]{{1,40}}){{1,8}}(?![\w@])"), _read
)
HASHTAG = Verbalizer("hashtag", re.compile(rf"(?<!\w)#((?=\d*_*[A-Za-zА-Яа-яЁё])[{_WORD}_]{{1,80}})"), _read_hashtag)
