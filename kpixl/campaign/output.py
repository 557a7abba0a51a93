"""Outputs appear whole or not at all: they are written beside their place and moved into it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from kpixl.refusal import RefusedError


class Batch:
    """Files that appear in a folder together when the block ends well; else nothing has happened.

        with Batch(folder) as batch:
            batch.write("01-甲镇.xlsx", data)

    A file of the same name is replaced; others in the folder stay. RefusedError where nothing can be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._beside: Path | None = None

    def __enter__(self) -> Self:
        try:
            beside = tempfile.mkdtemp(prefix=".kpixl-", suffix=".part", dir=_nearest(self._folder))
        except OSError as error:
            raise unwritable(self._folder, error) from error
        self._beside = Path(beside)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._move()
        except OSError as refused:
            raise unwritable(
                Path(refused.filename2 or refused.filename or self._folder), refused
            ) from refused
        finally:
            shutil.rmtree(self.beside, ignore_errors=True)

    @property
    def beside(self) -> Path:
        """The folder where the files wait."""
        if self._beside is None:
            raise RuntimeError("a Batch is used in a with block")
        return self._beside

    def write(self, name: str, data: bytes) -> None:
        """Add a file. name: its path in the folder, with `/`."""
        path = self.beside / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            raise unwritable(self._folder / name, error) from error

    @contextmanager
    def text(self, name: str, *, newline: str | None = "\n") -> Iterator[TextIO]:
        """A text file to write bit by bit, in UTF-8. newline: as of `open`."""
        path = self.beside / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", errors="backslashreplace", newline=newline) as out:
                yield out
        except OSError as error:
            raise unwritable(self._folder / name, error) from error

    def _move(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(p for p in self.beside.rglob("*") if p.is_file()):
            place = self._folder / file.relative_to(self.beside)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)


def write_whole(path: Path, data: bytes) -> None:
    """Write one file, replacing what is there. Raises RefusedError where it cannot be written."""
    with Batch(path.parent) as batch:
        batch.write(path.name, data)


def unwritable(path: Path, error: OSError) -> RefusedError:
    """The refusal of a place that cannot be written."""
    reason = error.strerror or type(error).__name__
    return RefusedError(
        f"无法写入“{path}”（{reason}）：文件若正在其他程序中打开，请先关闭；或者另选一个可写的位置。",
        f"Cannot write {str(path)!r} ({reason}): close it if another program has it open, or choose another "
        "place.",
    )


def _nearest(folder: Path) -> Path:
    """The folder itself or the nearest one above it: on the same disk, so that moving is one step."""
    place = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links out of the place that was named
    while not place.exists() and place != place.parent:
        place = place.parent
    return place
