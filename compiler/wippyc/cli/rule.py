"""`wippyc rule`: explain a code that findings carry."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wippyc.cli.console import CommandError, Console

if TYPE_CHECKING:
    from wippyc.check.catalogue import LintRule
    from wippyc.diagnostics.model import Rule

RuleFormat = Literal["text", "json"]


def rule(
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help="A code such as WD104, or a name.", show_default=False),
    ] = None,
    show_all: Annotated[bool, typer.Option("--all", help="List all rules.")] = False,
    output_format: Annotated[RuleFormat, typer.Option(help="How to print rules.")] = "text",
) -> None:
    """Explain a rule, or list all of them."""
    if show_all == (code is not None):
        raise CommandError("give either a rule's code or --all")
    from wippyc.check.catalogue import lint_rules
    from wippyc.check.listing import all_rules

    console = Console()
    rules, explained = all_rules(), lint_rules()
    if code is None:
        if output_format == "json":
            listed = [_as_data(each, explained.get(key)) for key, each in rules.items()]
            console.result(json.dumps(listed, indent=2))
        else:
            for each in rules.values():
                console.result(_line(each))
        return
    key = _key(code, rules)
    if output_format == "json":
        console.result(json.dumps(_as_data(rules[key], explained.get(key)), indent=2))
        return
    console.result(_line(rules[key]))
    found = explained.get(key)
    if found is not None:
        console.result(f"\n{found.explanation}\n\n{_facts(found)}")


def _key(code: str, rules: Mapping[str, Rule]) -> str:
    wanted = code.upper()
    if wanted in rules:
        return wanted
    by_name = {each.name: key for key, each in rules.items()}
    if code.lower() in by_name:
        return by_name[code.lower()]
    close = difflib.get_close_matches(wanted, rules, n=1)
    hint = f"; did you mean {close[0]}?" if close else "; `wippyc rule --all` lists them"
    raise CommandError(f"no rule {code}{hint}")


def _line(rule: Rule) -> str:
    return f"{rule.code}  {rule.severity.label:<7}  {rule.name}: {rule.summary}"


def _facts(rule: LintRule) -> str:
    """Return what the explanation leaves out: the fix and how to run the rule."""
    parts = [] if rule.fix == "none" else [f"Fix: {rule.fix}."]
    if not rule.is_default:
        parts.append(f"Off by default: `--extend-select {rule.rule.code}` runs it.")
    parts.append(f"Suppress: `-- wippyc: ignore[{rule.rule.code}] reason`.")
    return " ".join(parts)


def _as_data(rule: Rule, found: LintRule | None) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.label,
        "summary": rule.summary,
        "fix": "none" if found is None else found.fix,
        "default": found is None or found.is_default,
        "explanation": "" if found is None else found.explanation,
    }
