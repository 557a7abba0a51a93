"""The closed list of functions. To add one, write its record in the family it belongs to."""

from __future__ import annotations

from kpixl.blueprint.expressions.function import Function
from kpixl.blueprint.expressions.functions_cells import CELL_FUNCTIONS
from kpixl.blueprint.expressions.functions_check_codes import CHECK_CODE_FUNCTIONS
from kpixl.blueprint.expressions.functions_choices import CHOICE_FUNCTIONS
from kpixl.blueprint.expressions.functions_columns import COLUMN_FUNCTIONS
from kpixl.blueprint.expressions.functions_entries import ENTRY_FUNCTIONS
from kpixl.blueprint.expressions.functions_lookup import LOOKUP_FUNCTIONS
from kpixl.blueprint.expressions.functions_numbers import NUMBER_FUNCTIONS
from kpixl.blueprint.expressions.functions_reasons import REASON_FUNCTIONS
from kpixl.blueprint.expressions.functions_texts import TEXT_FUNCTIONS
from kpixl.blueprint.expressions.functions_thresholds import THRESHOLD_FUNCTIONS

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for family in (
        CELL_FUNCTIONS,
        ENTRY_FUNCTIONS,
        CHECK_CODE_FUNCTIONS,
        CHOICE_FUNCTIONS,
        COLUMN_FUNCTIONS,
        LOOKUP_FUNCTIONS,
        NUMBER_FUNCTIONS,
        REASON_FUNCTIONS,
        TEXT_FUNCTIONS,
        THRESHOLD_FUNCTIONS,
    )
    for function in family
}
"""Every function by its name."""
