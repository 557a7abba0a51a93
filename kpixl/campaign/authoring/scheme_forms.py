"""The forms of a scheme of a workspace's own: corrected, drafted anew, their units listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpixl.campaign.authoring.drafting import reading
from kpixl.campaign.authoring.redrafting import origin_in, reheaded
from kpixl.campaign.basis.basis import PathLike
from kpixl.campaign.basis.means import Means
from kpixl.draft import Heading, Origin, documents_of
from kpixl.editing.amending import write_tried
from kpixl.editing.correcting_forms import correct
from kpixl.editing.enrolling import Listed, enrol, lines_of
from kpixl.editing.form_parts import Correction, FormFile, form_files
from kpixl.words import Lang


@dataclass(frozen=True, kw_only=True)
class SchemeForms:
    """What can be done with the forms of a scheme. folder: its own; kept: of what it was drafted from.

    Each verb writes the scheme's files, or refuses (RefusedError) what would make it unusable.
    """

    folder: Path
    kept: Path
    means: Means

    @property
    def files(self) -> Mapping[str, FormFile]:
        """The forms by id, in the order of the stages. BlueprintError where the scheme cannot be loaded."""
        return form_files(self.folder)

    @property
    def texts(self) -> Mapping[str, bytes]:
        """The scheme's files as they are now, to be put back."""
        return {path.name: path.read_bytes() for path in self.folder.glob("*.yaml")}

    def put_back(self, texts: Mapping[str, bytes]) -> None:
        """Undo: write files as they were."""
        now = self.texts
        write_tried(self.folder, {name: data for name, data in texts.items() if now.get(name) != data})

    def correct(self, wanted: Correction) -> tuple[str, ...]:
        """Correct a form; which files were written."""
        return correct(self.folder, wanted)

    def enrol(self, listed: Sequence[Listed]) -> tuple[str, ...]:
        """Put other units into the roster; which files were written."""
        return enrol(self.folder, listed)

    def lines_in(self, files: Iterable[PathLike]) -> str:
        """What documents say, as lines of a list of units. RefusedError where one cannot be read."""
        return lines_of(documents_of(tuple(map(Path, files)), reading(self.means)))

    def origin(self) -> Origin | None:
        """The documents that the scheme was drafted from, read again; None where they are not here."""
        return origin_in(self.kept, reading(self.means))

    def rehead(self, origin: Origin, form: str, heading: Heading, *, lang: Lang = "zh") -> Origin:
        """Draft a form anew with these rows as its table's heading; the documents with it.

        What was corrected in the form is drafted anew, too.
        """
        return reheaded(self.kept, self.folder, origin, (form, heading), lang)
