"""Which calls and operators become calls of a method by its Python name.

That takes a method that is always found (`dispatch`) and that has a name where the call is: one of
the same module, and not of `chunk` for a function outside of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.yields import Yields
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.layout import Layout
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import inner_functions


class NamedCalls:
    """Answers for the calls of a program."""

    def __init__(
        self,
        program: Program,
        flow: Flow,
        layouts: Mapping[str, Layout],
        yields: Yields,
        captures: Captures,
    ) -> None:
        self._flow = flow
        self._yields = yields
        self._captures = captures
        # The unit of each function, and whether it is defined at module level.
        self._places: dict[ir.Function, tuple[str, bool]] = {}
        for unit in program.units.values():
            self._place(unit.main, unit.id, layouts[unit.id], is_outside=False)

    def _place(
        self, function: ir.Function, unit_id: str, layout: Layout, *, is_outside: bool
    ) -> None:
        waiting = [(function, is_outside)]
        while waiting:
            each, is_outside = waiting.pop()
            is_outside = is_outside or each in layout.hoisted
            self._places[each] = (unit_id, is_outside)
            waiting.extend((inner, is_outside) for inner in inner_functions(each))

    def is_named(self, expr: ir.Expr, function: ir.Function) -> bool:
        """Whether an expression in a function is emitted as a call of a method by its name."""
        method = self._flow.dispatched.get(expr)
        if method is None:
            return False
        unit_id, is_outside = self._places[function]
        method_unit, is_method_outside = self._places[method]
        if unit_id != method_unit or (is_outside and not is_method_outside):
            return False
        match expr:
            case ir.Call() | ir.MethodCall():
                return True
            case ir.Compare(operator=">" | ">=", left=left, right=right):
                return self._runs_at_once(method) and all(map(self._is_simple, (left, right)))
            case _:
                return self._runs_at_once(method)

    def _runs_at_once(self, method: ir.Function) -> bool:
        return not self._yields.is_async(method)

    def _is_simple(self, expr: ir.Expr) -> bool:
        """Whether an operand is a Python name or literal."""
        match expr:
            case ir.VariableRef(variable=variable):
                return variable not in self._captures.cells
            case _:
                return isinstance(expr, ir.Constant)
