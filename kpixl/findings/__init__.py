"""Findings: what is wrong, where, what to do. Everything that kpixl says about a file goes through here."""

from kpixl.findings.catalogue import PROMINENT, CatalogueEntry, entries, entry
from kpixl.findings.model import Finding, Location, Scalar, Severity, found
from kpixl.findings.shown import displayed, visible

__all__ = [
    "PROMINENT",
    "CatalogueEntry",
    "Finding",
    "Location",
    "Scalar",
    "Severity",
    "displayed",
    "entries",
    "entry",
    "found",
    "visible",
]
