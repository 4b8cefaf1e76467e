"""What a command of `wippyc` takes, from the annotations of the functions that are the commands."""

from __future__ import annotations

import inspect
import types
import typing
from dataclasses import dataclass
from typing import Any, Literal

from typer.models import ArgumentInfo, OptionInfo

from wippyc.cli.commands import COMMANDS, command_function


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parameter:
    name: str
    type: Any
    info: ArgumentInfo | OptionInfo
    default: Any

    @property
    def value(self) -> str:
        """What stands for the value in usage texts; empty for flags."""
        plain = _without_none(self.type)
        if typing.get_origin(plain) is Literal:
            return "|".join(typing.get_args(plain))
        if plain is bool:
            return ""
        shown = self.info.metavar or self.name.upper()
        is_repeated = typing.get_origin(plain) is list and isinstance(self.info, ArgumentInfo)
        return f"{shown}…" if is_repeated else shown


def command_sections() -> str:
    """Return a section for each command, in the order of the help."""
    return "\n".join(f"### `wippyc {name}`\n\n{command_section(name)}" for name in COMMANDS)


def command_section(name: str) -> str:
    """Return usage, meaning and options of one command as Markdown.

    Raises:
        KeyError: There is no such command.
    """
    function = command_function(name)
    parameters = _parameters(function)
    arguments = [each for each in parameters if isinstance(each.info, ArgumentInfo)]
    options = [each for each in parameters if isinstance(each.info, OptionInfo)]
    usage = ["wippyc", name, *map(_argument_usage, arguments), *(["[OPTIONS]"] if options else [])]
    meaning = inspect.getdoc(function) or ""
    lines = ["```", " ".join(usage), "```", "", *meaning.splitlines(), "", "| | |", "|---|---|"]
    lines += [f"| `{each.value}` | {_help(each)} |" for each in arguments]
    lines += [f"| {_option_names(each)} | {_help(each)} |" for each in options]
    return "\n".join(lines) + "\n"


def _parameters(function: Any) -> list[_Parameter]:
    hints = typing.get_type_hints(function, include_extras=True)
    found = []
    for name, parameter in inspect.signature(function).parameters.items():
        type_, *notes = typing.get_args(hints[name])
        info = next(each for each in notes if isinstance(each, ArgumentInfo | OptionInfo))
        if not info.hidden:
            found.append(_Parameter(name=name, type=type_, info=info, default=parameter.default))
    return found


def _without_none(type_: Any) -> Any:
    if typing.get_origin(type_) in (typing.Union, types.UnionType):
        return next(each for each in typing.get_args(type_) if each is not type(None))
    return type_


def _argument_usage(parameter: _Parameter) -> str:
    is_required = parameter.default is inspect.Parameter.empty
    return parameter.value if is_required else f"[{parameter.value}]"


def _option_names(parameter: _Parameter) -> str:
    assert isinstance(parameter.info, OptionInfo)
    # In an annotation typer takes the first name as the default.
    written = (parameter.info.default, *(parameter.info.param_decls or ()))
    names = [each for each in written if isinstance(each, str) and each.startswith("-")]
    names = names or [f"--{parameter.name.replace('_', '-')}"]
    value = f" {parameter.value}" if parameter.value else ""
    return ", ".join(f"`{name}{value}`" for name in names).replace("|", "\\|")


def _help(parameter: _Parameter) -> str:
    text = str(parameter.info.help or "")
    is_shown = parameter.info.show_default and parameter.default not in (None, "", False)
    if is_shown and parameter.default is not inspect.Parameter.empty:
        text += f" Default: `{parameter.default}`."
    return text.replace("|", "\\|")
