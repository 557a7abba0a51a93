"""kpixl schemes."""

from __future__ import annotations

from typing import Any

import click

from kpixl import campaign
from kpixl.cli.console import print_json
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.words import Words


@kpixl_command("kpixl schemes --format json", "kpixl schemes --gallery", formats=True)
@click.option("--gallery", is_flag=True, help="List small general schemes to begin with, and their pictures.")
def command(session: Session, *, gallery: bool) -> None:
    """List the schemes of the workspace and the reference schemes.

    A scheme of the workspace hides a reference scheme of the same name. With --gallery: monthly reports of
    progress, lists of problems to put right, enrolment, requests of budget; `kpixl init` copies one.
    """
    if gallery:
        _gallery(session)
        return
    loaded: list[campaign.Scheme] = []
    for name in session.workspace.schemes:
        try:
            loaded.append(session.workspace.scheme(name))
        except campaign.BlueprintError:
            line = Words(
                f"{name}：有错误，不能使用；详见 kpixl lint {name}",
                f"{name}: has errors and cannot be used; see `kpixl lint {name}`",
            )[session.lang]
            click.echo(line, err=True)
    if session.json:
        print_json({"schemes": [_as_dict(scheme) for scheme in loaded]})
        return
    for scheme in loaded:
        click.echo(_text(session, scheme))


def _gallery(session: Session) -> None:
    """The schemes of the gallery, each with its picture and how to begin with it."""
    places = {place: session.workspace.scheme(place.id) for place in campaign.gallery()}
    if session.json:
        listed = [
            {**_as_dict(scheme), "folder": str(place.folder), "picture": str(place.folder / campaign.PICTURE)}
            for place, scheme in places.items()
        ]
        print_json({"gallery": listed})
        return
    for place, scheme in places.items():
        click.echo(_text(session, scheme))
        click.echo(f"    {Words('图样：', 'Picture: ')[session.lang]}{place.folder / campaign.PICTURE}")
        begin = f"kpixl init {Words('新工作区', 'DIR')[session.lang]} --scheme {scheme.id}"
        click.echo(f"    {Words('使用：', 'To begin with it: ')[session.lang]}{begin}")


def _as_dict(scheme: campaign.Scheme) -> dict[str, Any]:
    forms = [{"id": form.form, "title": form.title} for form in scheme.forms]
    return {"id": scheme.id, "title": scheme.head.title, "units": _units(scheme), "forms": forms}


def _units(scheme: campaign.Scheme) -> int:
    return sum(not unit.outside for unit in scheme.roster.units)


def _text(session: Session, scheme: campaign.Scheme) -> str:
    stages = ", ".join(f"{stage.id} {stage.name}" for stage in scheme.stages)
    head = Words(
        f"{scheme.id}  {scheme.head.title}：{_units(scheme)}个单位；阶段：{stages}",
        f"{scheme.id}  {scheme.head.title}: {_units(scheme)} units; stages: {stages}",
    )[session.lang]
    return "\n".join((head, *(f"    {form.form:20} {form.title}" for form in scheme.forms)))
