"""blueprint: a scheme as a workbook, for offices that prefer one, and a scheme from such a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kpixl.blueprint import BlueprintError, Scheme
from kpixl.blueprint.load import LoadedFolder, folder_files, read_files
from kpixl.campaign.basis.basis import PathLike
from kpixl.campaign.basis.scheme_places import SchemePlace
from kpixl.findings import Finding
from kpixl.limits import Limits
from kpixl.linter import lint
from kpixl.outputs import Guard, Outputs
from kpixl.refusal import RefusedError
from kpixl.tabular import Recorded, Shelf, as_files, gathered, read_sheets, spread, write_book

_USUAL = Limits()
_NOTES = (
    "{title}（{id}）的考核方案",
    "每个工作表第一行是名称，第二行是方案文件中的键；选中它们可以看到说明。只改第三行以下的内容，键不能改。",
    "“方案”每行一个键。“表单”“版块”“栏目”“规则”等一行一项：“属于”写上一级的“编号”，次序就是各行的先后。",
    "几个词写在一格里用顿号（、）隔开；几段文字用换行（Alt+Enter）隔开。",
    "按分组或阶段不同的，写成 {{self-check: unit, verification: verifier}}。",
    "改好后运行：kpixl blueprint import 本文件 -o 文件夹。有错误的，会说明在哪个工作表哪个单元格。",
    "YAML 文件中的注释、contacts.csv、published 文件夹和校验程序不在本工作簿里。",
)


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A scheme from a workbook. files: their names; findings: what lint says, by sheet and cell."""

    scheme: str
    folder: Path
    files: tuple[str, ...]
    findings: tuple[Finding, ...]


def export_blueprint(place: SchemePlace, file: PathLike, *, force: bool = False) -> tuple[str, ...]:
    """Write a scheme as a workbook; the names of files beside it that are not in it.

    BlueprintError where the blueprint has errors. force: a file that kpixl did not write may be replaced.
    """
    files = Recorded(folder_files(place.folder))
    scheme = _sound(read_files(files))
    notes = (note.format(id=scheme.id, title=scheme.head.title) for note in _NOTES)
    data = write_book(spread(files), notes, scheme.head.created)
    with Outputs(Guard.of([place.folder], force=force)) as outputs:
        outputs.file(Path(file), data)
    return tuple(_left_out(place.folder, {*files.documents, *files.tables}))


def _left_out(folder: Path, taken: set[str]) -> Iterator[str]:
    """What else lies in a scheme's folder."""
    for path in sorted(folder.iterdir()):
        if path.name not in taken and not path.name.startswith("."):
            yield f"{path.name}/" if path.is_dir() else path.name


def import_blueprint(
    file: PathLike, folder: PathLike, *, limits: Limits = _USUAL, force: bool = False
) -> Imported:
    """Write the scheme that a workbook holds as files into a folder, which is new or empty.

    BlueprintError where it has errors, each with sheet and cell; RefusedError where it is another workbook or
    the folder is taken. force: the folder's own files of the same names may be replaced.
    """
    into = Path(folder)
    if not force and into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise RefusedError(
            f"“{into}”已经有内容，没有改动：请另选一个文件夹，或用 --force 覆盖同名的文件。",
            f"{str(into)!r} is not empty and was not touched: choose another folder, or replace files of the "
            "same names with --force.",
        )
    shelf, loaded = _opened(Path(file), limits)
    scheme = _sound(loaded)
    files = dict(as_files(shelf))
    with Outputs(Guard.of([Path(file)], force=force)) as outputs:
        made = outputs.into(into)
        for name, data in files.items():
            made.write(name, data)
    findings = (*loaded.findings, *lint(scheme, loaded.sources))
    return Imported(scheme=scheme.id, folder=into, files=tuple(files), findings=findings)


def _opened(file: Path, limits: Limits) -> tuple[Shelf, LoadedFolder]:
    """The files that a workbook holds, and the scheme that these are."""
    sheets = read_sheets(file, limits)
    if isinstance(sheets, tuple):
        raise BlueprintError(sheets)
    shelf, findings = gathered(file, sheets)
    if findings:
        raise BlueprintError(findings)
    return shelf, read_files(shelf)


def _sound(loaded: LoadedFolder) -> Scheme:
    if loaded.scheme is None:
        raise BlueprintError(loaded.findings)
    return loaded.scheme
