"""## What it does
Reports calls of functions that do not exist: members that a module of Wippy does not have, methods
that strings do not have, and globals that nothing assigns.

Names that the same file also looks at without calling them (`if table.pack then`), and those that
some file stores (`function string.trim(s)`), are left alone.

## Why is this bad?
Such a call raises "attempt to call a nil value" when it runs, which may be years later. Often it is
the name that another language, another version of Lua or another library has.

## Example
```lua
local json = require("json")
local text = json.stringify(order)
```

## Use instead
```lua
local json = require("json")
local text = json.encode(order)
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wippyc.analyse.abstract_values.values import Tag
from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.wippy_modules import MODULES
from wippyc.diagnostics.model import Rule, Severity
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, walk_statements
from wippyc.project.suggest import closest

RULE = Rule("WR403", "unknown-function", Severity.WARNING, "A called function does not exist.")
# The name of the table of globals among its own fields.
_GLOBALS = "_G"


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a module; `module` is empty for globals."""

    module: str
    name: str


@lint_rule(RULE)
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield calls of functions that do not exist."""
    calls = {unit: tuple(_calls(context, unit)) for unit in context.units}
    if not any(calls.values()):
        return
    stored, open_modules = _stored(context)
    for unit, found in calls.items():
        if not found:
            continue
        looked_at = _looked_at(context, unit, {callee for _, callee, _ in found})
        for function, callee, name in found:
            if name not in stored and name not in looked_at and name.module not in open_modules:
                yield _finding(context, function, callee, name)


def _calls(context: CheckContext, unit: Unit) -> Iterator[tuple[ir.Function, ir.Expr, _Name]]:
    """Yield what is called that is no function of the API, and its name."""
    strings = context.facts.api["string"].functions
    for function in all_functions(unit.main):
        for expr in context.expressions(function.body, ir.Call, ir.MethodCall):
            match expr:
                case ir.Call(callee=callee):
                    name = _name(callee)
                    if name is not None:
                        yield function, callee, name
                case ir.MethodCall(object=receiver, method=method):
                    is_string = context.facts.value(receiver).certainly(Tag.STRING)
                    if is_string and method not in strings:
                        yield function, expr, _Name("string", method)
                case _:
                    pass


def _name(expr: ir.Expr) -> _Name | None:
    match expr:
        case ir.Index(
            object=ir.ModuleRef(module=module, path=path), key=ir.Constant(value=str() as name)
        ):
            return _Name(f"{module}.{path}" if path else module, name)
        case ir.GlobalRef(name=name) if name not in MODULES:
            return _Name("", name)
        case _:
            return None


def _looked_at(context: CheckContext, unit: Unit, called: set[ir.Expr]) -> set[_Name]:
    """Return the names that a file uses without calling them."""
    found: set[_Name] = set()
    for function in all_functions(unit.main):
        for expr in context.expressions(function.body, ir.Index, ir.GlobalRef):
            name = _name(expr)
            if name is not None and expr not in called:
                found.add(name)
    return found


def _stored(context: CheckContext) -> tuple[set[_Name], set[str]]:
    """Return the names that code stores, and the modules into which it may store any."""
    names: set[_Name] = set()
    modules: set[str] = set()
    for unit in context.units:
        names.update(_Name("", variable.name) for variable in unit.globals)
        for function in all_functions(unit.main):
            held: set[ir.Expr] = set()
            for statement in walk_statements(function.body):
                match statement:
                    case ir.Assign(targets=targets):
                        names.update(filter(None, map(_name, targets)))
                    case ir.Local(values=values):
                        held.update(values)
                    case _:
                        pass
            modules.update(_handed_on(context, function, held))
    return names, modules


def _handed_on(context: CheckContext, function: ir.Function, held: set[ir.Expr]) -> Iterator[str]:
    """Yield the modules that code uses as tables: it may store anything there."""
    exprs = context.expressions(function.body)
    for expr in exprs:
        match expr:
            case ir.Index(object=ir.ModuleRef() as holder, key=ir.Constant()):
                held.add(holder)
            case ir.MethodCall(object=ir.ModuleRef() as holder):
                held.add(holder)
            case _:
                pass
    for expr in exprs:
        match expr:
            case ir.ModuleRef(module=module, path=path) if expr not in held:
                yield f"{module}.{path}" if path else module
            case ir.GlobalRef(name=name) | ir.ApiConstant(name=name) if name == _GLOBALS:
                yield ""
            case _:
                pass


def _finding(context: CheckContext, function: ir.Function, callee: ir.Expr, name: _Name) -> Finding:
    guess = _guess(context, name)
    if name.module:
        message = f"module `{name.module}` has no function `{name.name}`"
    else:
        message = f"nothing assigns the global `{name.name}`"
    return context.finding(
        RULE,
        function,
        callee.span,
        message,
        label=f"did you mean `{guess}`?" if guess else "nil",
        note="the call raises when it runs: attempt to call a nil value",
        hint=f"write `{guess}`" if guess else "define it, or test for it before the call",
    )


def _guess(context: CheckContext, name: _Name) -> str:
    if name.module:
        module, _, path = name.module.partition(".")
        prefix = f"{path}." if path else ""
        known = {
            each.removeprefix(prefix)
            for each in context.facts.api[module].functions
            if each.startswith(prefix)
        }
        found = closest(name.name, known)
        return f"{name.module}.{found}" if found else ""
    return closest(name.name, context.facts.api["base"].functions) or ""
