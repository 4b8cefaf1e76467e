"""Which tables keep their elements in the dict: those that are read and stored by index.

A `Table` has its elements in a list: appending and looping are fast, `t[i]` is not. An
`IndexedTable` has them in the dict: `t[i]` and `t[i] = v` are Python's own operations. Each table
constructor is one or the other, by what the program does with the tables it makes. When both meet
in one variable, reads are the same code and stores go through `set`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wippyc.analyse.abstract_values.values import BOOLEAN, EMPTY, INTEGERS, NUMBER, Site, Tag, Value
from wippyc.analyse.call_graph.loop_weights import placed_expressions
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.lists.list_tables import ListTables
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, placed_statements

# Nanoseconds that an indexed table saves, compared with a list.
_READ = 110
_STORE = 65
_APPEND = -130
_POP = -300
_CREATION = -40
_PER_ITEM = -80
# A list becomes an indexed table.
_COPY = -500
# Costs of functions that go through all elements, or move them.
_PER_ELEMENT = -40
_WHOLE_TABLE = -2000
_MOVING = -20_000
# Rounds of a loop.
_ROUNDS = 8
_WALKING = frozenset({("base", "ipairs"), ("base", "pairs")})
_NEUTRAL = frozenset(("base", name) for name in ("type", "rawequal", "setmetatable"))
_Place = ir.VariableRef | ir.GlobalRef | ir.Index


@dataclass(eq=False)
class IndexedTables:
    """Tables with their elements in the dict.

    Attributes:
        sites: The constructors that make them.
        reasons: Why other constructors, whose tables are used by index in loops too, do not.
    """

    flow: Flow
    sites: set[ir.TableConstructor] = field(default_factory=set)
    reasons: dict[ir.TableConstructor, str] = field(default_factory=dict)
    _assigned: dict[ir.Variable, list[ir.Expr]] = field(default_factory=dict)
    _opaque: set[ir.Variable] = field(default_factory=set)

    def are_indexed(self, value: Value) -> bool:
        """Whether every table that a value can be is indexed."""
        return bool(value.tables) and all(site in self.sites for site in value.tables)

    def takes_native_store(self, target: ir.Index, value: ir.Expr | None) -> bool:
        """Whether `t[i] = v` of Python is exact for a store.

        Args:
            target: Where the program stores.
            value: What; `None` if it is no single expression.
        """
        values = self.flow.expressions
        base, key = values.get(target.object, EMPTY), values.get(target.key, EMPTY)
        return (
            value is not None
            and base.only(Tag.TABLE | Tag.NIL)
            and self.are_indexed(base)
            and bool(key.tags)
            and key.only(INTEGERS)
            and self._may_be_stored(base, value)
        )

    def _may_be_stored(self, owner: Value, value: ir.Expr) -> bool:
        """Whether a value is not nil, or nil only where an element is read that is not there.

        Nil stored natively stays in the dict. That is exact where nothing is inherited, but a table
        whose entries are cleared like that would grow for ever.
        """
        if not self.flow.objects.isdisjoint(owner.tables):
            known = self.flow.value(value)
            return bool(known.tags) and not known.can_be(Tag.NIL)
        seen: set[ir.Variable] = set()
        pending = [value]
        while pending:
            expr = pending.pop()
            known = self.flow.value(expr)
            if known.tags and not known.can_be(Tag.NIL):
                continue
            match expr:
                case ir.Index(object=table) if self.are_indexed(self.flow.value(table)):
                    continue
                case ir.VariableRef(variable=variable) if variable not in self._opaque:
                    if variable not in seen:
                        seen.add(variable)
                        pending.extend(self._assigned.get(variable, ()))
                case _:
                    return False
        return True

    def note_assignments(self, program: Program) -> None:
        """Collect what is assigned to each variable."""
        for unit in program.units.values():
            for function in all_functions(unit.main):
                self._opaque.update(function.parameters)
                for statement, _, _ in placed_statements(function.body):
                    self._note_assignment(statement)

    def _note_assignment(self, statement: ir.Statement) -> None:
        targets: tuple[ir.Variable | None, ...]
        match statement:
            case ir.Local(variables=variables, values=values):
                targets = variables
            case ir.Assign(targets=places, values=values):
                targets = tuple(
                    place.variable if isinstance(place, ir.VariableRef) else None
                    for place in places
                )
            case ir.GenericFor(variables=variables):
                targets, values = variables, ()
            case _:
                return
        is_paired = len(targets) == len(values) and not isinstance(values[-1], ir.MULTI)
        for position, variable in enumerate(targets):
            if variable is None:
                continue
            if is_paired:
                self._assigned.setdefault(variable, []).append(values[position])
            else:
                self._opaque.add(variable)


def find_indexed_tables(
    program: Program,
    flow: Flow,
    filling: frozenset[ir.Index],
    lists: ListTables,
    depths: Mapping[ir.Function, int],
) -> IndexedTables:
    """Decide for each table constructor of a program.

    Args:
        program: The program.
        flow: Types and allocation sites of its expressions.
        filling: Places whose stores append.
        lists: Tables that are lists at first: what counts is what happens to them afterwards.
        depths: Number of loops around the calls of each function.
    """
    found = IndexedTables(flow)
    found.note_assignments(program)
    search = _Search(program, flow, filling, lists, depths)
    search.run()
    for site in search.used_in_loops():
        reason = search.reason_against(site)
        if reason is None:
            found.sites.add(site)
        else:
            found.reasons[site] = reason
    return found


# Expressions that do something with a table, or make one.
_LOOKED_AT = frozenset({ir.ApiCall, ir.Index, ir.TableConstructor})


class _Search:
    """Weighs what the program does with the tables of each constructor."""

    def __init__(
        self,
        program: Program,
        flow: Flow,
        filling: frozenset[ir.Index],
        lists: ListTables,
        depths: Mapping[ir.Function, int],
    ) -> None:
        self._program = program
        self._flow = flow
        self._filling = filling
        self._lists = lists
        self._depths = depths
        self._gains: Counter[ir.TableConstructor] = Counter()
        self._repeated: set[Site] = set()
        self._unsafe: dict[Site, str] = {}
        self._constructors: list[ir.TableConstructor] = []

    def run(self) -> None:
        """Look through the whole program."""
        for unit in self._program.units.values():
            for function in all_functions(unit.main):
                base = self._depths[function]
                stored = set(_stored_places(function))
                for expr, depth in placed_expressions(function):
                    if type(expr) in _LOOKED_AT or expr in self._lists.leaving:
                        self._expression(expr, base + depth, expr in stored)

    def used_in_loops(self) -> list[ir.TableConstructor]:
        """Return the constructors whose tables are used by index in loops."""
        return [site for site in self._constructors if site in self._repeated]

    def reason_against(self, site: ir.TableConstructor) -> str | None:
        """Return why a constructor makes no indexed tables."""
        if site in self._unsafe:
            return self._unsafe[site]
        if site in self._flow.unfollowed and site not in self._flow.inheriting:
            return "has a metatable, or built-in functions keep it"
        if not _is_plain(site, self._flow):
            return "has computed keys or both kinds of fields"
        if self._gains[site] <= 0:
            return "appended to and walked more than used by index"
        return None

    def _add(self, value: Value, gain: int, depth: int) -> None:
        for site in value.tables:
            if isinstance(site, ir.TableConstructor):
                self._gains[site] += gain * _ROUNDS ** min(depth, 5)

    def _expression(self, expr: ir.Expr, depth: int, is_stored: bool) -> None:
        if expr in self._lists.leaving:
            self._add(self._flow.value(expr), _COPY, depth)
        match expr:
            case ir.TableConstructor() if self._lists.holds(expr):
                self._constructors.append(expr)
            case ir.TableConstructor() if self._lists.holds_map(expr):
                pass
            case ir.TableConstructor(items=items):
                self._constructors.append(expr)
                cost = _CREATION + _PER_ITEM * len(items) if items else 0
                self._add(Value(Tag.TABLE, tables=frozenset({expr})), cost, depth)
            case ir.Index(object=table, key=key) if not self._lists.holds(table):
                if expr in self._filling:
                    self._add(self._flow.value(table), _APPEND, depth)
                else:
                    self._index(self._flow.value(table), key, depth, is_stored)
            case ir.ApiCall():
                self._built_in(expr, depth)
            case _:
                pass

    def _index(self, table: Value, key: ir.Expr, depth: int, is_stored: bool) -> None:
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            return
        known = self._flow.value(key)
        if not is_stored and (not known.tags or known.can_be(BOOLEAN)):
            for site in table.tables:
                self._unsafe.setdefault(site, "read with a key that may be a boolean")
            return
        if not known.can_be(NUMBER):
            return
        if is_stored and _is_behind_end(key):
            self._add(table, _APPEND, depth)
            return
        gain = _STORE if is_stored else _READ
        # A key that may be something else than a number is one half of the time.
        self._add(table, gain if known.only(NUMBER | Tag.NIL) else gain // 2, depth)
        if depth:
            self._repeated |= table.tables

    def _built_in(self, expr: ir.ApiCall, depth: int) -> None:
        name = (expr.module, expr.function.name)
        if name in _NEUTRAL or not expr.arguments or self._lists.holds(expr.arguments[0]):
            return
        table, count = self._flow.value(expr.arguments[0]), len(expr.arguments)
        if name == ("table", "insert"):
            self._add(table, _APPEND if count == 2 else _MOVING, depth)
        elif name == ("table", "remove"):
            self._add(table, _POP if count == 1 else _MOVING, depth)
        elif name in _WALKING:
            self._add(table, _PER_ELEMENT, depth + 1)
        else:
            for argument in expr.arguments:
                self._add(self._flow.value(argument), _WHOLE_TABLE, depth)


def _stored_places(function: ir.Function) -> Iterator[_Place]:
    for statement, _, _ in placed_statements(function.body):
        if isinstance(statement, ir.Assign):
            yield from statement.targets


def _is_plain(site: ir.TableConstructor, flow: Flow) -> bool:
    """Whether a constructor has positional values and names, or only names and integers as keys.

    One key may be computed; the others differ.
    """
    keyed = [item for item in site.items if isinstance(item, ir.KeyedItem)]
    names = [item.key.value for item in keyed if isinstance(item.key, ir.Constant)]
    if len(set(names)) != len(names) or len(keyed) - len(names) > 1:
        return False
    if all(isinstance(name, str) for name in names) and len(names) == len(keyed):
        return True
    return len(keyed) == len(site.items) and all(_is_entry(item, flow) for item in keyed)


def _is_entry(item: ir.KeyedItem, flow: Flow) -> bool:
    """Whether a keyed value can be an entry of a Python dict: under a name or an integer."""
    key, value = flow.value(item.key), flow.value(item.value)
    is_name = isinstance(item.key, ir.Constant) and isinstance(item.key.value, str)
    is_key = is_name or (bool(key.tags) and key.only(INTEGERS))
    return is_key and bool(value.tags) and not value.can_be(Tag.NIL)


def _is_behind_end(key: ir.Expr) -> bool:
    """Whether a key is `#t + 1`."""
    match key:
        case ir.Arithmetic(operator="+", left=ir.Unary(operator="#"), right=ir.Constant(value=1)):
            return True
        case _:
            return False
