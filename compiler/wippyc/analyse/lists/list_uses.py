"""What a program does with its tables, and where they go, as far as lists are concerned.

`out[#out + 1] = v`, `#out`, `ipairs(out)` are operations that a list has too. `return out`,
`store.items = out`, `write(out)` are moves: the table goes on to another place. Anything else only
works with a `Table`.
"""

from __future__ import annotations

from typing import Final

from wippyc.analyse.abstract_values.type_names import presence_test
from wippyc.analyse.abstract_values.values import EMPTY, Tag
from wippyc.analyse.dataflow.plain_places import is_nil, is_plain_key, is_plain_place
from wippyc.analyse.lists import list_costs as costs
from wippyc.analyse.lists.calm_loops import Walk
from wippyc.analyse.lists.list_calls import ListCalls
from wippyc.analyse.lists.list_kinds import Kind
from wippyc.analyse.lists.list_moves import Place
from wippyc.analyse.lists.list_places import ListFacts, is_optional
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    placed_statements,
)

# Rounds of a loop.
_ROUNDS = 8
_LOOPS: Final = frozenset({"ipairs", "pairs"})


class ListUses(ListCalls):
    """Collects the kinds of all places, and what happens to the tables in them.

    Attributes:
        constant_places: Reads of elements with constant indices.
        operands: Expressions of which something is done with the value at once: nil raises.
        walks: Loops over `pairs`.
        traversed: Kinds of tables of which `pairs` gives the elements, and the fields if they are
            no lists.
    """

    def __init__(
        self,
        known: ListFacts,
    ) -> None:
        super().__init__(known)
        self._depths = known.depths
        self._stored: set[ir.Expr] = set()
        self._conditions: set[ir.Expr] = set()
        self.constant_places: list[ir.Index] = []
        self.operands: set[ir.Expr] = set()
        self.traversed: list[Kind] = []
        self.walks: list[Walk] = []

    def run(self, program: Program) -> None:
        """Look through the whole program."""
        functions = [
            function for unit in program.units.values() for function in all_functions(unit.main)
        ]
        for function in functions:
            for statement, _, _ in placed_statements(function.body):
                if isinstance(statement, ir.Local) and not (
                    statement.values and isinstance(statement.values[-1], ir.MULTI)
                ):
                    self.single.update(zip(statement.variables, statement.values, strict=False))
        for function in functions:
            self._function = function
            base = self._depths[function]
            for statement, depth, expressions in placed_statements(function.body):
                repeated = isinstance(statement, ir.While | ir.Repeat)
                self._times = _ROUNDS ** min(base + depth + repeated, 5)
                self._statement(statement)
                for expr in expressions:
                    if type(expr) not in ir.LEAVES:
                        self._expression(expr)

    # --- statements ---------------------------------------------------------------------------

    def _statement(self, statement: ir.Statement) -> None:
        match statement:
            case ir.Local(variables=variables, values=values) if values:
                self._spread(values, list(variables))
            case ir.Assign():
                self._assign(statement)
            case ir.Return(values=values):
                self._return(values)
            case ir.GenericFor():
                self._generic_for(statement)
            case ir.If(arms=arms):
                for arm in arms:
                    self._condition(arm.condition)
            case ir.While(condition=condition) | ir.Repeat(condition=condition):
                self._condition(condition)
            case ir.NumericFor(start=start, stop=stop, step=step):
                self._demote(start)
                self._demote(stop)
                if step is not None:
                    self._demote(step)
            case _:
                pass

    def _condition(self, expr: ir.Expr) -> None:
        """Note an expression of which only the truth counts: an empty list or dict is false."""
        match expr:
            case ir.Logical(left=left, right=right):
                self._conditions.add(expr)
                self._condition(left)
                self._condition(right)
            case _ if not self._is_emptiness_test(expr):
                # What it gives is asked for when it is emitted.
                self.kind_of(expr)
                if not is_optional(self._flow.value(expr)):
                    self._be_record(expr)
            case _:
                pass

    def _is_emptiness_test(self, expr: ir.Expr) -> bool:
        """Whether an expression is `next(t)`, of which only the truth is asked for."""
        match expr:
            case ir.ApiCall(module="base", function=row, arguments=(ir.VariableRef() as table,)):
                if row.name == "next":
                    self._require(table)
                    kind = self.kind_of(table)
                    if kind is not None:
                        kind.root().is_no_numbered = True
                    self._tested.add(expr)
                    return True
            case _:
                pass
        return False

    def _assign(self, statement: ir.Assign) -> None:
        targets, values = statement.targets, statement.values
        self._stored.update(target for target in targets if isinstance(target, ir.Index))
        if len(targets) == len(values) == 1 and isinstance(targets[0], ir.Index):
            self._store(targets[0], values[0])
            return
        places: list[Place] = []
        for position, target in enumerate(targets):
            match target:
                case ir.VariableRef(variable=variable):
                    places.append(variable)
                case ir.Index(object=table, key=ir.Constant(value=str() as name)):
                    value = values[position] if position < len(values) else None
                    places.append(self._field_stored(self.kind_of(table), name, value))
                case ir.Index(object=table, key=key):
                    self._demote(key)
                    kind = self.kind_of(table)
                    if kind is not None:
                        self._name_key(kind, target, is_stored=True)
                    is_there = target in self._within or target in self._filling
                    if is_there and kind is not None and len(targets) == len(values):
                        cost = costs.FILL if target in self._filling else costs.STORE
                        places.append(self._replaced(kind, values[position], cost))
                    else:
                        is_single = len(targets) == len(values) or position < len(values) - 1
                        value = values[position] if is_single else None
                        places.append(self._element_stored(kind, key, value))
                case _:
                    places.append(None)
        self._spread(values, places)

    def _return(self, values: tuple[ir.Expr, ...]) -> None:
        function = self._function
        count = self._calls.fixed.get(function)
        if function not in self._calls.direct or count is None:
            self._leave_all(values)
            return
        self._spread(values, [(function, position) for position in range(count)])

    def _generic_for(self, statement: ir.GenericFor) -> None:
        element: Kind | None = None
        match statement.iterators:
            case (ir.ApiCall(module="base", function=row, arguments=(table,)) as call,) if (
                row.name in _LOOPS
            ):
                self._walked.add(call)
                if row.name == "ipairs":
                    self._expect(table, "ipairs")
                else:
                    self._require(table)
                kind = self.kind_of(table)
                if kind is not None:
                    kind.spend(costs.WALK, self._times * _ROUNDS)
                    element = kind.elements()
                    is_table = self._flow.value(table).tags == Tag.TABLE
                    if row.name == "ipairs" or not is_table:
                        kind.root().is_no_map = True
                    if row.name == "pairs":
                        kind.root().is_walked = True
                        self.traversed.append(kind)
                        self.walks.append(Walk(statement, table, self._function))
            case iterators:
                self._leave_all(iterators)
        for position, variable in enumerate(statement.variables):
            kind = self._kind_of_variable(variable)
            if kind is None:
                continue
            if position == 1 and element is not None:
                element.unite(kind)
            else:
                kind.open()

    # --- expressions --------------------------------------------------------------------------

    def _expression(self, expr: ir.Expr) -> None:
        self.operands.update(_operands(expr))
        match expr:
            case ir.Index(object=table, key=key):
                if expr not in self._stored:
                    self._read(expr, table, key)
            case ir.Call(callee=callee):
                self._demote(callee)
                self._pass(expr, 0)
            case ir.MethodCall(object=receiver):
                self._receive(expr, receiver)
                self._pass(expr, 1)
            case ir.ApiCall():
                self._built_in(expr)
            case ir.CallActivity(arguments=arguments):
                self._leave_all(arguments)
            case ir.Compare(left=left, right=right):
                self._compare(expr, left, right)
            case ir.Not(operand=operand):
                self._condition(operand)
            case ir.Logical() if expr in self._conditions:
                pass
            case ir.Logical():
                self._logical(expr)
            case ir.Arithmetic(left=left, right=right):
                self._demote(left)
                self._demote(right)
            case ir.Concat(parts=parts):
                for part in parts:
                    self._demote(part)
            case ir.Unary(operator="#", operand=operand):
                self._expect(operand, "#")
                kind = self.kind_of(operand)
                if kind is not None:
                    kind.spend(costs.LENGTH, self._times)
            case ir.Unary(operand=operand):
                self._demote(operand)
            case ir.TableConstructor():
                self._constructor(expr)
            case _:
                pass

    def _logical(self, expr: ir.Logical) -> None:
        """Note the operands of `and` and `or` that give a value."""
        chosen = self._choices(expr)
        self.kind_of(expr)
        match expr:
            case ir.Logical(operator="or", left=ir.Logical() as tested) if (
                chosen and tested not in chosen
            ):
                # The operands of `test and value or other`.
                self._conditions.add(tested)
                self._condition(tested.left)
            case ir.Logical(operator="and", left=left, right=right) if chosen or is_optional(
                self._flow.value(left)
            ):
                self._condition(left)
                if not chosen:
                    self._demote(right)
            case _ if not chosen:
                self._demote(expr.left)
                self._demote(expr.right)
            case _:
                pass

    def _compare(self, expr: ir.Compare, left: ir.Expr, right: ir.Expr) -> None:
        test = presence_test(expr, self._flow.value)
        if test is not None:
            self._tested.add(test)
            return
        if expr.operator in ("==", "~="):
            for one, other in ((left, right), (right, left)):
                if is_nil(other):
                    self._is_emptiness_test(one)
                    return
            self._be_record(left)
            self._be_record(right)
            return
        self._demote(left)
        self._demote(right)

    def _read(self, expr: ir.Index, table: ir.Expr, key: ir.Expr) -> None:
        self._demote(key)
        self._require(table)
        kind = self.kind_of(table)
        if kind is None:
            return
        self._name_key(kind, expr, is_stored=False)
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            kind.be_no_list()
            kind.root().is_no_numbered = True
        elif not self._is_number(key):
            kind.mix()
            kind.root().has_other_reads |= not self._is_text(key)
        elif not self._is_position(key):
            kind.number()
        elif expr in self._within:
            kind.spend(costs.READ, self._times)
        elif expr in self._raising:
            is_plain = expr in self._bounds.positive
            kind.spend(costs.READ if is_plain else costs.TESTED_READ, self._times)
        elif is_plain_place(table) and (is_plain_key(key, table) or self._is_field(key)):
            is_constant = isinstance(key, ir.Constant | ir.Unary)
            kind.spend(costs.CONSTANT_READ if is_constant else costs.GUARDED_READ, self._times)
            if isinstance(key, ir.Constant):
                self.constant_places.append(expr)
        else:
            kind.number()
            kind.spend(costs.GUARDED_READ, self._times)

    def _is_field(self, key: ir.Expr) -> bool:
        """Whether an index is a number in a field, which reading it again gives again."""
        match key:
            case ir.Index(object=ir.VariableRef()):
                return key in self._fields
            case ir.Arithmetic(operator="+" | "-", left=left, right=ir.Constant(value=int())):
                return self._is_field(left)
            case _:
                return False

    def _constructor(self, expr: ir.TableConstructor) -> None:
        kind = self.kind_of(expr)
        assert kind is not None
        kind.spend(costs.CREATION, self._times)
        for position, item in enumerate(expr.items):
            is_last = position == len(expr.items) - 1
            if isinstance(item, ir.KeyedItem):
                if isinstance(item.key, ir.Constant) and isinstance(item.key.value, str):
                    place = self._field_stored(kind, item.key.value, item.value)
                    assert place is not None
                    self._move(item.value, place)
                else:
                    self._demote(item.key)
                    self._key_item(kind, item)
            elif is_last and isinstance(item.value, ir.Vararg) and self._passes_no_nil():
                kind.spend(costs.ITEM, self._times)
                kind.add_element(self._flow.varargs[self._function].tags)
                kind.elements().open()
                kind.be_no_dict()
            elif is_last and not self._is_single(item.value):
                kind.make_record()
                kind.elements().open()
                self._demote_results(item.value)
            else:
                self._add(kind, item.value, costs.ITEM)

    def _key_item(self, kind: Kind, item: ir.KeyedItem) -> None:
        """Note a value that a constructor puts under a computed key."""
        if self._is_position(item.key):
            kind.number()
        else:
            kind.mix()
            if not self._is_text(item.key):
                kind.make_record()
        if not self._is_present(item.value):
            kind.hold_nil()
        self._move(item.value, kind.elements())

    def _passes_no_nil(self) -> bool:
        """Whether all calls of the function are seen, and none passes nil as one of `...`."""
        value = self._flow.varargs.get(self._function, EMPTY)
        is_known = self._function in self._calls.direct and bool(value.tags)
        return is_known and not value.can_be(Tag.NIL)


def _operands(expr: ir.Expr) -> tuple[ir.Expr, ...]:
    """Return the parts of an expression that raise an error if they are nil."""
    match expr:
        case ir.Index(object=base) | ir.MethodCall(object=base) | ir.Call(callee=base):
            return (base,)
        case ir.Arithmetic(left=left, right=right):
            return left, right
        case ir.Compare(operator=operator, left=left, right=right):
            return () if operator in ("==", "~=") else (left, right)
        case ir.Unary(operand=operand):
            return (operand,)
        case _:
            return ()
