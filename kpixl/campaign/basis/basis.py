"""What the verbs of a campaign rest on: what is declared, loaded once, and the means to work."""

# ruff: noqa: PLC0415 - what not every verb needs is imported when it is asked for

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kpixl.blueprint import (
    BlueprintError,
    Contact,
    Published,
    Scheme,
    digest,
    load_contacts,
    load_published,
)
from kpixl.campaign.basis.apart import kept_within
from kpixl.campaign.basis.means import MEANS, Means
from kpixl.findings import Finding, Severity
from kpixl.linter import lint_folder
from kpixl.outputs import Guard, is_own
from kpixl.places import place
from kpixl.progress import Watch

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from kpixl.campaign.basis.account import Account
    from kpixl.campaign.basis.crew import Crew
    from kpixl.check import CheckResult, Validator
    from kpixl.decisions import Decisions
    from kpixl.generate import Issuer
    from kpixl.returns import Reader

PathLike = str | os.PathLike[str]


def declared_alone(self: DataclassInstance) -> dict[str, Any]:
    """What another process is handed of it: its fields, not what was loaded here at first need."""
    return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A scheme and what lies beside it, each part loaded once, at first need.

    folder: the blueprint's; validators: the folder of validators files; remarks: what lint says of the
    scheme, which keeps nobody from using it.
    """

    scheme: Scheme
    folder: Path
    validators: Path
    remarks: tuple[Finding, ...] = ()

    __getstate__ = declared_alone

    @classmethod
    def load(cls, folder: Path, validators: Path | None = None) -> Declared:
        """The scheme in a folder, without errors; BlueprintError otherwise.

        validators: by default those beside the folder that holds the blueprint's.
        """
        scheme, findings = lint_folder(folder)
        errors = [f for f in findings if f.severity is Severity.ERROR]
        if scheme is None or errors:
            raise BlueprintError(errors)
        beside = folder.absolute().parent.parent / "validators"
        return cls(scheme=scheme, folder=folder, validators=validators or beside, remarks=tuple(findings))

    @cached_property
    def digest(self) -> str:
        """The digest of the scheme, which stamps name."""
        return digest(self.scheme)

    @cached_property
    def validator(self) -> Validator | None:
        """The scheme's validator, if it has one. Runs the validators file."""
        from kpixl.check import load_validator

        kept_within(self.validators.absolute().parent, self.program)
        return load_validator(self.validators, self.scheme.id)

    @property
    def program(self) -> Path:
        """The validators file, whether or not there is one."""
        from kpixl.check import validators_file

        return validators_file(self.validators, self.scheme.id)

    @cached_property
    def contacts(self) -> Mapping[str, Contact]:
        """Whom to ask in the units, by their ids."""
        return load_contacts(self.folder, self.scheme)

    @cached_property
    def published(self) -> tuple[Published, ...]:
        """What the source published."""
        return load_published(self.folder)


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What is declared, the means, and where things go.

    snapshots: the folder of issued versions; output: the folder of results for which no place is named;
    found: the workspace, where nobody named it: it must not have come with what is checked; crew: processes
    that are kept, where a verb does.
    """

    declared: Declared
    means: Means = MEANS
    snapshots: Path | None = None
    output: Path = Path("generated")
    found: Path | None = None
    crew: Crew | None = None

    __getstate__ = declared_alone

    def using(self, **changes: Any) -> Self:
        """The same with other means, by their names; what is loaded stays loaded."""
        return replace(self, means=replace(self.means, **changes))

    @property
    def scheme(self) -> Scheme:
        """The scheme."""
        return self.declared.scheme

    @property
    def watch(self) -> Watch:
        """Who looks on."""
        return self.means.watch

    @cached_property
    def issuer(self) -> Issuer:
        """Who signs and locks workbooks. RefusedError without key or password."""
        return self.means.issuer(self.declared.digest)

    @property
    def reader(self) -> Reader:
        """What processes that read returns are told."""
        return self.means.reader(self.scheme, self.snapshots)

    @cached_property
    def decisions(self) -> Decisions:
        """What was decided: as the file says that is named, else as the account does."""
        from kpixl.decisions import NO_DECISIONS, read_decisions

        if self.means.decisions is not None:
            return read_decisions(self.means.decisions, self.scheme)
        return self.means.account.decisions(self.scheme.id) if self.means.account else NO_DECISIONS

    @property
    def account(self) -> Account | None:
        """Where what happens is recorded; None where nothing is."""
        return None if self.means.decisions is not None else self.means.account

    def guard(self, *results: CheckResult) -> Guard:
        """What outputs must not replace: the declaration, what is kept, and the files that were checked.

        A report that an earlier run left among the returns is none of them: the next one takes its place.
        """
        files = (file for result in results for file in result.files)
        checked = (f.place for f in files if f.place and not (f.unit is None and is_own(f.place)))
        declared = self.declared.folder, self.declared.validators
        return Guard.of((*declared, *self.means.kept, *checked), force=self.means.force)

    def place(self, out: PathLike | None, *usual: str) -> Path:
        """Where a result goes: the place that was named, or the usual one in the output."""
        return place(out) if out else self.output.joinpath(self.scheme.id, *usual)
