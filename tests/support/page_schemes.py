"""The whole schemes of docs/blueprint.md, each in a folder of its own, and what comes back of them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpixl.blueprint import digest
from kpixl.blueprint.model import Scheme
from kpixl.campaign import Campaign
from kpixl.findings import Finding
from kpixl.generate import Issuer, build
from kpixl.layout import CellKey, Package, first_packages
from tests.support import tiny
from tests.support.blueprint_page import FENCES


def opened(name: str, folder: Path) -> Campaign:
    """The scheme of this name, written into a folder and opened."""
    place = folder / name
    place.mkdir()
    for fence in FENCES:
        if fence.info.startswith(f"{name}/"):
            (place / fence.info.partition("/")[2]).write_text(fence.text, encoding="utf-8")
    return Campaign.open(place, tiny.MEANS)


def package(campaign: Campaign) -> Package:
    """The first recipient's in the first stage."""
    return first_packages(campaign.scheme, campaign.scheme.stage())[0]


def package_of(scheme: Scheme, like: Package) -> Package:
    """The same recipient's of another scheme."""
    return replace(like, scheme=scheme)


def filled(campaign: Campaign, file: Path, rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> Path:
    """A return. rows: what is filled in, by form and row ("": fields)."""
    made, answers = package(campaign), dict[CellKey, Any]()
    for (form, row), values in rows.items():
        for column, value in values.items():
            key = CellKey(form, "", made.recipient, row, column)
            answers[key] = Decimal(str(value)) if type(value) in {int, float} else value
    issuer = Issuer.of(tiny.KEY, tiny.PASSWORD, digest(campaign.scheme))
    file.write_bytes(build(made, answers, issuer=issuer).data)
    return file


def errors(campaign: Campaign, file: Path) -> list[Finding]:
    """What keeps a return from being accepted."""
    [result] = campaign.check([file]).files
    return [finding for finding in result.findings if finding.severity == "error"]


def value(campaign: Campaign, file: Path, row: str, column: str) -> Any:
    """What an entry of a return says, printed and computed ones too."""
    [record] = campaign.check([file]).accepted
    return next(e.value for e in record.entries if (e.key.row, e.key.column) == (row, column))
