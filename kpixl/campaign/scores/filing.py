"""Merges merged: what one merge accepted lies beside its frames, and several of them are judged as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.basis.schemes import stage_of
from kpixl.campaign.returned.checking import looked_at
from kpixl.check import CheckResult, FileResult, NothingToCheckError
from kpixl.limits import Limits, size_words
from kpixl.outputs import OutputFolder
from kpixl.places import place, reaching
from kpixl.refusal import RefusedError
from kpixl.report.frames import whole
from kpixl.returns import Job, Record, Source

if TYPE_CHECKING:
    from kpixl.scale.shelf import Shelf

RETURNS = "returns.parquet"
_READ = frozenset("FISTV")
"""The gates that look at one file, which nobody looks at again; the others judge anew."""


def file_into(basis: Basis, result: CheckResult, folder: OutputFolder) -> Iterator[Path]:
    """Put the accepted returns among the outputs, where what they are filed by is installed; their file."""
    if not whole() or basis.means.key is None:
        return
    from kpixl.scale.shelf import Kept  # noqa: PLC0415 - of the extra

    told = {"scheme": basis.scheme.id, "digest": basis.declared.digest, "stage": result.stage}
    accepted = ((file, file.record) for file in result.files if file.status == "accepted" and file.record)
    kept = (Kept(file.path, file.sha256, _as_read(file, record)) for file, record in accepted)
    with folder.binary(RETURNS) as target:
        _shelf(basis).write(kept, cast("BinaryIO", target), told)
    yield folder.folder / RETURNS


def _as_read(file: FileResult, record: Record) -> Record:
    return replace(record, findings=tuple(f for f in file.findings if f.code[0] in _READ))


def unfiled(basis: Basis, folders: Sequence[PathLike], stage: str | None = None) -> CheckResult:
    """What several merges accepted, judged together: as if all of it had come here.

    folders: of their frames. RefusedError where one holds none that this workspace's key signed, or is of
    another scheme, version or stage.
    """
    wanted = stage_of(basis.scheme, stage).id if stage else None
    records: dict[str, Record] = {}
    shelf, places = _shelf(basis), list(dict.fromkeys(place(folder).resolve() for folder in folders))
    for folder, name in zip(places, _called(places), strict=True):
        told, found = _opened(shelf, folder, basis.means.limits)
        wanted = _same(basis, folder, told, wanted)
        records |= {each.name: each for each in (replace(r, name=f"{name}/{r.name}") for r in found)}
    sources = [Source(name=name, path=places[0], given=name, filed=True) for name in sorted(records)]
    try:
        return looked_at(basis, sources, wanted, pool=_Filed(records))
    except NothingToCheckError:
        raise _nothing(places[0]) from None


def _called(folders: Sequence[Path]) -> Iterator[str]:
    """What the folders are called: by their names, those that have one name by where they are."""
    times = Counter(folder.name for folder in folders)
    return (folder.name if times[folder.name] == 1 else folder.as_posix() for folder in folders)


def _opened(shelf: Shelf, folder: Path, limits: Limits) -> tuple[Mapping[str, str], list[Record]]:
    """What a merge's file says of itself, and its records."""
    path = folder / RETURNS
    with reaching(path):
        if not path.is_file():
            raise _nothing(folder)
        _try_size(path, limits)
        file = path.open("rb")
    with file:
        opened = shelf.opened(file)
        if opened is None:
            raise RefusedError(
                f"“{path}”已损坏，或者不是用本工作区的签名密钥写的：请重新汇总，或者用 --key-file 指定"
                "那把密钥。",
                f"{str(path)!r} is damaged, or another key than this workspace's signed it: merge there "
                "again, or name that key with --key-file.",
            )
        return opened.told, [each.made for each in opened.kept if isinstance(each.made, Record)]


def _try_size(path: Path, limits: Limits) -> None:
    size = path.stat().st_size
    if size > limits.filed:
        raise RefusedError(
            f"“{path}”有 {size_words(size)}，超过上限 filed（{limits.said('filed')}），没有读取：确认无误的，"
            "用环境变量 KPIXL_LIMITS 或设置放宽。",
            f"{str(path)!r} has {size_words(size)}, beyond the limit filed ({limits.said('filed')}), and is "
            "not read: set another by KPIXL_LIMITS or in the settings if it is right.",
        )


def _same(basis: Basis, folder: Path, told: Mapping[str, str], stage: str | None) -> str:
    """The stage, where all is of this scheme and version and of one stage."""
    here = basis.scheme.id, basis.declared.digest, stage or told["stage"]
    there = told["scheme"], told["digest"], told["stage"]
    if here != there:
        raise RefusedError(
            f"“{folder}”是“{there[0]}”版本 {there[1][:8]} 的“{there[2]}”阶段，不是“{here[0]}”"
            f"版本 {here[1][:8]} 的“{here[2]}”阶段：请用同一版考核方案的同一阶段。",
            f"{str(folder)!r} is of the stage {there[2]!r} of {there[0]!r}, version {there[1][:8]}, not of "
            f"{here[2]!r} of {here[0]!r}, version {here[1][:8]}: merge what is of one version and stage.",
        )
    return there[2]


def _nothing(folder: Path) -> RefusedError:
    return RefusedError(
        f"“{folder}”中没有 {RETURNS}：请用 kpixl merge --frames 写出（需要 kpixl[frames] 和签名密钥）。",
        f"There is no {RETURNS} in {str(folder)!r}: `kpixl merge --frames` writes it (it takes kpixl[frames] "
        "and a signing key).",
    )


def _shelf(basis: Basis) -> Shelf:
    if basis.means.key is None:
        raise RefusedError(
            "没有签名密钥，无法核对其他汇总的内容：请用 --key-file 指定。",
            "Without a signing key nobody can tell whose merges these are: name one with --key-file.",
        )
    from kpixl.scale.shelf import Shelf  # noqa: PLC0415 - of the extra

    return Shelf(place=Path(), key=basis.means.key)


@dataclass(frozen=True, slots=True)
class _Filed:
    """Knows what was read elsewhere."""

    records: Mapping[str, Record]

    def grow(self, workers: int) -> None:
        """Nobody has to work."""

    def results(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Any]]:
        """The records."""
        yield from enumerate(self.records[job.name] for job in jobs)
