"""Links as every program follows them: to other files by a URI, whatever the system."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from xlsxwriter.url import Url

from kpixl.addresses import quoted
from kpixl.layout.cell import FileCell


class FileUrl(Url):
    """A link to a cell of another file.

    XlsxWriter would write the path with backslashes, which is no URI and which only Windows follows, and
    takes a `%20` in a file's name for a space. It rests on a private method, which the tests hold in place.
    """

    def __init__(self, link: FileCell, text: str) -> None:
        self._path = link.file
        super().__init__(f"external:{link.file}#{quoted(link.sheet)}!{link.cell}")
        self.text = text

    def _target(self) -> str:
        """The path as a relationship holds it: Chinese as it is, like Excel does."""
        return _as_uri(self._path)


@lru_cache(maxsize=64)
def _as_uri(path: str) -> str:
    return "".join(c if ord(c) > 127 else quote(c, safe="/.()!'+,;=@&$~") for c in path)
