"""The change from a function of `os` to one of the `time` module."""

from __future__ import annotations

from wippyc.check.context import CheckContext
from wippyc.check.module_edits import add_module
from wippyc.check.uses import ApiUse
from wippyc.diagnostics.model import Edit, Fix
from wippyc.ir import nodes as ir
from wippyc.ir.walk import all_functions


def time_fix(context: CheckContext, function: ir.Function, use: ApiUse, text: str) -> Fix | None:
    """Return the change that writes `text` for a call and lists `time` where it is not listed.

    `None` where `time` means something else in the file.
    """
    unit = context.unit(function)
    if not use.is_direct or not isinstance(use.node, ir.ApiCall):
        return None
    for inner in all_functions(unit.main):
        for variable in inner.parameters:
            if variable.name == "time":
                return None
        for statement in context.statements(inner.body):
            match statement:
                case ir.Local(variables=variables, values=values):
                    is_module = len(values) == 1 and (
                        isinstance(values[0], ir.ModuleRef) and values[0].module == "time"
                    )
                    if any(each.name == "time" for each in variables) and not is_module:
                        return None
                case ir.DeclareFunction(variable=variable) if variable.name == "time":
                    return None
                case _:
                    pass
    edits = [Edit(use.span, text)]
    if all(each.name != "time" for each in unit.entry.modules):
        listed = add_module(unit.entry, "time")
        if listed is None:
            return None
        edits.append(listed)
    return Fix(f"write `{text}`", tuple(edits), safe=False)
