"""The sheet 填表说明, where a scheme wants it: form by form what each column to fill wants, and the rules."""

from __future__ import annotations

from collections.abc import Sequence

from kpixl.layout.guide.guidance import FormGuide, form_guide
from kpixl.layout.package.package import Package
from kpixl.layout.pages.sheet import SheetBuilder, add_way_back
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.frame import TIGHT, Print
from kpixl.layout.plan.plan import Sheet
from kpixl.words import Words

GUIDE = "guide"
"""The key of the sheet."""
NAME = Words("填表说明", "Guide")
_RULES = Words("要求", "Rules")
_WIDTHS, _SIZE = (17.0,) * 6, 12
_LONGEST = 300
"""Characters of a line: of a list with thousands of choices the drop-down has the rest."""


def guide_sheet(package: Package, forms: Sequence[Sheet]) -> Sheet:
    """The planned sheet. forms: the planned sheets of the workbook."""
    lang = package.lang
    b = SheetBuilder(key=GUIDE, name=NAME[lang], widths=_WIDTHS, lang=lang)
    add_way_back(b, len(_WIDTHS))
    b.text("#title", NAME[lang], "title")
    for form in package.forms:
        cells = (cell for sheet in forms if sheet.of_form == form.form for cell in sheet.cells)
        said = form_guide(package.scheme, form, package.stage, cells, lang)
        if any(line.asked for line in said.lines):
            _add(b, said)
    return b.sheet(Print(rows=("#title", b.lines[-1].key)), helpers=False)


def _add(b: SheetBuilder, said: FormGuide) -> None:
    """A form: its title, what is wanted, the rules."""
    b.text(f"{said.form}/title", said.title, "subtitle")
    _tell(b, f"{said.form}/column", list(said.wanted(b.lang)))
    if said.rules:
        b.text(f"{said.form}/rules", _RULES[b.lang], "label", bond=TIGHT)
        _tell(b, f"{said.form}/rule", [f"· {words}" for words in said.rules.values()])


def _tell(b: SheetBuilder, key: str, texts: Sequence[str]) -> None:
    for number, whole in enumerate(texts, start=1):
        text = whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"
        line = b.line(f"{key}{number}", height(text, sum(_WIDTHS), _SIZE), bond=TIGHT if number == 1 else 0)
        b.printed(line, text, "cover_text", count=len(_WIDTHS))
