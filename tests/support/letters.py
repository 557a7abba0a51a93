"""Mails as the programs write them that Chinese offices use, byte by byte."""

import base64
import struct
import zlib
from collections.abc import Callable, Mapping
from urllib.parse import quote

from tests.support.compound import Tree, compound


def word(text: str, charset: str = "utf-8") -> str:
    """An encoded word."""
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def _split_in_a_character(name: str) -> bytes:
    """Two words, of which the first ends within a character."""
    raw = name.encode("gbk")
    halves = (raw[:3], raw[3:])
    words = "\r\n ".join(f"=?GBK?B?{base64.b64encode(half).decode()}?=" for half in halves)
    return f'filename="{words}"'.encode()


def _continued(name: str) -> bytes:
    """RFC 2231 over two lines."""
    coded = quote(name, encoding="utf-8")
    return f"filename*0*=utf-8''{coded[:9]};\r\n filename*1*={coded[9:]}".encode()


NAMES: Mapping[str, Callable[[str], bytes]] = {
    "utf-8 words": lambda name: f'filename="{word(name)}"'.encode(),
    "gb2312 words": lambda name: f'filename="{word(name, "gbk").replace("gbk", "gb2312")}"'.encode(),
    "words split in a character": _split_in_a_character,
    "rfc 2231": lambda name: f"filename*=utf-8''{quote(name)}".encode(),
    "rfc 2231 in gbk": lambda name: f"filename*=gb2312''{quote(name, encoding='gbk')}".encode(),
    "rfc 2231 continued": _continued,
    "raw gbk": lambda name: b'filename="' + name.encode("gbk") + b'"',
    "raw utf-8": lambda name: b'filename="' + name.encode() + b'"',
}
"""How a name may stand in the header of an attachment."""


def head(sender: str = "王芳 <wang@example.com>", subject: str = "报送材料") -> bytes:
    """The headers of a mail but for what it holds."""
    name, _, address = sender.rpartition(" ")
    return (
        f"Received: from mail.example.com\r\nFrom: {word(name, 'gbk')} {address}\r\n"
        "To: <office@example.com>\r\n"
        f"Subject: {word(subject)}\r\nDate: Wed, 1 Dec 2021 09:30:00 +0800\r\nMIME-Version: 1.0\r\n"
    ).encode()


def eml(
    attachments: Mapping[str, bytes],
    *,
    names: str = "utf-8 words",
    text: str = "请查收。",
    cut: bool = False,
    **more: str,
) -> bytes:
    """A mail with these attachments, those called .eml forwarded. cut: before its end; more: of its head."""
    parts = [b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode()] if text else []
    for name, content in attachments.items():
        shown = b"Content-Disposition: attachment;\r\n " + NAMES[names](name) + b"\r\n"
        if name.endswith(".eml"):
            parts.append(b"Content-Type: message/rfc822\r\n" + shown + b"\r\n" + content)
        else:
            coded = b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)
            parts.append(b"Content-Type: application/octet-stream\r\n" + shown + coded)
    mark = f"----=_Part_{zlib.crc32(b''.join(parts))}"  # of a forwarded mail another one
    between = f"\r\n--{mark}\r\n".encode()
    kind = f'Content-Type: multipart/mixed; boundary="{mark}"\r\n\r\n'.encode()
    end = b"" if cut else f"\r\n--{mark}--\r\n".encode()
    return head(**more) + kind + b"".join(between + part for part in parts) + end


def msg(attachments: Mapping[str, "bytes | Tree"], *, wide: bool = True, text: str = "请查收。") -> bytes:
    """A mail as Outlook keeps it. A tree is a mail that it forwards; wide: texts in UTF-16, else in GBK."""
    return compound(message(attachments, wide=wide, first=True, body=text))


def message(
    attachments: Mapping[str, "bytes | Tree"],
    *,
    wide: bool = True,
    first: bool = False,
    body: str = "请查收。",
) -> Tree:
    """The storage of such a mail. first: it is the file itself."""

    def text(pid: int, value: str) -> dict[str, bytes]:
        kind, coded = ("001F", value.encode("utf-16-le")) if wide else ("001E", value.encode("gbk"))
        return {f"__substg1.0_{pid:04X}{kind}": coded}

    sent = struct.pack("<HHLQ", 0x40, 0x39, 6, 132_827_958_000_000_000)
    made: dict[str, bytes | Tree] = {
        "__properties_version1.0": bytes(32 if first else 24) + sent,
        **text(0x0037, "报送材料"),
        **text(0x0C1A, "王芳"),
        **text(0x5D01, "wang@example.com"),
        **text(0x1000, body),
    }
    for number, (name, content) in enumerate(attachments.items()):
        key = "__substg1.0_37010102" if isinstance(content, bytes) else "__substg1.0_3701000D"
        made[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            **text(0x3707, name),
            key: content,
        }
    return made
