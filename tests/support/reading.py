"""Reading the small workbook of packages.py after changes, and what to compare."""

from kpixl.formats import RawWorkbook, read_workbook
from kpixl.limits import Limits
from tests.support.packages import row, styles_xml, texts_xml, workbook

LIMITS = Limits()
SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/_rels/workbook.xml.rels"
DATED = {"xl/styles.xml": styles_xml('<xf numFmtId="0"/><xf numFmtId="14"><protection locked="0"/></xf>')}

TEXTS = {"xl/sharedStrings.xml": texts_xml("<t>甲</t>", "<t>乙</t>"), **DATED}


def read(changes=None, rows="", limits=LIMITS):
    """The small good workbook, changed, read; it must be readable."""
    outcome = read_workbook(workbook(changes, rows), limits)
    assert isinstance(outcome, RawWorkbook), outcome
    return outcome


def flat(outcome):
    """Findings as (code, sheet, cell)."""
    findings = outcome.findings if isinstance(outcome, RawWorkbook) else outcome
    return [(finding.code, finding.where.sheet, finding.where.cell) for finding in findings]


def refused(changes=None, rows="", limits=LIMITS):
    """The code that refuses the changed workbook, or None."""
    outcome = read_workbook(workbook(changes, rows), limits)
    return None if isinstance(outcome, RawWorkbook) else outcome[0].code


def cell(xml, changes=None):
    """The cell at A1 that is written so, and the codes of all findings."""
    outcome = read(changes, row(xml))
    return outcome.sheets[0].at(0, 0), [finding.code for finding in outcome.findings]
