"""The campaign (一次考核): a scheme opened once, and all that is done with it.

This is the face that the command line, and whoever works with kpixl from Python, comes in by.

Each name is imported when it is first asked for: to say what a code means takes no rule and no format.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpixl.blueprint import BlueprintError, Scheme, Waiver
    from kpixl.campaign.authoring.drafting import DraftedScheme, draft
    from kpixl.campaign.authoring.scheme_forms import SchemeForms
    from kpixl.campaign.authoring.tabulating import export_blueprint, import_blueprint
    from kpixl.campaign.basis.clustering import on_cluster
    from kpixl.campaign.basis.environment import told as told_secrets
    from kpixl.campaign.basis.means import Means
    from kpixl.campaign.basis.memory import PUBLISHED, Secrets, read_key, read_password
    from kpixl.campaign.basis.scheme_places import PICTURE, SchemePlace, first_scheme, gallery
    from kpixl.campaign.basis.schemes import write_schemas
    from kpixl.campaign.campaign import Campaign
    from kpixl.campaign.decided.deciding import Dispute, Recorded
    from kpixl.campaign.failures import words_for
    from kpixl.campaign.issued.feedback import Feedback, FeedbackWorkbook, Skipped
    from kpixl.campaign.issued.generating import Generated, IssuedWorkbook
    from kpixl.campaign.issued.packages import Anew, split_named
    from kpixl.campaign.opening import open_campaign as open  # noqa: A004 - with its package, as tarfile.open
    from kpixl.campaign.returned.addressed import Addressed
    from kpixl.campaign.returned.comparing import Compared, Difference
    from kpixl.campaign.returned.inspecting import Inspection
    from kpixl.campaign.returned.watching import Look
    from kpixl.campaign.scores.explaining import Binding, FigureOrigin, FigureRef
    from kpixl.campaign.scores.merging import ScoreSheetFile
    from kpixl.campaign.scores.reckoning import Reckoned
    from kpixl.campaign.standing.sealing import SealedCopy, seal
    from kpixl.campaign.standing.standing import Books, Status, UnitLine, Wanted
    from kpixl.campaign.trial.demonstrating import Demonstration, StageStory
    from kpixl.campaign.trial.simulating import Returned, Simulated, Trial
    from kpixl.campaign.views.describing import Described, StageTold, dealt, described
    from kpixl.campaign.views.guiding import FormGuide, guides
    from kpixl.campaign.views.previewing import Wish, preview
    from kpixl.campaign.views.showing import CellView, SheetView
    from kpixl.campaign.views.viewing_forms import FormView, form_view, shown_sheets
    from kpixl.campaign.workspace.backing_up import Backup
    from kpixl.campaign.workspace.keeping import KeptReturns, gather, keep, lacking
    from kpixl.campaign.workspace.own_settings import open_with, set_limits
    from kpixl.campaign.workspace.receiving import Arriving, Inbox, Kept, safe_name
    from kpixl.campaign.workspace.rehearsing import WAITING
    from kpixl.campaign.workspace.room import Room
    from kpixl.campaign.workspace.undertaking import CUT_SHORT, UNDONE, Undertakings
    from kpixl.campaign.workspace.workspace import Workspace
    from kpixl.check import CheckResult, FileResult, ValidatorError
    from kpixl.decisions import Decision, decision_given
    from kpixl.draft import CERTAINTIES, Certainty, Origin
    from kpixl.editing.amending import Amendment, Newcomer
    from kpixl.editing.enrolling import Listed, units_in
    from kpixl.editing.form_parts import Correction, form_files
    from kpixl.editing.grouping import NewGroup
    from kpixl.editing.type_choices import TYPES
    from kpixl.findings import Finding, Severity
    from kpixl.ledger import SEALS, STATES, VERBS, Entry
    from kpixl.limits import named_limits
    from kpixl.linter.changes import WEIGHTS
    from kpixl.merge import Step
    from kpixl.progress import CancelledError, Progress
    from kpixl.refusal import RefusedError
    from kpixl.report import catalogue
    from kpixl.report.groups import Problem, problems
    from kpixl.report.journal_book import JournalRow, journal_book
    from kpixl.report.json import as_json, write_json
    from kpixl.report.lint import finding_lines, shown
    from kpixl.report.notices import Notice
    from kpixl.report.overview import suggested
    from kpixl.report.page import tokens
    from kpixl.report.post import Post
    from kpixl.report.returns_book import ReturnRow, returns_book
    from kpixl.report.terminal import show
    from kpixl.report.text import ReportLine
    from kpixl.report.words import WORDS
    from kpixl.returns import Change
    from kpixl.scoring import Standing
    from kpixl.simulate import Fault, UnanswerableError
    from kpixl.stamp import Key
    from kpixl.words import Words

__all__ = [
    "CERTAINTIES",
    "CUT_SHORT",
    "PICTURE",
    "PUBLISHED",
    "SEALS",
    "STATES",
    "TYPES",
    "UNDONE",
    "VERBS",
    "WAITING",
    "WEIGHTS",
    "WORDS",
    "Addressed",
    "Amendment",
    "Anew",
    "Arriving",
    "Backup",
    "Binding",
    "BlueprintError",
    "Books",
    "Campaign",
    "CancelledError",
    "CellView",
    "Certainty",
    "Change",
    "CheckResult",
    "Compared",
    "Correction",
    "Decision",
    "Demonstration",
    "Described",
    "Difference",
    "Dispute",
    "DraftedScheme",
    "Entry",
    "Fault",
    "Feedback",
    "FeedbackWorkbook",
    "FigureOrigin",
    "FigureRef",
    "FileResult",
    "Finding",
    "FormGuide",
    "FormView",
    "Generated",
    "Inbox",
    "Inspection",
    "IssuedWorkbook",
    "JournalRow",
    "Kept",
    "KeptReturns",
    "Key",
    "Listed",
    "Look",
    "Means",
    "NewGroup",
    "Newcomer",
    "Notice",
    "Origin",
    "Post",
    "Problem",
    "Progress",
    "Reckoned",
    "Recorded",
    "RefusedError",
    "ReportLine",
    "ReturnRow",
    "Returned",
    "Room",
    "Scheme",
    "SchemeForms",
    "SchemePlace",
    "ScoreSheetFile",
    "SealedCopy",
    "Secrets",
    "Severity",
    "SheetView",
    "Simulated",
    "Skipped",
    "StageStory",
    "StageTold",
    "Standing",
    "Status",
    "Step",
    "Trial",
    "UnanswerableError",
    "Undertakings",
    "UnitLine",
    "ValidatorError",
    "Waiver",
    "Wanted",
    "Wish",
    "Words",
    "Workspace",
    "as_json",
    "catalogue",
    "dealt",
    "decision_given",
    "described",
    "draft",
    "export_blueprint",
    "finding_lines",
    "first_scheme",
    "form_files",
    "form_view",
    "gallery",
    "gather",
    "guides",
    "import_blueprint",
    "journal_book",
    "keep",
    "lacking",
    "named_limits",
    "on_cluster",
    "open",
    "open_with",
    "preview",
    "problems",
    "read_key",
    "read_password",
    "returns_book",
    "safe_name",
    "seal",
    "set_limits",
    "show",
    "shown",
    "shown_sheets",
    "split_named",
    "suggested",
    "tokens",
    "told_secrets",
    "units_in",
    "words_for",
    "write_json",
    "write_schemas",
]

_NAMES = {
    "kpixl.blueprint": "BlueprintError Scheme Waiver",
    "kpixl.campaign.returned.addressed": "Addressed",
    "kpixl.editing.amending": "Amendment Newcomer",
    "kpixl.campaign.basis.clustering": "on_cluster",
    "kpixl.campaign.workspace.backing_up": "Backup",
    "kpixl.campaign.campaign": "Campaign",
    "kpixl.campaign.returned.comparing": "Compared Difference",
    "kpixl.campaign.authoring.drafting": "DraftedScheme draft",
    "kpixl.draft": "CERTAINTIES Certainty Origin",
    "kpixl.campaign.trial.demonstrating": "Demonstration StageStory",
    "kpixl.editing.form_parts": "Correction form_files",
    "kpixl.campaign.decided.deciding": "Dispute Recorded",
    "kpixl.editing.enrolling": "Listed units_in",
    "kpixl.editing.grouping": "NewGroup",
    "kpixl.editing.type_choices": "TYPES",
    "kpixl.campaign.views.viewing_forms": "FormView form_view shown_sheets",
    "kpixl.campaign.standing.standing": "Books History Status UnitLine Wanted file_of",
    "kpixl.decisions": "KINDS Decision decision_given",
    "kpixl.ledger": "SEALS STATES VERBS Entry",
    "kpixl.campaign.views.describing": "Described StageTold dealt described",
    "kpixl.campaign.scores.explaining": "Binding FigureOrigin FigureRef",
    "kpixl.campaign.failures": "words_for",
    "kpixl.campaign.issued.feedback": "Feedback FeedbackWorkbook Skipped",
    "kpixl.campaign.issued.generating": "Generated IssuedWorkbook",
    "kpixl.campaign.returned.inspecting": "Inspection",
    "kpixl.campaign.workspace.keeping": "KeptReturns gather keep lacking",
    "kpixl.campaign.workspace.own_settings": "open_with set_limits",
    "kpixl.campaign.basis.means": "Means",
    "kpixl.campaign.basis.memory": "PUBLISHED Secrets read_key read_password",
    "kpixl.campaign.scores.merging": "ScoreSheetFile",
    "kpixl.campaign.issued.packages": "Anew split_named",
    "kpixl.campaign.workspace.receiving": "Arriving Inbox Kept safe_name",
    "kpixl.campaign.scores.reckoning": "Reckoned",
    "kpixl.campaign.workspace.rehearsing": "WAITING",
    "kpixl.campaign.standing.sealing": "SealedCopy seal",
    "kpixl.campaign.views.showing": "CellView SheetView",
    "kpixl.campaign.authoring.scheme_forms": "SchemeForms",
    "kpixl.campaign.basis.scheme_places": "PICTURE SchemePlace first_scheme gallery",
    "kpixl.campaign.basis.schemes": "write_schemas",
    "kpixl.campaign.views.guiding": "FormGuide guides",
    "kpixl.campaign.views.previewing": "Wish preview",
    "kpixl.campaign.authoring.tabulating": "export_blueprint import_blueprint",
    "kpixl.campaign.trial.simulating": "Returned Simulated Trial",
    "kpixl.campaign.workspace.room": "Room",
    "kpixl.campaign.workspace.undertaking": "CUT_SHORT UNDONE Undertakings",
    "kpixl.campaign.returned.watching": "Look",
    "kpixl.campaign.workspace.workspace": "Workspace",
    "kpixl.check": "CheckResult FileResult ValidatorError",
    "kpixl.findings": "Finding Severity",
    "kpixl.linter.changes": "WEIGHTS",
    "kpixl.merge": "Step",
    "kpixl.progress": "CancelledError Progress",
    "kpixl.refusal": "RefusedError",
    "kpixl.report.groups": "Problem problems",
    "kpixl.report.journal_book": "JournalRow journal_book",
    "kpixl.report.json": "as_json write_json",
    "kpixl.report.lint": "finding_lines shown",
    "kpixl.report.notices": "Notice",
    "kpixl.report.overview": "suggested",
    "kpixl.report.page": "tokens",
    "kpixl.report.post": "Post",
    "kpixl.report.returns_book": "ReturnRow returns_book",
    "kpixl.report.terminal": "show",
    "kpixl.report.text": "ReportLine",
    "kpixl.report.words": "WORDS",
    "kpixl.limits": "named_limits",
    "kpixl.returns": "Change",
    "kpixl.scoring": "Standing",
    "kpixl.simulate": "Fault UnanswerableError",
    "kpixl.stamp": "Key",
    "kpixl.words": "Words",
}
_HOMES = {name: (module, name) for module, names in _NAMES.items() for name in names.split()} | {
    "catalogue": ("kpixl.report.catalogue", ""),
    "open": ("kpixl.campaign.opening", "open_campaign"),
    "told_secrets": ("kpixl.campaign.basis.environment", "told"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kpixl.campaign' has no attribute {name!r}")
    path, own = _HOMES[name]
    module = importlib.import_module(path)
    found = globals()[name] = getattr(module, own) if own else module
    return found


def __dir__() -> list[str]:
    return __all__
