"""Tables that keep the elements they are made with: `local WORDS = { "order", "item" }`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wippyc.analyse.abstract_values.values import Site, Tag, Value
from wippyc.analyse.dataflow.flow import Flow
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, walk_statements

# Built-in functions that change a table they are given, besides its order.
_CHANGING = frozenset({("table", "insert"), ("table", "remove"), ("base", "rawset")})


def find_fixed_tables(program: Program, flow: Flow) -> Mapping[Site, int]:
    """Return the number of elements of each constructor whose tables keep them."""
    counts: dict[Site, int] = {}
    changed: set[Site] = {*flow.unfollowed, *flow.objects}

    for unit in program.units.values():
        for function in all_functions(unit.main):
            for expr in expressions_of(function.body, ir.TableConstructor, ir.ApiCall):
                match expr:
                    case ir.TableConstructor(items=items) if _has_elements(expr, flow.value):
                        counts[expr] = len(items)
                    case ir.ApiCall(module=module, function=row, arguments=[table, *_]) if (
                        module,
                        row.name,
                    ) in _CHANGING:
                        changed |= flow.value(table).tables
                    case _:
                        pass
            for statement in walk_statements(function.body):
                if isinstance(statement, ir.Assign):
                    for target in statement.targets:
                        if isinstance(target, ir.Index) and _may_be_position(
                            flow.value(target.key)
                        ):
                            changed |= flow.value(target.object).tables
    return {site: count for site, count in counts.items() if site not in changed}


def _has_elements(table: ir.TableConstructor, value_of: Callable[[ir.Expr], Value]) -> bool:
    """Whether a constructor gives nothing but elements, none of them nil."""
    for item in table.items:
        if isinstance(item, ir.KeyedItem) or isinstance(item.value, ir.MULTI):
            return False
        value = value_of(item.value)
        if not value.tags or value.can_be(Tag.NIL):
            return False
    return bool(table.items)


def _may_be_position(key: Value) -> bool:
    return not key.tags or not key.only(Tag.STRING)
