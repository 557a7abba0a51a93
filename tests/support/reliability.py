"""docs/reliability.md: sections that scripts write, each between its markers."""

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs" / "reliability.md"


def section(name: str, page: Path = PAGE) -> str:
    """A section of the page; KeyError where the page has no such place."""
    found = _place(name).search(page.read_text(encoding="utf-8"))
    if not found:
        raise KeyError(name)
    return found[1].strip()


def put(name: str, text: str, page: Path = PAGE) -> None:
    """Replace a section of the page; KeyError where the page has no such place."""
    section(name, page)
    before = page.read_text(encoding="utf-8")
    after = _place(name).sub(lambda _: f"<!-- {name} -->\n{text.strip()}\n<!-- /{name} -->", before)
    page.write_text(after, encoding="utf-8", newline="\n")


def _place(name: str) -> re.Pattern[str]:
    return re.compile(f"<!-- {name} -->(.*?)<!-- /{name} -->", re.DOTALL)
