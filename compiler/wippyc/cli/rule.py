"""`wippyc rule`: explain a code that findings carry."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from wippyc.cli.console import CommandError, Console

if TYPE_CHECKING:
    from types import ModuleType

    from wippyc.diagnostics.model import Rule

# Stages that report findings; a rule is any `Rule` constant in one of their modules.
STAGES = ("project", "lua", "lower", "analyse", "check", "package")

# Importing these needs libraries that only code generation uses.
GENERATION = frozenset({"wippyc.package.render", "wippyc.package.assemble"})


def rule(
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help="A code such as P012.", show_default=False),
    ] = None,
    show_all: Annotated[bool, typer.Option("--all", help="List all rules.")] = False,
) -> None:
    """Explain a rule, or list all of them."""
    if show_all == (code is not None):
        raise CommandError("give either a rule's code or --all")
    console = Console()
    rules = known_rules()
    if code is None:
        for found, _ in rules.values():
            console.result(_line(found))
        return
    wanted = code.upper()
    by_name = {found.name: key for key, (found, _) in rules.items()}
    key = wanted if wanted in rules else by_name.get(code.lower())
    if key is None:
        close = difflib.get_close_matches(wanted, rules, n=1)
        hint = f"; did you mean {close[0]}?" if close else "; `wippyc rule --all` lists them"
        raise CommandError(f"no rule {code}{hint}")
    found, explanation = rules[key]
    console.result(_line(found))
    if explanation:
        console.result(f"\n{explanation}")


def known_rules() -> dict[str, tuple[Rule, str]]:
    """Return every rule by code, sorted, with the longer explanation of its module, if any."""
    from wippyc.diagnostics.model import Rule

    found: dict[str, tuple[Rule, str]] = {}
    for module in _modules():
        rules = [value for value in vars(module).values() if isinstance(value, Rule)]
        # A module with one rule of its own explains it in its docstring.
        own = [each for each in rules if each.code not in found]
        explanation = (module.__doc__ or "").strip() if len(own) == 1 == len(rules) else ""
        for each in own:
            found[each.code] = (each, explanation)
    return dict(sorted(found.items()))


def _line(rule: Rule) -> str:
    return f"{rule.code}  {rule.severity.label:<7}  {rule.name}: {rule.summary}"


def _modules() -> Iterator[ModuleType]:
    for stage in STAGES:
        package = importlib.import_module(f"wippyc.{stage}")
        yield package
        for info in pkgutil.walk_packages(package.__path__, f"wippyc.{stage}."):
            if info.name not in GENERATION:
                yield importlib.import_module(info.name)
