"""What the statements of a chunk set up: classes, their fields, and when code can see them.

local Queue = {}                     made exactly once, when the chunk runs
Queue.__index = Queue                field `__index` is there behind this statement
local log = logger:named("queue")    may run functions of the program: those that this statement
                                     reaches can find `Queue` as it is here, without `push`
function Queue:push(item) … end      field `push` is there behind this statement

A function that no statement of the chunk reaches runs after all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wippyc.analyse.abstract_values.values import EMPTY, OUTSIDE, FunctionValue, Site, Tag, Value
from wippyc.analyse.dataflow.first_runs import CallReach, FirstRuns, are_plain
from wippyc.analyse.program.metatables import is_setmetatable
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import (
    all_functions,
    block_expressions,
    child_expressions,
    walk_expression,
    walk_statements,
)

if TYPE_CHECKING:
    from wippyc.analyse.dataflow.flow_analysis import FlowAnalysis


@dataclass(frozen=True, slots=True)
class Moment:
    """The end of a statement of a chunk."""

    unit: str
    index: int


class ClassSetup:
    """Follows the top-level statements of chunks.

    Args:
        analysis: What is known of values.
        units: The chunks.
        exposed: Functions that code out of sight may call.

    Attributes:
        tables: Sites whose table is made exactly once.
        fields: Fields such tables certainly have, and from when on.
        methods: Functions written as the value of such a field.
        objects: Sites whose tables have a metatable: from when on, or `None` if before anybody
            sees them.
    """

    def __init__(
        self, analysis: FlowAnalysis, units: Iterable[Unit], exposed: frozenset[FunctionValue]
    ) -> None:
        self.tables: set[Site] = set()
        self.fields: dict[tuple[Site, str], Moment] = {}
        self.methods: set[ir.Function] = set()
        self.objects: dict[Site, Moment | None] = {}
        self._flow = analysis.flow
        self._tables = analysis.tables
        self._mains: dict[str, ir.Function] = {}
        self._first_runs: dict[str, FirstRuns] = {}
        # Where expressions of chunks stand.
        self._places: dict[ir.Expr, int] = {}
        self._reach = CallReach(analysis.flow, analysis.tables, exposed)
        for unit in units:
            self._follow(unit)

    def is_over(self, moment: Moment, function: ir.Function, expr: ir.Expr) -> bool:
        """Whether a moment has passed whenever a function evaluates an expression in it."""
        if function is self._mains[moment.unit]:
            place = self._places.get(expr)
            return place is None or moment.index < place
        first = self._first_runs[moment.unit].of(function)
        return first is None or moment.index < first

    # --- statements ---------------------------------------------------------------------------

    def _follow(self, unit: Unit) -> None:
        self._mains[unit.id] = unit.main
        blocks = [
            ir.Block(span=statement.span, statements=(statement,))
            for statement in unit.main.body.statements
        ]
        runs = FirstRuns(self._reach, map(_written_in, blocks))
        self._first_runs[unit.id] = runs
        for index, block in enumerate(blocks):
            (statement,) = block.statements
            parts = walk_statements(block)
            if any(isinstance(part, ir.Return | ir.Goto | ir.Label) for part in parts):
                # What follows may never run, or run again.
                return
            runs.make(index)
            now = Moment(unit.id, index)
            exprs = block_expressions(block)
            self._places.update(dict.fromkeys(exprs, index))
            if not self._is_quiet(statement):
                runs.run(index, exprs, parts)
            match statement:
                case ir.Local(values=values):
                    self._note_tables(values, now)
                case ir.Evaluate(call=call):
                    self._note_tables((call,), now)
                case ir.Assign(targets=[target], values=[value]):
                    self._note_tables((value,), now)
                    self._note_store(target, value, now)
                case _:
                    pass

    def _is_quiet(self, statement: ir.Statement) -> bool:
        """Whether a statement runs no function of the program."""
        match statement:
            case ir.DeclareFunction() | ir.DeclareType():
                return True
            case ir.Local(values=values):
                return all(map(self._runs_nothing, _parts(values)))
            case ir.Evaluate(call=call):
                return all(map(self._runs_nothing, _parts((call,))))
            case ir.Assign(targets=[ir.Index(object=base) as target], values=values):
                return all(map(self._runs_nothing, _parts((target, *values)))) and (
                    not self._may_run_newindex(self._flow.value(base))
                )
            case ir.Assign(targets=[ir.VariableRef()], values=values):
                return all(map(self._runs_nothing, _parts(values)))
            case _:
                return False

    def _runs_nothing(self, expr: ir.Expr) -> bool:
        """Whether evaluating this node itself runs no function of the program."""
        match expr:
            case ir.ApiCall(arguments=arguments):
                return is_setmetatable(expr) or self._are_plain(arguments)
            case ir.MethodCall(object=receiver, arguments=arguments):
                is_object = self._flow.value(receiver).only(Tag.OBJECT | Tag.STRING)
                return is_object and self._are_plain(arguments)
            case ir.Index():
                handlers = self._tables.named.get("__index", EMPTY)
                return not handlers.functions
            case ir.Arithmetic(left=left, right=right) | ir.Compare(left=left, right=right):
                return self._are_plain((left, right))
            case ir.Unary(operand=operand):
                return self._are_plain((operand,))
            case ir.Concat(parts=parts):
                return self._are_plain(parts)
            case ir.Call() | ir.CallActivity() | ir.Sleep() | ir.GlobalRef():
                return False
            case _:
                return True

    def _are_plain(self, exprs: tuple[ir.Expr, ...]) -> bool:
        """Whether values hold no function that could be called, nor a metamethod."""
        return are_plain(map(self._flow.value, exprs))

    def _may_run_newindex(self, target: Value) -> bool:
        """Whether a store may end up elsewhere than in the table itself."""
        if OUTSIDE in target.tables:
            return "__newindex" in self._tables.named
        return any(
            meta is OUTSIDE
            or self._tables.has_computed_names(meta)
            or self._tables.field(meta, "__newindex") is not None
            for meta in self._tables.metatables(target).tables
        )

    # --- what they make -----------------------------------------------------------------------

    def _note_tables(self, values: tuple[ir.Expr, ...], now: Moment) -> None:
        for expr in _certain_parts(values):
            match expr:
                case ir.TableConstructor(items=items):
                    self.tables.add(expr)
                    for item in items:
                        if isinstance(item, ir.KeyedItem):
                            self._note_field(expr, item.key, item.value, now)
                case ir.ApiCall(arguments=[first, *_]) if is_setmetatable(expr):
                    table = self._only_table(first)
                    if table is not None:
                        self.objects[table] = now
                case _:
                    pass

    def _note_store(self, target: ir.Target, value: ir.Expr, now: Moment) -> None:
        match target:
            case ir.Index(object=base, key=key):
                table = self._only_table(base)
                if table is not None and not self._may_run_newindex(self._flow.value(base)):
                    self._note_field(table, key, value, now)
            case _:
                pass

    def _note_field(self, table: Site, key: ir.Expr, value: ir.Expr, now: Moment) -> None:
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            self.fields.setdefault((table, key.value), now)
            if isinstance(value, ir.Function):
                self.methods.add(value)

    def _only_table(self, expr: ir.Expr) -> Site | None:
        """Return the site of an expression that is always the same table."""
        value = self._flow.value(expr)
        if value.tags != Tag.TABLE or len(value.tables) != 1:
            return None
        (site,) = value.tables
        return site if site in self.tables else None


def _written_in(block: ir.Block) -> Iterator[ir.Function]:
    for expr in block_expressions(block):
        if isinstance(expr, ir.Function):
            yield from all_functions(expr)


def _parts(exprs: Iterable[ir.Expr]) -> Iterator[ir.Expr]:
    for expr in exprs:
        yield from walk_expression(expr)


def _certain_parts(exprs: Iterable[ir.Expr]) -> Iterator[ir.Expr]:
    """Yield expressions and what is evaluated whenever they are."""
    for expr in exprs:
        yield expr
        if isinstance(expr, ir.Logical):
            yield from _certain_parts((expr.left,))
        else:
            yield from _certain_parts(child_expressions(expr))
