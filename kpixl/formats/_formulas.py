"""Formulas as a shared one reads them elsewhere on the sheet: relative references move along."""

from __future__ import annotations

import re

from kpixl.addresses import COLUMNS, ROWS, column_index, column_letters

# Text, quoted sheet names and structured references are passed over; what else looks like a reference is one,
# unless it is part of a longer word, the name of a function (LOG10) or of a sheet (AB1!C2).
_TOKENS = re.compile(
    r"""(?P<skip>"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\])
    |(?<![\w.$])(?:
        (?P<cell>(?P<c_abs>\$?)(?P<c>[A-Za-z]{1,3})(?P<r_abs>\$?)(?P<r>[1-9][0-9]{0,6}))
        |(?P<columns>(?P<c1_abs>\$?)(?P<c1>[A-Za-z]{1,3}):(?P<c2_abs>\$?)(?P<c2>[A-Za-z]{1,3}))
        |(?P<rows>(?P<r1_abs>\$?)(?P<r1>[1-9][0-9]{0,6}):(?P<r2_abs>\$?)(?P<r2>[1-9][0-9]{0,6}))
    )(?![\w.(!$])""",
    re.VERBOSE,
)


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as a shared one reads this many rows and columns away: relative references move along."""

    def move(match: re.Match[str]) -> str:
        if match["skip"] is not None:
            return match["skip"]
        if match["cell"] is not None:
            if column_index(match["c"].upper()) >= COLUMNS or int(match["r"]) > ROWS:
                return match[0]  # a name that only looks like a reference
            column = _column(match["c_abs"], match["c"], columns)
            row = _row(match["r_abs"], match["r"], rows)
            return column + row if column and row else "#REF!"
        kind, step, one = ("c", columns, _column) if match["columns"] is not None else ("r", rows, _row)
        ends = [one(match[f"{kind}{n}_abs"], match[f"{kind}{n}"], step) for n in "12"]
        return ":".join(ends) if all(ends) else "#REF!"

    return _TOKENS.sub(move, formula)


def _column(fixed: str, letters: str, step: int) -> str:
    """The moved column; empty where it leaves the sheet."""
    column = column_index(letters.upper()) + (0 if fixed else step)
    return fixed + column_letters(column) if 0 <= column < COLUMNS else ""


def _row(fixed: str, digits: str, step: int) -> str:
    row = int(digits) + (0 if fixed else step)
    return f"{fixed}{row}" if 1 <= row <= ROWS else ""
