"""A return of an older blueprint version: read as it was issued, its answers counted by field."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.model import Scheme
from kpixl.findings import Finding, found
from kpixl.layout.package.facts import Facts
from kpixl.stamp import Stamp

_NOTHING = "—"


def older(stamp: Stamp, old: Scheme | None, now: Scheme) -> Iterator[Finding]:
    """The note on a workbook that another version than the current one issued. old: None where none did."""
    if old is None:
        return
    before, today = _asked(old, stamp), _asked(now, stamp)
    new = dict.fromkeys(label for key, label in today.items() if key not in before)
    yield found("I018", old=old.head.version, new=now.head.version, added="、".join(new) or _NOTHING)


def _asked(scheme: Scheme, stamp: Stamp) -> dict[tuple[str, str], str]:
    """What the recipients of a workbook fill: by form and column the label."""
    stage, unit = scheme.find_stage(stamp.stage), scheme.roster.find(stamp.recipient)
    if stage is None or unit is None:
        return {}
    facts = Facts(scheme=scheme, stage=stage.id, subject=unit, recipient=unit)
    return {
        (form.form, column.name): facts.filled(column.label_for(unit.group, stage.id) or str(column.label))
        for form in scheme.forms_of(stage)
        for column in (*form.fields, *form.table_columns)
        if stage.asks(column, unit.group) and facts.meet(column.shown_when)
    }
