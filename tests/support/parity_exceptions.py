"""Where a spreadsheet program and the check may differ: each way by name, with its reason and its values."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from kpixl.blueprint.expressions import RangeRef, Ref, rounded, text_length
from kpixl.coerce._texts import clean
from kpixl.layout.rows.form_cell import FORMULA_LIMIT
from kpixl.rules.types import Dynamic, Listed, concrete
from tests.support.parity import DOUBT, WRONG, Told

FIGURED = frozenset({"threshold", "quantity", "period", "list"})
"""Types that a spreadsheet cannot judge."""
Test = Callable[[Told], bool]


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """A way to differ. name, reason: for the report; applies: whether it explains what is told of a cell."""

    name: str
    reason: str
    applies: Test


def _text(told: Told) -> str:
    return told.value if isinstance(told.value, str) else ""


def _refused_too_much(told: Told) -> bool:
    """The program refuses or colours what the check accepts."""
    too_much = told.refused and not told.due_refused
    return too_much or bool(told.colours - told.due_colours)


def _noted(told: Told) -> bool:
    return _is_noted(told) and not _is_wrong(told)


def _is_noted(told: Told) -> bool:
    return any(code.startswith("V") for code in told.notes)


def _only_spaces(told: Told) -> bool:
    return bool(_text(told)) and not _text(told).strip(" \u3000") and told.colours == told.due_colours


def _odd_blank(told: Told) -> bool:
    return bool(_text(told).strip(" \u3000")) and not clean(_text(told))


def _may_be_long(told: Told) -> bool:
    """Whether the workbook warns of entries that would be cut in this cell."""
    doubts = (mark.test for mark in told.cell.highlights if mark.kind == DOUBT)
    return any("length" in repr(test.tree) for test in doubts)


def _long_for_its_row(told: Told) -> bool:
    return (
        _may_be_long(told) and told.refused == told.due_refused and told.colours - {DOUBT} == told.due_colours
    )


def _beyond_nine(told: Told) -> bool:
    return isinstance(told.value, Decimal) and rounded(told.value, 9) != told.value


def _longer_than_it_looks(told: Told) -> bool:
    kinds = concrete(told.cell.type) if told.cell.type else ()
    limits = [kind.max_length for kind in kinds if kind.max_length is not None]
    text = _text(told)
    return any(len(text) <= limit < text_length(text) for limit in limits) and bool(
        {"V005", "V017"} & told.errors
    )


def _unseen(told: Told, code: str) -> bool:
    """The program lets pass what the check has this error for."""
    return code in told.errors and not told.refused


def _no_figure(told: Told) -> bool:
    kinds = (
        [each for kind in concrete(told.cell.type) for each in (kind, *kind.alternatives)]
        if told.cell.type
        else []
    )
    codes = {"V005", "V014", "V015", "V016", "V017"}
    seen = told.refused and WRONG in told.colours
    return not seen and bool(codes & told.errors) and any(k.name in FIGURED for k in kinds)


def _like_two_choices(told: Told) -> bool:
    choices = (
        [choice for kind in concrete(told.cell.type) for choice in kind.choices] if told.cell.type else []
    )
    return sum(_folded(choice) == _folded(_text(told)) for choice in choices) > 1


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _lost_digits(told: Told) -> bool:
    return isinstance(told.value, Decimal) and abs(told.value) >= Decimal(10) ** 15 and "V010" in told.errors


def _too_long_for_a_validation(told: Told) -> bool:
    kind = told.cell.validation.kind if told.cell.validation else ""
    if told.refused or WRONG not in told.colours:
        return False
    coloured = [each.test.formula.length(_longest) for each in told.cell.highlights if each.kind == WRONG]
    rule_only = not _is_wrong(told) and told.due_refused and told.colours == told.due_colours
    return kind == "any" or (rule_only and max(coloured, default=0) > FORMULA_LIMIT)


def _longest(ref: Ref | RangeRef) -> str:
    return "$AAA$9999:$AAA$9999" if isinstance(ref, RangeRef) else "AAA9999"


def _check_only(told: Told) -> bool:
    """The program says what is due without the rules that only the check judges, no more and no less."""
    shown = (told.refused, told.colours - {DOUBT} if _may_be_long(told) else told.colours)
    return shown == (told.workbook_refused, told.workbook_colours) and not told.same


def read_otherwise(told: Told) -> bool:
    """Whether the check reads an entry in a way of its own: with a note, as a blank, or not at all."""
    return _is_noted(told) or _odd_blank(told) or _is_wrong(told)


def _is_wrong(told: Told) -> bool:
    return any(code.startswith("V") for code in told.errors)


def _beside_what_is_read_otherwise(told: Told) -> bool:
    by_itself = _is_wrong(told) and not isinstance(told.cell.type, Dynamic | Listed)
    return not by_itself and any(read_otherwise(other) for other in (*told.row, *told.group))


def _in_a_silent_row(told: Told) -> bool:
    every = (told, *told.row)
    return any("S022" in codes for each in every for codes in each.codes.values())


def _first_of_equals(told: Told) -> bool:
    return _refused_too_much(told) and not told.errors and told.first_of_equals


EVERY = (
    Allowed(
        name="read with a note",
        reason="A text that means one number, date or choice (`12` as a text, full-width digits, "
        "`2021年5月17日`, a choice in other case or width) is refused at typing, or stored as "
        "what it means; where it was pasted the check reads it and says so in a note (V101–V109).",
        applies=_noted,
    ),
    Allowed(
        name="spaces only",
        reason="A cell with nothing but spaces is a text to a validation. Colours, cover and check take "
        "it for a blank.",
        applies=_only_spaces,
    ),
    Allowed(
        name="odd blanks only",
        reason="Line breaks, no-break and zero-width spaces alone are a blank to the check; formulas "
        "know only the space and the ideographic one, so the cell is red. They come by pasting.",
        applies=_odd_blank,
    ),
    Allowed(
        name="pattern",
        reason="A spreadsheet has no regular expressions: `pattern`, document and telephone numbers are "
        "the check's (V008).",
        applies=lambda told: _unseen(told, "V008"),
    ),
    Allowed(
        name="figures in words",
        reason="What a threshold, a quantity, a period or an item of a list is, no formula of a validation "
        "can say: a spreadsheet sees to the length of the whole only, the rest is the check's "
        "(V014–V017, V005).",
        applies=_no_figure,
    ),
    Allowed(
        name="control characters",
        reason="What no keyboard writes is found by the check only (V013).",
        applies=lambda told: _unseen(told, "V013"),
    ),
    Allowed(
        name="lost digits",
        reason="A cell holds 15 digits of a number. A longer one in a text cell (an identity number "
        "without its apostrophe) is a text of fitting length to the program, and one in a number "
        "cell without bounds is refused but not coloured; the check says that digits are lost "
        "(V010).",
        applies=_lost_digits,
    ),
    Allowed(
        name="beyond nine decimals",
        reason="Formulas compare at nine decimals, as 0.1+0.2 would not be 0.3 otherwise; the check and "
        "the program's own number rules see a difference of less than that at a bound.",
        applies=_beyond_nine,
    ),
    Allowed(
        name="emoji in long texts",
        reason="LibreOffice's LEN counts a character beyond the basic plane (an emoji, a rare 𠮷) once; "
        "Excel, WPS, LibreOffice's own length rule and the check count it twice.",
        applies=_longer_than_it_looks,
    ),
    Allowed(
        name="like two choices",
        reason="LibreOffice's lists ignore case and width, so an entry that is like two choices passes; "
        "the check does not guess which is meant (V006).",
        applies=_like_two_choices,
    ),
    Allowed(
        name="too long for a validation",
        reason="A validation has 255 characters. A type that depends on the row, or a rule (`unique` in "
        "several columns), that does not fit is not refused at typing but coloured, counted and checked.",
        applies=_too_long_for_a_validation,
    ),
    Allowed(
        name="check only",
        reason="A rule with a function without an Excel form, or over rows for which its `when` holds, does "
        "not stand in the workbook: the check judges it on return.",
        applies=_check_only,
    ),
    Allowed(
        name="long for its row",
        reason="Of an entry that would be cut in print the workbook alone warns: how high a row is made is "
        "no matter of the check's.",
        applies=_long_for_its_row,
    ),
    Allowed(
        name="first of equals",
        reason="Of equal entries the program shows all, the check reports all but the first.",
        applies=_first_of_equals,
    ),
    Allowed(
        name="stated apart",
        reason="The total of a group is stated in rows without a figure of their own: the program compares "
        "in rows that have both, the check over the group.",
        applies=lambda told: told.stated_apart and told.colours == told.due_colours - {WRONG},
    ),
    Allowed(
        name="a row that says nothing",
        reason="A row to fill freely that says `无`, `—` or its like and nothing else is read as blank, with "
        "one finding for the row (S022); the program judges each of its cells.",
        applies=_in_a_silent_row,
    ),
    Allowed(
        name="beside what is read otherwise",
        reason="A rule over several cells, or a type that depends on the row, of which another cell is "
        "wrong or read with a note: the program goes by what stands there, the check by what it "
        "means, or waits until that is mended.",
        applies=_beside_what_is_read_otherwise,
    ),
)


def explained(told: Told) -> Allowed | None:
    """The first named way that explains why both sides differ about a cell; None for a disagreement."""
    return next((allowed for allowed in EVERY if allowed.applies(told)), None)
