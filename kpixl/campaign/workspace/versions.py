"""The versions of a scheme that were issued, as the workspace remembers them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpixl.blueprint import load_scheme, restore
from kpixl.blueprint.model import Scheme
from kpixl.campaign.basis.scheme_places import HEAD
from kpixl.linter.changes import VersionChange, version_changes
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words

_SHOWN = 12
"""Digits of a digest that people are shown."""


def changed(new: Scheme, against: str, snapshots: Path | None) -> list[VersionChange]:
    """What is other than in an earlier version.

    against: the beginning of its digest, or a folder with a blueprint; snapshots: the folder of issued
    versions. RefusedError where no version or several are meant.
    """
    folder = Path(against)
    if (folder / HEAD).is_file():
        return version_changes(load_scheme(folder), new)
    issued = dict(_issued(new.id, snapshots))
    meant = [digest for digest in issued if digest.startswith(against.lower())]
    if len(meant) == 1:
        return version_changes(issued[meant[0]], new)
    shown = [digest[:_SHOWN] for digest in (meant or issued)]
    if not meant:
        raise unknown(Words("已印发的版本", "issued version"), against, shown)
    raise RefusedError(
        f"“{against}”可能是{len(meant)}个版本：{'、'.join(shown)}。请多写几位。",
        f"{against!r} may be {len(meant)} versions: {', '.join(shown)}. Write more of its digest.",
    )


def _issued(scheme: str, snapshots: Path | None) -> Iterator[tuple[str, Scheme]]:
    """Digest and scheme of each version of a scheme."""
    for path in sorted(snapshots.glob("*.json")) if snapshots else ():
        found = restore(path.parent, path.stem)
        if found.id == scheme:
            yield path.stem, found
