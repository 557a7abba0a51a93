"""preview: the forms of a scheme to look at before they go out, as a page, as PDF and as pictures."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kpixl.blueprint import BlueprintError, Scheme, Stage, digest, load_scheme
from kpixl.campaign.basis.memory import PUBLISHED
from kpixl.campaign.basis.scheme_places import SchemePlace
from kpixl.campaign.basis.schemes import stage_of, unit_of
from kpixl.campaign.views.guiding import FormGuide, KindOfWorkbook, guide, kinds_of
from kpixl.campaign.views.showing import plain_view
from kpixl.generate import Issuer, issue
from kpixl.layout import Cell, Role, Sheet
from kpixl.libreoffice import convert, program
from kpixl.outputs import Guard, Outputs
from kpixl.refusal import RefusedError
from kpixl.report.lint import finding_lines
from kpixl.report.preview_page import ShownScheme, ShownSheet, ShownStage, ShownWorkbook, preview_page
from kpixl.rules.types import type_words
from kpixl.words import Lang, Words

PAGE = "preview.html"
_AGAIN = 3
"""Seconds after which the browser looks again at a page that is watched."""
_MOST_ROWS = 80
_SCALE = 1.5
"""Dots of a picture for one of paper, of which an inch has 72."""
Kinds = list[tuple[Stage, tuple[KindOfWorkbook, ...]]]
"""Each stage with its kinds of workbooks."""
_REQUIRED = Words("必填", "required")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be shown: one stage, these units; pdf, png: besides the page; watched: it is made anew."""

    stage: str | None = None
    units: tuple[str, ...] = ()
    pdf: bool = False
    png: bool = False
    watched: bool = False


def preview(
    place: SchemePlace, out: Path, wish: Wish, *, lang: Lang = "zh", force: bool = False
) -> tuple[Path, ...]:
    """Write the page, and what else is wished, into a folder; the files.

    BlueprintError where the blueprint has errors, but where it is watched: then the page says them.
    RefusedError where PDF or pictures are wished and LibreOffice is not there.
    """
    office = _office(wish) if wish.pdf or wish.png else None
    try:
        scheme = load_scheme(place.folder)
    except BlueprintError as error:
        if not wish.watched:
            raise
        problems = tuple(finding_lines(error.findings, lang))
        files = {PAGE: _page(ShownScheme(title=place.id, issuer="", problems=problems), wish, lang)}
        return _written(place, out, files, force=force)
    kinds = [(stage, _kinds(scheme, stage, wish)) for stage in _stages(scheme, wish)]
    files = {PAGE: _page(_shown(scheme, kinds, lang), wish, lang)}
    if office is not None:
        files |= _printed(office, kinds, wish)
    return _written(place, out, files, force=force)


def _written(place: SchemePlace, out: Path, files: Mapping[str, bytes], *, force: bool) -> tuple[Path, ...]:
    with Outputs(Guard.of([place.folder], force=force)) as outputs:
        folder = outputs.into(out)
        for name, data in files.items():
            folder.write(name, data)
    return tuple(out / name for name in files)


def _page(shown: ShownScheme, wish: Wish, lang: Lang) -> bytes:
    return preview_page(shown, lang=lang, again_in=_AGAIN if wish.watched else 0).encode()


def _stages(scheme: Scheme, wish: Wish) -> list[Stage]:
    return [stage_of(scheme, wish.stage)] if wish.stage else list(scheme.stages)


def _kinds(scheme: Scheme, stage: Stage, wish: Wish) -> tuple[KindOfWorkbook, ...]:
    return kinds_of(scheme, stage, [unit_of(scheme, name).id for name in wish.units])


def _shown(scheme: Scheme, kinds: Kinds, lang: Lang) -> ShownScheme:
    stages = tuple(_stage(scheme, stage, each, lang) for stage, each in kinds)
    return ShownScheme(title=scheme.head.title, issuer=scheme.head.issuer, stages=stages)


def _stage(scheme: Scheme, stage: Stage, kinds: tuple[KindOfWorkbook, ...], lang: Lang) -> ShownStage:
    said = {
        form: guide(scheme, scheme.form(form), stage, kinds, lang)
        for kind in kinds
        for form in (f.form for f in kind.package.forms)
    }
    who = next((g.who for g in said.values()), "")
    deadline = stage.deadline.isoformat() if stage.deadline else ""
    books = tuple(_workbook(scheme, stage, each, said, lang) for each in kinds)
    return ShownStage(name=stage.name, who=who, deadline=deadline, workbooks=books)


def _workbook(
    scheme: Scheme, stage: Stage, kind: KindOfWorkbook, said: Mapping[str, FormGuide], lang: Lang
) -> ShownWorkbook:
    unit = kind.package.unit
    sheets = tuple(
        _sheet(sheet, f"{stage.id}-{unit.id}-{number}", said, lang)
        for number, sheet in enumerate(s for s in kind.plan.sheets if s.state == "visible")
    )
    return ShownWorkbook(
        name=unit.name, group=scheme.roster.group_name(unit.group), count=kind.count, sheets=sheets
    )


def _sheet(sheet: Sheet, name: str, said: Mapping[str, FormGuide], lang: Lang) -> ShownSheet:
    """A sheet with what its cells want; below it the whole of its form, once."""
    forms = dict.fromkeys(c.key.form for c in sheet.every_cell() if c.key is not None)
    told = [said[form] for form in forms if form in said]
    notes = {
        sheet.address(c.spot).a1: _note(c, said, lang) for c in sheet.every_cell() if c.role is Role.INPUT
    }
    return ShownSheet(
        id=name,
        view=plain_view(sheet, most=_MOST_ROWS),
        notes=notes,
        guide=[(line.label, line.wants) for each in told for line in each.lines if line.asked],
        rules=[pair for each in told for pair in each.rules.items()],
    )


def _note(cell: Cell, said: Mapping[str, FormGuide], lang: Lang) -> str:
    """What a cell wants, then the rules of its form that name its column."""
    wants = type_words(cell.type)[lang] if cell.type is not None else ""
    needed = _REQUIRED[lang] if cell.required else ""
    rules = (
        said[cell.key.form].rules_of(cell.key.column)
        if cell.key is not None and cell.key.form in said
        else ()
    )
    return "\n".join(filter(None, (cell.label, wants, needed, *rules)))


def _office(wish: Wish) -> str:
    """LibreOffice, where all is there that the wish takes."""
    if wish.png and importlib.util.find_spec("pypdfium2") is None:
        raise RefusedError(
            "要生成图片，请先运行 pip install 'kpixl[preview]'，或只用 --pdf。",
            "Pictures take `pip install 'kpixl[preview]'`; --pdf does without.",
        )
    office = program()
    if office is None:
        raise RefusedError(
            "本机没有 LibreOffice，不能生成 PDF 和图片：请安装后再试，或去掉 --pdf、--png，只看网页。",
            "LibreOffice is not installed, which makes PDF and pictures: install it, or leave out --pdf and "
            "--png and look at the page.",
        )
    return office


def _printed(office: str, kinds: Kinds, wish: Wish) -> dict[str, bytes]:
    """The workbooks as paper would have them, a PDF each, and a picture a page."""
    with tempfile.TemporaryDirectory(prefix="kpixl-preview-") as name:
        folder = Path(name)
        books = list(_books(kinds, folder))
        done = convert(office, books, "pdf", folder)
        made = [book.with_suffix(".pdf") for book in books]
        if not done or not all(file.is_file() for file in made):
            raise RefusedError(
                "LibreOffice 没有生成 PDF：请关闭打开着的 LibreOffice 后再试。",
                "LibreOffice made no PDF: close it where it is open, and try again.",
            )
        papers = {file.name: file.read_bytes() for file in made if wish.pdf}
        return papers | (dict(_pictures(made)) if wish.png else {})


def _books(kinds: Kinds, folder: Path) -> Iterator[Path]:
    for stage, each in kinds:
        for kind in each:
            made = digest(kind.package.scheme)
            issuer = Issuer.of(PUBLISHED.key, PUBLISHED.password, made)  # nobody gets the workbook itself
            path = folder / f"{stage.id}-{kind.package.recipient}.xlsx"
            path.write_bytes(issue(kind.package, issuer))
            yield path


def _pictures(made: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """A picture a page."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - an extra, and only where pictures are wished

    for file in made:
        with contextlib.closing(PdfDocument(file)) as document:
            for number, page in enumerate(document, start=1):
                picture = io.BytesIO()
                page.render(scale=_SCALE).to_pil().save(picture, "PNG")
                yield f"{file.stem}-{number}.png", picture.getvalue()
