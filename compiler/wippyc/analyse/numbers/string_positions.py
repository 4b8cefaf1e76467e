"""Indices that are certainly positions in a string.

for index = 1, #text do
  sum = sum + text:byte(index)       ord(text[index - 1]): there is a byte, and only one
end
"""

from __future__ import annotations

from collections.abc import Set

from wippyc.analyse.abstract_values.string_calls import StringCall
from wippyc.analyse.abstract_values.values import INTEGERS, Tag
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.numbers.number_ranges import NumberRanges, loop_ends
from wippyc.ir import nodes as ir


class StringPositions:
    """The loops of a program that count through strings."""

    def __init__(self, flow: Flow, assigned: Set[ir.Variable], numbers: NumberRanges) -> None:
        self._flow = flow
        self._assigned = assigned
        self._numbers = numbers

    def is_position(self, index: ir.Expr, text: ir.Expr) -> bool:
        """Whether `index` counts through a string: `for index = 1, #text do`."""
        match index, text:
            case ir.VariableRef(variable=counter), ir.VariableRef(variable=subject):
                if counter in self._assigned or subject in self._assigned:
                    return False
                loop = self._numbers.loops.get(counter)
                return loop is not None and self._stays_within(loop, subject)
            case _:
                return False

    def gives_byte(self, called: StringCall) -> bool:
        """Whether a call of a string function certainly gives one byte of the string."""
        match called:
            case StringCall("byte", (text, index)):
                value = self._flow.value(text)
                return value.only(Tag.STRING) and self.is_position(index, text)
            case _:
                return False

    def _stays_within(self, loop: ir.NumericFor, subject: ir.Variable) -> bool:
        match loop_ends(loop):
            case first, ir.Unary(operator="#", operand=ir.VariableRef(variable=measured)):
                bound = self._numbers.least(first)
                is_whole = self._flow.value(first).only(INTEGERS)
                return measured is subject and is_whole and bound is not None and bound >= 1
            case _:
                return False
