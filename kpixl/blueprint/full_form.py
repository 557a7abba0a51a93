"""Which keys earlier canonical forms had: see `snapshot`.

The first one wrote them out where they said no more than their default. It and the next had more than forms
are made of. Never changed: stamps that name digests of these forms are out. What the language got later is
not here.
"""

from __future__ import annotations

from functools import cache

from kpixl.blueprint.model import Part

_KEYS = {
    "Choices": "list name by parent roster column plus",
    "Typed": "min max places max_length choices unit separator states",
    "Column": (
        "type fill source formula total stage shown required required_when forbidden_when min max places "
        "max_length pattern choices unit separator states down lines prompt width align vertical print policy"
    ),
    "RuleBase": "id severity message when trial stage",
    "RequiredWhen": "otherwise",
    "Ordered": "labels",
    "Measure": "named",
    "Unique": "across least",
    "Total": "across",
    "Count": "where min max",
    "CopiedBlock": "rows",
    "SameAs": "match",
    "Outlier": "limit least within",
    "Copied": "least alike",
    "Page": "paper orientation margin",
    "PrintedRows": "key where",
    "FreeRows": "max min key",
    "Table": "rules totals merge",
    "Matrix": "key heading points points_label rows_label",
    "Item": "text fields items",
    "Repeat": "key where layout",
    "Block": "fields table matrix narrative notes paragraphs rules shown",
    "Form": "attachment sheet subject repeat office page",
    "Measured": "endings ambiguous",
    "Lexicon": "classes periods",
    "Unit": "print_name aliases group leader outside placeholder",
    "Collective": "group units placeholder",
    "Roster": "collectives",
    "Stage": "carries deadline rounds periods instructions",
    "Listing": "total units covers counts filled unique",
    "Level": "share count",
    "Awards": "base rounding",
    "Scoring": "score points rank_by places rate_places awards",
    "ScoreSheet": "forms lists appendix",
    "Waiver": "until",
    "SchemeHead": "version language roster lists lexicon ratings scoring score_sheet waivers settings",
    "Scheme": "lexicon",
}
"""By the model's class; a class has those of its bases as well."""

ASIDE_SINCE = {"Stage": ("deadline",), "SchemeHead": ("waivers",)}
"""Keys of a version once, whose change makes none since then."""


@cache
def written_out(kind: type[Part]) -> frozenset[str]:
    """The keys of a part that were written out, whatever they said."""
    return frozenset(key for base in kind.__mro__ for key in _KEYS.get(base.__name__, "").split())
