"""What next year's scheme takes from this year's returns: see `campaign.authoring.results`."""

from __future__ import annotations

from typing import Final

STANDINGS: Final = ("score", "rate", "rank")
"""How a unit came out, where an attribute does not name a cell of a form."""
OF_ITEM: Final = "row."
"""Before a key of the item that stands behind a printed row."""
ID, UNIT = "id", "unit"
"""The keys that every item has that was made of a row: its own, and whose row it was."""
