"""A workspace: where things lie (`room`), with its secrets, its issue numbers and all that is done in it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpixl.blueprint import BlueprintError, Scheme, load_scheme
from kpixl.campaign.authoring.new_workspace import found_in
from kpixl.campaign.basis.account import account_of, moment
from kpixl.campaign.basis.apart import keep_apart
from kpixl.campaign.basis.basis import Declared, PathLike
from kpixl.campaign.basis.means import Means
from kpixl.campaign.basis.memory import ISSUE, PUBLISHED, Secrets, latest_in, numbers_in, secrets_in
from kpixl.campaign.basis.scheme_places import BLUEPRINTS, HEAD, SETTINGS, STATE
from kpixl.campaign.workspace.room import Room, outside
from kpixl.findings import Finding
from kpixl.limits import limits_of
from kpixl.linter import lint_folder
from kpixl.outputs import Guard
from kpixl.progress import NOBODY, Watch
from kpixl.refusal import RefusedError
from kpixl.stamp import Key
from kpixl.words import Lang

if TYPE_CHECKING:
    from kpixl.campaign.authoring.drafting import DraftedScheme
    from kpixl.campaign.authoring.rolling import Rolled
    from kpixl.campaign.authoring.scheme_forms import SchemeForms
    from kpixl.campaign.campaign import Campaign
    from kpixl.campaign.returned.comparing import Difference
    from kpixl.campaign.returned.inspecting import Inspection
    from kpixl.campaign.workspace.backing_up import Backup
    from kpixl.campaign.workspace.purging import Purge
    from kpixl.editing.amending import Amendment
    from kpixl.linter.changes import VersionChange


@dataclass(frozen=True, kw_only=True)
class Workspace(Room):
    """A room, and all that is done in it."""

    def keep_apart(self, checked: Iterable[PathLike]) -> None:
        """RefusedError where nobody named it and it may have come with what is to be checked."""
        if self.found is not None:
            keep_apart(self.found, checked)

    def secrets(self, *, create: bool) -> Secrets | None:
        """The secrets, made at first need; None where there are none and none are asked for."""
        if self.state is None:
            return PUBLISHED
        return secrets_in(self.own(self.state / "secrets.json"), create=create)

    @property
    def limits(self) -> Mapping[str, Any]:
        """The limits of returns that the workspace's settings file (kpixl.toml, `[limits]`) sets."""
        path = self.root / SETTINGS if self.root else None
        if path is None or not path.is_file():
            return {}
        try:
            limits = tomllib.loads(self.own(path).read_text(encoding="utf-8-sig")).get("limits", {})
        except ValueError as error:
            raise RefusedError(
                f"设置文件“{path}”读不出来（{error}）：请按 TOML 的写法修改。",
                f"The settings file {str(path)!r} cannot be read ({error}): write it as TOML.",
            ) from error
        return limits if isinstance(limits, dict) else {"limits": limits}

    def issue_numbers(self, group: str, contents: Mapping[str, str], kind: str = ISSUE) -> dict[str, int]:
        """The running number of each recipient's issue, remembered; all 1 outside of any workspace.

        group: what is counted apart (scheme, stage, round, period); contents: recipient → digest of what
        is issued; kind: of issue. The same content issued again keeps its number: same inputs, same bytes.
        """
        if self.state is None:
            return dict.fromkeys(contents, 1)
        return numbers_in(self.state / "issues.json", group, contents, kind)

    def latest_issues(self, group: str, part: str = "") -> dict[str, int]:
        """The number of each recipient's latest issue of a part, as remembered; group: as there."""
        return latest_in(self.state / "issues.json", group, part) if self.state else {}

    def scheme(self, scheme: str) -> Scheme:
        """A scheme as it stands; BlueprintError where its files hold none."""
        return load_scheme(self.place(scheme).folder)

    def lint(self, scheme: str) -> tuple[Finding, ...]:
        """Everything that is wrong with a scheme. Warnings do not keep it from being used."""
        return tuple(lint_folder(self.place(scheme).folder)[1])

    def changes(self, scheme: str, against: str) -> list[VersionChange]:
        """What is other in a scheme than in an earlier version, the worst for workbooks that are out first.

        against: the beginning of an issued version's digest, or a folder with a blueprint. RefusedError where
        no version or several are meant.
        """
        from kpixl.campaign.workspace.versions import changed  # noqa: PLC0415 - one verb of many

        return changed(self.scheme(scheme), against, self.snapshots)

    def means(
        self,
        *,
        makes: bool = False,
        key: Key | None = None,
        password: str | None = None,
        limits: Mapping[str, Any] | None = None,
    ) -> Means:
        """Means with the secrets, limits and issue numbers of the workspace.

        makes: workbooks are to be made, so that missing secrets are; key, password, limits: instead of the
        workspace's, the limits by name.
        """
        if key is None or (password is None and makes):
            own = self.secrets(create=makes)
            key, password = (key or own.key, password or own.password) if own else (key, password)
        file, process = limits_of({**self.limits, **(limits or {})})
        known = self.secrets(create=False)
        return Means(
            key=key,
            password=password,
            number=self.issue_numbers,
            latest=self.latest_issues,
            limits=file,
            process=process,
            passwords=known.open_passwords if known else (),
            account=self.account,
            cache=self.own(self.state / "cache.sqlite") if self.state else None,
            kept=(self.root / STATE, self.root / SETTINGS) if self.root else (),
        )

    def open(self, scheme: str = "", means: Means | None = None) -> Campaign:
        """A campaign by its scheme's id (default: the scheme that is meant where none is named).

        means: by default those of the workspace. BlueprintError where the blueprint has errors.
        """
        from kpixl.campaign.campaign import Campaign  # noqa: PLC0415 - its verbs need all that kpixl has

        place = self.place(scheme or self.default)
        return Campaign(
            declared=Declared.load(place.folder, place.validators),
            means=means or self.means(),
            snapshots=self.snapshots,
            output=self.output,
            found=self.found,
        )

    def purging(self, scheme: str, returns: Iterable[PathLike] = (), means: Means | None = None) -> Purge:
        """What goes of a campaign that is over, before it goes. returns: where its workbooks lie."""
        from kpixl.campaign.workspace.purging import planned  # noqa: PLC0415 - seldom asked for

        account = account_of((means or self.means()).account)
        return planned(account, self.place(scheme), self.state or Path(), tuple(returns))

    def inspect(self, path: PathLike, means: Means | None = None) -> Inspection:
        """What kpixl sees in one workbook, of whatever scheme it is: the stamp says which."""
        from kpixl.campaign.returned.inspecting import inspect_file  # noqa: PLC0415 - it reads workbooks

        self.keep_apart([path])
        given = means or self.means()
        return inspect_file(path, (given.reader(s, self.snapshots) for s in self._usable()), given)

    def diff(
        self,
        a: PathLike,
        b: PathLike,
        means: Means | None = None,
        *,
        out: PathLike | None = None,
        lang: Lang = "zh",
    ) -> Difference:
        """What differs between two returns, the older and the newer, or between two score sheets.

        out: a workbook to write that marks it; lang: of the workbook. RefusedError where they cannot be
        compared.
        """
        from kpixl.campaign.returned.comparing import diff  # noqa: PLC0415 - it needs what merges and writes

        self.keep_apart([a, b])
        given = means or self.means()
        readers = (given.reader(s, self.snapshots) for s in self._usable())
        return diff((a, b), readers, given, out=out, lang=lang)

    def backup(self, file: PathLike, password: str, *, force: bool = False) -> Backup:
        """Write secrets, issue numbers, snapshots and ledger into one file, encrypted with a password.

        RefusedError where there are none, and outside of any workspace. force: a file that kpixl did not
        write may be replaced.
        """
        from kpixl.campaign.workspace.backing_up import backup  # noqa: PLC0415 - seldom asked for

        state, target = self._remembered(), Path(file)
        if target.resolve().is_relative_to(state.resolve()):
            raise RefusedError(
                f"备份不能放在“{state}”里面：请另选一个位置，最好在另一个磁盘上。",
                f"A backup does not lie in {str(state)!r}: choose another place, best on another disk.",
            )
        return backup(state, target, password, Guard.of([state], force=force))

    def restore(self, file: PathLike, password: str, *, force: bool = False) -> Backup:
        """Put what a backup holds into this workspace, all of it or nothing.

        RefusedError where the workspace holds something else already, unless forced, where the password is
        wrong or the file damaged, and outside of any workspace.
        """
        from kpixl.campaign.workspace.backing_up import restore  # noqa: PLC0415 - seldom asked for

        return restore(self._remembered(), Path(file), password, force=force)

    def _remembered(self) -> Path:
        """The folder of what is remembered; RefusedError outside of any workspace."""
        if self.state is None:
            raise outside()
        return self.own(self.state)

    def _usable(self) -> Iterator[Scheme]:
        """The schemes without errors; BlueprintError where there is none."""
        kept, broken = 0, None
        for place in self.schemes.values():
            try:
                yield Declared.load(place.folder).scheme
                kept += 1
            except BlueprintError as error:
                broken = error
        if not kept and broken is not None:
            raise broken

    def amend(self, scheme: str, wanted: Amendment) -> tuple[str, ...]:
        """Change who takes part in a scheme, whom to ask there, deadlines; which files were written.

        RefusedError where the scheme is none of this workspace's own, or could not be used then, or a unit is
        to go of which the account knows something.
        """
        from kpixl.editing.amending import amend, keep_known  # noqa: PLC0415 - one verb of many

        folder = self._changed(scheme)
        if self.account is not None:
            told = self.account.ledger.entries(scheme, what=("issued", "received"))
            keep_known({entry.unit for entry in told if entry.unit}, wanted)
        return amend(folder, wanted)

    def roll(
        self, scheme: str, year: int, returns: Sequence[PathLike] = (), means: Means | None = None
    ) -> Rolled:
        """Next year's scheme from this year's, in this workspace; RefusedError outside of any.

        returns: what came back this year in all stages, where the new scheme is to have what it says under
        `last_year`.
        """
        from kpixl.campaign.authoring.rolling import rolled  # noqa: PLC0415 - one verb of many

        place = self.place(scheme)
        if self.root is None:
            raise RefusedError(
                f"这里没有工作区：请先用 kpixl init 新建 --scheme {scheme}，或用 --workspace 指定。",
                f"There is no workspace here: make one with `kpixl init DIR --scheme {scheme}`, or name one "
                "with --workspace.",
            )
        return rolled(self.root, place, year, (self.open(scheme, means), returns) if returns else None)

    def draft(
        self,
        files: Iterable[PathLike],
        scheme: str,
        *,
        today: dt.date,
        lang: Lang = "zh",
        watch: Watch = NOBODY,
    ) -> DraftedScheme:
        """A scheme of this workspace, drafted from documents of its forms; RefusedError outside of any.

        scheme: its id, which no scheme has; today: when it is made; lang: of comments; watch: who looks on.
        """
        from kpixl.campaign.authoring.drafting import draft  # noqa: PLC0415 - one verb of many
        from kpixl.campaign.authoring.redrafting import keep_documents  # noqa: PLC0415 - as above

        if self.root is None:
            raise outside()
        folder, sources = self.root / BLUEPRINTS / scheme, tuple(map(Path, files))
        made = draft(sources, folder, today=today, lang=lang, means=self.means().watched(watch))
        keep_documents(self.drafts(scheme), sources, today)
        return made

    def create_from(
        self,
        files: Iterable[PathLike],
        folder: PathLike,
        scheme: str,
        *,
        today: dt.date,
        watch: Watch = NOBODY,
    ) -> Workspace:
        """A new workspace whose scheme is drafted from documents, which it keeps.

        folder: new or empty; scheme: the id of its scheme; watch: who looks on. RefusedError as for `create`
        and `draft`.
        """
        from kpixl.campaign.authoring.redrafting import found_from, keep_documents  # noqa: PLC0415 - it reads documents

        sources = tuple(map(Path, files))
        found_from(sources, Path(folder), scheme, today, self.means().watched(watch))
        made = Workspace.at(folder)
        keep_documents(made.drafts(scheme), sources, today)
        return made

    def forms(self, scheme: str) -> SchemeForms:
        """What can be done with the forms of a scheme; RefusedError as for `amend`."""
        from kpixl.campaign.authoring.scheme_forms import SchemeForms  # noqa: PLC0415 - it reads documents

        return SchemeForms(folder=self._changed(scheme), kept=self.drafts(scheme), means=self.means())

    def _changed(self, scheme: str) -> Path:
        """The folder of a scheme of this workspace's own, to be changed; RefusedError for any other."""
        place = self.place(scheme)
        if self.root is None or not place.folder.is_relative_to(self.root):
            raise RefusedError(
                f"“{scheme}”不是这个工作区自己的方案，不能改。",
                f"{scheme!r} is no scheme of this workspace's own, and is not changed.",
            )
        return place.folder

    def rehearse(self, folder: PathLike, scheme: str = "", *, watch: Watch = NOBODY) -> Workspace:
        """A workspace with a campaign under way, to try things on; one that is there already stays as it is.

        folder: where it is to be. Its returns are simulated; those still to come lie in `WAITING`.
        """
        from kpixl.campaign.workspace.rehearsing import WAITING, due_from, rehearsed  # noqa: PLC0415 - it simulates

        place = Path(folder)
        if (place / BLUEPRINTS).is_dir():
            return Workspace.at(place)
        made, day = self.create(place, scheme), moment().date()
        head = made.place(made.default).folder / HEAD
        head.write_text(due_from(head.read_text(encoding="utf-8"), day), encoding="utf-8")
        means = replace(made.means(makes=True).watched(watch), as_of=day)
        rehearsed(made.open("", means), made, place / WAITING)
        return made

    def create(self, folder: PathLike, scheme: str = "") -> Workspace:
        """A new workspace that begins with a copy of a scheme (default: the one that is meant).

        folder: new or empty; RefusedError otherwise.
        """
        place = self.place(scheme or self.default)
        found_in(Path(folder), place)
        return Workspace.at(folder)
