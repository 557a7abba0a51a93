"""Codes T: integrity."""

from kpixl.findings.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
