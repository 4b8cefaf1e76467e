"""Types of expressions of emitted code, and which slots a type checker would not accept there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from wippyc.emit.annotation_types import (
    ANY,
    BOOL,
    CALLABLE,
    LIST,
    MAP,
    NONE,
    STR,
    TABLE,
    UNKNOWN,
    CheckedModule,
    Inferred,
    Scope,
    constant_type,
    inner_expressions,
    joined,
    result_type,
    slot_type,
)
from wippyc.emit.annotations import (
    ANY_KIND,
    UNKNOWN_KIND,
    FunctionNode,
    Kinds,
    Slot,
    is_record,
    signature_of,
    united,
)
from wippyc.emit.inference import (
    BUILTINS,
    HELPER_RESULTS,
    LIBRARY_RESULTS,
    LIST_METHODS,
    MAP_METHODS,
    PATTERN_METHODS,
    STRING_METHODS,
    TABLE_METHODS,
    TEXT_ARGUMENTS,
    arithmetic_kind,
    is_assignable,
    kinds_overlap,
    order_is_typed,
)


class ExpressionCheck:
    """Infers the types of expressions in the scopes of one module."""

    def __init__(
        self, module: CheckedModule, public: Mapping[str, Mapping[str, FunctionNode]]
    ) -> None:
        self.module = module
        self.public = public
        self.scope = Scope()
        self.waiting: list[tuple[FunctionNode, Scope]] = []
        self.has_dropped = False

    def drop(self, slots: Iterable[Slot | None]) -> None:
        """Drop slots."""
        for slot in slots:
            if slot is not None and slot.is_kept:
                slot.is_kept = False
                self.has_dropped = True

    def refuse(self, *values: Inferred) -> Inferred:
        """Drop the slots that types come from; what is left is unknown."""
        for value in values:
            self.drop(value.blame)
        return UNKNOWN

    # --- names ----------------------------------------------------------------------------

    def home(self, name: str) -> Scope | None:
        """Return the scope a name belongs to; `None` for imports and builtins."""
        scope: Scope | None = self.scope
        skips = scope is not None and name in scope.outer
        while scope is not None:
            if not skips and (name in scope.types or name in scope.functions):
                return scope
            skips = False
            scope = scope.parent
        return None

    def callee_of(self, node: ast.expr) -> FunctionNode | None:
        match node:
            case ast.Name(id=name):
                scope = self.home(name)
                return None if scope is None else scope.functions.get(name)
            case ast.Attribute(value=ast.Name(id=module), attr=attr):
                if self.home(module) is None and module in self.module.libraries:
                    return self.public[self.module.libraries[module]].get(attr)
        return None

    def load(self, name: str) -> Inferred:
        scope = self.home(name)
        if scope is None:
            return ANY if name == "nil" else UNKNOWN
        if name in scope.functions:
            return self._function_value(scope.functions[name])
        if scope is self.scope and name in scope.opened:
            return ANY
        return scope.types[name]

    def _function_value(self, node: FunctionNode) -> Inferred:
        signature = signature_of(node)
        if signature is None or signature.is_entry:
            return CALLABLE
        # What calls it as a value may pass anything.
        self.drop(signature.parameters)
        slots = frozenset(slot for slot in signature.results if slot is not None and slot.is_kept)
        return Inferred(CALLABLE.kinds, slots)

    def bind(self, name: str, value: Inferred) -> None:
        """Give a variable its first or a further value."""
        home = self.home(name) if name in self.scope.outer else self.scope
        if home is None:
            return
        if name in home.functions:
            self.drop_signature(home.functions[name])
            self.refuse(value)
        elif name in home.types:
            self._assign_again(home, name, value)
        else:
            is_open = value.kinds == NONE.kinds
            home.types[name] = Inferred(UNKNOWN.kinds, value.blame) if is_open else value
            home.inferred.add(name)

    def _assign_again(self, home: Scope, name: str, value: Inferred) -> None:
        old = home.types[name]
        is_narrower = len(old.kinds) > 1 or bool(old.kinds & {"float", "Callable"})
        if name in home.inferred and old.blame and is_narrower and value.kinds != ANY_KIND:
            # The first value may have been narrower than what is known of where it came from.
            self.refuse(old, value)
        self.assign(value, old, widens=name not in home.inferred)

    def assign(self, value: Inferred, target: Inferred, *, widens: bool = True) -> None:
        """Check that a value may be given to a variable, or widen its slot."""
        if target.kinds == ANY_KIND or value.kinds == ANY_KIND:
            return
        if (
            target.elements is not None
            or value.elements is not None
            or not all(is_assignable(kind, target.kinds) for kind in value.kinds)
        ) and not (widens and self._widen(value, target)):
            self.refuse(value, target)

    def _widen(self, value: Inferred, target: Inferred) -> bool:
        """Let a slot be as wide as what is put there, which analysis knows to be narrower.

        A variable that a test or an assignment narrowed is declared with its wider type.
        """
        if value.elements is not None or len(target.blame) != 1:
            return False
        (slot,) = target.blame
        wider = united(slot.kinds, value.kinds)
        if not wider or slot.kinds != target.kinds or slot.declared is not None:
            return False
        slot.kinds = wider
        self.has_dropped = True
        return True

    def drop_signature(self, node: FunctionNode) -> None:
        """Drop all slots of a function."""
        signature = signature_of(node)
        if signature is not None:
            self.drop((*signature.parameters, *signature.results))

    # --- expressions ----------------------------------------------------------------------

    def infer(self, node: ast.expr) -> Inferred:
        """Return the type of an expression after checking what is inside."""
        match node:
            case ast.Constant(value=value):
                return constant_type(value)
            case ast.Name(id=name):
                return self.load(name)
            case ast.Call():
                result, is_async = self._call(node)
                return Inferred(UNKNOWN.kinds, result.blame) if is_async else result
            case ast.Await(value=ast.Call() as inner):
                return self._call(inner)[0]
            case ast.Await(value=value):
                return self.refuse(self.infer(value))
            case ast.YieldFrom(value=value):
                self.infer(value)
                return ANY
            case ast.Yield(value=value):
                if value is not None:
                    self.infer(value)
                return ANY
            case ast.Attribute(value=value):
                return self._attribute(value)
            case ast.Subscript(value=value, slice=key):
                return self._subscript(self.infer(value), key)
            case ast.BinOp(left=left, op=operator, right=right):
                return self._arithmetic(operator, self.infer(left), self.infer(right))
            case ast.UnaryOp(op=operator, operand=operand):
                return self._unary(operator, self.infer(operand))
            case ast.BoolOp(values=values):
                return joined([self.infer(value) for value in values])
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self.infer(test)
                return joined([self.infer(body), self.infer(orelse)])
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._compare(operator, left, right)
            case ast.NamedExpr(target=ast.Name(id=name), value=value):
                found = self.infer(value)
                self.bind(name, found)
                return found
            case ast.Tuple(elts=elements):
                return self._tuple(elements)
            case ast.List(elts=elements):
                for element in elements:
                    self.infer(element.value if isinstance(element, ast.Starred) else element)
                return LIST
            case ast.Dict(keys=keys, values=values):
                for part in (*keys, *values):
                    if part is not None:
                        self.infer(part)
                return MAP
            case ast.JoinedStr(values=values):
                for value in values:
                    if isinstance(value, ast.FormattedValue):
                        self.infer(value.value)
                return STR
            case ast.Starred(value=value):
                return self.refuse(self.infer(value))
            case ast.Lambda(args=arguments, body=body):
                return self._lambda(arguments, body)
            case _:
                children = [self.infer(child) for child in inner_expressions(node)]
                return Inferred(
                    UNKNOWN.kinds, frozenset().union(*(child.blame for child in children))
                )

    def _lambda(self, arguments: ast.arguments, body: ast.expr) -> Inferred:
        outside = self.scope
        self.scope = Scope(parent=outside)
        for argument in arguments.args:
            self.scope.types[argument.arg] = UNKNOWN
        self.refuse(self.infer(body))
        self.scope = outside
        return UNKNOWN

    def _tuple(self, elements: Sequence[ast.expr]) -> Inferred:
        found = tuple(self.infer(element) for element in elements)
        if any(isinstance(element, ast.Starred) for element in elements):
            return self.refuse(*found)
        blame = frozenset[Slot]().union(*(each.blame for each in found))
        return Inferred(UNKNOWN.kinds, blame, elements=found)

    def _attribute(self, value: ast.expr) -> Inferred:
        holder = self.infer(value)
        return ANY if self.has_fields(holder) else self.refuse(holder)

    def has_fields(self, holder: Inferred) -> bool:
        """Whether attributes of a value are those of a record, or of anything."""
        return holder.kinds == ANY_KIND or (len(holder.kinds) == 1 and is_record(*holder.kinds))

    def _subscript(self, holder: Inferred, key: ast.expr) -> Inferred:
        if isinstance(key, ast.Slice):
            bounds = [self.infer(each) for each in (key.lower, key.upper) if each is not None]
            for bound in bounds:
                self._require(bound, frozenset({"int", "bool", "None"}))
            if holder.kinds == STR.kinds:
                return Inferred(STR.kinds, holder.blame)
            return ANY if holder.kinds == ANY_KIND else self.refuse(holder)
        index = self.infer(key)
        if holder.elements is not None:
            match key:
                case ast.Constant(value=int() as position) if position < len(holder.elements):
                    return holder.elements[position]
            return self.refuse(holder, index)
        if holder.kinds == ANY_KIND or holder.kinds == TABLE.kinds:
            return ANY
        if holder.kinds == LIST.kinds:
            return self.position(holder, index)
        if holder.kinds == MAP.kinds:
            return self.text_key(index)
        if holder.fields is not None and holder.kinds == {"Any", UNKNOWN_KIND}:
            match key:
                case ast.Constant(value=str() as wanted) if wanted in holder.fields:
                    return Inferred(holder.fields[wanted] | ANY_KIND, holder.blame)
        if holder.kinds == STR.kinds:
            self._require(index, frozenset({"int", "bool"}))
            return Inferred(STR.kinds, holder.blame)
        return self.refuse(holder, index)

    def position(self, holder: Inferred, index: Inferred) -> Inferred:
        """Check the index of an element of a list; return the type of the element."""
        return ANY if index.kinds <= {"int", "bool", "Any"} else self.refuse(holder, index)

    def text_key(self, key: Inferred) -> Inferred:
        """Check the key of an entry of a dict; return the type of the value."""
        self._require(key, STR.kinds)
        return ANY

    def _require(self, value: Inferred, allowed: Kinds) -> None:
        if not value.kinds <= allowed | ANY_KIND:
            self.refuse(value)

    def _arithmetic(self, operator: ast.operator, left: Inferred, right: Inferred) -> Inferred:
        kinds: set[str] = set()
        for one in left.kinds:
            for other in right.kinds:
                kind = arithmetic_kind(type(operator).__name__, one, other)
                if kind is None:
                    return self.refuse(left, right)
                kinds.add(kind)
        return Inferred(frozenset(kinds), left.blame | right.blame)

    def _unary(self, operator: ast.unaryop, operand: Inferred) -> Inferred:
        if isinstance(operator, ast.Not):
            return BOOL
        numbers = {"int", "bool", "Any"} | (
            {"float"} if not isinstance(operator, ast.Invert) else set()
        )
        if not operand.kinds <= numbers:
            return self.refuse(operand)
        kinds = frozenset("int" if kind == "bool" else kind for kind in operand.kinds)
        return Inferred(kinds, operand.blame)

    def _compare(self, operator: ast.cmpop, left_node: ast.expr, right_node: ast.expr) -> Inferred:
        left, right = self.infer(left_node), self.infer(right_node)
        match operator:
            case ast.Is() | ast.IsNot() | ast.Eq() | ast.NotEq():
                if not kinds_overlap(left.kinds, right.kinds):
                    self.refuse(left, right)
                elif isinstance(operator, ast.Is | ast.IsNot):
                    return BOOL
            case ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE():
                if not all(
                    order_is_typed(one, other) for one in left.kinds for other in right.kinds
                ):
                    return self.refuse(left, right)
            case ast.In() | ast.NotIn():
                self._require(left, STR.kinds)
                self._require(right, STR.kinds | MAP.kinds)
                return BOOL
            case _:
                return self.refuse(left, right)
        blame = left.blame | right.blame
        if "Any" in left.kinds or "Any" in right.kinds:
            return Inferred(ANY_KIND, blame)
        if UNKNOWN_KIND in left.kinds or UNKNOWN_KIND in right.kinds:
            return Inferred(UNKNOWN.kinds, blame)
        return Inferred(BOOL.kinds, blame)

    # --- calls ----------------------------------------------------------------------------

    def _call(self, node: ast.Call) -> tuple[Inferred, bool]:
        """Return the type of the result, and whether it has to be awaited."""
        callee = self.callee_of(node.func)
        if callee is not None:
            return self._generated_call(node, callee)
        match node.func:
            case ast.Name(id=name) if self.home(name) is None:
                return self._helper_call(node, name), False
            case ast.Attribute(value=ast.Name(id=module), attr=attr) if (
                self.home(module) is None and module in self.module.runtime
            ):
                self._arguments(node)
                kinds = LIBRARY_RESULTS.get(f"{self.module.runtime[module]}.{attr}")
                return (UNKNOWN if kinds is None else Inferred(kinds)), False
            case ast.Attribute(value=receiver, attr=attr):
                return self._method_call(node, self.infer(receiver), attr), False
            case other:
                function = self.infer(other)
                self._arguments(node)
                if function.kinds <= {"Any", "Callable"}:
                    return ANY, False
                return self.refuse(function), False

    def _arguments(self, node: ast.Call) -> list[Inferred]:
        """Infer the arguments of a function that takes `Any`."""
        found = [self.infer(argument) for argument in node.args]
        found.extend(self.infer(keyword.value) for keyword in node.keywords)
        return found

    def _helper_call(self, node: ast.Call, name: str) -> Inferred:
        found = self._arguments(node)
        if name in BUILTINS:
            allowed, result = BUILTINS[name]
            for value in found:
                self._require(value, allowed)
            if name in ("abs", "max", "min"):
                return joined(found)
            return Inferred(result) if result else UNKNOWN
        if name == "wrap64":
            (value,) = found
            return value if value.kinds <= {"int", "bool"} else ANY
        if name in ("Table", "indexed_table"):
            return TABLE
        if name in self.module.classes:
            return Inferred(frozenset({self.module.classes[name]}))
        if name in HELPER_RESULTS:
            return Inferred(HELPER_RESULTS[name])
        if name == "type":
            self.refuse(*found)
        return UNKNOWN

    def _method_call(self, node: ast.Call, receiver: Inferred, attr: str) -> Inferred:
        arguments = self._arguments(node)
        if self.has_fields(receiver):
            return ANY
        if receiver.kinds == TABLE.kinds and attr in TABLE_METHODS:
            kinds = TABLE_METHODS[attr]
            return Inferred(kinds) if kinds else UNKNOWN
        if receiver.kinds == LIST.kinds and attr in LIST_METHODS:
            return Inferred(LIST_METHODS[attr])
        if receiver.kinds == MAP.kinds and attr in MAP_METHODS:
            for argument in arguments[:1]:
                self.text_key(argument)
            return ANY
        if receiver.kinds == STR.kinds and attr == "join":
            return STR
        if receiver.kinds == STR.kinds and attr in STRING_METHODS:
            for argument in arguments:
                self._require(argument, TEXT_ARGUMENTS)
            return Inferred(STRING_METHODS[attr])
        if not receiver.blame:
            for argument in arguments if attr in PATTERN_METHODS else ():
                self._require(argument, TEXT_ARGUMENTS)
            return LIST if attr == "findall" else UNKNOWN
        return self.refuse(receiver, *arguments)

    def _generated_call(self, node: ast.Call, callee: FunctionNode) -> tuple[Inferred, bool]:
        is_async = isinstance(callee, ast.AsyncFunctionDef)
        signature = signature_of(callee)
        if signature is None:
            self._arguments(node)
            return result_type(callee), is_async
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            self.drop(signature.parameters)
        for position, argument in enumerate(node.args):
            found = self.infer(argument)
            if position < len(signature.parameters):
                self.assign(found, slot_type(signature.parameters[position]))
        for keyword in node.keywords:
            self.infer(keyword.value)
        results = tuple(slot_type(slot) for slot in signature.results)
        match results:
            case ():
                return result_type(callee), is_async
            case (only,):
                return only, is_async
            case _:
                blame = frozenset[Slot]().union(*(each.blame for each in results))
                return Inferred(UNKNOWN.kinds, blame, elements=results), is_async
