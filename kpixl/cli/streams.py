"""Standard streams that can be written to, whoever started the program and whoever still reads."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import TextIO

_NOBODY_READS = {errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE}


def mended() -> None:
    """See that standard output and error are there, speak UTF-8, and that nobody has to read them.

    A window without a console has none, and a shell may close them; a console's own code page lacks
    characters. Who reads a pipe may have gone, which changes neither what is done nor the exit status.
    """
    _fill_descriptors()
    sys.stdout, sys.stderr = _mended(sys.stdout), _mended(sys.stderr)


def _fill_descriptors() -> None:
    """Nothing that is opened later may get the number of a standard stream: it would be written into."""
    with contextlib.suppress(OSError):
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(number)


def _mended(stream: TextIO | None) -> TextIO:
    if stream is None or stream.closed:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - open as long as the program runs
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    if not stream.isatty():
        with contextlib.suppress(OSError):
            return _patient(stream.fileno(), at_once=stream is sys.stderr)
    with contextlib.suppress(io.UnsupportedOperation):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


def _patient(number: int, *, at_once: bool) -> TextIO:
    buffer = io.BufferedWriter(_Pipe(number))
    return io.TextIOWrapper(buffer, encoding="utf-8", errors="backslashreplace", line_buffering=at_once)


class _Pipe(io.RawIOBase):
    """A file descriptor to write to; what nobody reads any more is dropped."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def fileno(self) -> int:
        """The descriptor."""
        return self._number

    def write(self, data: object, /) -> int:
        """Write what can be written now."""
        content = memoryview(data)  # type: ignore[arg-type]  # whatever has bytes, as the base class says it
        try:
            return os.write(self._number, content)
        except OSError as error:
            if error.errno not in _NOBODY_READS:
                raise
            return content.nbytes
