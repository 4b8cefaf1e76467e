"""Which statement of a chunk is the first that may run a function.

local function show() if hook then hook() end end
show()                               runs `show`; `hook` has not been made yet
function hook() … end
show()                               runs `hook` too, through `show`

Sets of functions are the bits of integers: what a call may run can be most of the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wippyc.analyse.abstract_values.values import FunctionValue, Site, Tag, Value
from wippyc.analyse.program.closures import Closures
from wippyc.analyse.program.metatables import is_setmetatable
from wippyc.ir import nodes as ir
from wippyc.ir.walk import block_expressions, walk_statements

if TYPE_CHECKING:
    from wippyc.analyse.dataflow.flow import Flow
    from wippyc.analyse.dataflow.tables import TableModel

# The functions whose bits are set.
Functions = int


class CallReach:
    """What code may call, in sets that are found once.

    Args:
        flow: Values and what calls reach, at their fixed point.
        tables: What tables hold.
        exposed: Functions that code out of sight may call.
    """

    def __init__(self, flow: Flow, tables: TableModel, exposed: frozenset[FunctionValue]) -> None:
        self._flow = flow
        self._functions: list[ir.Function] = []
        self._bits: dict[ir.Function, int] = {}
        self._direct: dict[int, Functions] = {}
        self._callees: dict[frozenset[FunctionValue], Functions] = {}
        self._held = Closures[Site](
            lambda site: tables.held(site)[0], lambda site: self.of(tables.held(site)[1])
        )
        self._exposed = self.of(exposed)
        self._metamethods = 0
        for _, functions in tables.metamethods():
            self._metamethods |= self.of(functions)

    def of(self, functions: Iterable[FunctionValue]) -> Functions:
        """Return the functions among them that are written in the program."""
        found = 0
        for function in functions:
            if isinstance(function, ir.Function):
                bit = self._bits.get(function)
                if bit is None:
                    bit = self._bits[function] = len(self._functions)
                    self._functions.append(function)
                found |= 1 << bit
        return found

    def members(self, functions: Functions) -> Iterator[ir.Function]:
        """Yield the functions of a set."""
        for bit in _bits_of(functions):
            yield self._functions[bit]

    def from_code(self, exprs: Iterable[ir.Expr], statements: Iterable[ir.Statement]) -> Functions:
        """Return the functions that code may call itself, metamethods among them."""
        return self._called(exprs, statements) | self._metamethods

    def spread(self, functions: Functions, known: Functions, hidden: Functions) -> Functions:
        """Return functions and all they may call, without `known` and `hidden` or through them."""
        excluded = known | hidden
        found = waiting = functions & ~excluded
        while waiting:
            bit = waiting.bit_length() - 1
            waiting ^= 1 << bit
            called = self._direct.get(bit)
            if called is None:
                body = self._functions[bit].body
                called = self._called(block_expressions(body), walk_statements(body))
                self._direct[bit] = called
            new = called & ~(excluded | found)
            found |= new
            waiting |= new
        return found

    def met(self, functions: Functions) -> Functions:
        """Return what functions may call themselves, if they have been spread before."""
        found = 0
        for bit in _bits_of(functions):
            found |= self._direct[bit]
        return found

    def _called(self, exprs: Iterable[ir.Expr], statements: Iterable[ir.Statement]) -> Functions:
        found = 0
        for statement in statements:
            if isinstance(statement, ir.GenericFor):
                found |= self._reached(self._flow.value(statement.iterators[0]).functions)
        for expr in exprs:
            match expr:
                case ir.Call(arguments=arguments) | ir.MethodCall(arguments=arguments):
                    found |= self._reached(self._flow.callees.get(expr, frozenset()))
                    if expr in self._flow.open_calls:
                        found |= self._unseen(arguments)
                case ir.ApiCall(arguments=arguments) if not is_setmetatable(expr):
                    found |= self._unseen(arguments)
                case ir.CallActivity() | ir.Sleep():
                    found |= self._exposed
                case _:
                    pass
        return found

    def _reached(self, callees: frozenset[FunctionValue]) -> Functions:
        found = self._callees.get(callees)
        if found is None:
            found = self.of(callees)
            if not all(isinstance(callee, ir.Function) for callee in callees):
                found |= self._exposed
            self._callees[callees] = found
        return found

    def _unseen(self, arguments: tuple[ir.Expr, ...]) -> Functions:
        """Return what code out of sight may call: what it is passed, or knows of."""
        values = [self._flow.value(argument) for argument in arguments]
        if are_plain(values):
            return 0
        found = self._exposed
        for value in values:
            found |= self.of(value.functions)
            for site in value.tables:
                found |= self._held[site]
        return found


class FirstRuns:
    """The first statement of one chunk that may run each function.

    Args:
        reach: What code may call.
        made: The functions written in each statement.
    """

    def __init__(self, reach: CallReach, made: Iterable[Iterable[ir.Function]]) -> None:
        self._reach = reach
        self._made = [reach.of(functions) for functions in made]
        # Those that statements to come make.
        self._unmade: Functions = 0
        for functions in self._made:
            self._unmade |= functions
        self._run: Functions = 0
        # Functions that those that have run may call, but that had not been made.
        self._missed: Functions = 0
        self._first: dict[ir.Function, int] = {}

    def make(self, index: int) -> None:
        """Note that a statement makes its functions."""
        self._unmade &= ~self._made[index]

    def run(self, index: int, exprs: Iterable[ir.Expr], statements: Iterable[ir.Statement]) -> None:
        """Note what a statement may run."""
        reach = self._reach
        called = reach.from_code(exprs, statements)
        # What has run may call more than it did then, if that has been made since.
        known = 0 if self._missed & ~self._unmade & ~self._run else self._run
        found = reach.spread(called, known, self._unmade)
        new = found & ~self._run
        self._run |= new
        self._missed |= reach.met(new) & self._unmade
        self._first.update(dict.fromkeys(reach.members(new), index))

    def of(self, function: ir.Function) -> int | None:
        """Return the statement; `None` for a function that runs after the chunk."""
        return self._first.get(function)


def are_plain(values: Iterable[Value]) -> bool:
    """Whether values hold no function that could be called, nor a metamethod."""
    return not any(value.can_be(Tag.TABLE | Tag.FUNCTION) for value in values)


def _bits_of(functions: Functions) -> Iterator[int]:
    while functions:
        bit = functions.bit_length() - 1
        yield bit
        functions ^= 1 << bit
