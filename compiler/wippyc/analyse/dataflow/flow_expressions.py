"""Expressions in the flow analysis: their values, from the slots they read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wippyc.analyse.abstract_values.attempts import Attempt
from wippyc.analyse.abstract_values.known_places import Narrowing
from wippyc.analyse.abstract_values.number_flow import arithmetic_value, literal_tag, unary_value
from wippyc.analyse.abstract_values.shared_searches import Search
from wippyc.analyse.abstract_values.values import (
    BOOLEAN,
    EMPTY,
    METHOD_VALUE,
    NIL,
    ApiFunctionValue,
    Tag,
    Tags,
    Value,
    named_value,
)
from wippyc.analyse.dataflow.flow_calls import FlowCalls
from wippyc.analyse.dataflow.module_tables import ModuleTables
from wippyc.analyse.dataflow.table_slots import is_numeric
from wippyc.analyse.dataflow.yields import ARITHMETIC_EVENTS
from wippyc.analyse.program.exports import Exports, Namespace, static_member
from wippyc.ir import nodes as ir

_UNARY_EVENTS = {"#": "__len", "-": "__unm"}
# Metamethods that run, or change what a store does, where no call is seen.
_RUNNING_EVENTS = frozenset({
    *ARITHMETIC_EVENTS.values(), "__concat", "__eq", "__le", "__len", "__lt",
    "__newindex", "__unm",
})  # fmt: skip


class FlowExpressions(FlowCalls):
    """Evaluates expressions."""

    namespaces: Mapping[ir.Variable, Namespace]
    exports: Mapping[str, Exports]
    module_tables: ModuleTables
    _narrowings: dict[ir.VariableRef, Narrowing]
    _field_narrowings: dict[ir.Index, Narrowing]

    def evaluate(self, expr: ir.Expr) -> Value:
        """Evaluate an expression, once for each visit of its statement, and note its value."""
        old = self.flow.expressions.get(expr)
        if old is not None and (expr in self._visited or type(expr) is ir.Constant):
            return old
        value = self._evaluate(expr)
        self._visited.add(expr)
        if value is old:
            return value
        if old is None:
            self.flow.expressions[expr] = value
            self.readers.grow(expr)
            self._changed = True
            return value
        new = self.tables.grow(old, value)
        if new is not old:
            self.flow.expressions[expr] = new
            self.readers.grow(expr)
            self._changed = True
        return new

    def _evaluate(self, expr: ir.Expr) -> Value:
        match expr:
            case ir.Constant(value=constant):
                return constant_value_of(constant)
            case ir.VariableRef():
                return self._variable(expr)
            case ir.Index():
                return self._index(expr)
            case ir.Call() | ir.MethodCall() | ir.ApiCall() | ir.CallActivity() | ir.Sleep():
                self._call(expr)
                return self.nth(expr, 0)
            case ir.Function():
                return Value(Tag.FUNCTION, frozenset({expr}))
            case ir.Logical():
                return self._logical(expr)
            case ir.Not():
                self.evaluate(expr.operand)
                return _typed(BOOLEAN)
            case ir.Compare():
                self._compare(expr, self.evaluate(expr.left), self.evaluate(expr.right))
                return _typed(BOOLEAN)
            case ir.Arithmetic():
                left, right = self.evaluate(expr.left), self.evaluate(expr.right)
                return self._arithmetic_value(expr, left, right)
            case ir.Unary():
                return self._unary_value(expr, self.evaluate(expr.operand))
            case ir.Concat():
                return self._concatenation([self.evaluate(part) for part in expr.parts])
            case ir.TableConstructor():
                return self._table(expr)
            case ir.First(inner=inner):
                return self.evaluate(inner)
            case ir.Vararg():
                assert self._function is not None
                return self.varargs(self._function)
            case ir.GlobalRef(name=name):
                self.readers.read(name)
                held = self.flow.globals.get(name)
                # The runtime has globals of its own, and `_G` reaches all of them.
                is_built_in = name in self.api or name in self.api["base"].functions
                if held is None:
                    return self.any()
                return held.join(self.any() if is_built_in or self._has_global_table else NIL)
            case ir.ApiRef(module=module, function=row):
                function = ApiFunctionValue(module, row.name, row.yields)
                return Value(Tag.FUNCTION, frozenset({function}))
            case ir.ApiConstant(type=type_name):
                return named_value(type_name)
            case ir.ModuleRef(module=module, path=path):
                if self.api[module].is_object:
                    return Value(Tag.OBJECT, objects=frozenset({"?"}))
                return self.module_tables.value(self.api[module], path, self.tables)
            case ir.LibraryRef(entry_id=entry_id):
                return self._library(entry_id)
            case ir.TypeRef():
                return Value(Tag.OBJECT, objects=frozenset({"Type"}))

    def _variable(self, expr: ir.VariableRef) -> Value:
        self.readers.read(expr.variable)
        held = self.flow.variables.get(expr.variable, EMPTY)
        narrowing = self._narrowings.get(expr)
        if narrowing is None:
            return held
        if narrowing.sources is not None:
            held = EMPTY
            for source in narrowing.sources:
                given = self.value_elsewhere(source.expr).stored()
                held = held.join(given.narrowed(source.tags))
        match narrowing.search:
            case Attempt() as attempt if narrowing.is_failed and attempt.position(expr.variable):
                held = self.any()
            case _ if not narrowing.is_found:
                pass
            case Search() as search if held.can_be(Tag.NIL):
                if search.finds(expr.variable, self.value_elsewhere):
                    held = held.without(Tag.NIL)
            case Attempt(call=call) as attempt if attempt.position(expr.variable):
                held = self._built_in.successful(call, attempt.position(expr.variable)).stored()
            case _:
                pass
        return held.narrowed(narrowing.tags)

    def _arithmetic_value(self, expr: ir.Arithmetic, left: Value, right: Value) -> Value:
        event = ARITHMETIC_EVENTS.get(expr.operator, "")
        if not (left.can_be(Tag.TABLE) or right.can_be(Tag.TABLE)) or not self._has_any(event):
            return arithmetic_value(expr, left, right, self.any, has_metamethod=False)
        self.join_operator(event, left, right)
        found = self._metamethod_value(event, left.join(right))
        if found is None:
            self._lose_results(event)
            return arithmetic_value(expr, left, right, self.any, has_metamethod=True)
        is_open = left.can_be(Tag.OBJECT) or right.can_be(Tag.OBJECT)
        left, right = left.without(Tag.TABLE), right.without(Tag.TABLE)
        return found.join(arithmetic_value(expr, left, right, self.any, has_metamethod=is_open))

    def _unary_value(self, expr: ir.Unary, operand: Value) -> Value:
        event = _UNARY_EVENTS.get(expr.operator, "")
        if not operand.can_be(Tag.TABLE) or not self._has_any(event):
            return unary_value(expr, operand, self.any, has_metamethod=False)
        if event != "__unm":
            return unary_value(expr, operand, self.any, has_metamethod=True)
        self.join_operator(event, operand, NIL)
        found = self._metamethod_value(event, operand)
        if found is None:
            self._lose_results(event)
            return unary_value(expr, operand, self.any, has_metamethod=True)
        is_open = operand.can_be(Tag.OBJECT)
        operand = operand.without(Tag.TABLE)
        return found.join(unary_value(expr, operand, self.any, has_metamethod=is_open))

    def _concatenation(self, values: list[Value]) -> Value:
        has_table = any(value.can_be(Tag.TABLE) for value in values)
        if not has_table or not self._has_any("__concat"):
            return _typed(Tag.STRING)
        operand = EMPTY
        for value in values:
            operand = operand.join(value)
        found = self._metamethod_value("__concat", operand)
        # It is grouped from the right: what one call gives may be the right operand of the next.
        self.join_operator("__concat", operand, operand if found is None else operand.join(found))
        if found is None:
            self._lose_results("__concat")
            return self.any()
        return found.join(_typed(Tag.STRING))

    def _has_any(self, event: str) -> bool:
        """Whether some table may have a metamethod."""
        return bool(self.tables.metamethod_value(event).tags)

    def _running_methods(self) -> Value:
        """Return what metamethods of operations may be."""
        found = EMPTY
        for event in sorted(_RUNNING_EVENTS):
            found = found.join(self.tables.metamethod_value(event))
        return found

    def _lose_results(self, event: str) -> None:
        """Note that results of a metamethod are not followed."""
        if event not in self._unfollowed_events:
            self._unfollowed_events.add(event)
            self._changed = True

    def _metamethod_value(self, event: str, operands: Value) -> Value | None:
        """Return what the metamethods of tables give; `None` if that is not known."""
        handlers = self.tables.metamethod(operands, event)
        if (
            handlers is None
            or handlers.can_be(Tag.TABLE | Tag.OBJECT)
            or (handlers.can_be(Tag.FUNCTION) and not handlers.functions)
        ):
            return None
        value = EMPTY
        for function in handlers.functions:
            if not isinstance(function, ir.Function):
                return None
            value = value.join(self.result(function, 0))
        return value

    def _compare(self, expr: ir.Compare, left: Value, right: Value) -> None:
        """Note values that `==` may pass to a metamethod, which only gets tables."""
        if expr.operator not in ("==", "~="):
            return
        if left.can_be(Tag.TABLE) and right.can_be(Tag.TABLE) and self._has_any("__eq"):
            self.join_operator(
                "__eq",
                Value(Tag.TABLE, tables=left.tables),
                Value(Tag.TABLE, tables=right.tables),
            )

    def _library(self, entry_id: str) -> Value:
        exports = self.exports.get(entry_id)
        if exports is None:
            return self.any()
        value = NIL if exports.may_be_nil or not exports.values else EMPTY
        for expr in exports.values:
            value = value.join(self.value_elsewhere(expr))
        return value

    def _index(self, expr: ir.Index) -> Value:
        value = self._read_index(expr)
        narrowing = self._field_narrowings.get(expr)
        if narrowing is None or self.readers.find(_RUNNING_EVENTS, self._running_methods).tags:
            return value
        if self.tables.metamethod_value("__index").can_be(Tag.FUNCTION | Tag.OBJECT):
            return value
        holder = self.evaluate(expr.object)
        if narrowing.is_stored and not holder.only(Tag.TABLE | Tag.NIL):
            # Userdata may give something else than was stored.
            return value
        return value.narrowed(narrowing.tags)

    def _read_index(self, expr: ir.Index) -> Value:
        base, key = expr.object, expr.key
        key_value = self.evaluate(key)
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            member = self.member(base, key.value)
            if member is not None:
                self.evaluate(base)
                return self._member_value(member)
        target = self.evaluate(base)
        if not target.tags:
            return EMPTY
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            value = self.tables.read_field(target, key.value)
        elif is_numeric(key_value):
            value = self.tables.read_number(target)
        elif key_value.tags:
            value = self.tables.read_any(target)
            if self.tables.metatables(target).tables:
                self.join_operands(key_value)
        else:
            # Nothing has reached the key yet.
            return EMPTY
        if value.can_be(Tag.OBJECT) and self.tables.metatables(target).tables:
            # An `__index` function may return anything that escaped.
            value = value.join(self.any())
        if target.can_be(Tag.OBJECT):
            value = value.join(self._built_in.field(target, _constant_name(key)))
        if target.can_be(Tag.STRING):
            value = value.join(METHOD_VALUE)
        return value

    def _member_value(self, member: ir.Expr) -> Value:
        if isinstance(member, ir.Function):
            return Value(Tag.FUNCTION, frozenset({member}))
        return self.value_elsewhere(member)

    def member(self, base: ir.Expr, name: str) -> ir.Expr | None:
        """Return the expression behind `namespace.name` or `library.name`, if it is static."""
        return static_member(base, name, self.namespaces, self.exports)

    def _logical(self, expr: ir.Logical) -> Value:
        left = self.evaluate(expr.left)
        right = self.evaluate(expr.right)
        falsy = Tag.NIL | Tag.FALSE
        if expr.operator == "and":
            return Value(left.tags & falsy).join(right)
        return left.without(falsy).join(right)

    def _table(self, expr: ir.TableConstructor) -> Value:
        table = Value(Tag.TABLE, tables=frozenset({expr}))
        for position, item in enumerate(expr.items):
            value = self.evaluate(item.value)
            if isinstance(item, ir.KeyedItem):
                self.store(table, item.key, value)
            elif position == len(expr.items) - 1 and isinstance(item.value, ir.MULTI):
                self.tables.store_number(table, self.all_results(item.value))
            else:
                self.tables.store_number(table, value)
        return table

    def store(self, target: Value, key: ir.Expr, value: Value) -> None:
        """Store a value into tables under a key expression."""
        key_value = self.evaluate(key)
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            self.tables.store_field(target, key.value, value)
        elif is_numeric(key_value):
            self.tables.store_number(target, value)
        elif key_value.tags:
            self.tables.store_other(target, key_value, value)


def constant_value_of(constant: bool | int | float | str | None) -> Value:
    """Return the abstract value of a literal."""
    match constant:
        case None:
            return NIL
        case True:
            return _typed(Tag.TRUE)
        case False:
            return _typed(Tag.FALSE)
        case int():
            return _typed(literal_tag(constant))
        case float():
            return _typed(Tag.FLOAT)
        case _:
            return _typed(Tag.CHARACTER if len(constant) <= 1 else Tag.STRING)


@cache
def _typed(tags: Tags) -> Value:
    return Value(tags)


def _constant_name(key: ir.Expr) -> str | None:
    """Return a key that is a constant string."""
    if isinstance(key, ir.Constant) and isinstance(key.value, str):
        return key.value
    return None
