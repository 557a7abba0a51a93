"""kpixl blueprint."""

from __future__ import annotations

from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import remark
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.findings import Severity
from kpixl.words import Words


@kpixl_command(
    "kpixl blueprint export {scheme} --xlsx scheme.xlsx",
    "kpixl blueprint import scheme.xlsx -o blueprints/{scheme}",
    writes=True,
)
@click.argument("what", type=click.Choice(["export", "import"]), metavar="WHAT")
@click.argument("target", metavar="SCHEME | FILE")
@click.option("--xlsx", type=PATH, metavar="FILE", help="The workbook that `export` writes.")
@click.option("-o", "--out", type=PATH, metavar="DIR", help="The new folder that `import` writes.")
def command(session: Session, *, what: str, target: str, xlsx: Path | None, out: Path | None) -> int:
    """Write a scheme as a workbook, or make a scheme from such a workbook.

    \b
    export   --xlsx   scheme, roster, lists, forms, columns, rules as sheets with drop-downs
    import   --out    the files of the scheme; what is wrong is said by sheet and cell

    For offices that prefer Excel: nothing that forms are made of is lost on the way, there and back.
    Comments of the YAML files, contacts, published data and the validators file are not in it.
    """  # noqa: D301 - a backspace keeps the lines of a table apart, two signs would be printed
    wanted, other = (xlsx, out) if what == "export" else (out, xlsx)
    if wanted is None or other is not None:
        raise click.UsageError(
            Words("export 用 --xlsx，import 用 --out。", "`export` takes --xlsx, `import` takes --out.")[
                session.lang
            ]
        )
    return _export(session, target, wanted) if what == "export" else _import(session, Path(target), wanted)


def _export(session: Session, scheme: str, file: Path) -> int:
    left = campaign.export_blueprint(session.workspace.place(scheme), file, force=session.force)
    rest = ", ".join(left)
    more = Words(f"；其中没有 {rest}", f"; not in it: {rest}") if left else Words("", "")
    remark(
        session,
        Words(
            f"已生成“{file}”；YAML 的注释不在其中{more.zh}",
            f"Made {file}; without the YAML's comments{more.en}",
        ),
    )
    return 0


def _import(session: Session, file: Path, out: Path) -> int:
    made = campaign.import_blueprint(file, out, limits=session.workspace.means().limits, force=session.force)
    for line in campaign.finding_lines(made.findings, session.lang):
        click.echo(line)
    remark(
        session,
        Words(
            f"已在“{out}”写入方案“{made.scheme}”，{len(made.files)}个文件，没有注释",
            f"Wrote the scheme {made.scheme!r} into {out}, {len(made.files)} files, without comments",
        ),
    )
    return 1 if any(f.severity is Severity.ERROR for f in made.findings) else 0
