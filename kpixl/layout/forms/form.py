"""A form as sheets: attachment number, title, its blocks in order; again for each copy of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from kpixl.blueprint.model import Column, Form
from kpixl.layout.edition import CODE, FIRST, HELPERS
from kpixl.layout.forms.matrix import Addition, Grid
from kpixl.layout.forms.section import Section
from kpixl.layout.package.instances import ALONE, Instance, sheet_key
from kpixl.layout.package.package import Package
from kpixl.layout.pages.opening import opened
from kpixl.layout.pages.paging import Paper, in_pages
from kpixl.layout.pages.sheet import SheetBuilder, add_way_back
from kpixl.layout.plan.frame import TIGHT, Print
from kpixl.layout.plan.plan import Sheet
from kpixl.layout.rows.check_code import add_code_line
from kpixl.layout.rows.meaning import Place
from kpixl.layout.rows.table_rows import single_subject
from kpixl.layout.rows.tree import laid

PLAIN_WIDTHS = (22.0, 22.0, 22.0, 22.0)
NARRATIVE_COLUMNS, SENTENCE_COLUMNS = 16, 44
"""Grid columns of a form that is told in lines: enough for fields beside each other, and of one with
sentences so many that the words stand close by their blanks."""
SENTENCE_GAP = 5 / 7
"""What a column is wider than its characters: little, but not where there are many narrow ones."""
PAGE_WIDTHS = {("A4", "portrait"): 88.0, ("A4", "landscape"): 132.0, ("A3", "portrait"): 132.0}
_WIDEST = 190.0
DEFAULT_WIDTH = 12.0


def form_sheets(package: Package, form: Form) -> list[Sheet]:
    """The planned sheets of a form: one, or one for each of its copies."""
    instances = package.instances(form)
    if form.repeat is not None and form.repeat.layout == "sheets":
        return [FormLayout(package, form, (), (each,)).sheet() for each in instances]
    return [FormLayout(package, form, (), instances).sheet()]


def form_sheet(package: Package, form: Form, additions: Sequence[Addition] = ()) -> Sheet:
    """The planned sheet of a form that stands once. additions: columns right of its matrix."""
    return FormLayout(package, form, additions).sheet()


def laid_columns(package: Package, form: Form) -> list[Column]:
    """The columns of the form's widest table in a workbook, printed ones first."""
    stands = partial(package.shows, form)
    tables = [laid(t.columns, stands) for t in form.tables]
    return max(([*t] for t in tables), key=len, default=[])


class FormLayout:
    """Lays a form out on one sheet: all the copies given, one below the other."""

    def __init__(
        self,
        package: Package,
        form: Form,
        additions: Sequence[Addition] = (),
        instances: Sequence[Instance] = (ALONE,),
    ) -> None:
        self.package, self.form, self.instances = package, form, instances
        self.grid = Grid.of(package.scheme, form, additions)
        columns = laid_columns(package, form)
        widths = [c.width or DEFAULT_WIDTH for c in columns] or self._plain_widths()
        least = 2 if form.fields else 1  # a field's label and its value
        widths += [PLAIN_WIDTHS[0]] * (least - len(widths))
        # a copy on a sheet of its own; several on one are told apart by the keys of their rows
        apart = form.repeat is not None and form.repeat.layout == "sheets"
        self.alone = instances[0] if apart else ALONE
        key = sheet_key(form, self.alone) if apart else form.form
        name, helpers = self._filled(form.sheet_name), HELPERS[package.edition]
        self.sealed = form.is_sealed(package.stage_id)
        helpers = (*helpers, CODE) if self.sealed else helpers
        self.builder = SheetBuilder(key=key, name=name, widths=widths, lang=package.lang, helpers=helpers)
        if self.form.has_sentences and not columns:
            self.builder.gap = SENTENCE_GAP
        self.printed = max(least, sum(1 for c in columns if c.print)) if columns else len(widths)
        page = form.page_in(package.stage_id)
        self.setting = Print(
            paper=page.paper,
            landscape=page.orientation == "landscape",
            margin=page.margin,
            columns=(self.builder.grid[0], self.builder.grid[self.printed - 1]),
            title=f"{self.alone.prefix}#title",
            colours=False,
        )
        self.builder.share = Paper(setting=self.setting, widths=widths[: self.printed]).share
        self.head: tuple[str, str] | None = None
        self.printed_from = ""
        self.code_line = ""

    def _plain_widths(self) -> list[float]:
        """Of a form without a table."""
        if self.grid:
            return self.grid.widths
        if not any(b.narrative for b in self.form.blocks):
            return list(PLAIN_WIDTHS)
        page = self.form.page_in(self.package.stage_id)
        width = PAGE_WIDTHS.get((page.paper, page.orientation), _WIDEST)
        if self.form.has_sentences:
            free = width - SENTENCE_GAP * (SENTENCE_COLUMNS - 1)
            return [round(free / SENTENCE_COLUMNS, 2)] * SENTENCE_COLUMNS
        return [round(width / NARRATIVE_COLUMNS, 2)] * NARRATIVE_COLUMNS

    def _filled(self, text: str) -> str:
        subject = single_subject(self.package, self.form, self.alone)
        place = Place(package=self.package, form=self.form, subject=subject, instance=self.alone)
        return place.facts.filled(text)

    def sheet(self) -> Sheet:
        """The whole sheet."""
        self._headings()
        for instance in self.instances:
            head = Section(self, instance).lay()
            self.head = self.head or head
        body = self.builder.lines
        head = self.head if len(self.instances) == 1 else None  # the head of one copy is no other's
        setting = replace(self.setting, rows=(self.printed_from, body[-1].key), repeat=self._repeated(head))
        sheet = self.builder.sheet(setting, helpers=not self.form.office)
        sheet = replace(sheet, form=self.form.form, instance=self.alone.id)
        heads = {name for table in self.form.tables for name in table.heads}
        sheet = opened(sheet, self._below(head[1]) if head else None, heads)
        return sheet if self.grid else in_pages(sheet, self.builder.wanted)

    def _repeated(self, head: tuple[str, str] | None) -> tuple[str, str] | None:
        """The lines that each page shows: the head of its table, and the check code above it."""
        if not self.code_line:
            return head
        return self.code_line, head[1] if head else self.code_line

    def show_code(self, *, at_table: bool) -> None:
        """Give the check code its line: above a table whose head each page shows, else below the title.

        at_table: it is here that a table begins.
        """
        if self.sealed and not self.code_line and at_table == (len(self.instances) == 1 and self._has_head):
            self.code_line = add_code_line(self.builder, self.printed, self.alone.prefix)

    @property
    def _has_head(self) -> bool:
        stage = self.package.stage_id
        return any(b.table is not None and b.is_shown(stage) for b in self.form.blocks)

    def _below(self, line: str) -> str | None:
        keys = [entry_line.key for entry_line in self.builder.lines]
        after = keys.index(line) + 1
        return keys[after] if after < len(keys) else None

    def _headings(self) -> None:
        prefix = self.alone.prefix
        if self.package.edition != FIRST and not self.form.office:
            add_way_back(self.builder, self.printed, prefix)
        above = len(self.builder.lines)
        if self.form.attachment:
            text = self._filled(self.form.attachment)
            self.builder.text(f"{prefix}#attachment", text, "attachment", count=self.printed)
        bond = TIGHT if self.form.attachment else 0
        title = self._filled(self.form.title)
        self.builder.text(f"{prefix}#title", title, "title", count=self.printed, bond=bond)
        self.printed_from = self.builder.lines[above].key
        self.show_code(at_table=False)
