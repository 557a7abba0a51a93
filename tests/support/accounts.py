"""The account of a workspace as tests read it: what its entries say, whenever they were made."""

from pathlib import Path
from typing import Any

from kpixl.campaign import Workspace
from kpixl.ledger import Ledger

LEDGER = "ledger.sqlite"


def ledger(folder: Path) -> Ledger:
    """That of a workspace."""
    return Ledger(folder / ".kpixl" / LEDGER)


def said(path: Path, scheme: str = "tiny") -> list[tuple[Any, ...]]:
    """What the entries in a file say, without moments and numbers."""
    return [
        (e.by, e.what, e.turn, e.unit, e.file, e.why, dict(e.data), e.revokes)
        for e in Ledger(path).entries(scheme)
    ]


def campaign(folder: Path, **means: Any) -> Any:
    """The tiny scheme of a workspace, opened."""
    return Workspace.at(folder).open("tiny").using(**means)
