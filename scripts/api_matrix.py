"""The support matrix of Wippy's Lua API, from the rows the compiler itself works with."""

from __future__ import annotations

from collections.abc import Iterable

from wippyc.api.model import ApiFunction, Kind, ModuleApi
from wippyc.api.registry import modules
from wippyc.check.wippy_modules import MODULES, TOLERATED

_IN_WORKFLOWS = {
    Kind.PURE: "yes",
    Kind.RECORDED: "yes, safe in replays",
    Kind.COMMAND: "yes, through Temporal",
    Kind.HOST: "no",
}


def matrix() -> str:
    """Return one section for each supported module."""
    return "\n".join(_section(module) for _, module in sorted(modules().items()))


def unsupported_modules() -> str:
    """Return the list of Wippy's modules that have no counterpart here."""
    supported = {*modules(), "print"}
    return "".join(f"- `{name}`\n" for name in sorted(MODULES) if name not in supported)


def _allowed_in_workflows(module: ModuleApi) -> bool:
    if module.is_global or module.name in TOLERATED or module.name not in MODULES:
        return True
    return MODULES[module.name].family in ("allowed", "global")


def _section(module: ModuleApi) -> str:
    facts = ["always there" if module.is_global else f'`modules: ["{module.name}"]`']
    is_allowed = _allowed_in_workflows(module)
    facts.append("in workflows and activities" if is_allowed else "in activities only")
    lines = [f"### `{module.name}`", "", f"{'; '.join(facts)}.", ""]
    rows = [
        *_rows(module.functions.values(), module, "", is_allowed),
        *(
            row
            for _, each in sorted(module.objects.items())
            for row in _rows(each.methods.values(), module, each.name, is_allowed)
        ),
    ]
    if rows:
        lines += [
            "| function | in a workflow | waits | results | |",
            "|---|---|---|---|---|",
            *rows,
        ]
        lines.append("")
    if module.constants:
        names = ", ".join(f"`{name}`" for name in sorted(module.constants))
        lines += [f"Constants: {names}.", ""]
    return "\n".join(lines)


def _rows(
    functions: Iterable[ApiFunction], module: ModuleApi, owner: str, is_allowed: bool
) -> list[str]:
    rows = []
    for function in sorted(functions, key=lambda each: each.name):
        if owner:
            name = f"{owner}:{function.name}"
        elif module.name == "base":
            name = function.name
        else:
            separator = ":" if module.is_object else "."
            name = f"{module.name}{separator}{function.name}"
        in_workflow = _IN_WORKFLOWS[function.kind] if is_allowed else "no"
        waits = "yes" if function.yields else ""
        rows.append(
            f"| `{name}` | {in_workflow} | {waits} | {_results(function)} | {function.note} |"
        )
    return rows


def _results(function: ApiFunction) -> str:
    if function.results is None:
        return "varies"
    return ", ".join(f"`{each}`" for each in function.results) or "none"
