"""Entry functions: the source must return what the entry's `method` names."""

from __future__ import annotations

from difflib import get_close_matches

from wippyc.analyse.abstract_values.values import Tag
from wippyc.analyse.facts import Facts
from wippyc.diagnostics.model import Diagnostic, Sink
from wippyc.ir.program import Unit
from wippyc.project.rules import METHOD_NOT_RETURNED


def check_entry_points(facts: Facts, sink: Sink) -> None:
    """Report entries whose method the chunk certainly does not return."""
    for unit in facts.program.units.values():
        if unit.entry.kind != "library.lua":
            _check(facts, unit, sink)


def _check(facts: Facts, unit: Unit, sink: Sink) -> None:
    exports = facts.exports[unit.id]
    method = unit.entry.method
    if exports.fields is not None:
        if method in exports.fields:
            return
        close = get_close_matches(method, exports.fields, n=1)
        known = ", ".join(f"`{name}`" for name in exports.fields) or "nothing"
        hint = f"did you mean `{close[0]}`?" if close else f"the source returns {known}"
    elif not exports.values:
        hint = f"end the file with `return {{ {method} = {method} }}`"
    else:
        values = [facts.value(each) for each in exports.values]
        if any(not each.tags or each.can_be(Tag.FUNCTION | Tag.TABLE) for each in values):
            return
        hint = "return a function, or a table that holds it"
    sink.report(
        Diagnostic(
            rule=METHOD_NOT_RETURNED,
            message=f'method "{method}" is not returned by {unit.chunk.source.path}',
            span=unit.entry.method_span,
            hint=hint,
            entry_id=unit.id,
        )
    )
