"""The catalogue of codes, one module a gate.

F file, I identity, S structure, T integrity, V value, R row, C table and cross-form, U cross-unit, B blueprint.
"""

from __future__ import annotations

from functools import cache

from kpixl.findings.catalogue import blueprint, file, identity, integrity, row, structure, table, unit, value
from kpixl.findings.catalogue.definition import CatalogueEntry

__all__ = ["PROMINENT", "CatalogueEntry", "entries", "entry"]

GATES = (file, identity, structure, integrity, value, row, table, unit, blueprint)

PROMINENT = frozenset({"F102", "I020", "U015", "U017", "U018", "U024"})
"""Codes of notes that a report says at its head, with the files that have them."""


@cache
def entries() -> dict[str, CatalogueEntry]:
    """All codes, in the order of the gates. A code that stands twice is a mistake of kpixl's own."""
    every = [e for gate in GATES for e in gate.ENTRIES]
    by_code = {e.code: e for e in every}
    if len(by_code) != len(every):
        twice = sorted({e.code for e in every if sum(o.code == e.code for o in every) > 1})
        msg = f"codes defined twice: {twice}"
        raise ValueError(msg)
    return by_code


def entry(code: str) -> CatalogueEntry:
    """The entry of a code; KeyError where there is none."""
    return entries()[code]
