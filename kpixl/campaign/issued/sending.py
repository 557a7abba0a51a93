"""What an office says of its own post: which workbooks it has sent to their units."""

from __future__ import annotations

from collections.abc import Iterable

from kpixl.campaign.basis.account import account_of
from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.basis.schemes import stage_of, unit_of
from kpixl.ledger import Draft, Turn
from kpixl.refusal import RefusedError


def sent(basis: Basis, units: Iterable[str], *, stage: str | None = None) -> tuple[str, ...]:
    """Enter that the latest workbooks of units went out; of whom that was not said of this workbook before.

    RefusedError where a unit has no workbook yet.
    """
    account, of = account_of(basis.account), stage_of(basis.scheme, stage).id
    issued = {e.unit: e for e in account.ledger.standing(basis.scheme.id, "issued", "sent", stage=of)}
    wanted = [unit_of(basis.scheme, name) for name in units]
    without = [unit.name for unit in wanted if unit.id not in issued]
    if without:
        raise RefusedError(
            f"还没有生成工作簿，不能标为已发出：{'、'.join(without)}。",
            f"There is no workbook yet that could have been sent: {', '.join(without)}.",
        )
    new = [unit.id for unit in wanted if issued[unit.id].what == "issued"]
    turn = Turn(scheme=basis.scheme.id, stage=of)
    account.record([Draft(what="sent", turn=turn, unit=unit, file=issued[unit].file) for unit in new])
    return tuple(new)
