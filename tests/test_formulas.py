"""Formulas keep to what Excel 2010, WPS and LibreOffice 7 all know: functions, syntax and sizes."""

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest

from kpixl.blueprint.expressions import ExpressionError
from tests.support import produced
from tests.support.expressions import CASES

# All of them are in Excel 2007 and before, in the first edition of ECMA-376, and in OpenDocument's formulas.
ALLOWED = {
    "ABS": "of a number",
    "ADDRESS": "what a cell is called in the words of a link to it",
    "AND": "whether a number lies between two, which costs nothing to compute",
    "COLUMN": "of a cell, for its address",
    "COUNT": "how many of a row's operands are numbers: one short test for all of them",
    "EXACT": "compares texts by case, as the engine does; = takes A for a",
    "FIND": "where a code stands in what a row lacks",
    "FALSE": "the constant, which some programs write with ()",
    "HYPERLINK": "to the cell that a line of the cover is about; old programs show its text",
    "IF": "the only branch: AND and OR compute what does not apply, IFERROR hides what is wrong",
    "INDEX": "the words of a code",
    "INT": "whether a number is whole; days between dates",
    "ISNUMBER": "guards what is computed with: there a text is greater than any number",
    "ISTEXT": "tells a text from a number",
    "LEFT": "how a text starts",
    "LEN": "how long a text is",
    "MAX": "of numbers that COUNT has seen",
    "MID": "joined texts without the first separator; TEXTJOIN is of 2019",
    "MIN": "of numbers that COUNT has seen",
    "N": "an optional cell left blank is 0",
    "NOT": "has one argument, so nothing is computed in vain",
    "OFFSET": "the part of a list that belongs to another cell's choice: a range that is itself computed",
    "RANK": "RANK.EQ is of 2010 and has a prefix in the file",
    "REPLACE": "takes a bracket out of its place and puts it back",
    "RIGHT": "how a text ends",
    "ROUND": "half away from zero in all three programs",
    "ROWS": "how many rows there are, counting from the last to the first",
    "ROW": "the place of that part: the lists begin in the first row",
    "SUBSTITUTE": "takes the Chinese space out before TRIM",
    "MOD": "the place of a code among the words, taken out of one number",
    "SMALL": "the next of several problems, in the order of rows",
    "SUM": "of a column of numbers",
    "SUMPRODUCT": "counts without a criterion: COUNTIF reads the text <5 as a comparison",
    "T": "whether an optional number cell holds a text",
    "TEXT": "a number as figures, to compare with those that were typed",
    "TRIM": "whether a text is blank",
    "TRUE": "the constant, which some programs write with ()",
    "VALUE": "of the digits of a code",
    "UPPER": "of Latin letters",
}
"""Function → why it is there."""
TEXT = re.compile(r'"(?:[^"]|"")*"')
SHEET = re.compile(r"'(?:[^']|'')*'!")
CALL = re.compile(r"([^\W\d][\w.]*)\(")
ELEMENTS = re.compile(r"<(f|formula|formula1|formula2|definedName)(?: [^>]*)?>([^<]*)</\1>")
LONGEST, IN_VALIDATION, DEEPEST = 8192, 255, 64
"""Characters of a formula in a cell, and in a validation; levels of functions within functions."""
STAGES = pytest.mark.parametrize(("folder", "stage"), produced.stages(), ids=produced.label)


def bare(formula: str) -> str:
    """A formula without its texts and the names of sheets."""
    return SHEET.sub("", TEXT.sub('""', formula))


def functions(formula: str) -> set[str]:
    """The functions that a formula calls."""
    return set(CALL.findall(bare(formula)))


def depth(formula: str) -> int:
    """How deep brackets are nested, which no nesting of functions exceeds."""
    level, deepest = 0, 0
    for sign in bare(formula):
        level += (sign == "(") - (sign == ")")
        deepest = max(deepest, level)
    return deepest


def written(data: bytes) -> Iterator[tuple[str, str]]:
    """Every formula of a workbook with the element that holds it: cells, validations, formats, names."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet") or name == "xl/workbook.xml":
                for element, text in ELEMENTS.findall(parts.read(name).decode()):
                    yield element, unescape(text)


@cache
def formulas(folder: Path, stage: str) -> list[tuple[str, str]]:
    """The different formulas of the workbooks of a stage, each with its element."""
    books = (data for _, data in produced.workbooks(folder, stage))
    return sorted({formula for data in books for formula in written(data)})


def called(folder: Path, stage: str) -> set[str]:
    """The functions that the workbooks of a stage call."""
    return {f for _, text in formulas(folder, stage) for f in functions(text)}


def compiled() -> Iterator[str]:
    """The formulas of every expression among the tests' cases, whether or not a scheme uses it."""
    for parameter in CASES:
        case = parameter.values[0]
        for make in (lambda c: c.formula(1), lambda c: c.condition(1, when_blank=True)):
            try:
                yield make(case)
            except ExpressionError:  # not the face that this expression has
                continue


@STAGES
def test_workbooks_call_no_other_function(folder, stage):
    """Cells, validations, conditional formats and names use the list above and nothing else."""
    assert set() == called(folder, stage) - ALLOWED.keys()


def test_the_language_calls_no_other_function():
    """No function of the language becomes one that is not on the list."""
    assert set() == {f for text in compiled() for f in functions(text)} - ALLOWED.keys()


@pytest.mark.slow
def test_every_function_on_the_list_is_used():
    """The list does not outgrow what is written; TRUE and FALSE only come back from other programs."""
    unused = ALLOWED.keys() - {"TRUE", "FALSE"} - {f for text in compiled() for f in functions(text)}
    for at in reversed(produced.stages()):  # the small scheme of the tests first
        unused -= called(*at) if unused else set()
    assert set() == unused


@STAGES
def test_formulas_have_no_syntax_of_one_program(folder, stage):
    """No array braces, structured or spilled references, prefixes of newer functions, whole columns."""
    odd = re.compile(r"[{}\[\]@#]|_xl|\$?[A-Z]+:\$?[A-Z]+\b(?!\d)")
    texts = [text for _, text in formulas(folder, stage)]
    assert texts
    assert [] == [text for text in texts if odd.search(bare(text))]


@STAGES
def test_formulas_fit(folder, stage):
    """They keep to Excel's limits of length and depth, which LibreOffice does not have."""
    for element, text in formulas(folder, stage):
        assert len(text) <= (IN_VALIDATION if element in {"formula1", "formula2"} else LONGEST), text
        assert depth(text) <= DEEPEST, text
