"""What many returns of the same workbooks need, made once for all of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kpixl.layout import Package, Plan, baseline, lay_out
from kpixl.returns import _reading as reading


@contextmanager
def planned_once() -> Iterator[None]:
    """Lay out a package once for all its files: most of the time goes into it, and it is a pure function."""
    known: dict[str, Plan] = {}

    def lay_out_once(package: Package) -> Plan:
        identity = (package.scheme.id, package.stage_id, package.recipient, package.issue, package.simulated)
        key = f"{identity} {baseline(package)}"
        if key not in known:
            known[key] = lay_out(package)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "lay_out", lay_out_once)
        yield
