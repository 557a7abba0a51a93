"""A return of an older blueprint version: read as it was issued, its answers counted by field."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.model import Scheme
from kpixl.findings import Finding, found
from kpixl.layout import stage_forms
from kpixl.layout.package import by_case, filler, is_shown
from kpixl.stamp import Stamp

_NOTHING = "—"


def older(stamp: Stamp, old: Scheme | None, now: Scheme) -> Iterator[Finding]:
    """The note on a workbook that another version than the current one issued."""
    if old is None or old is now:
        return
    before, today = _asked(old, stamp), _asked(now, stamp)
    new = dict.fromkeys(label for key, label in today.items() if key not in before)
    yield found("I018", old=old.head.version, new=now.head.version, added="、".join(new) or _NOTHING)


def _asked(scheme: Scheme, stamp: Stamp) -> dict[tuple[str, str], str]:
    """What the recipients of a workbook fill: by form and column the label."""
    stage = next((s for s in scheme.head.stages if s.id == stamp.stage), None)
    unit = next((u for u in scheme.roster.units if u.id == stamp.recipient), None)
    if stage is None or unit is None:
        return {}
    return {
        (form.form, column.name): str(by_case(column.label, unit.group, stage.id) or column.label)
        for form in stage_forms(scheme, stage)
        for column in (*form.fields, *(c for t in form.tables for c in t.leaves))
        if is_shown(column.shown, stage.id) and filler(column, unit.group, stage.id) == stage.fills
    }
