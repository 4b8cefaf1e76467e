"""Which libraries an entry loads before its own code runs.

local registry = require("registry")       a chunk that changes what others see: whoever imports
registry.add("mail", send)                 it has it run first, even if it never names it

local Mailer = {}                          a chunk that only makes what it returns: nobody can
function Mailer.send(to) … end             tell when it ran, so it does where it is first used
return Mailer
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from functools import cache, cached_property
from typing import Final

from wippyc.analyse.abstract_values.values import EMPTY, Site, Tag, Value
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.tables import TableModel
from wippyc.analyse.program.metatables import is_setmetatable
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program, Unit
from wippyc.ir.walk import block_expressions, expressions_of, walk_statements

# Modules whose functions do nothing but with what they are given.
_PURE_MODULES: Final = frozenset({"string", "math", "table", "json"})
_PURE_FUNCTIONS: Final = frozenset(
    {"rawset", "rawget", "rawequal", "type", "tostring", "tonumber", "select", "unpack", "next",
     "pairs", "ipairs"}
)  # fmt: skip
_RANDOM: Final = frozenset({"random", "randomseed"})
_ITERATORS: Final = frozenset({("base", "pairs"), ("base", "ipairs"), ("string", "gmatch")})


def find_loads(program: Program, flow: Flow) -> Mapping[str, tuple[str, ...]]:
    """Return the libraries that each unit loads first, by entry ID, in their order."""
    loads: dict[str, tuple[str, ...]] = {}
    noticed: dict[str, bool] = {}
    tables = {unit: part.tables for part in flow.components for unit in part.units}

    @cache
    def made(library: str) -> Set[ir.Expr]:
        body = program.units[library].main.body
        return frozenset(expressions_of(body, ir.TableConstructor, ir.Function))

    def visit(unit: Unit) -> tuple[str, ...]:
        if unit.id not in loads:
            # Applications whose imports form a circle are refused, but still analysed.
            loads[unit.id] = ()
            imported = dict.fromkeys(str(each.target) for each in unit.entry.imports)
            libraries = [program.units[entry] for entry in imported if entry in program.units]
            loads[unit.id] = tuple(each.id for each in libraries if is_noticed(each))
        return loads[unit.id]

    def is_noticed(library: Unit) -> bool:
        has_loads = bool(visit(library))
        if library.id not in noticed:
            chunk = _Chunk(library, flow, tables[library], made)
            noticed[library.id] = has_loads or not chunk.is_quiet()
        return noticed[library.id]

    for unit in program.units.values():
        if unit.entry.kind != "library.lua":
            visit(unit)
    for unit in program.units.values():
        visit(unit)
    return loads


class _Chunk:
    """The top level of a library."""

    def __init__(
        self, unit: Unit, flow: Flow, tables: TableModel, made: Callable[[str], Set[ir.Expr]]
    ) -> None:
        self._unit = unit
        self._made = made
        self._tables = tables
        self._flow = flow
        self._own: frozenset[Site] = frozenset(expressions_of(unit.main.body, ir.TableConstructor))
        self._targets: frozenset[ir.Expr] = frozenset(
            target
            for statement in walk_statements(unit.main.body)
            if isinstance(statement, ir.Assign)
            for target in statement.targets
        )

    def is_quiet(self) -> bool:
        """Whether nothing outside the library can tell when it runs."""
        body = self._unit.main.body
        return all(self._does_nothing(statement) for statement in walk_statements(body)) and all(
            self._tells_nothing(expr) for expr in block_expressions(body)
        )

    def _does_nothing(self, statement: ir.Statement) -> bool:
        match statement:
            case ir.Assign(targets=targets):
                return all(self._is_own_place(target) for target in targets)
            case ir.GenericFor(iterators=[ir.ApiCall(module=module, function=row)]):
                return (module, row.name) in _ITERATORS
            case ir.GenericFor():
                return False
            case _:
                return True

    def _is_own_place(self, target: ir.Expr) -> bool:
        match target:
            case ir.VariableRef():
                return True
            case ir.Index(object=base):
                is_plain = "__newindex" not in self._flow.fields or self._is_plain(base)
                return self._is_own(base) and is_plain
            case _:
                return False

    def _is_own(self, expr: ir.Expr) -> bool:
        """Whether an expression can only be a table that the chunk made."""
        tables = self._flow.value(expr).tables
        return bool(tables) and tables <= self._own

    def _is_plain(self, table: ir.Expr) -> bool:
        return self._flow.is_plain(self._flow.value(table), self._unit.id)

    @cached_property
    def _inherits_own(self) -> bool:
        """Whether tables of the chunk inherit from other tables of the chunk at most."""
        for site in self._own & self._flow.objects:
            metatables = self._tables.metatables(Value(Tag.TABLE, tables=frozenset({site})))
            if not metatables.tables <= self._own:
                return False
            for metatable in metatables.tables:
                index = self._tables.field(metatable, "__index") or EMPTY
                is_own = index.only(Tag.TABLE) and index.tables <= self._own
                if not is_own or self._tables.has_computed_names(metatable):
                    return False
        return True

    def _is_one_of(self, value: Value, made: Set[ir.Expr]) -> bool:
        """Whether a value is certainly one that was made at a single place."""
        sites = value.tables | value.functions
        return len(sites) == 1 and sites <= made

    def _is_harmless(self, expr: ir.Expr) -> bool:
        """Whether using a value tells nothing of other code, and runs none."""
        value = self._flow.value(expr)
        if value.can_be(Tag.TABLE):
            return self._is_own(expr) and self._is_plain(expr)
        return bool(value.tags) and not value.can_be(Tag.FUNCTION | Tag.OBJECT)

    def _tells_nothing(self, expr: ir.Expr) -> bool:
        match expr:
            case ir.Index() if expr in self._targets:
                # They are no reads.
                return True
            case ir.Index(object=ir.ModuleRef()):
                return True
            case ir.Index(object=ir.LibraryRef(entry_id=library)):
                value = self._flow.value(expr)
                # Nothing puts another one there.
                is_one = value.tags in (Tag.TABLE, Tag.FUNCTION)
                return is_one and self._is_one_of(value, self._made(library))
            case ir.Index(object=base):
                return self._is_own(base) and (self._is_plain(base) or self._inherits_own)
            case ir.Compare(left=left, right=right) | ir.Arithmetic(left=left, right=right):
                return self._is_harmless(left) and self._is_harmless(right)
            case ir.Concat(parts=parts):
                return all(self._is_harmless(part) for part in parts)
            case ir.Unary(operand=operand):
                return self._is_harmless(operand)
            case ir.ApiCall():
                return self._is_pure(expr)
            case ir.MethodCall(object=receiver, arguments=arguments):
                is_text = self._flow.value(receiver).only(Tag.STRING)
                return is_text and all(self._is_harmless(each) for each in (receiver, *arguments))
            case ir.Call() | ir.CallActivity() | ir.Sleep() | ir.GlobalRef():
                return False
            case _:
                return True

    def _is_pure(self, expr: ir.ApiCall) -> bool:
        name = expr.function.name
        if is_setmetatable(expr):
            return self._is_own(expr.arguments[0])
        if expr.module == "base":
            is_known = name in _PURE_FUNCTIONS
        else:
            is_known = expr.module in _PURE_MODULES and name not in _RANDOM
        return is_known and all(self._is_harmless(argument) for argument in expr.arguments)
