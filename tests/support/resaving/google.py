"""Google Sheets, downloaded as .xlsx."""

from __future__ import annotations

from tests.support.resaving.habits import BookHabits, Habits, SheetHabits, StyleHabits, spaces
from tests.support.resaving.markup import Manner
from tests.support.resaving.zipping import Zipping

_SPACES = spaces("r", "mx", "mc", "mv", "x14", "x15", "x14ac", "xm")
_VALIDATION = (
    "type", "operator", "allowBlank", "showDropDown", "showInputMessage", "showErrorMessage", "prompt",
    "sqref",
)  # fmt: skip

GOOGLE_SHEETS = Habits(
    name="Google Sheets",
    zipping=Zipping(
        order=(
            "^xl/drawings", "^xl/worksheets/sheet", "^xl/worksheets/_rels", "^xl/theme", "^xl/shared",
            "^xl/styles", r"^xl/workbook\.xml", "^xl/_rels", "^_rels", r"^\[Content",
        ),
        moment=(2021, 12, 20, 9, 2, 4),
        flags=2056,
    ),
    manner=Manner(declaration='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', quoted=True),
    book=BookHabits(
        root=_SPACES,
        file_version=None,
        settings={},
        calculation={},
        application=None,
        version=None,
        properties=False,
        constants=False,
        locked=False,
        very_hidden=False,
        drawings=True,
    ),
    sheet=SheetHabits(
        root=_SPACES,
        format={"customHeight": "1", "defaultColWidth": "12.63", "defaultRowHeight": "15.75"},
        row=("r", "ht", "customHeight", "hidden"),
        validation=_VALIDATION,
        protection=(),
        spans=False,
        decimals=True,
        said=frozenset(_VALIDATION),
        protected=False,
        dimension=False,
        rows=1000,
    ),
    style=StyleHabits(root=_SPACES, order="used", alphabetical=True, decimals=True, strings="used"),
    loses={
        "T006": "it writes no protection of sheets",
        "I007": "it writes no document properties and no names of constants, so two of three stamps go",
    },
    mends={"I003": "of three stamps that say different things it keeps one"},
)  # fmt: skip
