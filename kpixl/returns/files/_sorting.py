"""What becomes of a file that came back: told by its name, else by its content, wherever it lies."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import PurePath
from typing import BinaryIO

from kpixl.findings import Finding, Severity, found
from kpixl.formats import CONTAINERS, HEAD, WORKBOOKS, FileKind, exceeded, sniff
from kpixl.limits import Limits, size_words
from kpixl.marks import LEFTOVER, OUTPUTS, is_leftover, output_of_text
from kpixl.returns.files._source import Source
from kpixl.words import Words

_TEMPORARY = re.compile(r"(?is)~\$.*|\.~.*|\._.*|thumbs\.db|desktop\.ini|\.ds_store")
_VOLUME = re.compile(r"(?is).*\.(?:(?:7z|zip|rar)\.\d{3}|part\d+\.rar|[rz]\d\d)")
_CLAIMS = frozenset(
    (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".et", ".ett", ".ods", ".ots"),
)
_HOLDING = frozenset({".zip", ".7z", ".rar", ".eml", ".msg"})
_DOWNLOADS = re.compile(
    r"\.(?:\w*download\w*|part|partial|filepart|td|xltd|aria2|jc!|bc!|!ut|!qb|cfg|tmp|temp|unfinished|incomplete)"
)
"""What browsers and download programs add to the name of a file that is not there yet as a whole."""
_SCRATCH = frozenset({".tmp", ".temp"})
_OF_OTHERS = _SCRATCH | {".cfg", ".td"}
"""What programs of other kinds use as well."""
_DOCUMENTS = frozenset({".doc", ".docx", ".wps", ".ppt", ".pptx", ".dps"})


def by_name(source: Source, base: str) -> Source | None:
    """The source, if its name says enough. base: that without the folders."""
    unfinished = _is_download(base)
    if _TEMPORARY.fullmatch(base) or (_extension(base) in _SCRATCH and not unfinished):
        return _ignored(source, "F001")
    if unfinished:
        return _unfinished(source, base)
    if any(is_leftover(step) for step in re.split(r"[/\\!]", source.name)):
        return _own(source, LEFTOVER)
    if _VOLUME.fullmatch(base):
        return unread(source, found("F104"), claims=True)
    return source if _extension(base) in _CLAIMS else None


def by_content(source: Source, base: str, file: BinaryIO, limits: Limits) -> Source:
    """The source by what is in it. A large one in which no files lie is no return."""
    kind = sniff(file)
    if kind in CONTAINERS:
        return replace(source, status="open")
    if kind is FileKind.TNEF:
        return unread(source, found("F105"), claims=True)
    size = file.seek(0, os.SEEK_END)
    if size > limits.file and claims_answers(base):
        return unread(source, exceeded("F007", limits, "file", size=size_words(size)).finding, claims=True)
    if size > limits.file:
        return _ignored(source, "F002")
    if kind in WORKBOOKS and not (kind is FileKind.ENCRYPTED and _extension(base) in _DOCUMENTS):
        return source
    if (output := output_of_text(*_ends(file))) is not None:
        return _own(source, OUTPUTS[output])
    return _ignored(source, "F002")


def _is_download(base: str) -> bool:
    """Whether a download broke off; what other programs call their files, too, only of a workbook."""
    extension = _extension(base)
    own = extension not in _OF_OTHERS or claims_answers(PurePath(base).stem)
    return own and _DOWNLOADS.fullmatch(extension) is not None


def _unfinished(source: Source, base: str) -> Source:
    """A download that broke off: a return, unless its name says that it would have been something else."""
    *before, extension = PurePath(base).suffixes
    claims = not before or any(claims_answers(f"_{each}") for each in before)
    return unread(source, found("F111", extension=extension), claims=claims)


def unread(source: Source, finding: Finding, *, claims: bool) -> Source:
    """What cannot be opened is rejected if it claims to hold answers, else ignored with a note."""
    finding = finding.at(path=source.name)
    if claims:
        return replace(source, status="rejected", finding=finding)
    return replace(source, status="ignored", finding=replace(finding, severity=Severity.NOTE))


def claims_answers(base: str) -> bool:
    """Whether the name is that of a workbook, or of what workbooks come in."""
    return _extension(base) in _CLAIMS | _HOLDING


def _extension(base: str) -> str:
    return PurePath(base).suffix.casefold()


def _ends(file: BinaryIO) -> tuple[bytes, bytes]:
    """How a file begins and ends."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - HEAD))
    tail = file.read(HEAD)
    file.seek(0)
    return file.read(HEAD), tail


def _own(source: Source, what: Words) -> Source:
    """What kpixl itself wrote."""
    finding = found("F101", what=what).at(path=source.name)
    return replace(source, status="ignored", finding=finding)


def _ignored(source: Source, code: str) -> Source:
    return replace(source, status="ignored", finding=found(code).at(path=source.name))
