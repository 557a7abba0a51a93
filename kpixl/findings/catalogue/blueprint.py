"""Codes B: blueprints. B001–B039 reading, B040–B070 names, B071–B099 figures and rules."""

from kpixl.findings.catalogue import (
    blueprint_figures,
    blueprint_files,
    blueprint_names,
    blueprint_published,
    blueprint_rules,
    blueprint_types,
    blueprint_units,
)
from kpixl.findings.catalogue.definition import CatalogueEntry

ENTRIES: tuple[CatalogueEntry, ...] = (
    *blueprint_files.ENTRIES,
    *blueprint_names.ENTRIES,
    *blueprint_figures.ENTRIES,
    *blueprint_published.ENTRIES,
    *blueprint_rules.ENTRIES,
    *blueprint_types.ENTRIES,
    *blueprint_units.ENTRIES,
)
