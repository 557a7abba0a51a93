"""Codes S: structure."""

from kpixl.findings.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
