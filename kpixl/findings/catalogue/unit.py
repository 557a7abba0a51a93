"""Codes U: returns and units together."""

from kpixl.findings.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
