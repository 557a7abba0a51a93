"""Members of a workbook's file, deflated in runs: what is the same is deflated once.

A run begins at a whole byte of the stream and looks back at nothing before it (RFC 1951, 3.2.4), so its bytes
are the same wherever the same text stands. Runs follow from a member's content alone: a workbook that is made
by itself has the same bytes as one of many.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence

_PAGES = b"<headerFooter"
"""From here on to the end of a sheet, a few hundred bytes, most sheets say whose they are."""
_LEAST, _SYMBOLS = 9, 6
"""The smallest window, as a power of two; by how much less the memory is of as many symbols."""
_OWNERS = 0o600 << 16
"""The rights of a member, as the library has them."""


def runs(content: bytes) -> Sequence[bytes]:
    """A member in runs: of a sheet what its pages are headed with, and what comes behind, is the second."""
    at = content.rfind(_PAGES)
    return (content,) if at < 0 else (content[:at], content[at:])


def deflated(run: bytes, *, last: bool) -> bytes:
    """A run of the stream. last: of its member."""
    # what a short run does not use is not set up, which takes longer than to deflate it
    window = min(zlib.MAX_WBITS, max(_LEAST, len(run).bit_length()))
    memory = min(zlib.DEF_MEM_LEVEL, window - _SYMBOLS)
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -window, memory)
    return packer.compress(run) + packer.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def packed(content: bytes) -> bytes:
    """A whole member, deflated."""
    *before, last = runs(content)
    return b"".join([*(deflated(run, last=False) for run in before), deflated(last, last=True)])


def put(archive: zipfile.ZipFile, info: zipfile.ZipInfo, content: bytes) -> None:
    """Write a member, which the library itself deflates in one run."""
    file, stored = archive.fp, packed(content)
    if file is None:
        raise ValueError("the archive is closed")
    info.CRC, info.file_size, info.compress_size = zlib.crc32(content), len(content), len(stored)
    info.external_attr = info.external_attr or _OWNERS
    info.header_offset = file.tell()
    file.write(info.FileHeader(zip64=False))
    file.write(stored)
    archive.filelist.append(info)
    archive.NameToInfo[info.filename] = info
    archive.start_dir = file.tell()
