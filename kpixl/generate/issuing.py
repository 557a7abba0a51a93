"""Blank workbooks for many: the first of a kind is written whole, the others are cast from one mould."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import RLock

from kpixl.blueprint.expressions import Value
from kpixl.generate.building import Built, Issuer, Signed, build, signed, written
from kpixl.generate.mould import Mould
from kpixl.layout import (
    CellKey,
    Computation,
    Package,
    Plan,
    Template,
    baseline,
    computed,
    laid_out,
    standing,
    template_of,
    with_room,
)
from kpixl.layout.standing_in import called, has_signs
from kpixl.stamp import LITERAL_SIZE, hidden_rows, name_text, properties

_MOST = 256
"""Moulds that are kept, some ten kilobytes each; the oldest is let go."""
Answers = Mapping[CellKey, Value]
_BLANK: Answers = {}
_MOULDS: OrderedDict[tuple[int, Issuer, int], tuple[Template, Mould | None]] = OrderedDict()
_ALONE = RLock()
"""Held by the thread that looks for one, and makes it."""


def issue(package: Package, issuer: Issuer) -> bytes:
    """The package's workbook as it goes out: byte for byte what `build` gives."""
    if package.given_back is not None:
        return build(package, package.given_back, issuer=issuer).data
    template, said = template_of(package), signed(package, issuer)
    if template is None:
        plan = laid_out(package)
        return _whole(package, plan, issuer, said, standing(package, plan))
    cast = _cast(template, package, issuer, said)
    if cast is not None:
        return cast
    plan = template.bound(package)
    return _whole(package, plan, issuer, said, standing(package, plan))


def blank(package: Package, issuer: Issuer) -> Built:
    """The same, with its plan and stamp."""
    template, said = template_of(package), signed(package, issuer)
    plan = template.bound(package) if template else laid_out(package)
    data = template and _cast(template, package, issuer, said)
    there = standing(package, plan)
    return Built(data=data or _whole(package, plan, issuer, said, there), plan=plan, stamp=said.stamp)


def _cast(template: Template, package: Package, issuer: Issuer, said: Signed) -> bytes | None:
    mould = _mould(template, issuer, len(properties(said.token)))
    return mould.cast(texts_of(package, said, template.own)) if mould else None


def _whole(package: Package, plan: Plan, issuer: Issuer, said: Signed, answers: Answers = _BLANK) -> bytes:
    return written(package, with_room(plan, answers), computed(plan, answers), issuer, said)


def _mould(template: Template, issuer: Issuer, properties_of_token: int) -> Mould | None:
    key = id(template), issuer, properties_of_token
    with _ALONE:
        if key not in _MOULDS:
            _MOULDS[key] = template, mould_of(template, issuer, properties_of_token)
            if len(_MOULDS) > _MOST:
                _MOULDS.popitem(last=False)
        return _MOULDS[key][1]


def mould_of(
    template: Template, issuer: Issuer, properties_of_token: int, answers: Answers = _BLANK
) -> Mould | None:
    """The mould of a kind, with answers of who stands in; None where a formula looks at what it is called.

    properties_of_token: how many pieces the stamps of those have who are cast from it.
    """
    if _looks_at_words(template.plan):
        return None
    package = template.package
    said = signed(package, issuer)
    # whole pieces, each another one: a short one might stand elsewhere in the workbook, too
    token = "".join(f"{n:0>{LITERAL_SIZE}}" for n in range(properties_of_token))
    said = replace(said, token=token, rows=hidden_rows(token, baseline(package)))
    there = {**standing(package, template.plan), **answers}
    whole = _whole(package, template.plan, issuer, said, there)
    return Mould(whole, texts_of(package, said, template.own))


def _looks_at_words(plan: Plan) -> bool:
    own = {
        cell.spot
        for cell in plan.by_spot.values()
        if isinstance(cell.value, str) and cell.calculation is None and has_signs(cell.value)
    }
    return Computation(plan, {}).looks_at(own)


def texts_of(package: Package, said: Signed, own: Sequence[str]) -> list[str]:
    """What differs between workbooks of a kind: what the recipient is called and has of its own, its stamp.

    own: the attributes that their template has signs for.
    """
    carried = (*properties(said.token).values(), name_text(said.token), *(text for _, text in said.rows[1:]))
    return [*called(package.unit, package.number, own), *dict.fromkeys(carried)]
