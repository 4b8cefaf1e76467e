"""Variables that get what one search finds: all of it is there, or none.

local key, value = line:match("^(%w+)=(%w+)$")
if not key then return end                         behind it `value` is not nil either
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wippyc.analyse.abstract_values.string_calls import found_count, string_call
from wippyc.analyse.abstract_values.values import Tag, Tags, Value
from wippyc.ir import nodes as ir

_SEARCHES = frozenset({"find", "match"})


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """What looks like a search whose results several variables get.

    Attributes:
        call: The call.
        variables: The variables, in the order of the results; others than variables are `None`.
    """

    call: ir.MethodCall | ir.ApiCall
    variables: tuple[ir.Variable | None, ...]

    def is_told(self, place: object, tags: Tags) -> bool:
        """Whether a test of one of the variables has found that there is something.

        Args:
            place: The variable.
            tags: The types it still can have.
        """
        return place in self.variables and not tags & Tag.NIL

    def is_failed(self, place: object, tags: Tags) -> bool:
        """Whether a test has found that there is nothing: that says nothing of the others."""
        return False

    def finds(self, variable: ir.Variable, value_of: Callable[[ir.Expr], Value]) -> bool:
        """Whether a variable certainly holds something if the search has found anything.

        Args:
            variable: One of the variables.
            value_of: Gives the value of a receiver.
        """
        called = string_call(self.call, value_of)
        return called is not None and self.variables.index(variable) < found_count(called)


def shared_search(
    variables: Sequence[ir.Variable | None], values: tuple[ir.Expr, ...]
) -> Search | None:
    """Return the search that gives variables their values, if there is one."""
    if len(variables) < 2 or len(values) != 1:
        return None
    named = [variable for variable in variables if variable is not None]
    if len(set(named)) < len(named):
        return None
    match values[0]:
        case ir.MethodCall(method=name) as call if name in _SEARCHES:
            return Search(call, tuple(variables))
        case ir.ApiCall(module="string", function=row) as call if row.name in _SEARCHES:
            return Search(call, tuple(variables))
        case _:
            return None
