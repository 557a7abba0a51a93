"""Codes C: tables and forms."""

from kpixl.findings.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
