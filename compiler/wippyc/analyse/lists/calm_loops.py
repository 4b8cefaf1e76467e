"""Loops over `pairs` during which nothing is stored into the table they run over.

for key, inner in pairs(value) do       `copy` was made after `value` was there,
  copy[key] = deep_copy(inner)          and `deep_copy` stores only into tables of its own
end

What functions store into is seen in the bodies of all that the loop may call. Two tables are not
the same if their kinds differ, if one was made after the other was there, or if nothing else than
a variable has one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from wippyc.analyse.abstract_values.kept_fields import runs_code, steps_silently
from wippyc.analyse.abstract_values.string_calls import string_call
from wippyc.analyse.abstract_values.values import Tag
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.running_code import may_have_event, may_run_lua
from wippyc.analyse.lists.list_kinds import Kind
from wippyc.analyse.program.captures import Captures
from wippyc.ir import nodes as ir
from wippyc.ir.walk import block_expressions, expressions_of, walk_statements

# More functions than this are not followed from one loop.
_MOST_FUNCTIONS: Final = 100
# Functions of `table` that look at no other table than the first argument: whether they change it.
_ON_FIRST: Final[Mapping[str, bool]] = {
    "concat": False, "insert": True, "remove": True, "sort": True, "unpack": False,
}  # fmt: skip
# Variables that have the same value from their declaration on, unless they are assigned.
_FIXED_KINDS: Final = ("local", "loop", "parameter")


@dataclass(frozen=True, slots=True)
class Walk:
    """A loop over `pairs`.

    Attributes:
        loop: The loop.
        table: What it runs over.
        function: Where it is.
    """

    loop: ir.GenericFor
    table: ir.Expr
    function: ir.Function


@dataclass(frozen=True, slots=True)
class _Changes:
    """What running a block may do.

    Attributes:
        stores: The tables that it stores into itself.
        callees: The functions that it calls.
    """

    stores: tuple[ir.Expr, ...]
    callees: frozenset[ir.Function]


class CalmLoops:
    """Tells which loops are calm, once the kinds of all tables are known."""

    def __init__(
        self,
        flow: Flow,
        captures: Captures,
        initial: Mapping[ir.Variable, ir.Expr],
        kind_of: Callable[[ir.Expr], Kind | None],
    ) -> None:
        """Prepare the search.

        Args:
            flow: Types of expressions, and which functions calls reach.
            captures: Variable facts.
            initial: The value of each variable that is declared with one.
            kind_of: Gives the kind of an expression.
        """
        self._flow = flow
        self._captures = captures
        self._initial = initial
        self._kind_of = kind_of
        self._known: dict[ir.Function, _Changes | None] = {}
        self._handed_out: dict[ir.Function, frozenset[ir.Variable]] = {}

    def is_calm(self, walk: Walk) -> bool:
        """Whether nothing is stored into the table while the loop runs."""
        own = self._changes(walk.loop.body)
        if own is None:
            return False
        for store in own.stores:
            if self._may_be_same(walk.table, store) and not self._is_newer(store, walk):
                return False
        reached = list(own.callees)
        for function in reached:
            if len(reached) > _MOST_FUNCTIONS:
                return False
            if function not in self._known:
                self._known[function] = self._changes(function.body)
            changes = self._known[function]
            if changes is None:
                return False
            for store in changes.stores:
                if self._may_be_same(walk.table, store) and not self._is_own(store, function):
                    return False
            reached.extend(changes.callees.difference(reached))
        return True

    # --- tables -------------------------------------------------------------------------------

    def _may_be_same(self, one: ir.Expr, other: ir.Expr) -> bool:
        """Whether two expressions may give the same table, as far as kinds tell."""
        first, second = self._kind_of(one), self._kind_of(other)
        if first is None or second is None:
            return False
        first, second = first.root(), second.root()
        return first is second or (first.is_open and second.is_open)

    def _is_own(self, store: ir.Expr, function: ir.Function) -> bool:
        """Whether a table is made by the call of a function that stores into it."""
        match store:
            case ir.VariableRef(variable=variable) if variable not in self._captures.assigned:
                is_here = self._captures.owner.get(variable) is function
                return is_here and isinstance(self._initial.get(variable), ir.TableConstructor)
            case _:
                return False

    def _is_newer(self, store: ir.Expr, walk: Walk) -> bool:
        """Whether a table was made when the one that a loop runs over was there already."""
        if not (isinstance(store, ir.VariableRef) and self._is_own(store, walk.function)):
            return False
        made = store.variable
        match walk.table:
            case ir.VariableRef(variable=variable) if variable.kind in _FIXED_KINDS:
                if variable not in self._captures.assigned:
                    return variable.span.start < made.span.start or self._is_private(made, walk)
            case _:
                pass
        return self._is_private(made, walk) or any(
            isinstance(statement, ir.Local) and made in statement.variables
            for statement in walk_statements(walk.loop.body)
        )

    def _is_private(self, variable: ir.Variable, walk: Walk) -> bool:
        """Whether no other expression than a variable gives its table, until it is returned."""
        if variable in self._captures.captured or (
            isinstance(walk.table, ir.VariableRef) and walk.table.variable is variable
        ):
            return False
        function = walk.function
        handed_out = self._handed_out.get(function)
        if handed_out is None:
            handed_out = self._handed_out[function] = _handed_out(function)
        return variable not in handed_out

    # --- code ---------------------------------------------------------------------------------

    def _changes(self, block: ir.Block) -> _Changes | None:
        """Return what running a block may do; `None` if that is not known."""
        stores: list[ir.Expr] = []
        callees: set[ir.Function] = set()
        for statement in walk_statements(block):
            match statement:
                case ir.GenericFor(iterators=iterators) if not steps_silently(iterators):
                    return None
                case ir.Assign(targets=targets):
                    for target in targets:
                        match target:
                            case ir.Index(object=table):
                                stores.append(table)
                            case ir.VariableRef(variable=variable) if variable.kind != "global":
                                pass
                            case _:
                                return None
                case _:
                    pass
        if any(may_have_event(store, ("__newindex",), self._flow) for store in stores):
            return None
        for expr in block_expressions(block):
            match expr:
                case ir.Call() | ir.MethodCall():
                    found = self._callees(expr)
                    if found is None:
                        return None
                    callees.update(found)
                case ir.ApiCall(module="table"):
                    changed = self._changed_by(expr)
                    if changed is None:
                        return None
                    stores.extend(changed)
                case ir.ApiCall(module="string" | "math") if not may_run_lua(expr, self._flow):
                    pass
                case ir.ApiCall(module="base", function=row) if row.name == "tostring":
                    if may_run_lua(expr, self._flow):
                        return None
                case ir.ApiCall() | ir.CallActivity() | ir.Sleep():
                    if runs_code(expr):
                        return None
                case _ if may_run_lua(expr, self._flow):
                    return None
                case _:
                    pass
        return _Changes(tuple(stores), frozenset(callees))

    def _callees(self, call: ir.Call | ir.MethodCall) -> frozenset[ir.Function] | None:
        """Return the functions a call runs; `None` if it may run others."""
        flow = self._flow
        method = string_call(call, flow.value)
        if method is not None:
            return None if method.name in ("format", "gsub") else frozenset()
        callees = flow.callees.get(call, frozenset())
        found = frozenset(each for each in callees if isinstance(each, ir.Function))
        if call in flow.open_calls or not found or len(found) != len(callees):
            return None
        callee = flow.value(call.callee if isinstance(call, ir.Call) else call.object)
        if callee.can_be(Tag.TABLE | Tag.OBJECT) and "__call" in flow.fields:
            return None
        return found

    def _changed_by(self, call: ir.ApiCall) -> tuple[ir.Expr, ...] | None:
        """Return what a function of `table` changes; `None` if it may run other code."""
        name, arguments = call.function.name, call.arguments
        if name not in _ON_FIRST or not arguments or isinstance(arguments[0], ir.MULTI):
            return None
        # They look for no metamethods, but order elements by them.
        if name == "sort" and (len(arguments) > 1 or "__lt" in self._flow.fields):
            return None
        return (arguments[0],) if _ON_FIRST[name] else ()


def _handed_out(function: ir.Function) -> frozenset[ir.Variable]:
    """Return the variables that are used otherwise than to get at fields or to be returned."""
    uses: Counter[ir.Variable] = Counter(
        reference.variable for reference in expressions_of(function.body, ir.VariableRef)
    )
    held = [expr.object for expr in expressions_of(function.body, ir.Index)]
    held += [expr.operand for expr in expressions_of(function.body, ir.Unary)]
    for statement in walk_statements(function.body):
        if isinstance(statement, ir.Return):
            held += statement.values
    uses.subtract(each.variable for each in held if isinstance(each, ir.VariableRef))
    return frozenset(variable for variable, count in uses.items() if count)
