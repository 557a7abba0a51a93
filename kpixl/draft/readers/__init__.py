"""Reads a file of any kind that forms come in; each kind has its reader, imported when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from kpixl.draft.document import Document
from kpixl.draft.readers._grids import too_long
from kpixl.formats import BadFileError, FileKind, sniff
from kpixl.limits import Limits
from kpixl.refusal import RefusedError
from kpixl.words import Words

_LONGEST = 400_000
"""Characters of a document: far beyond any notice with its attachments."""
Outcome = Document | Words
"""What was read, or why it was not."""


def read_file(limits: Limits, path: str) -> Outcome:
    """The document in a file. limits: those of returns."""
    file = Path(path)
    try:
        size = file.stat().st_size
        if size > limits.file:
            return _too_large(file.name, limits)
        data = file.read_bytes()
        document = _reader(data, file.name)(data, file.name, limits)
    except BadFileError as bad:
        return Words(
            f"“{file.name}”：{bad.finding.message('zh')}", f"{file.name!r}: {bad.finding.message('en')}"
        )
    except RefusedError as refused:
        return refused.words
    except ModuleNotFoundError as missing:
        return Words(
            f"读“{file.name}”要先安装 {missing.name}：pip install 'kpixl[draft]'。",
            f"To read {file.name!r} install {missing.name}: pip install 'kpixl[draft]'.",
        )
    return document if _length(document) <= _LONGEST else too_long(file.name).words


def _length(document: Document) -> int:
    return sum(len(t.text) for t in document.texts) + sum(
        len(c.text) for g in document.grids for c in g.cells
    )


def _too_large(name: str, limits: Limits) -> Words:
    most = limits.said("file")
    return Words(
        f"“{name}”超过{most}：请只取附件中表格的那几页，另存后再试。",
        f"{name!r} is larger than {most}: save the pages with the forms by themselves and try again.",
    )


Reader = Callable[[bytes, str, Limits], Document]


def _reader(data: bytes, name: str) -> Reader:
    """Which reader takes these bytes; by what they are, not by their name. RefusedError where none does."""
    kind = sniff(BytesIO(data))
    if kind in {FileKind.XLSX, FileKind.XLS, FileKind.XLSB, FileKind.ODS, FileKind.ENCRYPTED, FileKind.OLD}:
        from kpixl.draft.readers.sheets import read_sheets  # noqa: PLC0415 - one reader of several

        return read_sheets
    if kind is FileKind.DOCUMENT or (kind is FileKind.ZIP and name.lower().endswith(".docx")):
        from kpixl.draft.readers.docx import read_docx  # noqa: PLC0415 - as above

        return read_docx
    if kind is FileKind.PDF:
        from kpixl.draft.readers.pdf import read_pdf  # noqa: PLC0415 - as above

        return lambda data, name, limits: read_pdf(data, name)
    if kind is FileKind.HTML:
        from kpixl.draft.readers.html import read_html  # noqa: PLC0415 - as above

        return lambda data, name, limits: read_html(data, name)
    if kind is FileKind.TEXT:
        return lambda data, name, limits: _read_text(data, name)
    if kind is FileKind.OLE:
        from kpixl.draft.readers.office import read_converted  # noqa: PLC0415 - as above

        return read_converted
    raise _refusal(kind, name)


def _read_text(data: bytes, name: str) -> Document:
    from kpixl.draft.readers.plain import read_plain  # noqa: PLC0415 - one reader of several

    return read_plain(decoded(data), name)


def decoded(data: bytes) -> str:
    """The text in some bytes: UTF-16 with its mark, UTF-8, or as Chinese programs save it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


_REFUSED = {
    FileKind.EMPTY: Words("是空文件：请核对是否下载完整", "is empty: see whether it was downloaded whole"),
    FileKind.IMAGE: Words(
        "是图片，读不出文字：请找 Word、Excel 原件，或先用文字识别软件转成文本",
        "is a picture, which holds no text: find the original, or have its text recognised first",
    ),
    FileKind.ZIP: Words(
        "是压缩包或已损坏：请先解压，再选里面的文件", "is an archive, or damaged: unpack it first"
    ),
    FileKind.RAR: Words("是压缩包：请先解压，再选里面的文件", "is an archive: unpack it first"),
    FileKind.SEVEN_ZIP: Words("是压缩包：请先解压，再选里面的文件", "is an archive: unpack it first"),
    FileKind.MAIL: Words("是邮件：请先把附件另存出来", "is a mail: save its attachments first"),
    FileKind.OUTLOOK: Words("是邮件：请先把附件另存出来", "is a mail: save its attachments first"),
}
_UNKNOWN = Words(
    "不是认得的文档：请用 Word、Excel、PDF、网页或纯文本文件",
    "is no document that is known: take a file of Word, Excel, PDF, HTML or plain text",
)


def _refusal(kind: FileKind, name: str) -> RefusedError:
    why = _REFUSED.get(kind, _UNKNOWN)
    return RefusedError(f"“{name}”{why.zh}。", f"{name!r} {why.en}.")
