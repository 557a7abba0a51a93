"""Codes V: values."""

from kpixl.findings.catalogue.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
