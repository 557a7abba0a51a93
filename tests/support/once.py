"""What many returns of the same workbooks need, made once for all of them."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields

import pytest

from kpixl.blueprint.model import Scheme
from kpixl.carry import feedback
from kpixl.generate import building
from kpixl.layout import Package, Plan, lay_out
from kpixl.returns import _reading as reading
from kpixl.returns.identity import _patterns as patterns

_MOST_CELLS = 120_000
"""Of all plans that are kept together."""


class _Remembered:
    """`lay_out` with the plans that were asked for last: most of the time goes into it, and it is pure."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], tuple[Scheme, Plan]] = {}
        self._schemes: deque[Scheme] = deque(maxlen=8)

    def __call__(self, package: Package) -> Plan:
        parts = [getattr(package, part.name) for part in fields(package) if part.name != "scheme"]
        scheme = self._same(package.scheme)
        key = (id(scheme), repr(parts))
        kept = self._known.pop(key) if key in self._known else (scheme, lay_out(package))
        self._known[key] = kept
        self._forget()
        return kept[1]

    def _same(self, scheme: Scheme) -> Scheme:
        """The scheme, or one that was loaded earlier and is the same."""
        for known in self._schemes:
            if known is scheme or known == scheme:
                return known
        self._schemes.append(scheme)
        return scheme

    def _forget(self) -> None:
        """Drop what was not asked for longest, all but the last."""
        cells = sum(len(plan.by_spot) for _, plan in self._known.values())
        for key in [*self._known][:-1]:
            if cells > _MOST_CELLS:
                cells -= len(self._known.pop(key)[1].by_spot)


_LAY_OUT = (reading, patterns, building, feedback)
_REMEMBERED = _Remembered()


@contextmanager
def planned_once() -> Iterator[None]:
    """Lay out a package once for all who build, read, recognise or give back one of its files.

    That a package read from a file is the one that was built, and is laid out the same, is the fact of
    test_layout_package.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in _LAY_OUT:
            patch.setattr(module, "lay_out", _REMEMBERED)
        yield
