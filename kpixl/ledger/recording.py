"""What a check, an issue, a notice has to say to the account: only what the account does not know yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zlib import crc32

from kpixl.check import CheckResult, FileResult, explained
from kpixl.findings import Severity
from kpixl.ledger.entry import Draft, Entry, Turn
from kpixl.returns import Record

_JUDGED = ("accepted", "rejected")


def returned(result: CheckResult, known: Iterable[Entry]) -> Iterator[Draft]:
    """The returns of a check that are new, and those that were judged otherwise before.

    known: the entries `received` and `judged` of the stage. The same file again is no event.
    """
    seen, judged = _memory(known)
    for file in result.files:
        if file.status == "ignored":
            continue
        turn = _turn(result, file.record)
        mine = (turn, file.unit or "", file.sha256)
        first = mine not in judged
        if mine not in seen:
            seen.add(mine)
            yield _received(file, turn)
        counts = _counts(file)
        if file.status in _JUDGED and judged.get(mine) != counts:
            judged[mine] = counts
            yield Draft(what="judged", turn=turn, unit=file.unit or "", file=file.sha256, data=counts)
            if file.record is not None and first:
                yield from _requests(file.record, turn, file.sha256)


def _requests(record: Record, turn: Turn, file: str) -> Iterator[Draft]:
    """What the unit asks to be waived."""
    for each in explained(record):
        mark, whose = each.mark, each.where.subject or each.where.unit or ""
        data = {"rule": mark.rule, "code": mark.code, "message": mark.message, "place": mark.place}
        yield Draft(what="asked", turn=turn, unit=whose, file=file, why=each.why, data=data)


def _received(file: FileResult, turn: Turn) -> Draft:
    return Draft(
        what="received",
        turn=turn,
        unit=file.unit or "",
        file=file.sha256,
        data=_facts(file),
        person=file.sender or "",
    )


_File = tuple[Turn, str, str]


def _memory(known: Iterable[Entry]) -> tuple[set[_File], dict[_File, Mapping[str, Any]]]:
    """The files that came, and how each was judged last."""
    seen: set[_File] = set()
    judged: dict[_File, Mapping[str, Any]] = {}
    for entry in known:
        mine = (entry.turn, entry.unit, entry.file)
        if entry.what == "received":
            seen.add(mine)
        else:
            judged[mine] = entry.data
    return seen, judged


def _turn(result: CheckResult, record: Record | None) -> Turn:
    stamp = record.stamp if record else None
    round_, period = (stamp.round, stamp.period) if stamp else ("", "")
    return Turn(scheme=result.scheme, stage=result.stage, round=round_, period=period)


def _facts(file: FileResult) -> dict[str, Any]:
    """What decides which of several returns counts, and what people call it by."""
    record = file.record
    stamp = record.stamp if record else None
    return {
        **(_answers_for(record, file.unit or "") if record else {}),
        "name": file.path,
        "issue": stamp.issue if stamp else 0,
        **({"digest": stamp.digest} if stamp else {}),
        "modified": record.modified if record else "",
        "blank": bool(record and record.blank),
        "recognised": bool(record and record.recognised),
        "simulated": bool(stamp and stamp.simulated),
        "authentic": file.authentic,
    }


def _answers_for(record: Record, unit: str) -> dict[str, Any]:
    """Whom it is about besides its unit, which part it is of which, which rows of each were dealt to it."""
    whom, part = sorted(record.about - {unit}), record.share.part
    rows = record.share.rows.items() if record.dealt else ()
    told: dict[str, Any] = {
        "about": whom,
        "part": part,
        "parts": list(record.parts),
        "rows": {
            subject: sorted(f"{crc32('/'.join(row).encode()):08x}" for row in own) for subject, own in rows
        },
    }
    return {name: said for name, said in told.items() if said}


def _counts(file: FileResult) -> dict[str, Any]:
    count = {s.value: sum(f.severity is s for f in file.findings) for s in Severity}
    proof = {each.path: each.sha256 for each in file.evidence}
    return {
        **({"evidence": proof} if proof else {}),
        **({"code": file.code} if file.code else {}),
        "result": file.status,
        "errors": count[Severity.ERROR.value],
        "warnings": count[Severity.WARNING.value],
        "notes": count[Severity.NOTE.value],
    }
