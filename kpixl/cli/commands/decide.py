"""kpixl decide."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from kpixl import campaign
from kpixl.cli.console import print_json
from kpixl.cli.options import STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PLACE
from kpixl.findings import visible
from kpixl.words import Words

_KINDS = {
    "veto": ("unit", "effect", "reason"),
    "waiver": ("unit", "rule", "reason"),
    "award": ("unit", "level", "reason"),
    "vacancy": ("group", "level", "reason"),
    "extension": ("unit", "stage", "until", "reason"),
    "excuse": ("unit", "stage", "reason"),
    "counting": ("unit", "stage", "file", "reason"),
    "assignment": ("unit", "file", "reason"),
    "figure": ("unit", "cell", "value", "reason"),
}
"""What each kind of decision cannot do without."""
_MORE = {"waiver": ("until",), "figure": ("stage", "returns", "raised_by")}
_ALWAYS = ("document", "on", "by")
_ACTIONS = ("list", "dispute", "requests", "grant", "refuse", "revoke", "export", "import")
_TAKES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "list": ((), ()),
    "dispute": (("unit", "cell", "reason", "stage", "returns", "raised_by"), ("unit", "cell", "reason")),
    "requests": ((), ()),
    "grant": (("reason", "on"), ()),
    "refuse": (("reason",), ("reason",)),
    "revoke": (("reason",), ("reason",)),
    "export": ((), ()),
    "import": ((), ()),
}
"""What the other actions may be told, and what they cannot do without."""
_ALONE = frozenset({"list", "dispute", "requests"})
"""What is done to nothing in particular."""
_DAY = click.DateTime(["%Y-%m-%d"])


@kpixl_command(
    "kpixl decide {scheme} veto --unit 河东镇 --effect zero --reason 较大安全事故",
    "kpixl decide {scheme} list",
    "kpixl decide {scheme} revoke 3 --reason 文件已撤销",
    "kpixl decide {scheme} export decisions.yaml",
    formats=True,
    writes=True,
    records=True,
)
@click.argument("scheme")
@click.argument("what", type=click.Choice([*_KINDS, *_ACTIONS]), metavar="WHAT")
@click.argument("target", required=False, metavar="[NUMBER | FILE]")
@click.option("--unit", metavar="UNIT", help="Whom it concerns: the unit's id, name or alias.")
@click.option("--group", metavar="GROUP", help="The group whose award is left empty.")
@STAGE
@click.option("--reason", metavar="TEXT", help="Why; of a veto, what happened.")
@click.option("--document", metavar="TEXT", help="The document that says so.")
@click.option("--on", type=_DAY, metavar="DATE", help="The day of the decision (default: today).")
@click.option("--effect", type=click.Choice(["zero", "no_award", "lower_award"]), help="What a veto does.")
@click.option("--rule", metavar="RULE", help="The id of the rule that is waived (`kpixl explain` names it).")
@click.option("--until", type=_DAY, metavar="DATE", help="To which day a waiver or an extension lasts.")
@click.option("--level", metavar="LEVEL", help="The award.")
@click.option("--file", metavar="FILE", help="A return: a path, or the beginning of its digest.")
@click.option("--cell", metavar="SHEET!CELL", help="The disputed cell of the unit's workbook.")
@click.option("--value", metavar="TEXT", help="What is to stand in the disputed cell.")
@click.option("--raised-by", metavar="WHO", help="Who disputed the figure.")
@click.option("--returns", type=PLACE, multiple=True, metavar="PATH", help="Where the disputed return is.")
def command(session: Session, scheme: str, what: str, target: str | None, **given: Any) -> int:
    """Record what the office decides: vetoes, waivers, ties, extensions, disputes.

    \b
    veto         一票否决   --unit --effect --reason
    waiver       豁免       --unit --rule --reason [--until]
    award        并列定奖   --unit --level --reason
    vacancy      名额空缺   --group --level --reason
    extension    延期       --unit --stage --until --reason
    excuse       免报       --unit --stage --reason
    counting     认定回收件 --unit --stage --file --reason
    assignment   归属认定   --unit --file --reason
    figure       数据裁定   --unit --cell --value --reason [--stage] [--returns] [--raised-by]

    \b
    list           the decisions that hold
    revoke NUMBER  take one back, or what was recorded by mistake (`kpixl history`)   --reason
    dispute        a figure is disputed, until one is decided   --unit --cell --reason [--raised-by]
    requests       what units asked to be waived in feedback workbooks, and what is disputed
    grant NUMBER   waive what a request asks for   [--reason]
    refuse NUMBER  turn a request down   --reason
    export FILE    write them as YAML, for `--decisions` on another machine
    import FILE    record those of such a file

    Decisions hold from the next check on. They change no form: what is out stays valid.
    """  # noqa: D301 - a backspace keeps the lines of a table apart, two signs would be printed
    opened = session.open(scheme)
    said = {name: value for name, value in given.items() if value not in (None, ())}
    if what in _ACTIONS:
        return _act(session, opened, what, target, said)
    wanted, more = _KINDS[what], (*_MORE.get(what, ()), *_ALWAYS)
    _complete(session, what, wanted, (*wanted, *more), target, said)
    new = opened.decide(campaign.decision_given({"kind": what, **_resolved(opened, said)}))
    _say(session, opened, [each for each in opened.recorded() if each.decision in new])
    return 0


def _complete(
    session: Session,
    what: str,
    wanted: tuple[str, ...],
    allowed: tuple[str, ...],
    target: str | None,
    said: dict[str, Any],
) -> None:
    """UsageError where an option is missing, or one is given that this kind has no use for."""
    missing = [f"--{name}" for name in wanted if name not in said]
    idle = [f"--{name.replace('_', '-')}" for name in said if name not in allowed]
    idle += [target] if target is not None else []
    if missing:
        text = Words(f"{what} 还要写：{'、'.join(missing)}。", f"{what} also takes {', '.join(missing)}.")
    elif idle:
        text = Words(f"{what} 用不着：{'、'.join(idle)}。", f"{what} has no use for {', '.join(idle)}.")
    else:
        return
    raise click.UsageError(text[session.lang])


def _resolved(opened: campaign.Campaign, said: dict[str, Any]) -> dict[str, Any]:
    """What was said as a decision says it: days as days, files by digest, cells by what they stand for."""
    made: dict[str, Any] = {
        name: value.date() if isinstance(value, dt.datetime) else value for name, value in said.items()
    }
    made.setdefault("on", dt.datetime.now().astimezone().date())
    made["by"] = opened.scribe
    if "file" in made:
        made["file"] = _digest(opened, Path(made["file"]))
    if "cell" in made:
        stage, key = opened.value_meant(
            made["unit"], made.pop("cell"), stage=made.get("stage"), returns=made.pop("returns", ())
        )
        made |= {"stage": stage, **key._asdict()}
        made["field"] = made.pop("column")
    return made


def _digest(opened: campaign.Campaign, file: Path) -> str:
    """The digest of a file, or of a return that the account knows by the beginning of its digest."""
    if file.is_file():
        return hashlib.sha256(file.read_bytes()).hexdigest()
    known: str = campaign.file_of(opened.books().account, opened.scheme.id, str(file))
    return known


def _act(
    session: Session, opened: campaign.Campaign, what: str, target: str | None, said: dict[str, Any]
) -> int:
    """List, take back, hand on; answer requests."""
    takes, needs = _TAKES[what]
    _complete(session, what, needs, takes, target if what in _ALONE else None, said)
    if what == "list":
        _say(session, opened, list(opened.recorded()))
    elif what == "dispute":
        _ask(session, opened, [_disputed(opened, said)])
    elif what == "requests":
        every = opened.requests()
        _ask(session, opened, every)
        if not session.json:
            click.echo((_ANSWER if every else _NO_REQUESTS)[session.lang].format(scheme=opened.scheme.id))
    elif target is None:
        raise click.UsageError(Words(f"{what} 要写对象。", f"{what} takes a target.")[session.lang])
    elif what == "revoke":
        _gone(session, opened.revoke(_number(session, target), said["reason"]))
    elif what == "refuse":
        _ask(session, opened, [opened.refuse(_number(session, target), said["reason"])])
    elif what == "export":
        click.echo(str(opened.export_decisions(target)))
    else:
        new = _granted(session, opened, target, said) if what == "grant" else opened.import_decisions(target)
        _say(session, opened, [each for each in opened.recorded() if each.decision in new])
    return 0


def _disputed(opened: campaign.Campaign, said: dict[str, Any]) -> campaign.Entry:
    raised = campaign.Dispute(unit=said["unit"], why=said["reason"], raised_by=said.get("raised_by", ""))
    returns = said.get("returns", ())
    entry: campaign.Entry = opened.dispute(said["cell"], raised, stage=said.get("stage"), returns=returns)
    return entry


def _granted(
    session: Session, opened: campaign.Campaign, target: str, said: dict[str, Any]
) -> tuple[campaign.Decision, ...]:
    day = said["on"].date() if "on" in said else dt.datetime.now().astimezone().date()
    return opened.grant(_number(session, target), on=day, reason=said.get("reason", ""))


def _ask(session: Session, opened: campaign.Campaign, every: Sequence[campaign.Entry]) -> None:
    """Requests, each with what the unit says below it."""
    if session.json:
        asked = [{"number": e.id, "unit": e.unit, "why": e.why, **e.data} for e in every]
        print_json({"requests": asked})
        return
    units = opened.scheme.roster.names
    for e in every:
        head = (f"{e.id:>4}", e.at.date().isoformat(), units.get(e.unit, e.unit), e.data["code"])
        click.echo(visible("  ".join(part for part in (*head, e.data["place"], e.data["message"]) if part)))
        click.echo(visible(f"      {_SAID[session.lang]}{e.why}"))


_SAID = Words("单位说明：", "The unit says: ")
_ANSWER = Words(
    "同意的：kpixl decide {scheme} grant 编号；不同意的：kpixl decide {scheme} refuse 编号 --reason 理由。",
    "Answer them: kpixl decide {scheme} grant NUMBER, or refuse NUMBER --reason WHY.",
)
_NO_REQUESTS = Words("没有待定的申请。", "There are no requests to decide.")


def _number(session: Session, text: str) -> int:
    if not text.isdecimal():
        told = Words(f"“{text}”不是编号：kpixl decide 方案 list 列出编号。", f"{text!r} is no number.")
        raise click.UsageError(told[session.lang])
    return int(text)


def _gone(session: Session, entry: campaign.Entry) -> None:
    """What was taken back."""
    if session.json:
        print_json({"revoked": entry.id})
        return
    what = campaign.VERBS[entry.what]
    told = Words(f"已撤销第{entry.id}号（{what.zh}）。", f"Entry {entry.id} ({what.en}) is revoked.")
    click.echo(told[session.lang])


def _say(session: Session, opened: campaign.Campaign, every: list[campaign.Recorded]) -> None:
    """The decisions, a line each."""
    if session.json:
        print_json({"decisions": [each.as_dict() for each in every]})
        return
    for line in _lines(session, opened, every):
        click.echo(line)


def _lines(session: Session, opened: campaign.Campaign, every: list[campaign.Recorded]) -> Iterator[str]:
    for each in every:
        told = each.told(opened.scheme, session.lang)
        yield "  ".join(part for part in told if part)
