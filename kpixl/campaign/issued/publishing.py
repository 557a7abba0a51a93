"""generate --stage publication: the forms that the office publishes, as one workbook."""

from __future__ import annotations

import hashlib
from io import BytesIO

from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.issued.generating import Generated, IssuedWorkbook
from kpixl.generate import SelfDescription, write_into
from kpixl.layout import computed, publication
from kpixl.outputs import Outputs
from kpixl.refusal import RefusedError

MEANT, NAME = "publication", "印发表.xlsx"
"""What is asked for in place of a stage, and the workbook's name."""


def publish(basis: Basis, out: PathLike | None = None, *, alone: bool = True) -> Generated:
    """Write the forms that the scheme publishes, whole and for nobody in particular.

    alone: nothing else was asked for, such as a choice of units, which would mean nothing here.
    """
    if not alone:
        raise RefusedError(
            "--stage publication 只生成一个印发表，不发给哪个单位：去掉 --returns、--unit 和 --list。",
            "--stage publication makes one workbook for nobody in particular: leave out --returns, --unit "
            "and --list.",
        )
    head = basis.scheme.head
    if not head.publication:
        raise RefusedError(
            f"“{head.scheme}”没有写明要印发哪些表：在 scheme.yaml 的 publication 中列出。",
            f"{head.scheme!r} names no forms to publish: list them under `publication` of scheme.yaml.",
        )
    plan, target = publication(basis.scheme), BytesIO()
    told = SelfDescription(
        title=head.title, subject="", author=head.issuer, created=head.created, output="published"
    )
    write_into(target, plan, computed(plan, {}), identity=told)
    with Outputs(basis.guard()) as outputs:
        folder = outputs.into(basis.place(out, MEANT))
        folder.write(NAME, target.getvalue())
        made = IssuedWorkbook(
            unit="",
            path=folder.folder / NAME,
            sha256=hashlib.sha256(target.getvalue()).hexdigest(),
            awaited=False,
        )
    return Generated(scheme=basis.scheme.id, stage=MEANT, workbooks=(made,))
