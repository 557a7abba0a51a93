"""`python -m tests.full_campaign`: a campaign of three waves, and what its account says, for the docs.

Forty-eight departments and towns return in three waves: right ones, faulty ones, one of another unit, a blank
one, one in a mail, two in a zip, one twice, one late, one never. Faulty ones are corrected in feedback
workbooks; a warning is called right and waived; a veto is recorded and another revoked; the verifiers' scores
tie, and the tie is decided. What the account says is compared with what the script did itself. Writes the
section of docs/reliability.md; exit status 1 where the two differ.
"""

import datetime as dt
import io
import sys
import tempfile
import zipfile
from dataclasses import dataclass, field, replace
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl

from kpixl.blueprint import digest
from kpixl.campaign import Campaign, FigureRef, Trial, Wanted, Workspace
from kpixl.carry import Again, again
from kpixl.check import CheckResult, FileResult
from kpixl.decisions import Decision
from kpixl.findings import Finding, Severity, entries
from kpixl.generate import build
from kpixl.layout import CellKey, Role
from kpixl.layout.package.feedback_mark import PROBLEMS
from tests.support import reliability
from tests.test_decisions import decision

SCHEME, STAGE, SCORED, SEED = "xinhua-2021", "self-check", "verification", 1
FOREIGN, BLANK, MAILED, ZIPPED, TWICE, LATE, NEVER, VETOED, SPARED, DOUBTED = (
    0,
    2,
    3,
    (4, 5),
    6,
    7,
    8,
    10,
    11,
    12,
)
WHY = "确有此情况，见附件"
_SEEDS = 20
_DOUBTFUL = {"C001"}  # the scheme asks about an award that stands twice, and does not refuse it


@dataclass
class Story:
    """What the script does, and what it knows of it. states: of each unit; said: what is told at the end."""

    home: Path
    states: dict[str, str] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)

    def at(self, day: int, month: int = 1) -> Campaign:
        """The campaign as it is opened on a day."""
        moment = dt.datetime(2022, month, day, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
        office = Workspace.at(self.home)
        means = office.means(makes=True)
        if means.account is None:
            raise TypeError(means)
        account = replace(means.account, by="王", now=lambda: moment)
        return office.open(SCHEME, replace(means, account=account, as_of=moment.date(), force=True))

    def compare(self, wave: str, day: int) -> None:
        """What the account says, with what was done."""
        found = self.at(day).books().status(STAGE, Wanted(simulated=True))
        told = {line.standing.unit: line.standing.state for line in found.every}
        late = {line.standing.unit for line in found.every if line.standing.late}
        self.expect(f"{wave}: states", told, self.states)
        self.expect(f"{wave}: late", late, self.late)
        self.said.append((wave, ", ".join(f"{n} {what}" for what, n in found.summary.items() if n)))

    def expect(self, what: str, found: Any, wanted: Any) -> None:
        """One more comparison."""
        if found == wanted:
            return
        if isinstance(wanted, dict):
            other = {k for k in wanted if found.get(k) != wanted[k]}
            found, wanted = {k: found.get(k) for k in other}, {k: wanted[k] for k in other}
        self.wrong.append(f"{what}: {found} instead of {wanted}")


def main() -> int:
    """Tell the story, compare, write the section."""
    with tempfile.TemporaryDirectory() as room:
        home = Path(room) / "考核"
        Workspace.find(room).create(home, SCHEME)
        story = Story(home)
        first = _first_wave(story)
        _second_wave(story, first)
        _third_wave(story)
        _scores(story)
    reliability.put("campaign", _section(story))
    for each in story.wrong:
        sys.stdout.write(f"{each}\n")
    return int(bool(story.wrong))


def _simulated(story: Story, name: str, **trial: Any) -> dict[str, tuple[Path, str]]:
    """Simulated returns by unit: the file, and what is to become of it by the faults that were put in."""
    made = story.at(1).simulate(story.home / name, trial=Trial(seed=SEED, **trial))
    return {r.unit: (r.path, _becomes([fault.code for fault in r.faults])) for r in made.returns}


def _becomes(codes: list[str]) -> str:
    """What a return with such faults is: nobody's, rejected or accepted."""
    errors = [code for code in codes if entries()[code].severity == "error" and code not in _DOUBTFUL]
    if any(code[0] in "FI" for code in errors):
        return "missing"
    return "rejected" if errors else "accepted"


def _first_wave(story: Story) -> CheckResult:
    """Issued on the first, returned by the fifth, in all ways that there are."""
    issued = {w.unit: w.path for w in story.at(1).generate(story.home / "发出").workbooks}
    clean, faulty = _simulated(story, "齐"), _simulated(story, "误", faults=0.35)
    units, folder = list(issued), story.home / "一"
    folder.mkdir()
    special = {FOREIGN, BLANK, MAILED, *ZIPPED, TWICE, LATE, NEVER, VETOED, SPARED, DOUBTED}
    for number, unit in enumerate(units):
        path, becomes = clean[unit] if number in special else faulty[unit]
        if number not in {FOREIGN, BLANK, MAILED, *ZIPPED, LATE, NEVER}:
            (folder / path.name).write_bytes(path.read_bytes())
        story.states[unit] = "missing" if number in {FOREIGN, LATE, NEVER} else becomes
    (folder / f"{units[FOREIGN]}.xlsx").write_bytes(clean[units[TWICE]][0].read_bytes())
    (folder / "空.xlsx").write_bytes(issued[units[BLANK]].read_bytes())
    story.states[units[BLANK]] = "rejected"
    _doubt(story, clean[units[DOUBTED]][0], folder)
    (folder / "来信.eml").write_bytes(_mail(clean[units[MAILED]][0]))
    (folder / "两份.zip").write_bytes(_zip([clean[units[n]][0] for n in ZIPPED]))
    result = story.at(5).check([folder])
    story.compare("first wave", 5)
    return result


def _mail(path: Path) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "李四 <li@example.cn>", "报送"
    mail.set_content("见附件")
    name = path.name
    mail.add_attachment(path.read_bytes(), maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def _zip(paths: list[Path]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in paths:
            archive.writestr(path.name, path.read_bytes())
    return packed.getvalue()


def _second_wave(story: Story, first: CheckResult) -> None:
    """Rejected ones are corrected in feedback workbooks; one that is right calls its warning so."""
    campaign, folder = story.at(8), story.home / "二"
    folder.mkdir()
    clean = {f.unit: f for f in campaign.using(account=None).check([story.home / "齐"]).files}
    corrected = [f for f in first.files if f.status == "rejected" and f.unit and not _is_blank(f)]
    for file in corrected:
        made = again(campaign.scheme, file.record, file.findings)
        right = clean[file.unit].record
        answers = {e.key: e.value for e in right.entries if e.role == Role.INPUT and e.text} if right else {}
        _write(campaign, made, answers, folder / f"{file.unit}.xlsx")
        story.states[str(file.unit)] = "accepted"
    for number, (unit, state) in enumerate(story.states.items()):
        again_ = clean[unit].place
        if state == "missing" and number not in {FOREIGN, LATE, NEVER} and again_:
            (folder / f"重报{again_.name}").write_bytes(again_.read_bytes())
            story.states[unit] = "accepted"
    asked = _ask(campaign, first, folder)
    story.at(8).check([story.home / "一", folder])
    story.compare("second wave", 8)
    requests = story.at(8).requests()
    story.expect("requests", [(r.unit, r.why) for r in requests], [(asked, WHY)])
    for request in requests:
        story.at(8).grant(request.id, on=dt.date(2022, 1, 8))


def _is_blank(file: FileResult) -> bool:
    return bool(file.record and file.record.blank)


def _doubt(story: Story, path: Path, folder: Path) -> None:
    """A return with an entry that a rule warns of takes the place of a right one."""
    campaign = story.at(1)
    file = campaign.using(account=None).check([path]).files[0]
    made = again(campaign.scheme, file.record, file.findings)
    changed = next(k for k, v in made.answers.items() if k.column == "claimed" and isinstance(v, Decimal))
    _write(campaign, made, {**made.answers, changed: Decimal("0.95")}, folder / path.name)


def _ask(campaign: Campaign, first: CheckResult, folder: Path) -> str:
    """The unit says in its feedback workbook that what the rule warns of is right; its id."""
    warned = (f for f in first.files if any(x.severity is Severity.WARNING and x.rule for x in f.findings))
    file = next(f for f in warned if f.status == "accepted")
    made = again(campaign.scheme, file.record, file.findings)
    number = next(n for n, mark in enumerate(made.package.marks, 1) if mark.asks and mark.rule)
    said = {CellKey(PROBLEMS, "", "", str(number), "reason"): WHY}
    _write(campaign, made, {**made.answers, **said}, folder / f"说明{file.unit}.xlsx")
    return str(file.unit)


def _write(campaign: Campaign, made: Again, answers: Any, path: Path) -> None:
    path.write_bytes(build(made.package, answers, issuer=campaign.means.issuer(digest(campaign.scheme))).data)


def _third_wave(story: Story) -> None:
    """After the deadline: what was missing; an extension, an excuse, and a file that comes once more."""
    units = list(story.states)
    clean, folder = {p.unit: p for p in _names(story)}, story.home / "三"
    folder.mkdir()
    for number in (FOREIGN, BLANK, LATE):
        path = clean[units[number]].path
        (folder / f"晚{path.name}").write_bytes(path.read_bytes())
        story.states[units[number]] = "accepted"
    once = clean[units[TWICE]].path
    (folder / once.name).write_bytes(once.read_bytes())
    story.late = {units[FOREIGN], units[BLANK]}
    story.states[units[NEVER]] = "excused"
    office = story.at(15)
    office.decide(
        decision("extension", unit=units[LATE], stage=STAGE, until="2022-01-20"),
        decision("excuse", unit=units[NEVER], stage=STAGE),
        decision("excuse", unit=units[NEVER], stage=SCORED),
    )
    before = len(_events(story))
    story.at(15).check([story.home / "一", story.home / "二", folder])
    story.compare("third wave", 15)
    new = [e.what for e in _events(story)[before:]]
    story.expect("the same file is no event", new.count("received"), 3)


@dataclass(frozen=True)
class _Named:
    unit: str
    path: Path


def _names(story: Story) -> list[_Named]:
    """The right returns by unit."""
    result = story.at(1).using(account=None).check([story.home / "齐"])
    return [_Named(str(f.unit), f.place) for f in result.files if f.place]


def _events(story: Story) -> list[Any]:
    account = story.at(1).means.account
    return account.ledger.entries(SCHEME) if account else []


def _scores(story: Story) -> None:
    """Verified, merged, a tie decided; what was decided is in the score sheet and explained."""
    units, office = list(story.states), story.at(20)
    veto = decision("veto", unit=units[VETOED], effect="no_award", document="区安委〔2022〕1号")
    wrong = decision("veto", unit=units[SPARED], effect="zero")
    office.decide(veto, wrong)
    number = next(r.entry.id for r in office.recorded() if r.decision == wrong)
    story.at(20).revoke(number, "登记有误")
    returns = [story.home / name for name in ("一", "二", "三")]
    verified, ties = _tied(story, returns)
    for tie in ties:
        _decide(story, tie.facts)
    last = story.at(22).merge(verified, story.home / "汇总.xlsx")
    left = [f.code for f in last.own_findings if f.code in {"U005", "U023"}]
    story.expect("ties that are left", left, [])
    story.said.append(
        ("scores", f"{sum(u.rank is not None for u in last.units)} ranked, {len(ties)} ties decided")
    )
    _shown(story, verified)


def _tied(story: Story, returns: list[Path]) -> tuple[list[Path], list[Finding]]:
    """The verifiers' returns, of the first seed with which units tie at the end of an award."""
    for seed in range(SEED, SEED + _SEEDS):
        trial = Trial(seed=seed)
        made = story.at(21).simulate(story.home / "认定", stage=SCORED, returns=returns, trial=trial)
        verified = [r.path for r in made.returns]
        merged = story.at(21).using(account=None).merge(verified, story.home / "汇总.xlsx")
        if ties := [f for f in merged.own_findings if f.code == "U005"]:
            return verified, ties
    raise LookupError("no seed makes a tie")


def _decide(story: Story, facts: Any) -> None:
    """As many of those that tie get the award as there are places."""
    office = story.at(21)
    names = facts["names"].split("、")[: facts["places"]]
    office.decide(*(decision("award", unit=name, level=facts["level"]) for name in names))


def _shown(story: Story, verified: list[Path]) -> None:
    """Every decision that holds is on its sheet, and explained where its unit's score is."""
    office = story.at(22)
    held: list[Decision] = [r.decision for r in office.recorded()]
    book = openpyxl.load_workbook(story.home / "汇总.xlsx", read_only=True)
    rows = [row for row in book["决定事项"].iter_rows(values_only=True) if row[1] and str(row[1]).isdecimal()]
    story.expect("decisions on the score sheet", len(rows), len(held))
    result = office.check(verified)
    ranked = {u.id for u in office.merge(result, story.home / "又.xlsx").units if u.rank is not None}
    missing = []
    for each in held:
        unit = getattr(each, "unit", "")
        if unit in ranked and not _explained(office, result, unit, each):
            missing.append((each.kind, unit))
    story.expect("decisions that no explanation names", missing, [])
    kinds = ", ".join(sorted({each.kind for each in held}))
    story.said.append(
        ("decisions", f"{len(held)} hold ({kinds}), 1 revoked; all on the score sheet and explained")
    )
    story.said.append(("entries in the account", str(len(_events(story)))))


def _explained(office: Campaign, result: CheckResult, unit: str, wanted: Decision) -> bool:
    items = next(iter(_items(office, result, unit)))
    return wanted in office.explain_figure(result, FigureRef(unit=unit, indicator=items)).decisions


def _items(office: Campaign, result: CheckResult, unit: str) -> list[str]:
    from kpixl.campaign.scores.merging import accounted  # noqa: PLC0415 - here alone

    scored = accounted(office, result, Path.cwd()).workbook.scored
    return list(scored.tallies[unit].names) if scored else []


def _section(story: Story) -> str:
    lines = "\n".join(f"| {what} | {said} |" for what, said in story.said)
    verdict = "nothing differs" if not story.wrong else f"{len(story.wrong)} differ"
    return f"""
`python -m tests.full_campaign` tells a campaign of {len(story.states)} units in three waves (right, faulty,
another unit's file, blank, in a mail, two in a zip, twice, late, never), with corrections, an extension, an
excuse, a warning that is waived at the unit's request, a veto, a revoked one and a tie, and compares what the
account says with what it did: {verdict}.

| | |
| --- | --- |
{lines}
"""


if __name__ == "__main__":
    sys.exit(main())
