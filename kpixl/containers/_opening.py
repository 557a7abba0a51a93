"""From a file to the container that it is, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO

from kpixl.containers._container import Container, contained
from kpixl.containers._letter import Letter
from kpixl.containers._outlook import Outlook
from kpixl.containers._rar import Rar
from kpixl.containers._seven_zip import SevenZip
from kpixl.containers._zip import Zip
from kpixl.formats import FileKind, refuse
from kpixl.limits import Limits

_KINDS: Mapping[FileKind, Callable[[BinaryIO, Limits], Container]] = {
    FileKind.ZIP: Zip,
    FileKind.MAIL: Letter.of,
    FileKind.OUTLOOK: Outlook.of,
    FileKind.SEVEN_ZIP: SevenZip,
    FileKind.RAR: Rar,
}
_CALLED = {FileKind.OUTLOOK: ".msg", FileKind.SEVEN_ZIP: ".7z", FileKind.RAR: ".rar"}


def open_container(file: BinaryIO, kind: FileKind, limits: Limits) -> Container:
    """What lies in a file of that kind, which stays open as long as the container is used.

    Raises BadFileError, also where kpixl lacks what opens such files.
    """
    file.seek(0)
    try:
        with contained():
            return _KINDS[kind](file, limits)
    except ImportError:
        raise refuse("F003", kind=_CALLED[kind]) from None
