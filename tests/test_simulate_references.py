"""References follow rows, columns and sheets as in a spreadsheet program."""

import pytest

from kpixl.simulate.references import Change, copied, renamed, shift, shift_area, without

INSERT, DELETE, SWAP = (Change("row", kind, 6) for kind in ("insert", "delete", "swap"))
COLUMN = Change("column", "delete", 2)


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (INSERT, "A6+A7", "A6+A8"),
        (INSERT, "SUM($M$1:$M$6)", "SUM($M$1:$M$6)"),
        (INSERT, "SUM($M$1:$M$7)", "SUM($M$1:$M$8)"),
        (INSERT, "'附件2'!$A$9", "'附件2'!$A$10"),
        (INSERT, "附件2!$5:$8", "附件2!$5:$9"),
        (INSERT, "'附件3'!A9", "'附件3'!A9"),
        (INSERT, 'IF(A8="A8",LOG10(A8),7)', 'IF(A9="A8",LOG10(A9),7)'),
        (INSERT, 'EXACT("""A9",B9)', 'EXACT("""A9",B10)'),
        (DELETE, "A7+A8", "#REF!+A7"),
        (DELETE, "SUM(M7:M9)", "SUM(M7:M8)"),
        (DELETE, "SUM(M1:M7)", "SUM(M1:M6)"),
        (DELETE, "SUM(M7:M7)", "SUM(#REF!)"),
        (SWAP, "A7-A8", "A8-A7"),
        (COLUMN, "B1+C1+D1", "B1+#REF!+C1"),
        (COLUMN, "SUM(A1:C1)", "SUM(A1:B1)"),
        (COLUMN, "附件2!$5:$8", "附件2!$5:$8"),
    ],
)
def test_formulas_follow(change, before, after):
    """A formula on the changed sheet names the same cells as before, or fails."""
    assert after == shift(before, "附件2", "附件2", change)


def test_formulas_of_other_sheets_follow_where_they_name_the_sheet():
    """Without a sheet's name a reference is to the formula's own sheet."""
    assert "A9+附件2!A10" == shift("A9+附件2!A9", "附件3", "附件2", INSERT)


def test_an_area_of_which_nothing_is_left_is_gone():
    """Merged cells, validations and formats of a deleted row go with it."""
    assert [None, "B7:F8"] == [shift_area("B7:F7", DELETE), shift_area("B8:F9", DELETE)]


def test_a_renamed_sheet_keeps_its_references():
    """Quotes are put where the new name needs them."""
    assert "SUM('附件2-甲''乙'!A1)+附件3!A1" == renamed("SUM(附件2!A1)+附件3!A1", "附件2", "附件2-甲'乙")


def test_references_to_a_deleted_sheet_fail():
    """Texts that only look like it stay."""
    assert '#REF!&"附件2!A1"&附件3!B2' == without("'附件2'!$A$1:$B$2&\"附件2!A1\"&附件3!B2", "附件2")


def test_a_copied_formula_moves_along_unless_absolute():
    """As when a row is copied down."""
    assert "B8+$B8+B$7+SUM($M$7:M9)" == copied("B7+$B7+B$7+SUM($M$7:M8)", 1)
