"""From a file to the container that it is, whatever its kind."""

# ruff: noqa: PLC0415 - each kind is imported where there is one: most returns come loose or in a zip

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from kpixl.containers._container import Container, contained
from kpixl.formats import FileKind, refuse
from kpixl.limits import Limits

_CALLED = {FileKind.OUTLOOK: ".msg", FileKind.SEVEN_ZIP: ".7z", FileKind.RAR: ".rar"}


def open_container(file: BinaryIO, kind: FileKind, limits: Limits) -> Container:
    """What lies in a file of that kind, which stays open as long as the container is used.

    Raises BadFileError, also where kpixl lacks what opens such files.
    """
    file.seek(0)
    try:
        with contained():
            return _opener(kind)(file, limits)
    except ImportError:
        raise refuse("F003", kind=_CALLED[kind]) from None


def _opener(kind: FileKind) -> Callable[[BinaryIO, Limits], Container]:
    if kind is FileKind.MAIL:
        from kpixl.containers._letter import Letter

        return Letter.of
    if kind is FileKind.OUTLOOK:
        from kpixl.containers._outlook import Outlook

        return Outlook.of
    if kind is FileKind.SEVEN_ZIP:
        from kpixl.containers._seven_zip import SevenZip

        return SevenZip
    if kind is FileKind.RAR:
        from kpixl.containers._rar import Rar

        return Rar
    from kpixl.containers._zip import Zip

    return Zip
