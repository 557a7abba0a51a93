"""Where schemes lie below a workspace, and where the reference schemes are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

BLUEPRINTS = "blueprints"
DEFAULT = "default.txt"
GALLERY = "gallery"
PICTURE = "picture.png"
"""What a form of a scheme of the gallery looks like."""
VALIDATORS = "validators"
HEAD = "scheme.yaml"
RETURNS = "returns"
STATE = ".kpixl"
SETTINGS = "kpixl.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePlace:
    """Where a scheme lies. validators: the folder that holds its validators file."""

    id: str
    folder: Path
    validators: Path

    @property
    def title(self) -> str:
        """What it is called, as its head says, which is not read for it as a whole; else its id."""
        try:
            lines = (self.folder / HEAD).read_text(encoding="utf-8-sig").splitlines()
            said = yaml.safe_load(next(line for line in lines if line.startswith("title:")))
        except (OSError, ValueError, StopIteration, yaml.YAMLError):
            return self.id
        return str(said["title"] or self.id)


def reference() -> Path:
    """The reference schemes' workspace: in a checkout the repository, else what came with the wheel."""
    here = Path(__file__).parents[2]
    packed = here / "reference"
    return packed if packed.is_dir() else here.parent


def first_scheme() -> str:
    """The id of the reference scheme to begin with: blueprints/default.txt names it."""
    return (reference() / BLUEPRINTS / DEFAULT).read_text(encoding="utf-8").strip()


def gallery() -> tuple[SchemePlace, ...]:
    """The small general schemes that came with kpixl, to begin with."""
    return tuple(schemes_in(reference(), GALLERY))


def scheme_at(folder: Path) -> SchemePlace | None:
    """The scheme in a folder that is named, wherever it lies; None where none does."""
    if not (folder / HEAD).is_file():
        return None
    above = folder.resolve().parent
    own = above.parent if above.name == BLUEPRINTS else folder
    return SchemePlace(id=folder.resolve().name, folder=folder, validators=own / VALIDATORS)


def schemes_in(root: Path, inside: str = BLUEPRINTS) -> Iterator[SchemePlace]:
    """The schemes of a folder, by name. inside: which of its folders holds them."""
    folder = root / inside
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if (entry / HEAD).is_file():
            yield SchemePlace(id=entry.name, folder=entry, validators=root / VALIDATORS)
