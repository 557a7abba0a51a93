"""seal: a sealed copy (盖章件) came: it is entered, its check code held against the return that counts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.campaign.standing.expected import ExpectedUnit
from kpixl.campaign.standing.standing import Books, UnitLine, Wanted
from kpixl.ledger import SEALS, Draft, SealState, Turn
from kpixl.refusal import RefusedError, reason
from kpixl.words import Words

_DIGITS, _GROUP = 8, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCopy:
    """A sealed copy that was entered.

    code: as it was typed, "" where none was; expected: the codes of the returns that count and are accepted;
    state: how the unit's copies stand with it; scan: the file's digest, "" where none was given.
    """

    unit: ExpectedUnit
    stage: str
    code: str
    expected: tuple[str, ...]
    state: SealState
    scan: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether its code is none of a return that counts."""
        return self.state in {"differs", "outdated"}

    @property
    def words(self) -> Words:
        """What is to be said of it."""
        told, codes = _TOLD[self.state], "、".join(self.expected)
        facts = {"unit": self.unit.name, "code": self.code, "codes": codes}
        return Words(told.zh.format(**facts), told.en.format(**facts))

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        return {
            "unit": self.unit.id,
            "name": self.unit.name,
            "stage": self.stage,
            "code": self.code or None,
            "expected": list(self.expected),
            "result": self.state,
            "scan": self.scan or None,
        }


_TOLD: dict[str, Words] = {
    "missing": SEALS["missing"],
    "received": Words(
        "{unit}的盖章件已登记，没有核对：没有核对码，或者还没有通过的回收件可以核对。",
        "The sealed copy of {unit} is entered and was not compared: no code was given, or there is no "
        "accepted return yet.",
    ),
    "partly": Words(
        "{unit}的盖章件与通过的回收件相符；还有别的分册没有收到（核对码 {codes}）。",
        "The sealed copy of {unit} agrees with an accepted return; those of other parts are still missing "
        "(check codes {codes}).",
    ),
    "agrees": Words(
        "{unit}的盖章件与通过的回收件相符。", "The sealed copy of {unit} agrees with the accepted return."
    ),
    "differs": Words(
        "{unit}的盖章件与通过的回收件不符：上面是 {code}，应为 {codes}。请看有没有抄错，再问清以哪份为准。",
        "The sealed copy of {unit} differs from the accepted return: it shows {code}, not {codes}. See that "
        "the code is typed right, then ask the unit which of them holds.",
    ),
    "outdated": Words(
        "{unit}的盖章件是以前那份回收件的，已过时：应为 {codes}。请该单位按现在这份重新打印盖章。",
        "The sealed copy of {unit} is one of an earlier return and outdated: the code would be {codes}. Ask "
        "the unit to print and seal the return that counts now.",
    ),
}


def seal(
    books: Books, unit: str, *, stage: str | None = None, code: str = "", scan: Path | None = None
) -> SealedCopy:
    """Enter a sealed copy; the same once. RefusedError where the code is none, or the scan cannot be read."""
    typed, digest = _typed(code), _digest(scan) if scan else ""
    found = books.expected.unit(unit)
    before = _line(books, found, stage)
    data = {"code": typed} if typed else {}
    name = {"name": scan.name} if scan else {}
    turn = Turn(scheme=books.expected.scheme, stage=books.status(stage, Wanted()).stage.id)
    draft = Draft(what="sealed", turn=turn, unit=found.id, file=digest, data={**data, **name})
    books.account.once([draft])
    after = _line(books, found, stage)
    return SealedCopy(
        unit=found,
        stage=turn.stage,
        code=typed,
        expected=before.standing.codes,
        state=after.standing.seal or "received",
        scan=digest,
    )


def _line(books: Books, unit: ExpectedUnit, stage: str | None) -> UnitLine:
    lines = books.status(stage, Wanted(units=(unit.id,), simulated=True)).lines
    if not lines:
        raise RefusedError(
            f"{unit.name}在这个阶段不用报回，没有盖章件可以登记。",
            f"Nothing is expected of {unit.name} in this stage, so there is no sealed copy to enter.",
        )
    return lines[0]


def _typed(code: str) -> str:
    """The code as it is printed, however it was typed; RefusedError for what is none."""
    figures = re.sub(r"[\s\-‐‑–—−－]", "", unicodedata.normalize("NFKC", code))
    if not code:
        return ""
    if not re.fullmatch(rf"[0-9]{{{_DIGITS}}}", figures):
        raise RefusedError(
            f"“{code}”不是核对码：核对码是八位数字，印在盖章的每一页上，如 1234-5678。",
            f"{code!r} is no check code: that has eight digits, as 1234-5678, and is on each sealed page.",
        )
    return f"{figures[:_GROUP]}-{figures[_GROUP:]}"


def _digest(scan: Path) -> str:
    """That of a file, which is not looked into."""
    try:
        with scan.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        why = reason(str(scan), error)
        raise RefusedError(
            f"扫描件“{scan}”读不出来（{why.zh}）。", f"The scan {str(scan)!r} cannot be read ({why.en})."
        ) from error
