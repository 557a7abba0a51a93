"""kpixl simulate."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from kpixl import campaign
from kpixl.cli.console import print_json, print_some, progress, remark, remark_omitted, remark_placeholders
from kpixl.cli.options import RETURNS, STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.words import Words


@kpixl_command(
    "kpixl simulate {scheme} --faults 0.3 --seed 7 --out returns", formats=True, makes=True, writes=True
)
@click.argument("scheme")
@STAGE
@RETURNS
@click.option(
    "--answers",
    type=click.Choice(["random", "published"]),
    default="random",
    help="What is filled in: valid answers by type and rule, or what the source published (default: random).",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="N", help="Equal seeds, equal returns."
)
@click.option(
    "--faults",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    metavar="RATE",
    help="The share of returns that get faults, from 0 to 1.",
)
@click.option(
    "--out",
    type=PATH,
    metavar="DIR",
    help="Where to (default: generated/SCHEME/returns/STAGE in the workspace).",
)
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    scheme: str,
    stage: str | None,
    returns: tuple[Path, ...],
    answers: Literal["random", "published"],
    seed: int,
    faults: float,
    out: Path | None,
) -> None:
    """Fill workbooks as units would, or damage them on purpose.

    Makes returns only, and their stamps say that they are simulated. They are those of the first
    stage; with --returns, of the stage after theirs. A later --stage without --returns simulates
    the stages before by the same seed. With --answers published the workbooks of those units whose
    answers the source published are filled in with them, whatever the forms would refuse.
    """
    trial = campaign.Trial(seed=seed, faults=faults, answers=answers)
    opened = session.open(scheme, returns=returns, makes=True)
    with progress(session, Words("模拟填报", "returns")) as moved:
        working = opened.using(progress=moved)
        made = working.simulate(out, stage=stage, returns=returns, trial=trial)
    remark_placeholders(session, made.placeholders)
    if session.json:
        print_json(made.as_dict())
        return
    _say(session, made)


def _say(session: Session, made: campaign.Simulated) -> None:
    """The returns with the codes of their faults, of many the first, then how many."""
    codes = (" ".join(dict.fromkeys(fault.code for fault in each.faults)) for each in made.returns)
    told = zip(made.returns, codes, strict=True)
    print_some(session, [f"{each.path}  {said}".rstrip() for each, said in told])
    faulty = sum(bool(each.faults) for each in made.returns)
    remark(
        session,
        Words(
            f"{made.stage}：模拟{len(made.returns)}份回收件，其中{faulty}份有差错",
            f"{made.stage}: {len(made.returns)} returns, {faulty} of them with faults",
        ),
    )
    remark_omitted(session, made.omitted)
