"""One build for every workbook: first issue, next stage, next round, simulated return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kpixl.blueprint.expressions import Value
from kpixl.generate.protection import Protection
from kpixl.generate.writing import SelfDescription, write
from kpixl.layout import (
    IDENTITY_SHEET,
    CellKey,
    Computation,
    Package,
    Plan,
    Spot,
    baseline,
    computed,
    lay_out,
    with_room,
)
from kpixl.layout.package.filled_in import ANSWERS, filled_in_digest
from kpixl.layout.plan.cell import Cell, Role, Style
from kpixl.layout.plan.frame import Line, Stripe
from kpixl.layout.plan.plan import Sheet
from kpixl.stamp import Key, Stamp, baseline_digest, hidden_rows, named_subjects, sign

_SALT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """What workbooks are signed and locked with. digest: of the scheme's blueprint."""

    key: Key
    protection: Protection
    digest: str

    @classmethod
    def of(cls, key: Key, password: str, blueprint_digest: str) -> Issuer:
        """The issuer's means; the salt follows from the key, so that equal inputs give equal bytes."""
        return cls(
            key=key,
            protection=Protection.of(password, key.derive("sheet password salt", _SALT)),
            digest=blueprint_digest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A workbook's bytes, with the plan that they follow and the stamp that they carry."""

    data: bytes
    plan: Plan
    stamp: Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a workbook says of itself: its stamp, the token of it, the rows of the hidden sheet."""

    stamp: Stamp
    token: str
    rows: tuple[tuple[str, str], ...]


def build(package: Package, answers: Mapping[CellKey, Value], *, issuer: Issuer) -> Built:
    """The package's workbook with these answers filled in."""
    plan = with_room(lay_out(package), answers)
    said = signed(package, issuer, plan)
    data = written(package, plan, computed(plan, answers), issuer, said)
    return Built(data=data, plan=plan, stamp=said.stamp)


def signed(package: Package, issuer: Issuer, plan: Plan | None = None) -> Signed:
    """What the package's workbook says of itself. plan: needed where it gives back answers."""
    printed = baseline(package)
    if package.given_back is not None and plan is not None:
        printed[ANSWERS] = filled_in_digest(_filled_in(plan, package.given_back))
    stamp = stamp_of(package, baseline_digest(printed), issuer.digest)
    token = sign(stamp, issuer.key)
    return Signed(stamp=stamp, token=token, rows=hidden_rows(token, printed))


def written(
    package: Package, plan: Plan, values: Mapping[Spot, Value], issuer: Issuer, said: Signed
) -> bytes:
    """The workbook of a plan with these values, for the package's recipient."""
    head = package.scheme.head
    identity = SelfDescription(
        title=f"{head.title}·{package.unit.name}",
        subject=f"{package.stage.name}·{package.unit.name}",
        author=head.issuer,
        created=head.created,
        token=said.token,
        protection=issuer.protection,
        recipient=package.unit.name,
        lang=package.lang,
    )
    whole = replace(plan, sheets=(*plan.sheets, _identity_sheet(said.rows)))
    return write(whole, values, identity=identity)


def _filled_in(plan: Plan, answers: Mapping[CellKey, Value]) -> Iterator[tuple[CellKey, Value]]:
    """The cells to fill with what stands in them."""
    run = Computation(plan, answers)
    for sheet in plan.sheets:
        for cell in sheet.cells:
            if cell.role is Role.INPUT and cell.key is not None:
                yield cell.key, run.value(cell.spot)


def stamp_of(package: Package, printed: str, blueprint: str) -> Stamp:
    """The package's stamp. printed: the digest of its baseline; blueprint: the digest of the scheme."""
    return Stamp(
        scheme=package.scheme.id,
        version=package.scheme.head.version,
        stage=package.stage_id,
        round=package.round,
        period=package.period,
        part=package.part,
        recipient=package.recipient,
        subjects=named_subjects(package.subjects),
        issue=package.issue,
        digest=blueprint,
        baseline=printed,
        simulated=package.simulated,
    )


def _identity_sheet(rows: tuple[tuple[str, str], ...]) -> Sheet:
    keys = [str(i + 1) for i in range(len(rows))]
    cells = [
        Cell(spot=Spot(IDENTITY_SHEET, key, column), role=Role.HELPER, value=text, style=Style(name="key"))
        for key, row in zip(keys, rows, strict=True)
        for column, text in zip(("label", "text"), row, strict=True)
    ]
    return Sheet(
        key=IDENTITY_SHEET,
        name=IDENTITY_SHEET,
        lines=tuple(Line(key=k) for k in keys),
        stripes=(Stripe(key="label", width=24), Stripe(key="text", width=60)),
        cells=tuple(cells),
        state="veryHidden",
    )
