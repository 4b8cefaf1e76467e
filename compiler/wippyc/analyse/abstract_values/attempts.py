"""Variables that get what a call gives that catches errors: an error, or what there is without one.

local ok, value = coroutine.resume(source)
if not ok then error(value) end                     behind it `value` was yielded or returned
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wippyc.analyse.abstract_values.values import Tag, Tags
from wippyc.ir import nodes as ir

_CATCHING: Final = frozenset({("base", "pcall"), ("base", "xpcall"), ("coroutine", "resume")})


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """A call that catches errors, whose results several variables get.

    Attributes:
        call: The call.
        variables: The variables, in the order of the results; others than variables are `None`.
    """

    call: ir.ApiCall
    variables: tuple[ir.Variable | None, ...]

    def is_told(self, place: object, tags: Tags) -> bool:
        """Whether a test of a variable has found that there was no error.

        Args:
            place: The variable.
            tags: The types it still can have.
        """
        return place is self.variables[0] and not tags & (Tag.NIL | Tag.FALSE)

    def is_failed(self, place: object, tags: Tags) -> bool:
        """Whether a test of a variable has found that there was one."""
        return place is self.variables[0] and not tags & ~(Tag.NIL | Tag.FALSE)

    def position(self, variable: ir.Variable) -> int:
        """Return which of the results a variable gets."""
        return self.variables.index(variable)


def is_attempt(call: ir.ApiCall) -> bool:
    """Whether a built-in function catches errors."""
    return (call.module, call.function.name) in _CATCHING


def find_attempt(
    variables: Sequence[ir.Variable | None], values: tuple[ir.Expr, ...]
) -> Attempt | None:
    """Return the call that catches errors and gives variables their values, if there is one."""
    match values:
        case (ir.ApiCall() as call,) if len(variables) > 1 and is_attempt(call):
            named = [variable for variable in variables if variable is not None]
            if variables[0] is None or len(set(named)) < len(named):
                return None
            return Attempt(call, tuple(variables))
        case _:
            return None
