"""docs/reliability.md: sections that scripts write, each between its markers."""

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs" / "reliability.md"


def put(name: str, text: str, page: Path = PAGE) -> None:
    """Replace a section of the page; KeyError where the page has no such place."""
    before = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    section = re.compile(f"{begin}.*?{end}", re.DOTALL)
    if not section.search(before):
        raise KeyError(name)
    after = section.sub(lambda _: f"{begin}\n{text.strip()}\n{end}", before)
    page.write_text(after, encoding="utf-8", newline="\n")
