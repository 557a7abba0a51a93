"""What keeps a score sheet from being published: ties and disputes that nobody has decided."""

from __future__ import annotations

from collections.abc import Iterable

from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.decided.deciding import requests
from kpixl.findings import Finding
from kpixl.ledger import Entry
from kpixl.refusal import RefusedError
from kpixl.words import Words

TIES = frozenset({"U005"})
DISPUTES = frozenset({"U008", "U016", "U021", "U023"})
"""Codes: an item verified twice, two returns of which nobody knows which counts, decisions that changed
nothing. What units say themselves is in the account."""


def refuse_undecided(basis: Basis, findings: Iterable[Finding]) -> None:
    """RefusedError where ties or disputes are open. findings: of the check and of merging."""
    open_ = [f for f in findings if f.code in TIES | DISPUTES]
    asked = requests(basis) if basis.account else ()
    if not open_ and not asked:
        return
    ties = sum(f.code in TIES for f in open_)
    told = [*(Words(f.message("zh"), f.message("en")) for f in open_), *map(_told, asked)]
    count = _counted(ties, len(told) - ties)
    open_said = Words(
        f"还有{count.zh}没有决定，不能公示，例如：{told[0].zh}",
        f"{count.en} still to be decided, so nothing is published yet, such as: {told[0].en} ",
    )
    raise RefusedError(
        f"{open_said.zh}请先用 kpixl decide 登记决定（并列定奖、名额空缺、以哪一份为准、数据裁定、豁免），"
        "或加 --undecided 照样公示。",
        f"{open_said.en}Record the decisions with `kpixl decide`, or publish all the same with --undecided.",
        desk=Words(
            f"{open_said.zh}请先登记决定：并列、空缺在“汇总”，以哪一份为准、数据裁定、豁免在该单位的页面。",
            f"{open_said.en}Record the decisions first: ties and empty places under Scores, all else on the "
            "unit's page.",
        ),
    )


def _told(entry: Entry) -> Words:
    """A request or a dispute by its number."""
    what = " ".join(filter(None, (entry.unit, entry.data["place"], entry.why)))
    return Words(f"第{entry.id}号申请（{what}）。", f"request {entry.id} ({what}).")


def _counted(ties: int, disputes: int) -> Words:
    told = [(ties, "处并列", "tie"), (disputes, "处争议", "dispute")]
    return Words(
        "、".join(f"{n}{zh}" for n, zh, _ in told if n),
        " and ".join(f"{n} {en}{'s' * (n > 1)}" for n, _, en in told if n),
    )
