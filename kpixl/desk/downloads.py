"""Files that the desk hands out: each has a name of the desk's own, no path is ever asked for."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

from kpixl.refusal import RefusedError

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {".xlsx": BOOK, ".zip": "application/zip"}
_ANY = "application/octet-stream"
_BLOCK = 1 << 18


def _attached(name: str) -> dict[str, str]:
    """A file is saved, never shown: what it holds may be a stranger's."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


def _type(name: str) -> str:
    return _TYPES.get(Path(name).suffix.lower(), _ANY)


def made(data: bytes, name: str) -> Response:
    """A file that is made now."""
    return Response(data, media_type=_type(name), headers=_attached(name))


def found(path: Path) -> Response:
    """A file that lies there; RefusedError where it does not."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise RefusedError(
            f"还没有“{path.name}”：请先生成。", f"There is no {path.name!r} yet: make it first."
        ) from None

    def blocks() -> Iterator[bytes]:
        with file:
            while block := file.read(_BLOCK):
                yield block

    size = {"content-length": str(os.fstat(file.fileno()).st_size)}
    return StreamingResponse(blocks(), media_type=_type(path.name), headers=_attached(path.name) | size)


def zipped(files: Iterable[Path], name: str) -> Response:
    """Several files as one, made while it is sent; RefusedError where there is none."""
    there = [path for path in files if path.is_file()]
    if not there:
        raise RefusedError(
            "还没有文件可以下载：请先生成。", "There is no file to download yet: make some first."
        )
    return StreamingResponse(_zip(there), media_type=_type(name), headers=_attached(name))


class _Pipe(io.RawIOBase):
    """What a zip is written into, and taken out of as it comes."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        """That is all that it is."""
        return True

    def write(self, data: Any) -> int:
        """Some more of it."""
        self.parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What has come since."""
        data, self.parts = b"".join(self.parts), []
        return data


def _zip(files: Iterable[Path]) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            archive.write(path, path.name)
            yield pipe.taken()
    yield pipe.taken()
