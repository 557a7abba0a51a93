"""Findings: what is wrong, where, what to do. Everything that kpixl says about a file goes through here."""

from kpixl.findings.catalogue import Entry, entries, entry
from kpixl.findings.model import Finding, Lang, Location, Scalar, Severity, found

__all__ = ["Entry", "Finding", "Lang", "Location", "Scalar", "Severity", "entries", "entry", "found"]
