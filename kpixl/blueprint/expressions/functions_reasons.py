"""Functions behind the cover's list of what is wrong; the layout writes them, blueprints do not.

Each reason has a code of four digits: its place in the list of reasons. A row says by a text of codes, one
behind the other, what is wrong in it, and a column of such texts is what the cover asks:

- codes(condition, code, …): the codes of the conditions that surely hold; a code may be codes itself.
- coded(column): how many codes stand in it; coded_rows(column): in how many rows.
- problem(n, before, through, column, row): of a list that has the problems of several columns the nth, if it
  is one of this column, whose first is behind `before` and whose last is `through`: its row and the first
  code in it, as one number; else 0. row: that of the column's first cell, as a person counts.
- reason(problem, list): the reason's entry in a list; problem_cell(problem, letters): its cell's address.
- lone_number(column): the one number in it that is greater than 0; lone(column): its place, from 1.
- item(list, place): what stands there. cell_of(cell): a cell's address.
- link(sheet, cell, text): a text that leads to a cell of a sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from kpixl.addresses import quoted
from kpixl.blueprint.expressions.formula import Formula, RangeRef, Ref, formula, listed
from kpixl.blueprint.expressions.function import Args, Engine, ExcelFace, Function, Reckon, Scope, always
from kpixl.blueprint.expressions.functions_columns import engine_column, sheet_column
from kpixl.blueprint.expressions.nodes import And, Call, Node, Not, Value
from kpixl.blueprint.expressions.operands import ColumnOperand, Constant, Kind
from kpixl.blueprint.expressions.pieces import EMPTY, NEVER, Guards, Piece, if_, literal, united

CODE = 4
"""Digits of a code."""
_CODES, _BEFORE = 10**CODE, 10 ** (CODE - 1) - 1
"""How many numbers have so many digits at most, and how many of them have fewer but for one."""
_NOWHERE = 10**12
"""More than any row with any code."""
Evaluate = Callable[[Engine, Args], Reckon[Value]]
Write = Callable[[ExcelFace, Args, Kind], Piece]


def code_of(place: int) -> str:
    """The code of the reason in that place of the list, counted from 1."""
    return str(_BEFORE + place)


def _evaluate_codes(engine: Engine, args: Args) -> Reckon[Value]:
    conditions, codes = ([engine.value(each) for each in some] for some in (args[::2], args[1::2]))
    pairs = tuple(zip(conditions, codes, strict=True))

    def told(scope: Scope) -> Value:
        return "".join([str(code(scope)) for holds, code in pairs if holds(scope) is True])

    return told


def _codes(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    if kind != "text":
        return NEVER
    pairs = zip(args[::2], args[1::2], strict=True)
    told = [each for holds, code in pairs if (each := _told(sheet, holds, _code(sheet, code))) != EMPTY]
    return Piece(listed(told, "&") if told else EMPTY)


def _told(sheet: ExcelFace, holds: Node, code: Formula) -> Formula:
    """The code where the condition surely holds, in few words: the cells of every row have them."""
    match holds:
        case Not(operand):
            return if_(sheet.condition(operand, when_blank=True), EMPTY, code)
        case And((first, second)):
            return if_(sheet.condition(first, when_blank=False), _told(sheet, second, code), EMPTY)
    return if_(sheet.condition(holds, when_blank=False), code, EMPTY)


def _code(sheet: ExcelFace, node: Node) -> Formula:
    return sheet.piece(node, "text").value if isinstance(node, Call) else formula(sheet.cell(node, "codes"))


def _told_rows(column: ColumnOperand) -> Sequence[tuple[int, str]]:
    """The rows that have codes, counted from 0, each with them."""
    return column.once(  # type: ignore[no-any-return]  # of whatever is asked once
        "codes", lambda: [(n, str(item.value)) for n, item in enumerate(column.items) if item.value]
    )


def _evaluate_coded(engine: Engine, args: Args) -> Reckon[Value]:
    column = engine_column(engine, args[0], "coded")
    return lambda scope: Decimal(sum(len(codes) for _, codes in _told_rows(column(scope))) // CODE)


def _coded(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    cells = sheet_column(sheet, args[0], "coded").range
    return Piece(formula("SUMPRODUCT(LEN(", cells, f"))/{CODE}")) if kind == "number" else NEVER


def _evaluate_coded_rows(engine: Engine, args: Args) -> Reckon[Value]:
    column = engine_column(engine, args[0], "coded_rows")
    return lambda scope: Decimal(len(_told_rows(column(scope))))


def _coded_rows(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    cells = sheet_column(sheet, args[0], "coded_rows").range
    return Piece(formula("SUMPRODUCT(--(", cells, '<>""))')) if kind == "number" else NEVER


def _nth(number: Value, column: ColumnOperand, row: Value) -> Decimal | None:
    told = _told_rows(column)
    if not isinstance(number, Decimal) or not isinstance(row, Decimal) or not 1 <= number <= len(told):
        return None
    place, text = told[int(number) - 1]
    return Decimal((row + place) * _CODES + int(text[:CODE]))


def _smallest(cells: RangeRef, number: Formula) -> Formula:
    """The nth of the numbers that rows with a code make."""
    each = formula(
        "ROW(", cells, f")*{_CODES}+VALUE(0&LEFT(", cells, f",{CODE}))+(", cells, f'="")*{_NOWHERE}'
    )
    return formula("SUMPRODUCT(SMALL(", each, ",", number, "))")


def _evaluate_problem(engine: Engine, args: Args) -> Reckon[Value]:
    number, before, through = (engine.value(each) for each in args[:3])
    column, row = engine_column(engine, args[3], "problem"), engine.value(args[4])

    def problem(scope: Scope) -> Value:
        n, first, last = number(scope), before(scope), through(scope)
        if not isinstance(n, Decimal) or not isinstance(first, Decimal) or not isinstance(last, Decimal):
            return None
        return _nth(n - first, column(scope), row(scope)) if first < n <= last else Decimal(0)

    return problem


def _problem(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    if kind != "number":
        return NEVER
    n, before, through = (sheet.piece(each, "number").value for each in args[:3])
    mine = formula("AND(", before, "<", n, ",", n, "<=", through, ")")
    return Piece(
        if_(
            mine,
            _smallest(sheet_column(sheet, args[3], "problem").range, formula(n, "-", before)),
            formula("0"),
        )
    )


def _entry(values: Sequence[Value], told: Value) -> Value:
    """What the list has for a problem."""
    place = int(told) % _CODES - _BEFORE if isinstance(told, Decimal) else 0
    return values[place - 1] if 1 <= place <= len(values) else None


def _evaluate_reason(engine: Engine, args: Args) -> Reckon[Value]:
    problem, column = engine.value(args[0]), engine_column(engine, args[1], "reason")
    return lambda scope: _entry(column(scope).usable, problem(scope))


def _looked_up(sheet: ExcelFace, args: Args, function: str) -> Piece:
    problem, cells = sheet.piece(args[0], "number"), sheet_column(sheet, args[1], function).range
    return Piece(formula("INDEX(", cells, ",MOD(", problem.value, f",{_CODES})-{_BEFORE})"), problem.guards)


def _reason(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    return _looked_up(sheet, args, "reason") if kind == "text" else NEVER


def _evaluate_problem_cell(engine: Engine, args: Args) -> Reckon[Value]:
    problem, column = engine.value(args[0]), engine_column(engine, args[1], "problem_cell")

    def cell(scope: Scope) -> Value:
        told = problem(scope)
        letters = _entry(column(scope).usable, told)
        return f"{letters}{int(told) // _CODES}" if letters and isinstance(told, Decimal) else None

    return cell


def _problem_cell(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    letters, problem = _looked_up(sheet, args, "problem_cell"), sheet.piece(args[0], "number")
    if kind != "text":
        return NEVER
    return Piece(formula(letters.value, "&INT(", problem.value, f"/{_CODES})"), letters.guards)


def _above_zero(column: ColumnOperand) -> Sequence[tuple[int, Decimal]]:
    """The numbers that are greater than 0, with their places."""
    values = enumerate(column.usable, start=1)
    return [(place, value) for place, value in values if isinstance(value, Decimal) and value > 0]


def _evaluate_lone(engine: Engine, args: Args) -> Reckon[Value]:
    column = engine_column(engine, args[0], "lone")
    return lambda scope: next((Decimal(place) for place, _ in _above_zero(column(scope))), None)


def _lone(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    cells = sheet_column(sheet, args[0], "lone").range
    first = Ref(cells.first, row_absolute=True, column_absolute=True)
    place = formula("SUMPRODUCT((", cells, ">0)*(ROW(", cells, ")-ROW(", first, ")+1))")
    return Piece(place, _any_above_zero(cells)) if kind == "number" else NEVER


def _any_above_zero(cells: RangeRef) -> Guards:
    return Guards(tests=(formula("SUM(", cells, ")>0"),))


def _evaluate_lone_number(engine: Engine, args: Args) -> Reckon[Value]:
    column = engine_column(engine, args[0], "lone_number")
    return lambda scope: next((number for _, number in _above_zero(column(scope))), None)


def _lone_number(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    cells = sheet_column(sheet, args[0], "lone_number").range
    return Piece(formula("SUM(", cells, ")"), _any_above_zero(cells)) if kind == "number" else NEVER


def _evaluate_item(engine: Engine, args: Args) -> Reckon[Value]:
    column, place = engine_column(engine, args[0], "item"), engine.value(args[1])

    def item(scope: Scope) -> Value:
        there, values = place(scope), column(scope).usable
        return values[int(there) - 1] if isinstance(there, Decimal) and 1 <= there <= len(values) else None

    return item


def _item(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    cells, place = sheet_column(sheet, args[0], "item").range, sheet.piece(args[1], "number")
    return Piece(formula("INDEX(", cells, ",", place.value, ")"), place.guards) if kind == "text" else NEVER


def _evaluate_link(engine: Engine, args: Args) -> Reckon[Value]:
    """What is seen of it; where it leads is the spreadsheet's business."""
    return engine.value(args[2])


def _link(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    name, cell, text = (sheet.piece(arg, "text") for arg in args)
    if kind != "text":
        return NEVER
    known = sheet.resolved(args[0])
    if isinstance(known, Constant):
        before = literal(f"#{quoted(str(known.value))}!")
    else:
        before = formula('"#\'"&SUBSTITUTE(', name.value, ',"\'","\'\'")&"\'!"')
    there = formula(before, "&", cell.value)
    return Piece(formula("HYPERLINK(", there, ",", text.value, ")"), united((name, cell, text)))


def _evaluate_cell_of(engine: Engine, args: Args) -> Reckon[Value]:  # noqa: ARG001 - nobody reckons with it
    return lambda scope: None


def _cell_of(sheet: ExcelFace, args: Args, kind: Kind) -> Piece:
    ref = sheet.cell(args[0], "cell_of")
    return Piece(formula("ADDRESS(ROW(", ref, "),COLUMN(", ref, "),4)")) if kind == "text" else NEVER


def _function(
    name: str, arguments: int | None, kind: Kind, faces: tuple[Evaluate, Write], *names: int
) -> Function:
    """A function that blueprints do not know. arguments: how many, None for any number."""
    evaluate, piece = faces
    least = 0 if arguments is None else arguments
    return Function(
        name=name,
        least=least,
        most=arguments,
        evaluate=evaluate,
        kind=always(kind),
        piece=piece,
        names=names,
        hidden=True,
        tells_text=kind == "text",
    )


REASON_FUNCTIONS = (
    _function("codes", None, "text", (_evaluate_codes, _codes)),
    _function("coded", 1, "number", (_evaluate_coded, _coded), 0),
    _function("coded_rows", 1, "number", (_evaluate_coded_rows, _coded_rows), 0),
    _function("problem", 5, "number", (_evaluate_problem, _problem), 3),
    _function("reason", 2, "text", (_evaluate_reason, _reason), 1),
    _function("problem_cell", 2, "text", (_evaluate_problem_cell, _problem_cell), 1),
    _function("lone", 1, "number", (_evaluate_lone, _lone), 0),
    _function("lone_number", 1, "number", (_evaluate_lone_number, _lone_number), 0),
    _function("item", 2, "text", (_evaluate_item, _item), 0),
    _function("cell_of", 1, "text", (_evaluate_cell_of, _cell_of), 0),
    _function("link", 3, "text", (_evaluate_link, _link)),
)
