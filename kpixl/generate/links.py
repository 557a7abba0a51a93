"""Links as every program follows them: to other files by a URI, whatever the system."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from xlsxwriter.url import Url, UrlTypes

from kpixl.addresses import quoted
from kpixl.layout.plan.cell import FileCell, Link
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Plan

_UNSAFE = re.compile(r"[^A-Za-z0-9_.\-/()!'+,;=@&$~\x80-\U0010ffff]+")
"""What a URI writes as numbers; Chinese stays as it is, like Excel does."""


class _Known(Url):
    """A link whose parts are known. There may be tens of thousands, and XlsxWriter would take each apart.

    It rests on private attributes, which the tests hold in place.
    """

    _tip = ""
    _is_object_link = False

    def __init__(self, text: str) -> None:
        self._text = text


class FileUrl(_Known):
    """A link to a cell of another file.

    XlsxWriter would write the path with backslashes, which is no URI and which only Windows follows, and
    takes a `%20` in a file's name for a space.
    """

    _link_type = UrlTypes.EXTERNAL

    def __init__(self, link: FileCell, text: str) -> None:
        super().__init__(text)
        self._path, self._anchor = link.file, f"{quoted(link.sheet)}!{link.cell}"

    def _target(self) -> str:
        """The path as a relationship holds it."""
        return _as_uri(self._path)


class CellUrl(_Known):
    """A link to a cell of this workbook."""

    _link_type = UrlTypes.INTERNAL

    def __init__(self, sheet: str, cell: str, text: str) -> None:
        super().__init__(text)
        self._link = f"{quoted(sheet)}!{cell}"


def url(plan: Plan, link: Link, text: str) -> Url:
    """A link as XlsxWriter takes it. text: what its cell shows."""
    if isinstance(link, FileCell):
        return FileUrl(link, text)
    sheet = plan.by_key[link.sheet if isinstance(link, Spot) else link]
    spot = link if isinstance(link, Spot) else sheet.start
    return CellUrl(sheet.name, sheet.address(spot).a1 if spot else "A1", text)


@lru_cache(maxsize=20_000)
def _as_uri(path: str) -> str:
    """One text for all links to a file: each sheet of a score sheet may have some to each return."""
    return _UNSAFE.sub(lambda found: quote(found[0], safe=""), path)
