"""merge: the accepted returns as one workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.decided.undecided import refuse_undecided
from kpixl.campaign.returned.checking import Returns, checked, links
from kpixl.campaign.scores.filing import file_into
from kpixl.check import CheckResult, FileResult
from kpixl.findings import Finding, Severity
from kpixl.merge import MOST_ROWS, PROVENANCE, Accounts, Merged, Standing, accounts
from kpixl.outputs import OutputFolder, Outputs
from kpixl.places import place
from kpixl.progress import Watch
from kpixl.refusal import RefusedError
from kpixl.report.frames import CSV_ONLY, whole, write_frames
from kpixl.words import Lang, Words

MERGING = Words("汇总", "merging")
WRITING = Words("写汇总表", "writing the score sheet")


@dataclass(frozen=True, kw_only=True)
class ScoreSheetFile:
    """The consolidated workbook that was written.

    result: of the check that says which returns are in it; published: the copy that everybody may read;
    frames: files of the returns' frames, and in frames_lack what could not be written of them.
    """

    path: Path
    units: tuple[Standing, ...]
    result: CheckResult
    own_findings: tuple[Finding, ...]
    published: Path | None = None
    frames: tuple[Path, ...] = ()
    frames_lack: Words | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of the check, then those of merging."""
        return (*self.result.all_findings, *self.own_findings)

    @property
    def left_out(self) -> tuple[FileResult, ...]:
        """The returns that count and were not merged."""
        return tuple(f for f in self.result.counting if f.status != "accepted")

    @property
    def failed(self) -> bool:
        """Whether there is an error in a return that counts, or in what they make together."""
        return self.result.failed or any(f.severity is Severity.ERROR for f in self.own_findings)

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        left = [f for f in self.result.files if f.status != "accepted"]
        return {
            "score_sheet": str(self.path),
            "units": [_unit(unit) for unit in self.units],
            "findings": [f.as_dict(lang) for f in self.findings],
            "left_out": [{"path": f.given, "unit": f.unit, "status": f.status} for f in left],
            **({"published": str(self.published)} if self.published else {}),
            **({"frames": [str(path) for path in self.frames]} if self.frames else {}),
        }


def _unit(unit: Standing) -> dict[str, Any]:
    return {
        "id": unit.id,
        "name": unit.name,
        "group": unit.group,
        "score": _number(unit.score),
        "rank": unit.rank,
        "award": unit.award,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def merge(  # noqa: PLR0913 - what is merged, and what is written of it where
    basis: Basis,
    returns: Returns,
    out: PathLike | None = None,
    *,
    stage: str | None = None,
    frames: PathLike | None = None,
    publish: PathLike | None = None,
    anyway: bool = False,
) -> ScoreSheetFile:
    """Merge the accepted returns into one workbook.

    frames: a folder, where their frames are wanted too; publish: a file for the copy that may be published;
    anyway: though something is open. RefusedError where it is and nobody said so.
    """
    result = checked(basis, returns, stage=stage)
    target, guard = basis.place(out, "score-sheet.xlsx"), basis.guard(result)
    public = place(publish) if publish else None
    for path in (target, public):
        if path is not None:
            guard.try_output(path)
    book = accounted(basis, result, target.parent, most=MOST_ROWS if whole() else None)
    if public is not None and not anyway:
        refuse_undecided(basis, (*result.all_findings, *book.findings))
    written: tuple[Path, ...] = ()
    with Outputs(guard) as outputs:
        _write(book, outputs, target, public, basis.watch)
        if frames or book.beside:
            folder = place(frames) if frames else target.with_name(f"{target.stem}.frames")
            written = tuple(_framed(basis, book, outputs.into(folder), parquet_only=not frames))
    return ScoreSheetFile(
        path=target,
        units=book.units,
        result=result,
        own_findings=book.findings,
        published=public,
        frames=written,
        frames_lack=None if whole() or not written else CSV_ONLY,
    )


def _write(book: Accounts, outputs: Outputs, target: Path, public: Path | None, watch: Watch) -> None:
    """The workbook, and where it is wanted the copy that may be published."""
    with watch.whole(WRITING), outputs.binary(target) as file:
        book.write_into(file)
    if public is not None:
        with outputs.binary(public) as file:
            book.publish_into(file)


def _framed(basis: Basis, book: Accounts, folder: OutputFolder, *, parquet_only: bool) -> Iterator[Path]:
    """The files of the frames, each put among the outputs."""
    for name in write_frames(book.frames, folder.binary, parquet_only=parquet_only):
        yield folder.folder / name
    if whole():
        from kpixl.report.origins import write_origins  # noqa: PLC0415 - of the extra

        with folder.binary(PROVENANCE) as file:
            write_origins(file, book.origins())
        yield folder.folder / PROVENANCE
    yield from file_into(basis, book.workbook.result, folder)


def merged(basis: Basis, result: CheckResult, folder: Path) -> Merged:
    """The workbook of a check's accepted returns. folder: where it will lie, for links to the files."""
    book = accounted(basis, result, folder)
    with basis.watch.whole(WRITING):
        return book.merged()


def accounted(basis: Basis, result: CheckResult, folder: Path, *, most: int | None = None) -> Accounts:
    """The same before it is written. most: rows that a table of it may have (None: any number)."""
    if not result.accepted:
        raise RefusedError(
            "没有一份回收件通过检查，无法汇总：请先用 kpixl check 查看问题。",
            "No return was accepted, so there is nothing to merge: see `kpixl check`.",
            desk=Words(
                "没有一份回收件通过检查，无法汇总：请在“收件”中查看问题。",
                "No return was accepted, so there is nothing to merge: see what is wrong under Returns.",
            ),
        )
    with basis.watch.whole(MERGING):
        return accounts(
            basis.scheme,
            result,
            validator=basis.declared.validator,
            as_of=basis.means.as_of,
            paths=links(result, folder),
            published=basis.declared.published,
            most=most,
        )
