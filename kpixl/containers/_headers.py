"""What stands in the headers of a mail: names in whatever encoding the program that wrote it took."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Sequence
from email.policy import EmailPolicy
from itertools import groupby
from operator import itemgetter

from kpixl.containers._container import readable

_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_WORDS = re.compile(rf"{_WORD.pattern}(?:\s*{_WORD.pattern})*")
_OF_CHINA = re.compile(r"(?i)(x-)?(gbk|gb2312|gb_2312-80|cp936|ms936|euc-cn)")
"""Names of what programs write as GB 18030, of which each of these is a part."""


class AsWritten(EmailPolicy):
    """Headers as texts that nobody has taken apart yet.

    The package replaces what is not ASCII, and decodes word by word: in mails of Foxmail, QQ and NetEase
    names stand in raw GBK, and one character may lie in two words.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value, raw bytes as the text that they are."""
        name, value = super().header_source_parse(sourcelines)
        return name, readable(value.encode("utf-8", "surrogateescape"))

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The value in one line."""
        return "".join(value.splitlines())


def decoded(text: str) -> str:
    """The text with its encoded words (`=?gbk?B?…?=`) read."""
    return _WORDS.sub(lambda words: _read(words[0]), text).strip()


def _read(words: str) -> str:
    """Words that follow one another: those of one charset are one text."""
    each = (
        (word[1].partition("*")[0].lower(), _bytes_of(word[2], word[3])) for word in _WORD.finditer(words)
    )
    return "".join(
        _text(b"".join(content for _, content in some), charset)
        for charset, some in groupby(each, key=itemgetter(0))
    )


def decoded_parameter(value: str | Sequence[str | None] | None) -> str:
    """A parameter of a header as the package gives it: of RFC 2231 in three parts, or as it was written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return decoded(value)
    charset, _, text = value
    return _text((text or "").encode("latin-1", "replace"), charset or "utf-8").strip()


def _bytes_of(way: str, content: str) -> bytes:
    """The bytes of an encoded word."""
    raw = content.encode("ascii", "ignore")
    if way in "qQ":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


def _text(content: bytes, charset: str) -> str:
    if _OF_CHINA.fullmatch(charset):
        charset = "gb18030"
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return readable(content)
