"""A walk through functions that keeps distances between variables and lengths."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Set

from wippyc.analyse.numbers.distance_facts import DistanceFacts
from wippyc.analyse.numbers.distances import Distances, Length, join_all
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.mentions import Mentions
from wippyc.ir import nodes as ir
from wippyc.ir.walk import child_expressions, walk_statements

State = Distances | None
# Loops inside each other that are tried out; in inner ones, what changes is forgotten at once.
_TRIED_LOOPS = 3
_TRIALS = 3


class ListWalk(ABC):
    """One walk through functions. Lengths only grow: that something is below one stays true."""

    def __init__(self, facts: DistanceFacts, captures: Captures, filling: Set[ir.Index]) -> None:
        self._facts = facts
        self._captures = captures
        self._filling = filling
        # Loops around the current statement that are tried out: nothing is noted in them.
        self._trials = 0
        self._mentions = Mentions()
        # What holds where the loops around the current statement are left by `break`.
        self._breaks: list[list[State]] = []
        self._assigned_in: dict[ir.Statement, frozenset[ir.Variable]] = {}

    @abstractmethod
    def function(self, function: ir.Function, outside: Distances) -> None:
        """Walk through a function.

        Args:
            function: The function.
            outside: What holds where it is made.
        """

    @abstractmethod
    def _look(self, expr: ir.Expr, state: Distances) -> None:
        """Look at an expression whose parts have been evaluated, or at the target of a store."""

    # --- statements ---------------------------------------------------------------------------

    def _block(self, block: ir.Block, state: State) -> State:
        for statement in block.statements:
            state = self._statement(statement, state or Distances())
        return state

    def _statement(self, statement: ir.Statement, state: Distances) -> State:
        match statement:
            case ir.Local(variables=variables, values=values):
                state = self._evaluate_all(values, state)
                return self._declare(state, variables, values)
            case ir.DeclareFunction(function=function):
                self.function(function, state)
                return state
            case ir.Assign():
                return self._assign(statement, state)
            case ir.Evaluate(call=call):
                state = self._evaluate(call, state)
                return None if _is_error(call) else state
            case ir.Do(body=body):
                return self._block(body, state)
            case ir.If():
                return self._if(statement, state)
            case ir.While():
                return self._while(statement, state)
            case ir.Repeat():
                return self._repeat(statement, state)
            case ir.NumericFor():
                return self._count(statement, state)
            case ir.GenericFor():
                return self._traverse(statement, state)
            case ir.Return(values=values):
                self._evaluate_all(values, state)
                return None
            case ir.Break():
                self._breaks[-1].append(state)
                return None
            case ir.Goto():
                return None
            case ir.Label():
                # Jumps lead here from elsewhere.
                return Distances()
            case _:
                return state

    def _declare(
        self, state: Distances, variables: tuple[ir.Variable, ...], values: tuple[ir.Expr, ...]
    ) -> Distances:
        state = state.without(set(variables))
        if len(variables) == len(values):
            for variable, value in zip(variables, values, strict=True):
                state = self._facts.holding(state, variable, value)
        return state

    def _assign(self, statement: ir.Assign, state: Distances) -> Distances:
        targets, values = statement.targets, statement.values
        for target in targets:
            if isinstance(target, ir.Index):
                state = self._evaluate_all((target.object, target.key), state)
        state = self._evaluate_all(values, state)
        for target in targets:
            if isinstance(target, ir.Index) and self._facts.offset(target.key) is not None:
                self._look(target, state)
        is_paired = len(targets) == len(values)
        written = {target.variable for target in targets if isinstance(target, ir.VariableRef)}
        if len(written) == 1 == len(targets) == len(values) and isinstance(
            targets[0], ir.VariableRef
        ):
            return self._facts.assigning(state, targets[0].variable, values[0])
        if is_paired and len(written) == len(targets):
            return self._assign_apart(statement, state, written)
        state = state.without(written)
        if is_paired:
            for target, value in zip(targets, values, strict=True):
                if isinstance(target, ir.Index) and self._facts.is_never_nil(value):
                    state = self._facts.seeing(state, target, written)
        return state

    def _assign_apart(
        self, statement: ir.Assign, state: Distances, written: set[ir.Variable]
    ) -> Distances:
        """Return what is known after several variables got values at once."""
        pairs = [
            (target.variable, value)
            for target, value in zip(statement.targets, statement.values, strict=True)
            if isinstance(target, ir.VariableRef)
        ]
        if any(
            not written.isdisjoint(self._mentions.in_expression(value) - {variable})
            for variable, value in pairs
        ):
            return state.without(written)
        for variable, value in pairs:
            state = self._facts.assigning(state, variable, value)
        return state

    def _if(self, statement: ir.If, state: Distances) -> State:
        ends: list[State] = []
        for arm in statement.arms:
            state = self._evaluate(arm.condition, state)
            holding = self._facts.assuming(state, arm.condition, holds=True)
            ends.append(self._block(arm.body, holding))
            state = self._facts.assuming(state, arm.condition, holds=False)
        if statement.otherwise is None:
            ends.append(state)
        else:
            ends.append(self._block(statement.otherwise, state))
        return join_all(ends)

    # --- loops --------------------------------------------------------------------------------

    def _while(self, statement: ir.While, state: Distances) -> State:
        condition = statement.condition

        def run(head: Distances) -> State:
            tested = self._evaluate(condition, head)
            return self._block(statement.body, self._facts.assuming(tested, condition, holds=True))

        head = self._head(statement, state, run)
        left = self._left_by_break(lambda: run(head))
        if isinstance(condition, ir.Constant) and condition.value not in (None, False):
            return left
        self._trials += 1
        tested = self._evaluate(condition, head)
        self._trials -= 1
        return join_all([left, self._facts.assuming(tested, condition, holds=False)])

    def _repeat(self, statement: ir.Repeat, state: Distances) -> State:
        condition = statement.condition
        ends: list[State] = []

        def run(head: Distances) -> State:
            end = self._block(statement.body, head)
            if end is None:
                return None
            tested = self._evaluate(condition, end)
            ends.append(self._facts.assuming(tested, condition, holds=True))
            return self._facts.assuming(tested, condition, holds=False)

        head = self._head(statement, state, run)
        ends.clear()
        left = self._left_by_break(lambda: run(head))
        return join_all([left, *ends])

    def _count(self, loop: ir.NumericFor, state: Distances) -> State:
        bounds = (
            (loop.start, loop.stop) if loop.step is None else (loop.start, loop.stop, loop.step)
        )
        state = self._evaluate_all(bounds, state)
        assigned = self._assigned(loop)
        counted = self._facts.counted(loop, assigned)
        filled = self._filled(loop)
        for table in filled if self._facts.is_integer(loop.variable) else ():
            # In each round, the elements before this one are there.
            counted.append((loop.variable, Length(table), -1))

        def run(head: Distances) -> State:
            return self._block(loop.body, head.adding(*counted))

        head = self._head(loop, state, run)
        left = self._left_by_break(lambda: run(head))
        if left is None:
            head = head.adding(*self._facts.filled(loop, filled, assigned))
        return join_all([left, head])

    def _filled(self, loop: ir.NumericFor) -> list[ir.Variable]:
        """Return the tables to which each round of a loop appends one element."""
        return [
            target.object.variable
            for statement in loop.body.statements
            if isinstance(statement, ir.Assign)
            for target in statement.targets
            if isinstance(target, ir.Index)
            and target in self._filling
            and isinstance(target.object, ir.VariableRef)
        ]

    def _traverse(self, loop: ir.GenericFor, state: Distances) -> State:
        state = self._evaluate_all(loop.iterators, state)
        counted = self._facts.traversed(loop, self._assigned(loop))

        def run(head: Distances) -> State:
            return self._block(loop.body, head.adding(*counted))

        head = self._head(loop, state, run)
        return join_all([self._left_by_break(lambda: run(head)), head])

    def _left_by_break(self, run: Callable[[], State]) -> State:
        """Run a loop's body; return what holds where it is left by `break`."""
        self._breaks.append([])
        run()
        return join_all(self._breaks.pop())

    def _assigned(self, loop: ir.Statement) -> frozenset[ir.Variable]:
        """Return the variables that statements inside a loop assign."""
        found = self._assigned_in.get(loop)
        if found is None:
            assert isinstance(loop, ir.While | ir.Repeat | ir.NumericFor | ir.GenericFor)
            found = self._assigned_in[loop] = frozenset(
                target.variable
                for statement in walk_statements(loop.body)
                if isinstance(statement, ir.Assign)
                for target in statement.targets
                if isinstance(target, ir.VariableRef)
            )
        return found

    def _head(
        self, loop: ir.Statement, before: Distances, run: Callable[[Distances], State]
    ) -> Distances:
        """Return what holds at the beginning of each round of a loop."""
        assigned = self._assigned(loop)
        bare = before.without(assigned)
        if bare is before:
            return before
        head = before
        for _ in range(_TRIALS if self._trials < _TRIED_LOOPS else 0):
            self._trials += 1
            self._breaks.append([])
            end = run(head)
            self._breaks.pop()
            self._trials -= 1
            kept = head if end is None else head.kept_by(end, assigned)
            if len(kept.known) == len(head.known):
                return head
            head = kept
        return bare

    # --- expressions --------------------------------------------------------------------------

    def _evaluate_all(self, exprs: tuple[ir.Expr, ...], state: Distances) -> Distances:
        for expr in exprs:
            state = self._evaluate(expr, state)
        return state

    def _evaluate(self, expr: ir.Expr, state: Distances) -> Distances:
        """Note the indices in an expression; return what holds after it."""
        match expr:
            case ir.Constant() | ir.VariableRef():
                return state
            case ir.Logical(operator=operator, left=left, right=right):
                state = self._evaluate(left, state)
                self._evaluate(right, self._facts.assuming(state, left, holds=operator == "and"))
                return state
            case ir.Function():
                self.function(expr, state)
                return state
        for part in child_expressions(expr):
            state = self._evaluate(part, state)
        self._look(expr, state)
        for operand in self._facts.raising(expr):
            state = self._facts.seeing(state, operand, frozenset())
        return state


def _is_error(call: ir.Expr) -> bool:
    return isinstance(call, ir.ApiCall) and (call.module, call.function.name) == ("base", "error")
