"""Layout: a package as a plan of keyed cells. The only place that knows an address; pure."""

from kpixl.layout.cover.cover_facts import FOR_INFORMATION
from kpixl.layout.package.baseline import baseline, carried_in, from_baseline
from kpixl.layout.package.instances import ALONE, Instance
from kpixl.layout.package.package import Answer, Origin, Package, first_packages, printed_rows, recipients
from kpixl.layout.package.sharing import Template
from kpixl.layout.package.standing import standing
from kpixl.layout.package.terms import Terms
from kpixl.layout.pages.row_heights import with_room
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Role
from kpixl.layout.plan.compute import Computation, computed
from kpixl.layout.plan.keys import CellKey, Spot
from kpixl.layout.plan.plan import Plan, Sheet
from kpixl.layout.publication import publication
from kpixl.layout.rows.check_code import code_cell, code_of
from kpixl.layout.workbook import IDENTITY_SHEET, apart, by_kind, laid_out, lay_out, template_of

__all__ = [
    "ALONE",
    "FOR_INFORMATION",
    "IDENTITY_SHEET",
    "Answer",
    "Calculation",
    "Cell",
    "CellKey",
    "Computation",
    "Instance",
    "Origin",
    "Package",
    "Plan",
    "Role",
    "Sheet",
    "Spot",
    "Template",
    "Terms",
    "apart",
    "baseline",
    "by_kind",
    "carried_in",
    "code_cell",
    "code_of",
    "computed",
    "first_packages",
    "from_baseline",
    "laid_out",
    "lay_out",
    "printed_rows",
    "publication",
    "recipients",
    "standing",
    "template_of",
    "with_room",
]  # fmt: skip
