"""What every command takes, and what it makes of it."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from kpixl import campaign
from kpixl.cli.language import default_lang
from kpixl.cli.shared import PLACE, shared
from kpixl.cli.spoken_help import SpokenHelp
from kpixl.words import Lang, Words

STAGE = click.option("--stage", metavar="STAGE", help="The stage's id (`kpixl schemes` lists the schemes).")
AS_OF = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day that counts as today for waivers and lists, as 2022-01-31 (default: today).",
)
RETURNS = click.option(
    "--returns",
    type=PLACE,
    multiple=True,
    metavar="PATH",
    help="Returns of the stage before: a file, folder, archive or mail; may be given several times.",
)


class SettledLate(click.Option):
    """An option whose default is what it is when the command runs or is shown, not when it was loaded."""

    def get_default(self, ctx: click.Context, call: bool = True) -> Any:  # noqa: FBT001, FBT002
        """The value."""
        return super().get_default(ctx, call=True)


@dataclass(frozen=True, kw_only=True)
class Session:
    """The options that every command has.

    named: a workspace; quiet: say no more than was asked for; decisions: a file that holds them instead
    of the workspace's account; by: who says that it is them who enters something in the account; no_cache:
    every return is read anew; dask: the address of a cluster to work on; chunks: where what it read is kept;
    patience: seconds for which a part of it that is gone is waited for.
    """

    named: Path | None = None
    lang: Lang
    quiet: bool
    json: bool = False
    key_file: Path | None = None
    password_file: Path | None = None
    ask_password: bool = False
    decisions: Path | None = None
    by: str | None = None
    no_cache: bool = False
    dask: str | None = None
    chunks: Path | None = None
    patience: float | None = None
    force: bool = False

    @functools.cached_property
    def room(self) -> campaign.Room:
        """Where the workspace is: who only asks its account needs no more."""
        return campaign.Room.at(self.named) if self.named else campaign.Room.find(Path.cwd())

    @functools.cached_property
    def workspace(self) -> campaign.Workspace:
        """The one that is named, else the nearest, looked for when something is asked of it."""
        return campaign.Workspace.at(self.named) if self.named else campaign.Workspace.find(Path.cwd())

    def open(
        self,
        scheme: str,
        *,
        returns: Iterable[Path] = (),
        makes: bool = False,
        as_of: dt.datetime | None = None,
    ) -> campaign.Campaign:
        """A scheme, with the means that the options say.

        returns: the paths that will be checked; makes: workbooks are made.
        """
        self.workspace.keep_apart(returns)
        self.workspace.place(scheme)  # one that there is not is refused before secrets are made
        return self.workspace.open(scheme, self._placed(self.means(makes=makes, as_of=as_of)))

    def _placed(self, means: campaign.Means) -> campaign.Means:
        """The means on the cluster that is named, to which the command is connected until it ends."""
        if self.dask is None:
            return means
        shelf = self.chunks or self.workspace.chunks
        cluster = campaign.on_cluster(means, self.dask, shelf, patience=self.patience, say=self.remark)
        return click.get_current_context().with_resource(cluster)

    def remark(self, text: Words) -> None:
        """Something that was not asked for, unless --quiet."""
        if not self.quiet:
            click.echo(text[self.lang], err=True)

    def means(self, *, makes: bool = False, as_of: dt.datetime | None = None) -> campaign.Means:
        """What the verbs need. makes: workbooks are made, so that missing secrets are."""
        told = campaign.told_secrets(self.key_file, self.password_file)
        own = self.workspace.means(
            makes=makes,
            key=told.key,
            password=told.password,
            limits=campaign.named_limits(os.environ.get("KPIXL_LIMITS", "")),
        )
        today = dt.datetime.now().astimezone().date()
        return replace(
            own,
            as_of=as_of.date() if as_of else today,
            kept=(*own.kept, *(path for path in (self.key_file, self.password_file) if path)),
            force=self.force,
            decisions=self.decisions,
            cache=None if self.no_cache else own.cache,
            account=replace(own.account, by=self.by or own.account.by) if own.account else None,
            passwords=(*self._typed(), *told.open_passwords, *own.passwords),
        )

    def _typed(self) -> tuple[str, ...]:
        """The password that somebody types to open returns."""
        if not self.ask_password:
            return ()
        asked = Words("回收件的打开密码", "Password of the returns")[self.lang]
        return (click.prompt(asked, hide_input=True, err=True),)


_SESSION = (
    "no_cache", "key_file", "password_file", "ask_password", "force", "decisions", "by", "dask", "chunks",
    "patience",
)  # fmt: skip
"""Options that are the session's where a command has them."""


class _WithExamples(SpokenHelp):
    """A command whose help ends with examples; which scheme they name is asked when they are shown."""

    examples: tuple[str, ...] = ()

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        shown = [each.format(scheme=campaign.first_scheme()) for each in self.examples]
        # \b keeps click from filling the lines
        self.epilog = "\n".join(("\b\nExample:", *(f"  {each}" for each in shown)))
        super().format_epilog(ctx, formatter)


def command(*examples: str, **kinds: bool) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with the options of all; its function gets the session first.

    examples: command lines, `{scheme}` for a scheme's id; kinds: what it does, as `shared` names it.
    """

    def decorate(function: Callable[..., Any]) -> click.Command:
        @functools.wraps(function)
        def run(
            *, workspace: Path | None, lang: Lang | None, quiet: bool, format_: str = "text", **rest: Any
        ) -> Any:
            own = {name: rest.pop(name) for name in _SESSION if name in rest}
            session = Session(
                named=workspace,
                lang=lang or default_lang(),
                quiet=quiet,
                json=format_ == "json",
                **own,
            )
            return function(session, **rest)

        made = click.command(cls=_WithExamples)(run)
        made.examples = examples
        made.params += shared(kind for kind, is_so in kinds.items() if is_so)
        return made

    return decorate
