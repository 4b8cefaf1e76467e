"""Calls of methods that always find the same function.

local Queue = {}                     a class: a table made once, when the chunk runs
Queue.__index = Queue
function Queue:push(item) … end      stored before any function of the chunk can run
…
inbox:push(packet)                   every table that `inbox` can be was made by `setmetatable({…},
                                     Queue)` and has no field `push`: this calls `Queue:push`

Proofs rest on what the flow analysis knows of every table: which fields are ever stored, and which
metatables it ever gets. Tables that code out of sight may change (`exposure`) prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wippyc.analyse.values import EMPTY, OUTSIDE, Site, Tag, Value
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, block_expressions, walk_expression

if TYPE_CHECKING:
    from wippyc.analyse.flow_analysis import FlowAnalysis

# A chain of classes longer than this is not followed.
_LONGEST_CHAIN = 12


@dataclass(eq=False)
class _Classes:
    """What the beginnings of the chunks set up before any function of theirs can run.

    Attributes:
        tables: Sites whose table is made exactly once.
        fields: Fields such tables certainly have.
        methods: Functions written as the value of such a field.
        objects: Sites whose tables have a metatable before anybody sees them.
    """

    tables: set[Site] = field(default_factory=set)
    fields: set[tuple[Site, str]] = field(default_factory=set)
    methods: set[ir.Function] = field(default_factory=set)
    objects: set[Site] = field(default_factory=set)


def find_dispatch(
    analysis: FlowAnalysis, units: Iterable[Unit], exposed: frozenset[Site]
) -> dict[ir.Expr, ir.Function]:
    """Return the function of each call of a method or class function that is certain."""
    return _Dispatch(analysis, list(units), exposed).run()


class _Dispatch:
    def __init__(self, analysis: FlowAnalysis, units: list[Unit], exposed: frozenset[Site]) -> None:
        self._analysis = analysis
        self._flow = analysis.flow
        self._tables = analysis.tables
        self._units = units
        self._exposed = exposed
        self._classes = _Classes()

    def run(self) -> dict[ir.Expr, ir.Function]:
        """Resolve the calls of all units."""
        for unit in self._units:
            self._set_up(unit)
        if not self._classes.methods:
            return {}
        calls: list[tuple[ir.Expr, ir.Expr, str]] = []
        for unit in self._units:
            for function in all_functions(unit.main):
                for expr in block_expressions(function.body):
                    match expr:
                        case ir.ApiCall():
                            self._note_object(expr)
                        case ir.MethodCall(object=receiver, method=name):
                            calls.append((expr, receiver, name))
                        case ir.Call(
                            callee=ir.Index(
                                object=ir.VariableRef() as receiver,
                                key=ir.Constant(value=str() as name),
                            )
                        ):
                            calls.append((expr, receiver, name))
                        case _:
                            pass
        found: dict[ir.Expr, ir.Function] = {}
        for call, receiver, name in calls:
            method = self._resolve(self._value(receiver), name)
            if method is not None and method in self._flow.callees.get(call, frozenset()):
                found[call] = method
        return found

    def _value(self, expr: ir.Expr) -> Value:
        return self._flow.expressions.get(expr, EMPTY)

    # --- what the beginning of a chunk sets up ------------------------------------------------

    def _set_up(self, unit: Unit) -> None:
        """Read the statements before the first that may run a function of the program."""
        for statement in unit.main.body.statements:
            match statement:
                case ir.Local(values=values) if all(map(self._is_quiet, values)):
                    self._note_tables(values)
                case ir.DeclareFunction() | ir.DeclareType():
                    pass
                case ir.Evaluate(call=call) if self._is_quiet(call):
                    self._note_tables((call,))
                case ir.Assign(targets=[target], values=[value]) if self._is_quiet(value):
                    self._note_tables((value,))
                    if not self._note_store(target, value):
                        return
                case _:
                    return

    def _note_tables(self, values: tuple[ir.Expr, ...]) -> None:
        for value in values:
            for expr in walk_expression(value):
                match expr:
                    case ir.TableConstructor(items=items):
                        self._classes.tables.add(expr)
                        for item in items:
                            if isinstance(item, ir.KeyedItem):
                                self._note_field(expr, item.key, item.value)
                    case ir.ApiCall():
                        table = self._only_table(expr.arguments[0]) if expr.arguments else None
                        if table is not None and _is_setmetatable(expr):
                            self._classes.objects.add(table)
                    case _:
                        pass

    def _note_store(self, target: ir.Target, value: ir.Expr) -> bool:
        """Note a store into a field; return whether nothing else can happen with it."""
        match target:
            case ir.VariableRef():
                return True
            case ir.Index(object=base, key=key) if self._is_quiet(base) and self._is_quiet(key):
                table = self._only_table(base)
                if table is None or not self._stores_raw(table):
                    return not self._may_run_newindex(self._value(base))
                self._note_field(table, key, value)
                return True
            case _:
                return False

    def _note_field(self, table: Site, key: ir.Expr, value: ir.Expr) -> None:
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            self._classes.fields.add((table, key.value))
            if isinstance(value, ir.Function):
                self._classes.methods.add(value)

    def _only_table(self, expr: ir.Expr) -> Site | None:
        """Return the site of an expression that is always the same table."""
        value = self._value(expr)
        if value.tags != Tag.TABLE or len(value.tables) != 1:
            return None
        (site,) = value.tables
        return site if site in self._classes.tables else None

    def _stores_raw(self, table: Site) -> bool:
        return not self._may_run_newindex(Value(Tag.TABLE, tables=frozenset({table})))

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

    def _is_quiet(self, expr: ir.Expr) -> bool:
        """Whether evaluating an expression runs no function of the program."""
        return all(map(self._runs_nothing, walk_expression(expr)))

    def _runs_nothing(self, expr: ir.Expr) -> bool:
        match expr:
            case ir.ApiCall(arguments=arguments):
                return _is_setmetatable(expr) or self._are_plain(arguments)
            case ir.MethodCall(object=receiver, arguments=arguments):
                is_object = self._value(receiver).only(Tag.OBJECT | Tag.STRING)
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
        return not any(self._value(expr).can_be(Tag.TABLE | Tag.FUNCTION) for expr in exprs)

    def _note_object(self, expr: ir.ApiCall) -> None:
        if _is_setmetatable(expr) and isinstance(expr.arguments[0], ir.TableConstructor):
            self._classes.objects.add(expr.arguments[0])

    # --- looking fields up --------------------------------------------------------------------

    def _resolve(self, receiver: Value, name: str) -> ir.Function | None:
        if receiver.tags != Tag.TABLE or not receiver.tables:
            return None
        return _the_only(self._look_up(site, name, 0) for site in receiver.tables)

    def _is_readable(self, site: Site) -> bool:
        return not (
            site is OUTSIDE
            or site in self._exposed
            or self._tables.is_merged(site)
            or self._tables.has_computed_names(site)
        )

    def _look_up(self, site: Site, name: str, depth: int) -> ir.Function | None:
        if depth > _LONGEST_CHAIN or not self._is_readable(site):
            return None
        stored = self._tables.field(site, name)
        if stored is not None:
            return self._method(site, name, stored)
        metatables = self._tables.metatables(Value(Tag.TABLE, tables=frozenset({site})))
        if metatables.tags != Tag.TABLE or site not in self._classes.objects:
            return None
        return _the_only(self._inherited(meta, name, depth) for meta in metatables.tables)

    def _method(self, site: Site, name: str, stored: Value) -> ir.Function | None:
        if stored.tags != Tag.FUNCTION or len(stored.functions) != 1:
            return None
        (function,) = stored.functions
        if not isinstance(function, ir.Function) or function not in self._classes.methods:
            return None
        return function if (site, name) in self._classes.fields else None

    def _inherited(self, meta: Site, name: str, depth: int) -> ir.Function | None:
        if not self._is_readable(meta) or (meta, "__index") not in self._classes.fields:
            return None
        index = self._tables.field(meta, "__index")
        if index is None or index.tags != Tag.TABLE or len(index.tables) != 1:
            return None
        (site,) = index.tables
        if site not in self._classes.tables:
            return None
        return self._look_up(site, name, depth + 1)


def _the_only(functions: Iterator[ir.Function | None]) -> ir.Function | None:
    found = set(functions)
    return found.pop() if len(found) == 1 else None


def _is_setmetatable(expr: ir.ApiCall) -> bool:
    is_it = expr.module == "base" and expr.function.name == "setmetatable"
    return is_it and len(expr.arguments) == 2
