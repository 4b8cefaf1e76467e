"""What the analysis decided, as text for people: `wippyc dump --stage facts`."""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.abstract_values.values import (
    BOOLEAN,
    UNKNOWN_OBJECT,
    Tag,
    Tags,
    Value,
)
from wippyc.analyse.dataflow.yields import Reason
from wippyc.analyse.facts import Facts
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, block_expressions

# The widest bound that is possible says it all.
_INTEGERS: tuple[tuple[Tags, str], ...] = (
    (Tag.LARGE | Tag.INTEGER | Tag.WIDE, "integer"),
    (Tag.SMALL, "integer below 2^53"),
    (Tag.SHORT, "integer below 2^31"),
    (Tag.BRIEF, "integer below 2^24"),
    (Tag.TINY, "integer below 2^20"),
)
_WORDS: tuple[tuple[Tags, str], ...] = (
    (Tag.NIL, "nil"),
    (BOOLEAN, "boolean"),
    (Tag.FLOAT, "float"),
    (Tag.STRING, "string"),
    (Tag.TABLE, "table"),
    (Tag.FUNCTION, "function"),
)


def report_unit(facts: Facts, unit: Unit) -> Iterator[str]:
    """Yield what was decided about each function and variable of a unit, with the reasons."""
    facts = facts.refined
    layout = facts.layouts[unit.id]
    state = "state per execution, made by chunk()" if layout.has_state else "no state"
    yield f"{unit.id}: {state}"
    for function in all_functions(unit.main):
        if function is unit.main:
            continue
        yield from _function(facts, unit, function)


def _function(facts: Facts, unit: Unit, function: ir.Function) -> Iterator[str]:
    name = function.name or "function"
    yield f"  {name} ({_place(function)})"
    yield f"    {_suspension(facts, function)}"
    yield f"    {_calls(facts, function)}; {_results(facts, function)}"
    if function in facts.layouts[unit.id].hoisted:
        yield "    defined at module level: touches no state"
    for parameter in function.parameters:
        yield f"    parameter {parameter.name}: {_value(facts.flow.variables.get(parameter))}"
    for variable, owner in facts.captures.owner.items():
        if owner is function and variable not in function.parameters:
            held = _value(facts.flow.variables.get(variable))
            boxing = _boxing(facts, variable)
            yield f"    local {variable.name} ({variable.span.line}): {held}{boxing}"
    for expr in block_expressions(function.body):
        if isinstance(expr, ir.TableConstructor):
            yield from _representation(facts, expr)
        if expr in facts.lists.leaving and expr not in facts.lists.borrowed:
            yield f"    list ({expr.span.line}): becomes a table"


def _representation(facts: Facts, table: ir.TableConstructor) -> Iterator[str]:
    """What stands for a table, and where the elements of those used by index in loops are."""
    record = facts.records.by_site.get(table)
    if facts.lists.holds(table):
        yield f"    table ({table.span.line}): a Python list"
    elif facts.lists.holds_map(table):
        yield f"    table ({table.span.line}): a Python dict"
    elif record is not None:
        yield f"    table ({table.span.line}): an object with slots: {', '.join(record.fields)}"
    elif table in facts.indexed.sites:
        yield f"    table ({table.span.line}): elements in the dict"
    elif table in facts.indexed.reasons:
        reason = facts.indexed.reasons[table]
        yield f"    table ({table.span.line}): elements in a list: {reason}"


def _place(function: ir.Function) -> str:
    return f"{function.span.source.path}:{function.span.line}"


def _suspension(facts: Facts, function: ir.Function) -> str:
    """`async def`, and the chain of calls that makes it so."""
    if not facts.yields.is_async(function):
        return "def: nothing in it suspends"
    steps = []
    current: ir.Function | None = function
    seen: set[ir.Function] = set()
    while current is not None and current not in seen:
        seen.add(current)
        reason: Reason | None = facts.yields.system.get(current) or facts.yields.user.get(current)
        if reason is None:
            break
        steps.append(f"{reason.text} ({reason.span.source.path}:{reason.span.line})")
        current = reason.callee
    return f"async def: {', which '.join(steps)}"


def _calls(facts: Facts, function: ir.Function) -> str:
    if function in facts.calls.direct:
        return "only called by name"
    if function in facts.flow.called_by_runtime | facts.flow.coroutine_bodies:
        return "called by the runtime"
    return "kept as a value"


def _results(facts: Facts, function: ir.Function) -> str:
    count = facts.calls.fixed.get(function)
    if count is None:
        return "number of results varies"
    held = [_value(facts.flow.results.get((function, position))) for position in range(count)]
    return f"{count} results" + (f": {', '.join(held)}" if held else "")


def _boxing(facts: Facts, variable: ir.Variable) -> str:
    if variable in facts.captures.cells:
        return "; in a cell: captured in a loop, and changes"
    if variable in facts.accumulators:
        return "; wrapped to 64 bits where it is read"
    if variable in facts.captures.captured:
        return "; captured"
    return ""


def _value(value: Value | None) -> str:
    if value is None or not value.tags:
        return "no value"
    words = [word for tags, word in _WORDS if value.tags & tags]
    words.extend([word for tags, word in _INTEGERS if value.tags & tags][:1])
    if value.tags & Tag.OBJECT:
        names = ("userdata" if each == UNKNOWN_OBJECT else each for each in value.object_types())
        words.extend(sorted(names))
    return " | ".join(words)
