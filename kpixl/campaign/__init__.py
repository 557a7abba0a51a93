"""The campaign (一次考核): a scheme opened once, and all that is done with it.

This is the face that the command line, and whoever works with kpixl from Python, comes in by.

Each name is imported when it is first asked for: to say what a code means takes no rule and no format.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpixl.blueprint import BlueprintError, Scheme, Waiver
    from kpixl.campaign.addressed import Addressed
    from kpixl.campaign.backing_up import Backup
    from kpixl.campaign.campaign import Campaign
    from kpixl.campaign.clustering import on_cluster
    from kpixl.campaign.comparing import Compared, Difference
    from kpixl.campaign.deciding import Dispute, Recorded
    from kpixl.campaign.demonstrating import Demonstration, StageStory
    from kpixl.campaign.describing import Described, described
    from kpixl.campaign.drafting import DraftedScheme, draft
    from kpixl.campaign.environment import told as told_secrets
    from kpixl.campaign.explaining import Binding, FigureOrigin, FigureRef
    from kpixl.campaign.failures import words_for
    from kpixl.campaign.feedback import Feedback, FeedbackWorkbook, Skipped
    from kpixl.campaign.generating import Generated, IssuedWorkbook
    from kpixl.campaign.guiding import FormGuide, guides
    from kpixl.campaign.inspecting import Inspection
    from kpixl.campaign.keeping import KeptReturns, gather, keep
    from kpixl.campaign.means import Means
    from kpixl.campaign.memory import PUBLISHED, Secrets, read_key, read_password
    from kpixl.campaign.merging import ScoreSheetFile
    from kpixl.campaign.opening import open_campaign as open  # noqa: A004 - with its package, as tarfile.open
    from kpixl.campaign.packages import Anew, split_named
    from kpixl.campaign.previewing import Wish, preview
    from kpixl.campaign.receiving import Arriving, Inbox, Kept, safe_name
    from kpixl.campaign.reckoning import Reckoned
    from kpixl.campaign.rehearsing import WAITING
    from kpixl.campaign.room import Room
    from kpixl.campaign.scheme_forms import SchemeForms
    from kpixl.campaign.scheme_places import PICTURE, SchemePlace, first_scheme, gallery
    from kpixl.campaign.schemes import write_schemas
    from kpixl.campaign.sealing import SealedCopy, seal
    from kpixl.campaign.showing import CellView, SheetView
    from kpixl.campaign.simulating import Returned, Simulated, Trial
    from kpixl.campaign.standing import Books, Status, UnitLine, Wanted
    from kpixl.campaign.tabulating import export_blueprint, import_blueprint
    from kpixl.campaign.undertaking import CUT_SHORT, UNDONE, Undertakings
    from kpixl.campaign.viewing_forms import FormView, form_view, shown_sheets
    from kpixl.campaign.watching import Look
    from kpixl.campaign.workspace import Workspace
    from kpixl.check import CheckResult, FileResult, ValidatorError
    from kpixl.decisions import Decision, decision_given
    from kpixl.draft import CERTAINTIES, Certainty, Origin
    from kpixl.editing.amending import Amendment, Newcomer
    from kpixl.editing.enrolling import Listed, units_in
    from kpixl.editing.form_parts import Correction, form_files
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
    "named_limits",
    "on_cluster",
    "open",
    "preview",
    "problems",
    "read_key",
    "read_password",
    "safe_name",
    "seal",
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
    "kpixl.campaign.addressed": "Addressed",
    "kpixl.editing.amending": "Amendment Newcomer",
    "kpixl.campaign.clustering": "on_cluster",
    "kpixl.campaign.backing_up": "Backup",
    "kpixl.campaign.campaign": "Campaign",
    "kpixl.campaign.comparing": "Compared Difference",
    "kpixl.campaign.drafting": "DraftedScheme draft",
    "kpixl.draft": "CERTAINTIES Certainty Origin",
    "kpixl.campaign.demonstrating": "Demonstration StageStory",
    "kpixl.editing.form_parts": "Correction form_files",
    "kpixl.campaign.deciding": "Dispute Recorded",
    "kpixl.editing.enrolling": "Listed units_in",
    "kpixl.editing.type_choices": "TYPES",
    "kpixl.campaign.viewing_forms": "FormView form_view shown_sheets",
    "kpixl.campaign.standing": "Books History Status UnitLine Wanted file_of",
    "kpixl.decisions": "KINDS Decision decision_given",
    "kpixl.ledger": "SEALS STATES VERBS Entry",
    "kpixl.campaign.describing": "Described described",
    "kpixl.campaign.explaining": "Binding FigureOrigin FigureRef",
    "kpixl.campaign.failures": "words_for",
    "kpixl.campaign.feedback": "Feedback FeedbackWorkbook Skipped",
    "kpixl.campaign.generating": "Generated IssuedWorkbook",
    "kpixl.campaign.inspecting": "Inspection",
    "kpixl.campaign.keeping": "KeptReturns gather keep",
    "kpixl.campaign.means": "Means",
    "kpixl.campaign.memory": "PUBLISHED Secrets read_key read_password",
    "kpixl.campaign.merging": "ScoreSheetFile",
    "kpixl.campaign.packages": "Anew split_named",
    "kpixl.campaign.receiving": "Arriving Inbox Kept safe_name",
    "kpixl.campaign.reckoning": "Reckoned",
    "kpixl.campaign.rehearsing": "WAITING",
    "kpixl.campaign.sealing": "SealedCopy seal",
    "kpixl.campaign.showing": "CellView SheetView",
    "kpixl.campaign.scheme_forms": "SchemeForms",
    "kpixl.campaign.scheme_places": "PICTURE SchemePlace first_scheme gallery",
    "kpixl.campaign.schemes": "write_schemas",
    "kpixl.campaign.guiding": "FormGuide guides",
    "kpixl.campaign.previewing": "Wish preview",
    "kpixl.campaign.tabulating": "export_blueprint import_blueprint",
    "kpixl.campaign.simulating": "Returned Simulated Trial",
    "kpixl.campaign.room": "Room",
    "kpixl.campaign.undertaking": "CUT_SHORT UNDONE Undertakings",
    "kpixl.campaign.watching": "Look",
    "kpixl.campaign.workspace": "Workspace",
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
    "told_secrets": ("kpixl.campaign.environment", "told"),
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
